import { randomNumbers, shuffle } from './random.ts';

/** Rows to learn from, one after the other in flat arrays, so that threads share them. In no order: see {@link trainSvm}. */
export interface Rows {
  /** Where each row begins in `indices` and `values`; one more than there are rows. */
  readonly offsets: Uint32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
  /** Dense vectors, one after the other; empty when there are none. */
  readonly dense: Float32Array;
  readonly dimensions: number;
  /** Number of sparse features. */
  readonly size: number;
  /** Squared length of each row with its bias of 1. */
  readonly lengths: Float32Array;
}

/** One label of one head: the rows to learn from, and which of them are examples of it. */
export interface Task {
  /** In ascending order. */
  readonly chosen: Int32Array;
  /** 1 for rows of the label, by row. */
  readonly inside: Uint8Array;
  /** How much it counts to get a row wrong, by row. */
  readonly costs: Float32Array;
}

/** One in so many rows goes first, with all of the label: they tell where the border lies before all have their say. */
const SAMPLED = 16;
const SAMPLE_PASSES = 3;
const PASSES = 5;
/** Few rows are gone through again and again; of many, what is left to gain is not worth the time. */
const FEW_ROWS = 20_000;
const ROUNDS_OVER_FEW = 5;
const TOLERANCE = 0.1;
/** To miss one of a label's own rows counts so many times as much as to let in another's: they are few. */
const OWN_COST = 2;
/** A row this far outside is left out of further passes: of the sample, and of all. */
const WELL_OUTSIDE_SAMPLE = 0.35;
const WELL_OUTSIDE = 0.1;
/** Rows are taken in random order, but so many neighbours at a time: they come from memory together. */
const NEIGHBOURS = 4;

/**
 * Weights of one label against the rest: linear support vector machine with squared hinge loss, by dual coordinate descent
 * with shrinking (Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008). Speed is memory:
 * a pass follows the rows as they lie, which must therefore be shuffled beforehand, and most passes see few rows. The bias,
 * which such passes leave a little beside its place, is set exactly at the end. The same rows give the same weights. The dense
 * weights and the bias stand after the sparse ones.
 */
export function trainSvm(rows: Rows, { chosen, inside, costs }: Task): Float32Array {
  const descent = new Descent(rows, inside, costs);
  const sampled = chosen.length / SAMPLED;
  const sample = chosen.filter((row, at) => inside[row] === 1 || at < sampled);
  descent.solve(sample, SAMPLE_PASSES, WELL_OUTSIDE_SAMPLE);
  const rounds = chosen.length <= FEW_ROWS ? ROUNDS_OVER_FEW : 1;
  let near = chosen;
  for (let round = 0; round < rounds; round += 1) {
    const all = descent.solve(chosen, 1 + PASSES, WELL_OUTSIDE);
    near = all.rows;
    if (all.passes === 1) break;
  }
  descent.setBias(near);
  return descent.weights;
}

/** Where the descent stands: the weights, and how much each row has to say in them. */
class Descent {
  readonly weights: Float32Array;
  private readonly rows: Rows;
  private readonly inside: Uint8Array;
  private readonly costs: Float32Array;
  private readonly alphas: Float32Array;
  private readonly random = randomNumbers(1);

  constructor(rows: Rows, inside: Uint8Array, costs: Float32Array) {
    this.rows = rows;
    this.inside = inside;
    this.costs = costs;
    this.weights = new Float32Array(rows.size + rows.dimensions + 1);
    this.alphas = new Float32Array(rows.offsets.length - 1);
  }

  /** Passes over rows, each over those that the one before left near, until hardly anything changes; the first as they lie. */
  solve(rows: Int32Array, most: number, wellOutside: number): { rows: Int32Array; passes: number } {
    let near = rows;
    for (let passes = 1; ; passes += 1) {
      const { kept, largest } = this.pass(near, wellOutside, passes === 1 ? near.length : NEIGHBOURS);
      near = kept;
      if (largest < TOLERANCE || passes === most) return { rows: near, passes };
    }
  }

  /** Moves each row's say to where its own loss is least; returns the rows that are not well outside, and the largest slope met. */
  private pass(rows: Int32Array, wellOutside: number, together: number): { kept: Int32Array; largest: number } {
    const { alphas, inside, weights } = this;
    const isNear = new Uint8Array(rows.length);
    let largest = 0;
    for (const group of this.groups(rows.length, together)) {
      const end = Math.min(rows.length, (group + 1) * together);
      for (let at = group * together; at < end; at += 1) {
        const row = rows[at] as number;
        const sign = inside[row] === 1 ? 1 : -1;
        const diagonal = 0.5 / this.costOf(row);
        const alpha = alphas[row] as number;
        const slope = sign * dot(weights, this.rows, row) - 1 + diagonal * alpha;
        if (alpha === 0 && slope > 0) {
          if (slope < wellOutside) isNear[at] = 1;
          continue;
        }
        isNear[at] = 1;
        largest = Math.max(largest, Math.abs(slope));
        const next = Math.max(alpha - slope / ((this.rows.lengths[row] as number) + diagonal), 0);
        alphas[row] = next;
        if (next !== alpha) add(weights, this.rows, row, (next - alpha) * sign);
      }
    }
    return { kept: those(rows, isNear), largest };
  }

  private costOf(row: number): number {
    return (this.costs[row] as number) * (this.inside[row] === 1 ? OWN_COST : 1);
  }

  private groups(count: number, together: number): Int32Array {
    const groups = new Int32Array(Math.ceil(count / Math.max(1, together)));
    for (let group = 0; group < groups.length; group += 1) groups[group] = group;
    return shuffle(groups, this.random);
  }

  /**
   * The bias that makes the loss least with these weights, all rows alike, by Newton's method; rows well outside have no say in it.
   */
  setBias(rows: Int32Array): void {
    const { inside, costs, weights } = this;
    const at = weights.length - 1;
    const before = weights[at] as number;
    const margins = Float32Array.from(rows, (row) => dot(weights, this.rows, row) - before);
    let bias = before;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      let slope = bias;
      let curve = 1;
      for (let number = 0; number < rows.length; number += 1) {
        const row = rows[number] as number;
        const sign = inside[row] === 1 ? 1 : -1;
        const loss = 1 - sign * ((margins[number] as number) + bias);
        if (loss <= 0) continue;
        const cost = 2 * (costs[row] as number);
        slope -= cost * loss * sign;
        curve += cost;
      }
      bias -= slope / curve;
      if (Math.abs(slope / curve) < CLOSE_ENOUGH) break;
    }
    weights[at] = bias;
  }
}

/** The rows whose place is marked; `filter` takes ten times as long. */
function those(rows: Int32Array, marks: Uint8Array): Int32Array {
  const found = new Int32Array(rows.length);
  let count = 0;
  for (let at = 0; at < rows.length; at += 1) if (marks[at] === 1) found[count++] = rows[at] as number;
  return found.slice(0, count);
}

const MOST_STEPS = 20;
const CLOSE_ENOUGH = 1e-5;

/** Hot, as `add`: the casts say what `Rows` promises, that every index lies within the weights. */
function dot(weights: Float32Array, { offsets, indices, values, dense, dimensions, size }: Rows, row: number): number {
  const end = offsets[row + 1] as number;
  let sum = weights[size + dimensions] as number;
  for (let at = offsets[row] as number; at < end; at += 1)
    sum += (weights[indices[at] as number] as number) * (values[at] as number);
  const start = row * dimensions;
  for (let at = 0; at < dimensions; at += 1) sum += (weights[size + at] as number) * (dense[start + at] as number);
  return sum;
}

function add(weights: Float32Array, rows: Rows, row: number, factor: number): void {
  const { offsets, indices, values, dense, dimensions, size } = rows;
  const end = offsets[row + 1] as number;
  weights[size + dimensions] = (weights[size + dimensions] as number) + factor;
  for (let at = offsets[row] as number; at < end; at += 1) {
    const index = indices[at] as number;
    weights[index] = (weights[index] as number) + factor * (values[at] as number);
  }
  const start = row * dimensions;
  for (let at = 0; at < dimensions; at += 1)
    weights[size + at] = (weights[size + at] as number) + factor * (dense[start + at] as number);
}
