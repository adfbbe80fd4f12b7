import { DIMENSIONS, eachRow, ROWS } from './bag-encoder.ts';
import type { Glossary } from './glossary.ts';
import { randomNumbers, shuffle } from './random.ts';

/** Lines that mean the same, one in each language. */
export type ParallelLine = readonly string[];

export interface EncoderTraining {
  readonly steps: number;
  /** Told now and then: steps done, and the mean loss since it was told last. */
  readonly onProgress?: (done: number, loss: number) => void;
}

const BATCH = 256;
const TEMPERATURE = 0.07;
const RATE = 0.1;
/** Rows left out of a text at random, so that no text hangs on one word. */
const DROPOUT = 0.15;
/** Of a long text, a part is enough at a time. */
const MOST_ROWS = 120;
const PROGRESS_EVERY = 50;

interface Bag {
  readonly rows: Int32Array;
  readonly weights: Float32Array;
}

/**
 * Trains the rows of the encoder so that two languages' wordings of one line are nearer to each other than to all others of a
 * batch (InfoNCE with row-wise Adagrad). Deterministic: the same lines give the same bytes.
 */
export function trainEncoder(
  lines: readonly ParallelLine[],
  glossary: Glossary,
  { steps, onProgress }: EncoderTraining,
): Int8Array {
  const random = randomNumbers(1);
  const table = new Float32Array(ROWS * DIMENSIONS);
  for (let at = 0; at < table.length; at += 1) table[at] = (random() - 0.5) / Math.sqrt(DIMENSIONS);
  const squares = new Float32Array(ROWS);
  const bags = lines.map((line) => line.map((text) => bagOf(text, glossary)));
  const order = Int32Array.from(lines.keys());
  let at = order.length;
  let loss = 0;
  const size = Math.min(BATCH, lines.length);
  const left = new Side(size);
  const right = new Side(size);
  for (let step = 1; step <= steps; step += 1) {
    for (let item = 0; item < size; item += 1) {
      if (at >= order.length) {
        shuffle(order, random);
        at = 0;
      }
      const [one, other] = twoOf(bags[order[at++] as number] ?? [], random);
      left.encode(item, one, table, random);
      right.encode(item, other, table, random);
    }
    loss += gradients(left, right, size);
    left.update(table, squares, size);
    right.update(table, squares, size);
    if (step % PROGRESS_EVERY === 0 || step === steps) {
      onProgress?.(step, loss / PROGRESS_EVERY);
      loss = 0;
    }
  }
  return quantised(table);
}

/** One language's side of a batch. */
class Side {
  readonly vectors: Float32Array;
  readonly gradients: Float32Array;
  private readonly lengths: Float32Array;
  private readonly bags: Bag[] = [];

  constructor(size: number) {
    this.vectors = new Float32Array(size * DIMENSIONS);
    this.gradients = new Float32Array(size * DIMENSIONS);
    this.lengths = new Float32Array(size);
  }

  encode(item: number, bag: Bag, table: Float32Array, random: () => number): void {
    const kept = dropped(bag, random);
    this.bags[item] = kept;
    const start = item * DIMENSIONS;
    const { vectors } = this;
    vectors.fill(0, start, start + DIMENSIONS);
    for (let index = 0; index < kept.rows.length; index += 1) {
      const from = (kept.rows[index] as number) * DIMENSIONS;
      const weight = kept.weights[index] as number;
      for (let at = 0; at < DIMENSIONS; at += 1)
        vectors[start + at] = (vectors[start + at] as number) + weight * (table[from + at] as number);
    }
    let sum = 1e-12;
    for (let at = start; at < start + DIMENSIONS; at += 1) sum += (vectors[at] as number) ** 2;
    const length = Math.sqrt(sum);
    this.lengths[item] = length;
    for (let at = start; at < start + DIMENSIONS; at += 1) vectors[at] = (vectors[at] as number) / length;
  }

  /** Carries the gradient of the unit vectors back to the rows; each row's step shrinks with what it has learnt (Adagrad). */
  update(table: Float32Array, squares: Float32Array, size: number): void {
    const own = new Float32Array(DIMENSIONS);
    for (let item = 0; item < size; item += 1) {
      const start = item * DIMENSIONS;
      let along = 0;
      for (let at = 0; at < DIMENSIONS; at += 1)
        along += (this.gradients[start + at] as number) * (this.vectors[start + at] as number);
      let square = 0;
      for (let at = 0; at < DIMENSIONS; at += 1) {
        const value =
          ((this.gradients[start + at] as number) - along * (this.vectors[start + at] as number)) /
          (this.lengths[item] as number);
        own[at] = value;
        square += value * value;
      }
      const { rows, weights } = this.bags[item] as Bag;
      for (let index = 0; index < rows.length; index += 1) {
        const row = rows[index] as number;
        const weight = weights[index] as number;
        squares[row] = (squares[row] as number) + (square * weight * weight) / DIMENSIONS;
        const rate = (RATE * weight) / (Math.sqrt(squares[row] as number) + 1e-8);
        const from = row * DIMENSIONS;
        for (let at = 0; at < DIMENSIONS; at += 1)
          table[from + at] = (table[from + at] as number) - rate * (own[at] as number);
      }
    }
  }
}

/** Softmax over the batch in both directions: gives the mean loss, and fills in the gradients of both sides. */
function gradients(left: Side, right: Side, size: number): number {
  const similarities = new Float32Array(size * size);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      let sum = 0;
      for (let at = 0; at < DIMENSIONS; at += 1)
        sum += (left.vectors[row * DIMENSIONS + at] as number) * (right.vectors[column * DIMENSIONS + at] as number);
      similarities[row * size + column] = Math.exp((sum - 1) / TEMPERATURE);
    }
  const rows = new Float32Array(size);
  const columns = new Float32Array(size);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column < size; column += 1) {
      const value = similarities[row * size + column] as number;
      rows[row] = (rows[row] as number) + value;
      columns[column] = (columns[column] as number) + value;
    }
  left.gradients.fill(0);
  right.gradients.fill(0);
  let loss = 0;
  for (let row = 0; row < size; row += 1) {
    const own = similarities[row * size + row] as number;
    loss -= 0.5 * (Math.log(own / (rows[row] as number)) + Math.log(own / (columns[row] as number)));
    for (let column = 0; column < size; column += 1) {
      const value = similarities[row * size + column] as number;
      const share =
        0.5 * (value / (rows[row] as number) + value / (columns[column] as number)) - (row === column ? 1 : 0);
      const factor = share / (TEMPERATURE * size);
      if (Math.abs(factor) < 1e-6) continue;
      for (let at = 0; at < DIMENSIONS; at += 1) {
        const one = row * DIMENSIONS + at;
        const other = column * DIMENSIONS + at;
        left.gradients[one] = (left.gradients[one] as number) + factor * (right.vectors[other] as number);
        right.gradients[other] = (right.gradients[other] as number) + factor * (left.vectors[one] as number);
      }
    }
  }
  return loss / size;
}

function bagOf(text: string, glossary: Glossary): Bag {
  const rows: number[] = [];
  const weights: number[] = [];
  eachRow(text, glossary, (row, weight) => {
    rows.push(row);
    weights.push(weight);
  });
  return { rows: Int32Array.from(rows), weights: Float32Array.from(weights) };
}

function dropped({ rows, weights }: Bag, random: () => number): Bag {
  const keep = Math.min(1 - DROPOUT, MOST_ROWS / rows.length);
  const kept: number[] = [];
  for (let index = 0; index < rows.length; index += 1) if (random() < keep) kept.push(index);
  return {
    rows: Int32Array.from(kept, (index) => rows[index] as number),
    weights: Float32Array.from(kept, (index) => weights[index] as number),
  };
}

const EMPTY: Bag = { rows: new Int32Array(0), weights: new Float32Array(0) };

function twoOf(bags: readonly Bag[], random: () => number): readonly [Bag, Bag] {
  const one = Math.floor(random() * bags.length);
  const other = (one + 1 + Math.floor(random() * (bags.length - 1))) % bags.length;
  return [bags[one] ?? EMPTY, bags[other] ?? EMPTY];
}

/** One scale for all: what counts is how the rows compare. */
function quantised(table: Float32Array): Int8Array {
  let sum = 0;
  for (const value of table) sum += value * value;
  const scale = 127 / (CLIP * Math.sqrt(sum / table.length));
  return Int8Array.from(table, (value) => Math.max(-127, Math.min(127, Math.round(value * scale))));
}

/** Values beyond so many times the usual size are cut. */
const CLIP = 8;
