/** Rows to learn from, one after the other in flat arrays, so that threads share them. */
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
}

const TOLERANCE = 0.1;
const MOST_PASSES = 12;
/** A row that is this far outside after a pass is looked at again only in the last check. */
const WELL_OUTSIDE = 0.35;

/**
 * Weights of one label against the rest: linear support vector machine with squared hinge loss, by dual coordinate descent
 * with shrinking (Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008). The same rows give
 * the same weights. The dense weights and the bias stand after the sparse ones.
 *
 * @param chosen the rows to learn from
 * @param inside 1 for rows of the label, by row
 * @param costs how much it counts to get a row wrong, by row
 */
export function trainSvm(rows: Rows, chosen: Int32Array, inside: Uint8Array, costs: Float32Array): Float32Array {
  const { offsets, dimensions, size } = rows;
  const weights = new Float32Array(size + dimensions + 1);
  const alphas = new Float32Array(offsets.length - 1);
  const lengths = lengthsOf(rows);
  let active = Int32Array.from(chosen);
  const random = randomNumbers(1);
  let checking = true;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    shuffle(active, random);
    let largest = 0;
    let kept = 0;
    const last = pass === MOST_PASSES - 1;
    for (let at = 0; at < active.length; at += 1) {
      const row = active[at] as number;
      const sign = inside[row] === 1 ? 1 : -1;
      const diagonal = 0.5 / (costs[row] as number);
      const alpha = alphas[row] as number;
      const gradient = sign * dot(weights, rows, row) - 1 + diagonal * alpha;
      if (alpha === 0 && gradient > 0) {
        if (gradient < WELL_OUTSIDE) active[kept++] = row;
        continue;
      }
      active[kept++] = row;
      largest = Math.max(largest, Math.abs(gradient));
      const next = Math.max(alpha - gradient / ((lengths[row] as number) + diagonal), 0);
      alphas[row] = next;
      if (next !== alpha) add(weights, rows, row, (next - alpha) * sign);
    }
    if (largest < TOLERANCE || last) {
      if (checking) break;
      active = Int32Array.from(chosen);
      checking = true;
      continue;
    }
    active = active.slice(0, kept);
    checking = false;
  }
  return weights;
}

/** Squared length of each row with its bias of 1. */
function lengthsOf({ offsets, values, dense, dimensions }: Rows): Float32Array {
  const lengths = new Float32Array(offsets.length - 1);
  for (let row = 0; row < lengths.length; row += 1) {
    let sum = 1;
    for (let at = offsets[row] as number; at < (offsets[row + 1] as number); at += 1)
      sum += (values[at] as number) ** 2;
    for (let at = 0; at < dimensions; at += 1) sum += (dense[row * dimensions + at] as number) ** 2;
    lengths[row] = sum;
  }
  return lengths;
}

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

/** Mulberry32: small, fast, and the same on every machine. */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Shuffles in place (Fisher and Yates). */
export function shuffle(items: Int32Array, random: () => number): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const moved = items[last] as number;
    items[last] = items[other] as number;
    items[other] = moved;
  }
}
