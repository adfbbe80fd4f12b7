import { parse } from 'csv-parse/sync';
import { checkRows, FileFaultError, LONGEST_CELL, MOST_COLUMNS, type Sheet } from './sheet.ts';

const DELIMITERS = [';', '\t', ',', '|'] as const;
/** Lines by which the delimiter is found. */
const LOOKED_AT = 40;

/** A table as text, whatever separates its cells and however its letters are written. Throws a {@link FileFaultError}. */
export function readCsv(bytes: Uint8Array): Sheet {
  const text = decodeText(bytes);
  if (text.trim() === '') throw new FileFaultError({ is: 'empty' });
  let records: string[][];
  try {
    records = parse(text, {
      delimiter: delimiterOf(text),
      relaxColumnCount: true,
      relaxQuotes: true,
    });
  } catch {
    throw new FileFaultError({ is: 'damaged' });
  }
  const rows = records
    .map((record, index) => ({
      // As a spreadsheet shows them: a cell may hold several lines.
      number: index + 1,
      cells: record.slice(0, MOST_COLUMNS).map((cell) => cell.trim().slice(0, LONGEST_CELL)),
      struck: false,
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const sheet = { name: '', rows };
  checkRows([sheet]);
  return sheet;
}

/** Text of a file: UTF-8 or UTF-16 with their marks, UTF-8 without, else what Windows writes here. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.subarray(0, 8_000).includes(0)) throw new FileFaultError({ is: 'unknown-kind' });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fromWindows(bytes);
  }
}

/** Where Windows-1252 differs from Latin-1, 0x80 to 0x9f; Node's own decoder takes the one for the other. */
const WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function fromWindows(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (letter) => WINDOWS.charAt(letter.charCodeAt(0) - 0x80));
}

/** What stands in most lines the same number of times. */
function delimiterOf(text: string): string {
  const said = /^sep=(.)\r?\n/i.exec(text)?.[1];
  if (said !== undefined) return said;
  // Whatever stands between quotes separates nothing.
  const lines = text
    .slice(0, 20_000)
    .replace(/"[^"]*"/g, '')
    .split(/\r?\n/)
    .slice(0, LOOKED_AT);
  const scores = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1).filter((count) => count > 0);
    const usual = counts.sort((one, other) => one - other)[Math.floor(counts.length / 2)] ?? 0;
    return { delimiter, score: counts.filter((count) => count === usual).length * usual };
  });
  return scores.reduce((best, one) => (one.score > best.score ? one : best)).delimiter;
}
