import { eachPieceFeature, eachWordFeature, hash32, maskDigits } from './features.ts';

/** Turns a text into a vector of unit length, so that texts that mean the same lie close together. */
export interface Encoder {
  readonly dimensions: number;
  /** Zero vector when nothing in the text is known. */
  encode(text: string): Float32Array;
}

const WORD_WEIGHT = 0.7;
const PIECE_WEIGHT = 1;
const DIMENSIONS = 256;
const FEATURE_SPACE = 2 ** 18;

/** Features with their weights, before they are folded into the vector. */
type Weights = Map<number, number>;

/**
 * The built-in encoder: words, word pairs and pieces of words, weighted by how rare they are among the examples, folded
 * into a fixed number of dimensions by signed hashing (cosines are kept up to some hundredths).
 */
export class HashedEncoder implements Encoder {
  readonly dimensions = DIMENSIONS;
  private readonly documentCount: number;
  private readonly documentsWith = new Uint32Array(FEATURE_SPACE);

  /** @param examples the texts that tell which features are rare */
  constructor(examples: readonly string[]) {
    this.documentCount = examples.length;
    for (const example of examples) {
      for (const feature of featuresOf(example).keys())
        this.documentsWith[feature] = (this.documentsWith[feature] ?? 0) + 1;
    }
  }

  encode(text: string): Float32Array {
    const vector = new Float32Array(DIMENSIONS);
    for (const [feature, count] of featuresOf(text)) {
      const weight = this.rarity(feature) * count;
      const slot = Math.imul(feature, 0x9e3779b1) >>> 0;
      const dimension = slot % DIMENSIONS;
      vector[dimension] = (vector[dimension] ?? 0) + (slot & 0x80000000 ? weight : -weight);
    }
    return toUnitLength(vector);
  }

  private rarity(feature: number): number {
    return Math.log((this.documentCount + 1) / ((this.documentsWith[feature] ?? 0) + 1)) + 1;
  }
}

function featuresOf(text: string): Weights {
  const normal = maskDigits(text);
  const features: Weights = new Map();
  const add = (feature: string, seed: number, weight: number): void => {
    const slot = hash32(feature, seed) % FEATURE_SPACE;
    features.set(slot, (features.get(slot) ?? 0) + weight);
  };
  eachWordFeature(normal, (feature) => add(feature, 1, WORD_WEIGHT));
  eachPieceFeature(normal, 2, 5, (feature) => add(feature, 2, PIECE_WEIGHT / 3));
  return features;
}

function toUnitLength(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return vector;
  const scale = 1 / Math.sqrt(squares);
  for (let index = 0; index < vector.length; index += 1) vector[index] = (vector[index] ?? 0) * scale;
  return vector;
}
