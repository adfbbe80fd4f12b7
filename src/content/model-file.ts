import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { TrainedModel } from '../understanding/trained-model.ts';
import { KEPT_FOLDER, keepFile } from './kept-files.ts';

const ENDING = '.model';
/** Each array begins at a multiple of eight, so that it is a view of the file. */
const ALIGNMENT = 8;
const LENGTH_BYTES = 4;

const ARRAYS = {
  features: Uint32Array,
  rarities: Float32Array,
  offsets: Uint32Array,
  pairs: Int16Array,
  scales: Float32Array,
  biases: Float32Array,
  dense: Float32Array,
} as const;
type ArrayName = keyof typeof ARRAYS;
const NAMES = Object.keys(ARRAYS) as ArrayName[];

const header = z.object({
  labels: z.object({
    topics: z.array(z.string()),
    danger: z.array(z.string()),
    commands: z.array(z.string()),
    languages: z.array(z.string()),
  }),
  examples: z.number().int().nonnegative(),
  lengths: z.record(z.enum(NAMES as [ArrayName, ...ArrayName[]]), z.number().int().nonnegative()),
  checksum: z.string(),
});

/** What was learnt from inputs with a fingerprint, if it is kept and whole; a file cut short or changed is not taken. */
export function readModel(fingerprint: string, folder: string = KEPT_FOLDER): TrainedModel | undefined {
  try {
    return decode(readFileSync(join(folder, fingerprint + ENDING)));
  } catch {
    return undefined;
  }
}

/** Keeps what was learnt for the next start. */
export function keepModel(fingerprint: string, model: TrainedModel, folder: string = KEPT_FOLDER): void {
  keepFile(folder, fingerprint, ENDING, encode(model));
}

export function encode({ vocabulary, labels, heads }: TrainedModel): Buffer {
  const arrays = { features: vocabulary.features, rarities: vocabulary.rarities, ...heads };
  const body = Buffer.concat(NAMES.flatMap((name) => padded(bytesOf(arrays[name]))));
  const lengths = Object.fromEntries(NAMES.map((name) => [name, arrays[name].length]));
  const head = Buffer.from(
    JSON.stringify({ labels, examples: vocabulary.examples, lengths, checksum: checksumOf(body) }),
  );
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(head.length);
  return Buffer.concat([...padded(Buffer.concat([length, head])), body]);
}

/** The model in a file's bytes. Throws when they are cut short or damaged. */
function decode(bytes: Buffer): TrainedModel {
  const end = LENGTH_BYTES + bytes.readUInt32LE(0);
  const { labels, examples, lengths, checksum } = header.parse(JSON.parse(bytes.toString('utf8', LENGTH_BYTES, end)));
  const start = end + paddingOf(end);
  // Copied, since a small file's bytes lie anywhere in Node's pool.
  const body = new Uint8Array(bytes.subarray(start));
  if (checksumOf(body) !== checksum) throw new RangeError('the model file is cut short or damaged');
  let at = 0;
  const take = <Name extends ArrayName>(name: Name): InstanceType<(typeof ARRAYS)[Name]> => {
    const kind = ARRAYS[name];
    const length = lengths[name] ?? 0;
    const view = new kind(body.buffer, at, length);
    at += length * kind.BYTES_PER_ELEMENT;
    at += paddingOf(at);
    return view as InstanceType<(typeof ARRAYS)[Name]>;
  };
  const vocabulary = { features: take('features'), rarities: take('rarities'), examples };
  const heads = {
    offsets: take('offsets'),
    pairs: take('pairs'),
    scales: take('scales'),
    biases: take('biases'),
    dense: take('dense'),
  };
  return { vocabulary, labels, heads };
}

function bytesOf(array: Uint32Array | Float32Array | Int16Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

function padded(bytes: Buffer): Buffer[] {
  return [bytes, Buffer.alloc(paddingOf(bytes.length))];
}

function paddingOf(length: number): number {
  return (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;
}

function checksumOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 16);
}
