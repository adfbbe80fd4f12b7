import { inflateRawSync } from 'node:zlib';
import { FileFaultError } from './sheet.ts';

const END_OF_DIRECTORY = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL_HEADER = 30;
const LONGEST_COMMENT = 65_535;
/** What a spreadsheet may unpack to: some thousand rows take a twentieth of it. */
const MOST_UNPACKED = 60 * 1024 * 1024;
const MOST_ENTRIES = 2_000;

/**
 * Unpacks every entry of a zip file into nothing, to know before anything else does how much it holds: what its
 * directory says of sizes may be a lie. Throws a {@link FileFaultError}: `bomb`, `locked` or `damaged`. Gives the names.
 */
export function checkZip(bytes: Uint8Array): readonly string[] {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return entriesOf(zip);
  } catch (error) {
    if (error instanceof FileFaultError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw new FileFaultError({ is: code === 'ERR_BUFFER_TOO_LARGE' ? 'bomb' : 'damaged' });
  }
}

function entriesOf(zip: Buffer): readonly string[] {
  const end = endOfDirectory(zip);
  const count = zip.readUInt16LE(end + 10);
  if (count > MOST_ENTRIES) throw new FileFaultError({ is: 'bomb' });
  const names: string[] = [];
  let at = zip.readUInt32LE(end + 16);
  let left = MOST_UNPACKED;
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new FileFaultError({ is: 'damaged' });
    const [flags, method] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10)];
    if ((flags & 1) !== 0) throw new FileFaultError({ is: 'locked' });
    const packed = zip.readUInt32LE(at + 20);
    const [name, extra] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30)];
    const comment = zip.readUInt16LE(at + 32);
    const local = zip.readUInt32LE(at + 42);
    const start = local + LOCAL_HEADER + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const content = zip.subarray(start, start + packed);
    // maxOutputLength has to be more than nothing.
    left -= method === 0 ? content.length : inflateRawSync(content, { maxOutputLength: Math.max(left, 1) }).length;
    if (left < 0) throw new FileFaultError({ is: 'bomb' });
    names.push(zip.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return names;
}

function endOfDirectory(zip: Buffer): number {
  for (let at = zip.length - 22; at >= 0 && at >= zip.length - 22 - LONGEST_COMMENT; at -= 1)
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  throw new FileFaultError({ is: 'damaged' });
}
