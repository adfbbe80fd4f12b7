import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DENSE_WEIGHT, type Encoder } from '../understanding/encoder.ts';
import { Examples } from '../understanding/examples.ts';
import type { Glossary } from '../understanding/glossary.ts';
import { learnVocabulary } from '../understanding/learn-vocabulary.ts';
import type { Lesson, Lessons } from '../understanding/lessons.ts';
import { normalise } from '../understanding/normalise.ts';
import { HEAD_NAMES, type HeadLabels, type HeadName, packWeights } from '../understanding/packed-heads.ts';
import { randomNumbers, shuffle } from '../understanding/random.ts';
import type { Rows, Task } from '../understanding/train-svm.ts';
import type { TrainedModel } from '../understanding/trained-model.ts';
import { type SparseVectors, Vocabulary } from '../understanding/vocabulary.ts';
import type { SentenceModel } from './sentence-model.ts';

export interface Learning {
  readonly glossary: Glossary;
  readonly encoder?: Encoder;
  /** Takes the place of the encoder. */
  readonly sentences?: SentenceModel;
  /** A feature of fewer lines is left out. */
  readonly leastExamples?: number;
  /** Told after each label: how many of how many are learnt. */
  readonly onProgress?: (done: number, all: number) => void;
  /** Told how many of how many texts the sentence model has read. */
  readonly onRead?: (done: number, all: number) => void;
}

/** Learns all heads on all cores but as many threads as there are tasks. The same lines give the same bytes. */
export async function learn(lessons: Lessons, learning: Learning): Promise<TrainedModel> {
  const { glossary, sentences, leastExamples = 6, onProgress } = learning;
  const texts = [...new Set(HEAD_NAMES.flatMap((head) => lessons[head].map(({ text }) => text)))];
  const read = texts.map((text) => glossary.read(normalise(text)));
  const vocabulary = new Vocabulary(learnVocabulary(read, leastExamples), glossary);
  const dense = await denseVectorsOf(texts, learning);
  // Lines that stand together are alike, and read faster in that order; to learn from they must come as they may.
  const order = shuffle(Int32Array.from(texts.keys()), randomNumbers(1));
  const rows = rowsOf(vocabulary.vectorsOf(read), vocabulary.size, dense, order);
  const rowOf = new Map(Array.from(order, (number, row) => [texts[number] ?? '', row]));
  const labels = Object.fromEntries(
    HEAD_NAMES.map((head) => [head, [...new Set(lessons[head].flatMap((lesson) => lesson.labels))].sort()]),
  ) as unknown as HeadLabels;
  const tasks = HEAD_NAMES.flatMap((head) => tasksOf(lessons[head], labels[head], rowOf, ONE_IN[head]));
  const columns = await trainAll(rows, tasks, onProgress);
  return {
    vocabulary: vocabulary.file,
    labels,
    heads: packWeights(columns, labels, rows),
    ...(sentences && {
      examples: Examples.of(lessons.topics, labels.topics, (text) => dense[order[rowOf.get(text) ?? -1] ?? -1]),
    }),
  };
}

/** Dense vectors of all texts, by whichever encoder there is; none without one. */
async function denseVectorsOf(
  texts: readonly string[],
  { encoder, sentences, onRead }: Learning,
): Promise<readonly Float32Array[]> {
  if (sentences !== undefined) return sentences.encode(texts, onRead);
  return encoder === undefined ? [] : texts.map((text) => encoder.encode(text));
}

/** Of a language, one in so many lines of the others shows what it is not: its letters and small words are in all of them. */
const ONE_IN: Readonly<Record<HeadName, number>> = { topics: 1, danger: 1, commands: 1, languages: 3 };

/** A task for each label of a head: its own rows, and one in so many of the others. */
function tasksOf(
  lessons: readonly Lesson[],
  labels: readonly string[],
  rowOf: ReadonlyMap<string, number>,
  oneIn: number,
): Task[] {
  const costs = new Float32Array(new SharedArrayBuffer(4 * rowOf.size));
  const inside = new Map(labels.map((label) => [label, new Uint8Array(new SharedArrayBuffer(rowOf.size))]));
  for (const { text, labels: own, cost = 1 } of lessons) {
    const row = rowOf.get(text) ?? 0;
    costs[row] = Math.max(costs[row] ?? 0, cost);
    for (const label of own) inside.get(label)?.fill(1, row, row + 1);
  }
  const all = Int32Array.from(new Set(lessons.map(({ text }) => rowOf.get(text) ?? 0))).sort();
  return [...inside.values()].map((own) => ({
    chosen: oneIn === 1 ? all : all.filter((row) => own[row] === 1 || row % oneIn === 0),
    inside: own,
    costs,
  }));
}

/** Vectors of all texts in arrays that threads share; in each row the text whose number `order` has there. */
function rowsOf(vectors: SparseVectors, size: number, dense: readonly Float32Array[], order: Int32Array): Rows {
  const dimensions = dense[0]?.length ?? 0;
  const rows = {
    offsets: new Uint32Array(new SharedArrayBuffer(4 * (order.length + 1))),
    indices: new Int32Array(new SharedArrayBuffer(4 * vectors.indices.length)),
    values: new Float32Array(new SharedArrayBuffer(4 * vectors.indices.length)),
    dense: new Float32Array(new SharedArrayBuffer(4 * order.length * dimensions)),
    lengths: new Float32Array(new SharedArrayBuffer(4 * order.length)),
    dimensions,
    size,
  };
  let at = 0;
  for (const [row, text] of order.entries()) {
    const [from, end] = [vectors.offsets[text], vectors.offsets[text + 1]];
    const values = vectors.values.subarray(from, end);
    const vector = (dense[text] ?? NOTHING).map((value) => value * DENSE_WEIGHT);
    rows.indices.set(vectors.indices.subarray(from, end), at);
    rows.values.set(values, at);
    rows.dense.set(vector, row * dimensions);
    rows.lengths[row] = 1 + squaresOf(values) + squaresOf(vector);
    at += values.length;
    rows.offsets[row + 1] = at;
  }
  return rows;
}

const NOTHING = new Float32Array(0);

function squaresOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

/** Gives each thread the next task as soon as it has done one. */
async function trainAll(
  rows: Rows,
  tasks: readonly Task[],
  onProgress?: Learning['onProgress'],
): Promise<Float32Array[]> {
  const columns: Float32Array[] = [];
  let next = 0;
  let done = 0;
  const module = new URL('./learn-worker.ts', import.meta.url).href;
  const runThread = async (): Promise<void> => {
    const worker = new Worker(new URL('../../setup/worker.mjs', import.meta.url), { workerData: { module, rows } });
    try {
      for (;;) {
        const number = next;
        next += 1;
        const task = tasks[number];
        if (task === undefined) return;
        columns[number] = await askThread(worker, task);
        done += 1;
        onProgress?.(done, tasks.length);
      }
    } finally {
      await worker.terminate();
    }
  };
  const threads = Math.max(1, Math.min(availableParallelism(), tasks.length));
  await Promise.all(Array.from({ length: threads }, runThread));
  return columns;
}

function askThread(worker: Worker, task: Task): Promise<Float32Array> {
  return new Promise((resolve, reject) => {
    const stop = (error: Error): void => reject(error);
    worker.once('error', stop);
    worker.once('message', (weights: Float32Array) => {
      worker.off('error', stop);
      resolve(weights);
    });
    worker.postMessage(task);
  });
}
