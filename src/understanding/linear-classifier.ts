import type { SparseVector } from './sparse-vector.ts';

const COST = 1;
const TOLERANCE = 0.1;
const MOST_PASSES = 10;

/**
 * One-versus-rest linear support vector machine with squared hinge loss, trained by dual coordinate descent (Hsieh et al., "A Dual
 * Coordinate Descent Method for Large-scale Linear SVM", ICML 2008). Deterministic: the same examples give the same weights.
 */
export class LinearClassifier {
  readonly labels: readonly string[];
  /** Weights feature by feature, all labels of a feature side by side, the bias last: a message reads few, whole runs. */
  readonly weights: Float32Array;

  constructor(labels: readonly string[], weights: Float32Array) {
    this.labels = labels;
    this.weights = weights;
  }

  /**
   * @param vectors of length 1, over `size` features
   * @param labelOf one for each vector; null for an example of none of the labels
   * @param positiveCost how much more a missed example of a label counts than a false one
   */
  static train(
    vectors: readonly SparseVector[],
    labelOf: readonly (string | null)[],
    size: number,
    positiveCost = COST,
  ): LinearClassifier {
    const labels = [...new Set(labelOf.filter((label) => label !== null))].sort();
    const weights = new Float32Array((size + 1) * labels.length);
    for (const [column, label] of labels.entries()) {
      const ofLabel = train(vectors, (index) => labelOf[index] === label, size, positiveCost);
      for (const [feature, weight] of ofLabel.entries()) weights[feature * labels.length + column] = weight;
    }
    return new LinearClassifier(labels, weights);
  }

  /** The margin of each label, in the order of `labels`: above 0 is inside, some -1 is well outside. */
  scores({ indices, values }: SparseVector): Float32Array {
    const { weights } = this;
    const count = this.labels.length;
    const scores = weights.slice(weights.length - count);
    for (let at = 0; at < indices.length; at += 1) {
      const start = (indices[at] as number) * count;
      const value = values[at] as number;
      for (let label = 0; label < count; label += 1) {
        scores[label] = (scores[label] as number) + (weights[start + label] as number) * value;
      }
    }
    return scores;
  }
}

function train(
  vectors: readonly SparseVector[],
  isInside: (index: number) => boolean,
  size: number,
  positiveCost: number,
): Float32Array {
  const weights = new Float32Array(size + 1);
  const alphas = new Float64Array(vectors.length);
  // The diagonal that the squared hinge loss adds, smaller for examples that count more.
  const outside = 0.5 / COST;
  const inside = 0.5 / positiveCost;
  /** Squared length of each vector with its bias entry of 1. */
  const lengths = Float64Array.from(vectors, ({ values }) => values.reduce((sum, value) => sum + value * value, 1));
  let active = Int32Array.from(vectors.keys());
  const random = randomNumbers(1);
  // An example this far beyond the margin is left out of the next passes, until a last check of all: at first none is.
  let shrinkAt = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    shuffle(active, random);
    let largest = 0;
    const kept: number[] = [];
    for (const index of active) {
      const { indices, values } = vectors[index] ?? EMPTY;
      const sign = isInside(index) ? 1 : -1;
      const diagonal = sign === 1 ? inside : outside;
      const alpha = alphas[index] ?? 0;
      const gradient = sign * dot(weights, indices, values) - 1 + diagonal * alpha;
      if (alpha === 0 && gradient > shrinkAt) continue;
      kept.push(index);
      const projected = alpha === 0 ? Math.min(gradient, 0) : gradient;
      largest = Math.max(largest, Math.abs(projected));
      if (Math.abs(projected) < 1e-12) continue;
      const next = Math.max(alpha - gradient / ((lengths[index] ?? 1) + diagonal), 0);
      alphas[index] = next;
      add(weights, indices, values, (next - alpha) * sign);
    }
    if (largest < TOLERANCE) {
      if (active.length === vectors.length) break;
      active = Int32Array.from(vectors.keys());
      shrinkAt = Number.POSITIVE_INFINITY;
      continue;
    }
    active = Int32Array.from(kept);
    shrinkAt = largest;
  }
  return weights;
}

const EMPTY: SparseVector = { indices: new Int32Array(0), values: new Float32Array(0) };

/** Hot, as `add`: the casts say what the vocabulary guarantees, that every index lies within the weights. */
function dot(weights: Float32Array, indices: Int32Array, values: Float32Array): number {
  let sum = weights[weights.length - 1] as number;
  for (let at = 0; at < indices.length; at += 1)
    sum += (weights[indices[at] as number] as number) * (values[at] as number);
  return sum;
}

function add(weights: Float32Array, indices: Int32Array, values: Float32Array, factor: number): void {
  const bias = weights.length - 1;
  weights[bias] = (weights[bias] ?? 0) + factor;
  for (let at = 0; at < indices.length; at += 1) {
    const index = indices[at] as number;
    weights[index] = (weights[index] as number) + factor * (values[at] as number);
  }
}

/** Mulberry32: small, fast, and the same on every machine. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function shuffle(items: Int32Array, random: () => number): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const moved = items[last] ?? 0;
    items[last] = items[other] ?? 0;
    items[other] = moved;
  }
}
