import Excel from 'exceljs';
import { Temporal } from 'temporal-polyfill';
import { timeText } from '../../src/calendar/changes.ts';
import type { ReadRow } from '../../src/calendar/draft.ts';
import { type FileRead, readCalendarFile } from '../../src/calendar/read-calendar-file.ts';
import { type FileFault, FileFaultError } from '../../src/calendar/sheet.ts';
import { loadPlaces } from '../../src/content/load-places.ts';
import { PROJECT_ROOT } from '../../src/content/paths.ts';
import { ContentReader } from '../../src/content/read-file.ts';
import { PlaceFinder } from '../../src/understanding/find-place.ts';

const { gazetteer, territories } = loadPlaces(new ContentReader(PROJECT_ROOT), PROJECT_ROOT);
const places = new PlaceFinder(gazetteer);

/** The gazetteer and the territories of the project. */
export const WHERE = {
  gazetteer,
  places,
  territories: [...territories.values()].map(({ id, name }) => ({ id, name })),
};

export interface ReadOptions {
  readonly name?: string;
  readonly today?: string;
  readonly territory?: string;
}

export function readFile(bytes: Uint8Array | string, options: ReadOptions = {}): Promise<FileRead> {
  const { name = 'agenda.csv', today = '2026-05-04', territory = null } = options;
  return readCalendarFile(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, {
    ...WHERE,
    fileName: name,
    territory,
    today: Temporal.PlainDate.from(today),
  });
}

/** Why a file is refused; undefined when it is read. */
export async function faultOf(reading: Promise<unknown>): Promise<FileFault | undefined> {
  try {
    await reading;
    return undefined;
  } catch (error) {
    if (error instanceof FileFaultError) return error.fault;
    throw error;
  }
}

/** A row in one line: when, title, where; or why it cannot be read. */
export function told(row: ReadRow): string {
  if ('fault' in row.read) return `${row.row}: ${row.read.fault}`;
  const { fields, times } = row.read.draft;
  const when = times.map((time) => `${time.cancelled ? 'x ' : ''}${timeText(time)}`).join(' + ');
  const doubts = row.read.doubts.length === 0 ? '' : ` (${row.read.doubts.join(' ')})`;
  return `${row.row}: ${when} | ${fields.title} | ${fields.territory}${doubts}`;
}

type Value = Excel.CellValue;

/** A workbook with these sheets; what a test does besides to each, in `finish`. */
export async function workbook(
  sheets: Readonly<Record<string, readonly (readonly Value[])[]>>,
  finish: (sheet: Excel.Worksheet, book: Excel.Workbook) => void = () => undefined,
): Promise<Uint8Array> {
  const book = new Excel.Workbook();
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(name);
    for (const row of rows) sheet.addRow([...row]);
    finish(sheet, book);
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** A day as Excel keeps it. */
export function day(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** An hour as Excel keeps it: a part of its first day. */
export function hour(clock: string): Date {
  return new Date(`1899-12-30T${clock}:00Z`);
}
