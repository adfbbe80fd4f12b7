import { FeatureCounts } from './feature-counts.ts';
import { FeatureTable } from './feature-table.ts';
import { eachPiece, eachWordFeature } from './features.ts';
import type { Glossary, ReadText } from './glossary.ts';
import type { NormalText } from './normalise.ts';

/** A vector of which only the few entries that are not zero are kept. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** The vectors of many texts, one after the other; each begins at its offset, of which there is one more. */
export interface SparseVectors extends SparseVector {
  readonly offsets: Uint32Array;
}

/** The vector of a text, and which share of its weight the examples know (0 to 1). */
export interface KnownVector extends SparseVector {
  readonly known: number;
  /** Concepts of the glossary that the text names, by number. */
  readonly concepts: readonly number[];
}

const WORD_WEIGHT = 0.7;
const PIECE_WEIGHT = 1;
const CONCEPT_WEIGHT = 1.1;
const SHORTEST_PIECE = 2;
const LONGEST_PIECE = 5;
/** So that a concept is never taken for a word or a piece. */
const CONCEPT_SEED = 0x51ed270b;

/** Concepts this near to each other are a pair. */
const CONCEPT_REACH = 6;
const CONCEPT_PAIR_WEIGHT = 0.8;
/** More than there are concepts. */
const CONCEPT_RANGE = 10_000;

export interface VocabularyFile {
  /** Features by position. */
  readonly features: Uint32Array;
  readonly rarities: Float32Array;
  readonly examples: number;
}

/**
 * Turns texts into sparse vectors over the features seen in the examples: words with their pairs, pieces of words, concepts of the
 * glossary. Each block is weighted by rarity and brought to its own length, then the whole to length 1, so that many small
 * pieces do not drown the one word that says it.
 */
export class Vocabulary {
  readonly file: VocabularyFile;
  readonly size: number;
  private readonly table: FeatureTable;
  private readonly glossary: Glossary;
  private readonly rarest: number;
  /** How often the text that is being read has each feature, by position; zeros in between. */
  private readonly counts: Float32Array;
  /** Positions met in the text so far, and what they weigh: room for all texts, one after the other. */
  private positions = new Int32Array(ROOM);
  private values = new Float64Array(ROOM);
  private met = 0;
  /** Sum of the squared weights of features that no example has, in the block that is being read. */
  private strange = 0;

  constructor(file: VocabularyFile, glossary: Glossary) {
    this.file = file;
    this.size = file.features.length;
    this.table = new FeatureTable(file.features);
    this.glossary = glossary;
    this.rarest = Math.log(1 + file.examples) + 1;
    this.counts = new Float32Array(this.size);
  }

  /** @param leastExamples a feature of fewer examples tells that example, not its topic */
  static learn(examples: readonly ReadText[], glossary: Glossary, leastExamples: number): Vocabulary {
    const counts = new FeatureCounts(examples.length * FEATURES_OF_AN_EXAMPLE);
    // Words come again and again: the numbers of their pieces are looked up once.
    const piecesOf = new Map<string, number[]>();
    for (const [text, { words, concepts }] of examples.entries()) {
      const count: Visit = (feature) => counts.add(counts.numberOf(feature), text);
      eachWordFeature(words, count);
      for (const word of words) {
        let pieces = piecesOf.get(word);
        if (pieces === undefined) {
          pieces = [];
          const numbers = pieces;
          eachPiece(word, SHORTEST_PIECE, LONGEST_PIECE, (piece) => numbers.push(counts.numberOf(piece)));
          piecesOf.set(word, pieces);
        }
        for (const piece of pieces) counts.add(piece, text);
      }
      eachConceptFeature(concepts, count);
    }
    // The features met most often stand together, where the processor finds them at hand.
    const kept = counts.atLeast(leastExamples);
    const file = {
      features: Uint32Array.from(kept, ({ feature }) => feature),
      rarities: Float32Array.from(kept, ({ count }) => Math.log((1 + examples.length) / (1 + count)) + 1),
      examples: examples.length,
    };
    return new Vocabulary(file, glossary);
  }

  vectorOf(text: NormalText): KnownVector {
    const read = this.glossary.read(text);
    const known = this.weigh(read);
    return {
      indices: this.positions.slice(0, this.met),
      values: new Float32Array(this.values.subarray(0, this.met)),
      known,
      concepts: read.concepts,
    };
  }

  /** The vectors of many texts, in a fraction of the time and memory that they would take one by one. */
  vectorsOf(texts: readonly ReadText[]): SparseVectors {
    const piecesOf = new Map<string, Pieces>();
    const offsets = new Uint32Array(texts.length + 1);
    let indices = new Int32Array(ROOM);
    let values = new Float32Array(ROOM);
    for (const [number, text] of texts.entries()) {
      this.weigh(text, piecesOf);
      const from = offsets[number] as number;
      const end = from + this.met;
      while (end > indices.length) {
        indices = doubled(indices, Int32Array);
        values = doubled(values, Float32Array);
      }
      indices.set(this.positions.subarray(0, this.met), from);
      values.set(this.values.subarray(0, this.met), from);
      offsets[number + 1] = end;
    }
    const end = offsets[texts.length] as number;
    return { offsets, indices: indices.subarray(0, end), values: values.subarray(0, end) };
  }

  /**
   * Leaves the features of a text in `positions` and what they weigh in `values`, `met` of them; returns the share of its weight
   * that the examples know.
   *
   * @param piecesOf pieces of the words that came before, kept by who reads many texts
   */
  private weigh({ words, concepts }: ReadText, piecesOf?: Map<string, Pieces>): number {
    this.met = 0;
    eachWordFeature(words, this.count);
    const word = this.closeBlock(0, WORD_WEIGHT);
    for (const each of words) this.countPieces(each, piecesOf);
    const piece = this.closeBlock(word.end, PIECE_WEIGHT);
    eachConceptFeature(concepts, this.count);
    // A concept that no example has says nothing on how well a text is known.
    this.closeBlock(piece.end, CONCEPT_WEIGHT);
    this.scale(0, lengthOf(this.values, this.met));
    const known = word.known + piece.known;
    return known === 0 ? 0 : known / (known + word.strange + piece.strange);
  }

  /** One function for all texts, so that the loops that call it are compiled once. */
  private readonly count: Visit = (feature, weight) => {
    const position = this.table.positionOf(feature);
    if (position < 0) this.strange += weight * weight;
    else this.countAt(position, weight);
  };

  private countAt(position: number, weight: number): void {
    const before = this.counts[position] as number;
    if (before === 0) {
      this.makeRoom(1);
      this.positions[this.met] = position;
      this.met += 1;
    }
    this.counts[position] = before + weight;
  }

  private makeRoom(more: number): void {
    while (this.met + more > this.positions.length) {
      this.positions = doubled(this.positions, Int32Array);
      this.values = doubled(this.values, Float64Array);
    }
  }

  private countPieces(word: string, piecesOf: Map<string, Pieces> | undefined): void {
    if (piecesOf === undefined) {
      eachPiece(word, SHORTEST_PIECE, LONGEST_PIECE, this.countPiece);
      return;
    }
    let pieces = piecesOf.get(word);
    if (pieces === undefined) {
      const positions: number[] = [];
      eachPiece(word, SHORTEST_PIECE, LONGEST_PIECE, (piece) => positions.push(this.table.positionOf(piece)));
      const known = Int32Array.from(positions.filter((position) => position >= 0));
      pieces = { known, strange: positions.length - known.length };
      piecesOf.set(word, pieces);
    }
    const { known } = pieces;
    this.makeRoom(known.length);
    const { counts, positions } = this;
    let { met } = this;
    for (let at = 0; at < known.length; at += 1) {
      const position = known[at] as number;
      const before = counts[position] as number;
      if (before === 0) positions[met++] = position;
      counts[position] = before + 1;
    }
    this.met = met;
    this.strange += pieces.strange;
  }

  private readonly countPiece = (feature: number): void => this.count(feature, 1);

  /**
   * Weighs what was met since `start` by how rare it is and brings it to the length `weight`.
   *
   * @returns where the block ends, and how much of it the examples know and do not know
   */
  private closeBlock(start: number, weight: number): { end: number; known: number; strange: number } {
    const { counts, positions, values, met } = this;
    const { rarities } = this.file;
    let squares = 0;
    for (let at = start; at < met; at += 1) {
      const position = positions[at] as number;
      const count = counts[position] as number;
      counts[position] = 0;
      const value = (count > 1 ? 1 + Math.log(count) : count) * (rarities[position] as number);
      squares += value * value;
      values[at] = value;
    }
    this.scale(start, Math.sqrt(squares) / weight);
    const strange = this.strange * this.rarest * this.rarest * weight;
    this.strange = 0;
    return { end: met, known: squares * weight, strange };
  }

  /** Divides what was met since `start`; 0 divides nothing. */
  private scale(start: number, divisor: number): void {
    if (divisor === 0) return;
    for (let at = start; at < this.met; at += 1) this.values[at] = (this.values[at] as number) / divisor;
  }
}

type Visit = (feature: number, weight: number) => void;

/** Room for the features of a message of some length; for a long one it is made when it is needed. */
const ROOM = 4_096;
/** About how many of its features no example before had. */
const FEATURES_OF_AN_EXAMPLE = 50;

/** The pieces of a word: positions of those that examples have, and the number of the others. */
interface Pieces {
  readonly known: Int32Array;
  readonly strange: number;
}

/** Concepts, and pairs of concepts that are said near each other, in their order: "he hits me" is not "I hit him". */
function eachConceptFeature(concepts: readonly number[], visit: Visit): void {
  for (let index = 0; index < concepts.length; index += 1) {
    const concept = concepts[index] as number;
    visit((Math.imul(concept + 1, 0x85ebca6b) ^ CONCEPT_SEED) >>> 0, 1);
    const last = Math.min(concepts.length - 1, index + CONCEPT_REACH);
    for (let near = index + 1; near <= last; near += 1) {
      const other = concepts[near] as number;
      if (other === concept) continue;
      const pair = concept * CONCEPT_RANGE + other;
      visit((Math.imul(pair + 1, 0xc2b2ae35) ^ CONCEPT_SEED) >>> 0, CONCEPT_PAIR_WEIGHT);
    }
  }
}

function lengthOf(values: Float64Array, count: number): number {
  let squares = 0;
  for (let at = 0; at < count; at += 1) squares += (values[at] as number) ** 2;
  return Math.sqrt(squares);
}

function doubled<T extends { readonly length: number; set(array: T): void }>(
  array: T,
  Kind: new (length: number) => T,
): T {
  const larger = new Kind(array.length * 2);
  larger.set(array);
  return larger;
}
