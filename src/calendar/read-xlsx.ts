import type { Cell, CellValue, Row, Worksheet } from 'exceljs';
import { checkZip } from './check-zip.ts';
import { checkRows, FileFaultError, LONGEST_CELL, MOST_COLUMNS, type Sheet, type SheetRow } from './sheet.ts';

/** Excel's first day: what lies before is an hour without a day. */
const FIRST_DAY_MS = Date.UTC(1904, 0, 2);
const MINUTE_MS = 60_000;

/**
 * The sheets of a workbook; hidden ones are left out. Macros are never looked at, formulas never run: what counts is
 * the value that was saved with them. Throws a {@link FileFaultError}.
 */
export async function readXlsx(bytes: Uint8Array): Promise<readonly Sheet[]> {
  const names = checkZip(bytes);
  if (!names.includes('xl/workbook.xml')) throw new FileFaultError({ is: 'unknown-kind' });
  // Loaded when it is needed: it takes a third of a second.
  const { default: excel } = await import('exceljs');
  const workbook = new excel.Workbook();
  try {
    // Its types want another Buffer than Node's own.
    await workbook.xlsx.load(Uint8Array.from(bytes).buffer as Parameters<typeof workbook.xlsx.load>[0]);
  } catch {
    throw new FileFaultError({ is: 'damaged' });
  }
  const shown = workbook.worksheets.filter(({ state }) => state === 'visible');
  return checkRows(shown.map(sheetOf).filter(({ rows }) => rows.length > 0));
}

function sheetOf(worksheet: Worksheet): Sheet {
  const rows: SheetRow[] = [];
  worksheet.eachRow((row, number) => {
    if (row.hidden) return;
    const cells = cellsOf(row);
    if (cells.every(({ text }) => text === '')) return;
    const filled = cells.filter(({ text }) => text !== '');
    rows.push({ number, cells: cells.map(({ text }) => text), struck: filled.every(({ struck }) => struck) });
  });
  return { name: worksheet.name, rows };
}

function cellsOf(row: Row): { text: string; struck: boolean }[] {
  const cells: { text: string; struck: boolean }[] = [];
  for (let column = 1; column <= Math.min(row.cellCount, MOST_COLUMNS); column += 1) {
    const cell = row.getCell(column);
    cells.push({ text: textOf(cell).slice(0, LONGEST_CELL), struck: isStruck(cell) });
  }
  return cells;
}

function textOf(cell: Cell): string {
  return valueText(cell.master.value)
    .replace(/[ \t]+/g, ' ')
    .trim();
}

function valueText(value: CellValue): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return dateText(value);
  if (typeof value !== 'object') return typeof value === 'boolean' ? (value ? 'oui' : 'non') : String(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  // A link shows its text; where it leads is nobody's business here.
  if ('text' in value) return typeof value.text === 'string' ? value.text : valueText(value.text as CellValue);
  if ('result' in value) return valueText(value.result as CellValue);
  return '';
}

/** As people could have typed it: '2026-05-22', '10:30', or both. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  // Hours are kept as parts of a day, which seldom come out at a whole minute.
  const exact = new Date(Math.round(date.getTime() / MINUTE_MS) * MINUTE_MS).toISOString();
  const [day, clock] = [exact.slice(0, 10), exact.slice(11, 16)];
  if (date.getTime() < FIRST_DAY_MS) return clock;
  return clock === '00:00' ? day : `${day} ${clock}`;
}

function isStruck({ master: { font, value } }: Cell): boolean {
  if (font?.strike) return true;
  return (
    typeof value === 'object' &&
    value !== null &&
    'richText' in value &&
    value.richText.every((part) => part.font?.strike === true)
  );
}
