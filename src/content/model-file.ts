import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Examples, type ExamplesFile } from '../understanding/examples.ts';
import type { TrainedModel } from '../understanding/trained-model.ts';
import { keepGraph, openIndex } from './graph-file.ts';
import { checksumOf, KEPT_FOLDER, keepFile } from './kept-files.ts';

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
  vectors: Int8Array,
  topics: Uint8Array,
  lines: Uint8Array,
} as const;
type ArrayName = keyof typeof ARRAYS;
type ArrayView = Uint32Array | Float32Array | Int16Array | Int8Array | Uint8Array;
const NAMES = Object.keys(ARRAYS) as ArrayName[];

const header = z.object({
  labels: z.object({
    topics: z.array(z.string()),
    danger: z.array(z.string()),
    commands: z.array(z.string()),
    languages: z.array(z.string()),
  }),
  examples: z.number().int().nonnegative(),
  /** Of the lines by a sentence model; absent without one. */
  lines: z.object({ dimensions: z.number().int().nonnegative(), closeness: z.number() }).optional(),
  lengths: z.partialRecord(z.enum(NAMES as [ArrayName, ...ArrayName[]]), z.number().int().nonnegative()),
  checksum: z.string(),
});

/** A model as its file holds it: the lines without their index. */
type ReadModel = Omit<TrainedModel, 'examples'> & { readonly examples?: ExamplesFile };

/** What was learnt from inputs with a fingerprint, if it is kept and whole; a file cut short or changed is not taken. */
export function readModel(fingerprint: string, folder: string = KEPT_FOLDER): TrainedModel | undefined {
  const model = tryToRead(join(folder, fingerprint + ENDING));
  if (model === undefined) return undefined;
  const { examples, ...rest } = model;
  return examples === undefined
    ? rest
    : { ...rest, examples: new Examples(examples, openIndex(examples, fingerprint, folder)) };
}

function tryToRead(path: string): ReadModel | undefined {
  try {
    return decode(readFileSync(path));
  } catch {
    return undefined;
  }
}

/** Keeps what was learnt for the next start. */
export function keepModel(fingerprint: string, model: TrainedModel, folder: string = KEPT_FOLDER): void {
  if (model.examples !== undefined) keepGraph(model.examples.index, fingerprint, folder);
  keepFile(folder, fingerprint, ENDING, encode(model));
}

export function encode({ vocabulary, labels, heads, examples }: TrainedModel): Buffer {
  const { dimensions, closeness, ...byLine } = examples?.file ?? {};
  const arrays: Partial<Record<ArrayName, ArrayView>> = {
    features: vocabulary.features,
    rarities: vocabulary.rarities,
    ...heads,
    ...byLine,
  };
  const present = NAMES.flatMap((name) => (arrays[name] === undefined ? [] : [[name, arrays[name]] as const]));
  const body = Buffer.concat(present.flatMap(([, array]) => padded(bytesOf(array))));
  const head = Buffer.from(
    JSON.stringify({
      labels,
      examples: vocabulary.examples,
      ...(examples && { lines: { dimensions, closeness } }),
      lengths: Object.fromEntries(present.map(([name, { length }]) => [name, length])),
      checksum: checksumOf(body),
    }),
  );
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(head.length);
  return Buffer.concat([...padded(Buffer.concat([length, head])), body]);
}

/** The model in a file's bytes. Throws when they are cut short or damaged. */
function decode(bytes: Buffer): ReadModel {
  const end = LENGTH_BYTES + bytes.readUInt32LE(0);
  const { labels, examples, lines, lengths, checksum } = header.parse(
    JSON.parse(bytes.toString('utf8', LENGTH_BYTES, end)),
  );
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
  return {
    vocabulary,
    labels,
    heads,
    ...(lines && { examples: { ...lines, vectors: take('vectors'), topics: take('topics'), lines: take('lines') } }),
  };
}

function bytesOf(array: ArrayView): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

function padded(bytes: Buffer): Buffer[] {
  return [bytes, Buffer.alloc(paddingOf(bytes.length))];
}

function paddingOf(length: number): number {
  return (ALIGNMENT - (length % ALIGNMENT)) % ALIGNMENT;
}
