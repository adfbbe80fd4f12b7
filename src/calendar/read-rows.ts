import type { Temporal } from 'temporal-polyfill';
import { type Cells, type Columns, noCells, readColumns } from './columns.ts';
import { type Doubt, keyOf, LONGEST_TITLE, type ReadRow } from './draft.ts';
import { findTerritory, territoryTitled, type Where } from './find-territory.ts';
import { fold } from './fold.ts';
import { readDates } from './read-dates.ts';
import { isCancelled, isYes, withoutCancelled } from './read-details.ts';
import { readFields } from './read-fields.ts';
import { dayOf, readWhen } from './read-when.ts';
import { FileFaultError, type Sheet, type SheetRow } from './sheet.ts';

export interface RowsContext extends Where {
  readonly today: Temporal.PlainDate;
  /** Territory of rows that name no town. */
  readonly territory: string | null;
  readonly fileName: string;
}

/** What was found in the sheets of one file. */
export interface RowsRead {
  readonly rows: readonly ReadRow[];
  /** Sheets whose rows were read, and those in which no headers were known. */
  readonly sheets: readonly { readonly name: string; readonly read: boolean; readonly rows: number }[];
}

/** Above the headers stand titles and logos, but not that many rows. */
const HEADERS_WITHIN = 30;

/** What titles around the rows say. */
interface Around {
  month: number | null;
  year: number | null;
  territory: string | null;
  /** Cells of the date in the row before. */
  date: string;
}

/** The activities of the sheets that have headers. Throws a {@link FileFaultError} when none has. Pure. */
export function readRows(sheets: readonly Sheet[], context: RowsContext): RowsRead {
  const tables = sheets.map((sheet) => ({ sheet, rows: readTable(sheet, context) }));
  if (tables.every(({ rows }) => rows === undefined)) {
    const first = sheets[0]?.rows.slice(0, 3).flatMap(({ cells }) => cells.filter((cell) => cell !== '')) ?? [];
    throw new FileFaultError(sheets.length === 0 ? { is: 'empty' } : { is: 'no-headers', seen: first.slice(0, 12) });
  }
  return {
    rows: tables.flatMap(({ rows = [] }) => rows),
    sheets: tables.map(({ sheet, rows }) => ({
      name: sheet.name,
      read: rows !== undefined,
      rows: rows?.length ?? sheet.rows.length,
    })),
  };
}

function readTable(sheet: Sheet, context: RowsContext): readonly ReadRow[] | undefined {
  const head = sheet.rows.slice(0, HEADERS_WITHIN).findIndex(({ cells }) => readColumns(cells) !== undefined);
  let columns = readColumns(sheet.rows[head]?.cells ?? []);
  if (columns === undefined) return undefined;
  const around: Around = { month: null, year: null, territory: null, date: '' };
  const titles = sheet.rows.slice(0, head).map(({ cells }) => alone(cells) ?? cells.join(' '));
  for (const title of [context.fileName.replaceAll('_', ' '), sheet.name, ...titles]) readTitle(title, around, context);
  const rows: ReadRow[] = [];
  for (const row of sheet.rows.slice(head + 1)) {
    const title = alone(row.cells);
    if (title !== undefined && readTitle(title, around, context)) continue;
    const again = readColumns(row.cells, { again: true });
    if (again === undefined) rows.push(readRow(row, sheet.name, columns, around, context));
    else columns = again;
  }
  return rows;
}

/** The text of a row that holds one text only, however far it was spread. */
function alone(cells: readonly string[]): string | undefined {
  const [first, ...others] = new Set(cells.filter((cell) => cell !== ''));
  return others.length === 0 ? first : undefined;
}

/** Takes a month, a year or a territory from a title between the rows; false when it names none and may be an activity. */
function readTitle(text: string, around: Around, context: RowsContext): boolean {
  const { month, spans } = readDates(fold(text));
  if (month !== null && spans.length === 0) {
    const turns = around.year !== null && around.month !== null && around.month - month.month > 6;
    around.year = month.year ?? (turns && around.year !== null ? around.year + 1 : around.year);
    around.month = month.month;
    around.date = '';
    return true;
  }
  const year = /^\D*\b(20\d\d)\b\D*$/.exec(text)?.[1];
  if (year !== undefined) {
    around.year = Number(year);
    return true;
  }
  const territory = territoryTitled(text, context);
  if (territory === undefined) return false;
  around.territory = territory;
  around.date = '';
  return true;
}

function cellsOf(columns: Columns, row: SheetRow): Cells {
  const cells = noCells();
  for (const [index, field] of columns) {
    const text =
      field === 'description' ? (row.cells[index] ?? '') : (row.cells[index] ?? '').replace(/\s*\n\s*/g, ', ');
    // Two columns of one kind ("Jour", "Mois") are read as one text; merged cells hold it twice.
    if (text !== '' && cells[field] !== text) cells[field] = `${cells[field]} ${text}`.trim();
  }
  return cells;
}

function readRow(row: SheetRow, sheet: string, columns: Columns, around: Around, context: RowsContext): ReadRow {
  const cells = cellsOf(columns, row);
  const written = cells.title || cells.kind || (cells.description.split('\n')[0] ?? '');
  const title = withoutCancelled(oneLine(written)).slice(0, LONGEST_TITLE);
  const known = { sheet, row: row.number, title: title || oneLine(row.cells.filter(Boolean).join(' · ')).slice(0, 80) };
  if (title === '') return { ...known, read: { fault: 'no-title' } };
  const doubts: Doubt[] = [];
  const date = cells.date || around.date;
  if (cells.date === '' && date !== '') doubts.push('date-above');
  around.date = date;
  const { today } = context;
  const { weekday, hours, start, end } = cells;
  const read = readWhen({ date, weekday, hours, start, end }, { today, month: around.month, year: around.year });
  if ('fault' in read) return { ...known, read };
  const [first] = read.times;
  if (first === undefined) return { ...known, read: { fault: 'unread-date' } };
  const found = findTerritory(cells, context);
  const territory = found.territory ?? around.territory ?? context.territory;
  if (territory === null) return { ...known, read: { fault: 'no-territory' } };
  if (found.territory === null && cells.town !== '') doubts.push('unknown-town');
  const { fields, priceUnread } = readFields(cells, {
    title,
    town: found.town,
    postcode: found.postcode,
    when: { today, month: around.month, year: around.year },
  });
  if (priceUnread) doubts.push('price-unread');
  const cancelled = row.struck || isCancelled(fold(`${written} ${cells.state}`)) || isYes(fold(cells.cancelled));
  return {
    ...known,
    read: {
      draft: {
        fields: { ...fields, territory },
        times: read.times.map((time) => ({ ...time, cancelled })),
        key: keyOf(territory, title, dayOf(first.startsAt).toString()),
      },
      doubts: [...doubts, ...read.doubts],
    },
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
