import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { DENSE_WEIGHT, type Encoder } from '../understanding/encoder.ts';
import { Examples } from '../understanding/examples.ts';
import type { Glossary } from '../understanding/glossary.ts';
import type { Lessons } from '../understanding/lessons.ts';
import { normalise } from '../understanding/normalise.ts';
import { HEAD_NAMES, type HeadLabels, type HeadName, packWeights } from '../understanding/packed-heads.ts';
import type { Rows } from '../understanding/train-svm.ts';
import type { TrainedModel } from '../understanding/trained-model.ts';
import { type KnownVector, Vocabulary } from '../understanding/vocabulary.ts';
import type { SentenceModel } from './sentence-model.ts';

/** One label of one head: the rows to learn from, and which of them are examples of it. */
export interface Task {
  readonly chosen: Int32Array;
  readonly inside: Uint8Array;
  /** How much it counts to get a row wrong, by row. */
  readonly costs: Float32Array;
}

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
  const vocabulary = Vocabulary.learn(texts.map(normalise), glossary, leastExamples);
  const vectors = await vectorsOf(texts, learning);
  const rows = rowsOf(texts, vocabulary, vectors);
  const rowOf = new Map(texts.map((text, row) => [text, row]));
  const labels = Object.fromEntries(
    HEAD_NAMES.map((head) => [head, [...new Set(lessons[head].flatMap((lesson) => lesson.labels))].sort()]),
  ) as unknown as HeadLabels;
  const tasks = HEAD_NAMES.flatMap((head) =>
    labels[head].map((label) => taskOf(lessons[head], label, rowOf, texts.length)),
  );
  const columns = await trainAll(rows, tasks, onProgress);
  return {
    vocabulary: vocabulary.file,
    labels,
    heads: packWeights(columns, labels, rows),
    ...(sentences && {
      examples: Examples.of(lessons.topics, labels.topics, (text) => vectors[rowOf.get(text) ?? -1]),
    }),
  };
}

/** Dense vectors of all texts, by whichever encoder there is; none without one. */
async function vectorsOf(
  texts: readonly string[],
  { encoder, sentences, onRead }: Learning,
): Promise<readonly Float32Array[]> {
  if (sentences !== undefined) return sentences.encode(texts, onRead);
  return encoder === undefined ? [] : texts.map((text) => encoder.encode(text));
}

function taskOf(lessons: Lessons[HeadName], label: string, rowOf: ReadonlyMap<string, number>, count: number): Task {
  const inside = new Uint8Array(count);
  const costs = new Float32Array(count);
  const chosen = new Set<number>();
  for (const { text, labels, cost = 1 } of lessons) {
    const row = rowOf.get(text) ?? 0;
    chosen.add(row);
    costs[row] = Math.max(costs[row] ?? 0, cost);
    if ((labels as readonly string[]).includes(label)) inside[row] = 1;
  }
  return { chosen: Int32Array.from(chosen), inside, costs };
}

/** Vectors of all texts in arrays that threads share. */
function rowsOf(texts: readonly string[], vocabulary: Vocabulary, dense: readonly Float32Array[]): Rows {
  const vectors: KnownVector[] = texts.map((text) => vocabulary.vectorOf(normalise(text)));
  const entries = vectors.reduce((sum, { indices }) => sum + indices.length, 0);
  const dimensions = dense[0]?.length ?? 0;
  const rows = {
    offsets: new Uint32Array(new SharedArrayBuffer(4 * (texts.length + 1))),
    indices: new Int32Array(new SharedArrayBuffer(4 * entries)),
    values: new Float32Array(new SharedArrayBuffer(4 * entries)),
    dense: new Float32Array(new SharedArrayBuffer(4 * texts.length * dimensions)),
    dimensions,
    size: vocabulary.size,
  };
  let at = 0;
  for (const [row, { indices, values }] of vectors.entries()) {
    rows.indices.set(indices, at);
    rows.values.set(values, at);
    at += indices.length;
    rows.offsets[row + 1] = at;
  }
  for (const [row, vector] of dense.entries())
    rows.dense.set(
      vector.map((value) => value * DENSE_WEIGHT),
      row * dimensions,
    );
  return rows;
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
