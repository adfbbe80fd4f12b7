/** Labels of the heads, each head's one after the other: a column of scores for each. */
export interface HeadLabels {
  readonly topics: readonly string[];
  readonly danger: readonly string[];
  readonly commands: readonly string[];
  readonly languages: readonly string[];
}
export type HeadName = keyof HeadLabels;
/** In the order of their columns: danger first, since it is looked for alone too. */
export const HEAD_NAMES = ['danger', 'topics', 'commands', 'languages'] as const satisfies readonly HeadName[];

/**
 * All heads in few bytes: of each column the weightiest features, behind their feature. A pair is a column in the lower byte and a
 * weight, -127 to 127, in the upper one, so that both come with one step into memory.
 */
export interface PackedWeights {
  /** Where each feature's pairs begin; one more than there are features. */
  readonly offsets: Uint32Array;
  readonly pairs: Int16Array;
  /** Value of a weight of 1, by column. */
  readonly scales: Float32Array;
  readonly biases: Float32Array;
  /** Column by column, `dimensions` each. */
  readonly dense: Float32Array;
}

/**
 * Share of a column's features whose weights are kept. A topic is told by a few words; danger by many small signs together: with a
 * twentieth of its weights three dangers of a hundred more would be missed.
 */
const KEPT_SHARES: Readonly<Record<HeadName, number>> = { topics: 0.08, danger: 0.5, commands: 0.3, languages: 0.04 };
/** A small vocabulary is not worth saving on. */
const LEAST_KEPT = 20_000;
const LARGEST = 127;
const BYTE = 256;
/** A column's number is one byte. */
const MOST_COLUMNS = BYTE;

/**
 * Packs the weights of all columns, each with `size` sparse weights, then the dense ones, then the bias.
 *
 * @param columns a column for each label, in the order of the labels
 */
export function packWeights(
  columns: readonly Float32Array[],
  labels: HeadLabels,
  { size, dimensions }: { readonly size: number; readonly dimensions: number },
): PackedWeights {
  if (columns.length > MOST_COLUMNS) throw new RangeError(`${columns.length} labels, at most ${MOST_COLUMNS} fit`);
  const counts = new Uint32Array(size + 1);
  const scales = new Float32Array(columns.length);
  const shares = HEAD_NAMES.flatMap((head) => labels[head].map(() => KEPT_SHARES[head]));
  const kept = columns.map((column, index) => {
    const sparse = column.subarray(0, size);
    const { indices, largest } = weightiest(sparse, shares[index] ?? 1);
    scales[index] = largest / LARGEST;
    for (let at = 0; at < indices.length; at += 1) {
      const feature = indices[at] as number;
      counts[feature] = (counts[feature] as number) + 1;
    }
    return indices;
  });
  const offsets = new Uint32Array(size + 1);
  for (let feature = 0; feature < size; feature += 1)
    offsets[feature + 1] = (offsets[feature] as number) + (counts[feature] as number);
  const total = offsets[size] as number;
  const pairs = new Int16Array(total);
  const next = offsets.slice();
  for (const [index, features] of kept.entries()) {
    const column = columns[index] as Float32Array;
    const largest = (scales[index] as number) * LARGEST;
    for (let place = 0; place < features.length; place += 1) {
      const feature = features[place] as number;
      const at = next[feature] as number;
      next[feature] = at + 1;
      pairs[at] = quantised(column[feature] as number, largest) * BYTE + index;
    }
  }
  const dense = new Float32Array(columns.length * dimensions);
  for (const [index, column] of columns.entries())
    dense.set(column.subarray(size, size + dimensions), index * dimensions);
  return {
    offsets,
    pairs,
    scales,
    biases: Float32Array.from(columns, (column) => column[size + dimensions] as number),
    dense,
  };
}

/** A value of 1 as a whole number: whole numbers are added up faster, and those of a text of length 1 stay far below 2^31. */
const ONE = 1 << 16;

/**
 * Scores of a text: above 0 is inside, some -1 well outside.
 *
 * @param columns only the first so many, which takes as much less time
 */
export function scoreColumns(
  { offsets, pairs, scales, biases, dense }: PackedWeights,
  { indices, values }: { readonly indices: Int32Array; readonly values: Float32Array },
  vector: Float32Array,
  columns = biases.length,
): Float32Array {
  const sums = new Int32Array(columns);
  for (let at = 0; at < indices.length; at += 1) {
    const feature = indices[at] as number;
    const value = Math.round((values[at] as number) * ONE);
    const end = offsets[feature + 1] as number;
    for (let next = offsets[feature] as number; next < end; next += 1) {
      const pair = pairs[next] as number;
      const column = pair & (BYTE - 1);
      // Behind a feature the columns stand in their order.
      if (column >= columns) break;
      sums[column] = (sums[column] as number) + Math.imul(pair >> 8, value);
    }
  }
  const margins = new Float32Array(columns);
  const dimensions = vector.length;
  for (let column = 0; column < columns; column += 1) {
    let sum = ((sums[column] as number) / ONE) * (scales[column] as number) + (biases[column] as number);
    const start = column * dimensions;
    for (let at = 0; at < dimensions; at += 1) sum += (dense[start + at] as number) * (vector[at] as number);
    margins[column] = sum;
  }
  return margins;
}

/** The features of the largest weights, at most such a share of all; those that would be packed as 0 are worth nothing. */
function weightiest(sparse: Float32Array, share: number): { indices: Int32Array; largest: number } {
  let largest = 0;
  for (let feature = 0; feature < sparse.length; feature += 1)
    largest = Math.max(largest, Math.abs(sparse[feature] as number));
  if (largest === 0) return { indices: new Int32Array(0), largest: 1 };
  const worthy = atLeast(sparse, largest / (2 * LARGEST));
  const wanted = Math.max(LEAST_KEPT, Math.ceil(sparse.length * share));
  if (worthy.length <= wanted) return { indices: worthy, largest };
  const sizes = new Float32Array(worthy.length);
  for (let at = 0; at < worthy.length; at += 1) sizes[at] = Math.abs(sparse[worthy[at] as number] as number);
  return { indices: atLeast(sparse, sizes.sort()[sizes.length - wanted] as number), largest };
}

function atLeast(sparse: Float32Array, least: number): Int32Array {
  const features = new Int32Array(sparse.length);
  let count = 0;
  for (let feature = 0; feature < sparse.length; feature += 1)
    if (Math.abs(sparse[feature] as number) >= least) features[count++] = feature;
  return features.slice(0, count);
}

function quantised(weight: number, largest: number): number {
  return Math.round((weight / largest) * LARGEST);
}
