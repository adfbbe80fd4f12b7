import { doubled } from './doubled.ts';
import { FeatureTable } from './feature-table.ts';
import { eachWordFeature } from './features.ts';
import type { Glossary, ReadText } from './glossary.ts';
import type { NormalText } from './normalise.ts';
import { eachConceptFeature, eachPieceFeature, type Visit } from './vocabulary-features.ts';

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
  /** How many words it has, what is shortened written out beside it. */
  readonly words: number;
  /** Concepts of the glossary that the text names, by number. */
  readonly concepts: readonly number[];
}

const WORD_WEIGHT = 0.8;
const PIECE_WEIGHT = 1;
const CONCEPT_WEIGHT = 1.1;

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

  vectorOf(text: NormalText): KnownVector {
    const read = this.glossary.read(text);
    const known = this.weigh(read);
    return {
      indices: this.positions.slice(0, this.met),
      values: new Float32Array(this.values.subarray(0, this.met)),
      known,
      words: read.words.length,
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
      if (this.met === this.positions.length) {
        this.positions = doubled(this.positions, Int32Array);
        this.values = doubled(this.values, Float64Array);
      }
      this.positions[this.met] = position;
      this.met += 1;
    }
    this.counts[position] = before + weight;
  }

  private countPieces(word: string, piecesOf: Map<string, Pieces> | undefined): void {
    if (piecesOf === undefined) {
      eachPieceFeature(word, this.countPiece);
      return;
    }
    let pieces = piecesOf.get(word);
    if (pieces === undefined) {
      const positions: number[] = [];
      eachPieceFeature(word, (piece) => positions.push(this.table.positionOf(piece)));
      const known = Int32Array.from(positions.filter((position) => position >= 0));
      pieces = { known, strange: positions.length - known.length };
      piecesOf.set(word, pieces);
    }
    for (const position of pieces.known) this.countAt(position, 1);
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

/** Room for the features of a message of some length; for a long one it is made when it is needed. */
const ROOM = 4_096;

/** The pieces of a word: positions of those that examples have, and the number of the others. */
interface Pieces {
  readonly known: Int32Array;
  readonly strange: number;
}

function lengthOf(values: Float64Array, count: number): number {
  let squares = 0;
  for (let at = 0; at < count; at += 1) squares += (values[at] as number) ** 2;
  return Math.sqrt(squares);
}
