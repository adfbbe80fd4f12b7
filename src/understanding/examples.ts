import type { Lesson } from './lessons.ts';
import { type Index, indexOf } from './nearest.ts';

/** Lines of the topics with their vectors, in flat arrays: what a model file holds of them. */
export interface ExamplesFile {
  readonly dimensions: number;
  /**
   * `dimensions` bytes for each line. A fourth of the size, and as good: only the direction counts, which a byte for each number
   * turns by less than a degree.
   */
  readonly vectors: Int8Array;
  /** Topic of each line. */
  readonly topics: Uint8Array;
  /** The lines in UTF-8, each ended by a zero. */
  readonly lines: Uint8Array;
  /** Mean cosine between a line and its nearest other line. */
  readonly closeness: number;
}

const NOTHING = new Float32Array(0);
const LARGEST = 127;
/** The mean over so many lines is right to a hundredth; over all of them it would take as long as the graph itself. */
const MOST_SAMPLED = 2_000;

/** The lines of the topics, to look for the nearest in. */
export class Examples {
  readonly file: ExamplesFile;
  readonly index: Index;

  constructor(file: ExamplesFile, index: Index) {
    this.file = file;
    this.index = index;
  }

  /**
   * Puts the lines of topics into an index, each once, under the first topic that it is an example of. Slow when there are many.
   *
   * @param topics labels that the lines' topics are positions among
   */
  static of(
    lessons: readonly Lesson[],
    topics: readonly string[],
    vectorOf: (text: string) => Float32Array | undefined,
  ): Examples {
    const topicOf = new Map<string, string>();
    for (const { text, labels } of lessons)
      if (labels[0] !== undefined && !topicOf.has(text)) topicOf.set(text, labels[0]);
    const found = [...topicOf].map(([text, topic]) => ({ text, topic, vector: vectorOf(text) ?? NOTHING }));
    const dimensions = found[0]?.vector.length ?? 0;
    const vectors = new Int8Array(found.length * dimensions);
    for (const [at, { vector }] of found.entries()) vectors.set(toBytes(vector), at * dimensions);
    const file = {
      dimensions,
      vectors,
      topics: Uint8Array.from(found, ({ topic }) => topics.indexOf(topic)),
      lines: new TextEncoder().encode(found.map(({ text }) => `${text.replaceAll('\0', ' ')}\0`).join('')),
    };
    const directions = directionsOf(file);
    const index = indexOf(directions);
    return new Examples({ ...file, closeness: meanCloseness(directions, index) }, index);
  }

  /** How much closer a text lies to its nearest line than lines do among themselves; below 0, it lies apart. */
  closenessOf(vector: Float32Array): number {
    const [first] = this.index.nearest(vector, 1);
    return first === undefined ? 0 : first.similarity - this.file.closeness;
  }

  /** The lines of a topic that are most like a text, the likest first. */
  nearestOf(topic: number, vector: Float32Array, count: number): { text: string; likeness: number }[] {
    const texts = new TextDecoder().decode(this.file.lines).split('\0');
    const found: { text: string; likeness: number }[] = [];
    for (const [at, own] of this.file.topics.entries())
      if (own === topic) found.push({ text: texts[at] ?? '', likeness: cosine(directionOf(this.file, at), vector) });
    return found.sort((one, other) => other.likeness - one.likeness).slice(0, count);
  }
}

/** The vectors of all lines, of unit length again. */
export function directionsOf(file: Pick<ExamplesFile, 'dimensions' | 'vectors' | 'topics'>): Float32Array[] {
  return Array.from(file.topics, (_, at) => directionOf(file, at));
}

function directionOf({ dimensions, vectors }: Pick<ExamplesFile, 'dimensions' | 'vectors'>, at: number): Float32Array {
  const bytes = vectors.subarray(at * dimensions, (at + 1) * dimensions);
  const length = Math.sqrt(bytes.reduce((sum, value) => sum + value * value, 0)) || 1;
  return Float32Array.from(bytes, (value) => value / length);
}

function toBytes(vector: Float32Array): Int8Array {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  return Int8Array.from(vector, (value) => Math.round((value / largest) * LARGEST));
}

function meanCloseness(directions: readonly Float32Array[], index: Index): number {
  const step = Math.max(1, Math.ceil(directions.length / MOST_SAMPLED));
  let sum = 0;
  let count = 0;
  for (let at = 0; at < directions.length; at += step) {
    const near = index.nearest(directions[at] ?? NOTHING, 2).find(({ label }) => label !== at);
    if (near === undefined) continue;
    sum += near.similarity;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

function cosine(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
