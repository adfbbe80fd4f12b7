import { eachPieceFeature, eachWordFeature, hash32, maskDigits } from './features.ts';

/** A vector of which only the few entries that are not zero are kept. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** The vector of a text, and which share of its weight the examples know (0 to 1). */
export interface KnownVector {
  readonly vector: SparseVector;
  readonly known: number;
}

const WORD_WEIGHT = 0.7;
const PIECE_WEIGHT = 1;
const SHORTEST_PIECE = 2;
const LONGEST_PIECE = 5;
/** A feature of a single example tells that example, not its topic. */
const LEAST_EXAMPLES = 2;
const WORD_SEED = 1;
const PIECE_SEED = 2;

interface Block {
  readonly counts: Map<number, number>;
  readonly weight: number;
}

/**
 * Turns texts into sparse vectors over the features seen in the examples: a block of words and word pairs, a block of pieces of
 * words, each weighted by rarity, brought to its own length, then the whole to length 1 (so that many small pieces do not
 * drown the one word that says it).
 */
export class Vocabulary {
  readonly size: number;
  private readonly positions = new Map<number, number>();
  private readonly rarities: Float32Array;
  private readonly rarest: number;

  constructor(examples: readonly string[]) {
    const documentsWith = new Map<number, number>();
    for (const example of examples) {
      const seen = new Set<number>();
      for (const { counts } of blocksOf(example)) for (const feature of counts.keys()) seen.add(feature);
      for (const feature of seen) documentsWith.set(feature, (documentsWith.get(feature) ?? 0) + 1);
    }
    const kept = [...documentsWith].filter(([, count]) => count >= LEAST_EXAMPLES);
    for (const [position, [feature]] of kept.entries()) this.positions.set(feature, position);
    this.size = kept.length;
    this.rarities = Float32Array.from(kept, ([, count]) => Math.log((1 + examples.length) / (1 + count)) + 1);
    this.rarest = Math.log(1 + examples.length) + 1;
  }

  vectorOf(text: string): KnownVector {
    const indices: number[] = [];
    const values: number[] = [];
    let knownSquares = 0;
    let allSquares = 0;
    for (const { counts, weight } of blocksOf(text)) {
      const start = values.length;
      let squares = 0;
      for (const [feature, count] of counts) {
        const position = this.positions.get(feature);
        const rarity = position === undefined ? this.rarest : (this.rarities[position] ?? this.rarest);
        const value = (1 + Math.log(count)) * rarity;
        allSquares += value * value * weight;
        if (position === undefined) continue;
        knownSquares += value * value * weight;
        squares += value * value;
        indices.push(position);
        values.push(value);
      }
      scale(values, start, squares === 0 ? 0 : weight / Math.sqrt(squares));
    }
    const length = Math.hypot(...values);
    scale(values, 0, length === 0 ? 0 : 1 / length);
    return {
      vector: { indices: Int32Array.from(indices), values: Float32Array.from(values) },
      known: allSquares === 0 ? 0 : knownSquares / allSquares,
    };
  }
}

function blocksOf(text: string): readonly [Block, Block] {
  const normal = maskDigits(text);
  const words = new Map<number, number>();
  const pieces = new Map<number, number>();
  eachWordFeature(normal, (feature) => increment(words, hash32(feature, WORD_SEED)));
  eachPieceFeature(normal, SHORTEST_PIECE, LONGEST_PIECE, (feature) => increment(pieces, hash32(feature, PIECE_SEED)));
  return [
    { counts: words, weight: WORD_WEIGHT },
    { counts: pieces, weight: PIECE_WEIGHT },
  ];
}

function increment(counts: Map<number, number>, feature: number): void {
  counts.set(feature, (counts.get(feature) ?? 0) + 1);
}

function scale(values: number[], start: number, factor: number): void {
  for (let index = start; index < values.length; index += 1) values[index] = (values[index] ?? 0) * factor;
}
