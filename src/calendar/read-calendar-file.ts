import { readCsv } from './read-csv.ts';
import { readIcs } from './read-ics.ts';
import { type RowsContext, type RowsRead, readRows } from './read-rows.ts';
import { readXlsx } from './read-xlsx.ts';
import { FileFaultError, MOST_BYTES } from './sheet.ts';

/** What a file was understood to hold; only workbooks have sheets. */
export type FileRead = RowsRead;

/**
 * Reads a calendar of activities: a workbook (XLSX, XLSM), a table as text or a calendar file, known by its bytes and
 * not by its name. Throws a {@link FileFaultError} that tells why it is not read.
 */
export async function readCalendarFile(bytes: Uint8Array, context: RowsContext): Promise<FileRead> {
  if (bytes.length === 0) throw new FileFaultError({ is: 'empty' });
  if (bytes.length > MOST_BYTES) throw new FileFaultError({ is: 'too-large', most: MOST_BYTES });
  const start = Buffer.from(bytes.subarray(0, 64))
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (start.startsWith('PK\x03\x04')) return readRows(await readXlsx(bytes), context);
  // A workbook with a password is packed like those of before 2007.
  if (start.startsWith('\xd0\xcf\x11\xe0'))
    throw new FileFaultError({ is: /\.xls$/i.test(context.fileName) ? 'old-excel' : 'locked' });
  if (/^BEGIN:VCALENDAR/i.test(start)) return { rows: readIcs(bytes, context), sheets: [] };
  if (/^(%PDF|<|\{\\rtf|GIF8|\x89PNG|\xff\xd8)/.test(start)) throw new FileFaultError({ is: 'unknown-kind' });
  const { rows } = readRows([readCsv(bytes)], context);
  return { rows, sheets: [] };
}
