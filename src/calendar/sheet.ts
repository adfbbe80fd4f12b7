/** A table as somebody made it, whatever file it came in. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly SheetRow[];
}

export interface SheetRow {
  /** As the spreadsheet counts them, from 1. */
  readonly number: number;
  /** Dates as '2026-05-22', hours as '10:30', numbers with a point; formulas are what they came to. Merged cells all hold it. */
  readonly cells: readonly string[];
  /** Struck out from end to end. */
  readonly struck: boolean;
}

/** Why a file was not read; nothing of it was imported. */
export type FileFault =
  | { readonly is: 'empty' }
  | { readonly is: 'too-large'; readonly most: number }
  /** Rows that hold something. */
  | { readonly is: 'too-many-rows'; readonly rows: number; readonly most: number }
  /** Packed so that it would fill the memory. */
  | { readonly is: 'bomb' }
  | { readonly is: 'unknown-kind' }
  | { readonly is: 'old-excel' }
  | { readonly is: 'damaged' }
  | { readonly is: 'locked' }
  /** No sheet has headers that we know; the words of its first rows. */
  | { readonly is: 'no-headers'; readonly seen: readonly string[] }
  | { readonly is: 'too-slow' };

/** Bytes of a file: a calendar of a year has some hundred thousand. */
export const MOST_BYTES = 10 * 1024 * 1024;
/** Rows that hold something, of all sheets: three years of the whole network. */
export const MOST_ROWS = 5_000;
export const MOST_COLUMNS = 60;
/** Characters of a cell that are read. */
export const LONGEST_CELL = 2_000;

export class FileFaultError extends Error {
  readonly fault: FileFault;

  constructor(fault: FileFault) {
    super(fault.is);
    this.fault = fault;
  }
}

/** Throws a {@link FileFaultError} when there are more rows than anybody looks through. */
export function checkRows(sheets: readonly Sheet[]): readonly Sheet[] {
  const rows = sheets.reduce((sum, sheet) => sum + sheet.rows.length, 0);
  if (rows > MOST_ROWS) throw new FileFaultError({ is: 'too-many-rows', rows, most: MOST_ROWS });
  return sheets;
}
