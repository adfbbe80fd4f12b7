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
  private readonly blocks: readonly Block[];
  /** How often the text that is being read has each feature, by position; zeros in between. */
  private readonly counts: Float32Array;
  /** Positions counted so far in the block that is being read. */
  private readonly counted: number[] = [];
  /** Sum of the squared weights of features that no example has, in that block. */
  private strange = 0;

  constructor(file: VocabularyFile, glossary: Glossary) {
    this.file = file;
    this.size = file.features.length;
    this.table = new FeatureTable(file.features);
    this.glossary = glossary;
    this.rarest = Math.log(1 + file.examples) + 1;
    this.blocks = blocksFor(glossary);
    this.counts = new Float32Array(this.size);
  }

  /** @param leastExamples a feature of fewer examples tells that example, not its topic */
  static learn(examples: readonly NormalText[], glossary: Glossary, leastExamples: number): Vocabulary {
    const counts = new FeatureCounts();
    for (const [number, example] of examples.entries()) {
      const text = glossary.read(example);
      for (const { visit } of blocksFor(glossary)) visit(text, (feature) => counts.add(feature, number));
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
    const indices: number[] = [];
    const values: number[] = [];
    let knownSquares = 0;
    let allSquares = 0;
    for (const { visit, weight, tells } of this.blocks) {
      visit(read, this.count);
      const start = values.length;
      const squares = this.takeCounted(indices, values);
      if (tells) {
        knownSquares += squares * weight;
        allSquares += (squares + this.strange * this.rarest * this.rarest) * weight;
      }
      this.strange = 0;
      scale(values, start, squares === 0 ? 0 : weight / Math.sqrt(squares));
    }
    let squares = 0;
    for (const value of values) squares += value * value;
    scale(values, 0, squares === 0 ? 0 : 1 / Math.sqrt(squares));
    return {
      indices: Int32Array.from(indices),
      values: Float32Array.from(values),
      known: allSquares === 0 ? 0 : knownSquares / allSquares,
      concepts: read.concepts,
    };
  }

  /** One function for all texts, so that the loops that call it are compiled once. */
  private readonly count: Visit = (feature, weight) => {
    const position = this.table.positionOf(feature);
    if (position < 0) {
      this.strange += weight * weight;
      return;
    }
    const before = this.counts[position] as number;
    if (before === 0) this.counted.push(position);
    this.counts[position] = before + weight;
  };

  /** Moves what was counted behind `indices` and `values`, weighted by rarity; returns the sum of its squares. */
  private takeCounted(indices: number[], values: number[]): number {
    const { counts, counted } = this;
    const { rarities } = this.file;
    let squares = 0;
    for (const position of counted) {
      const count = counts[position] as number;
      counts[position] = 0;
      const value = (count > 1 ? 1 + Math.log(count) : count) * (rarities[position] as number);
      squares += value * value;
      indices.push(position);
      values.push(value);
    }
    counted.length = 0;
    return squares;
  }
}

type Visit = (feature: number, weight: number) => void;

/** The features of one kind, brought to a length of their own. */
interface Block {
  readonly visit: (text: ReadText, visit: Visit) => void;
  readonly weight: number;
  /** Whether a feature that no example has makes the text less known. */
  readonly tells: boolean;
}

const WORDS: Block = { weight: WORD_WEIGHT, tells: true, visit: ({ words }, visit) => eachWordFeature(words, visit) };

const PIECES: Block = {
  weight: PIECE_WEIGHT,
  tells: true,
  visit: ({ words }, visit) => eachPiece(words, SHORTEST_PIECE, LONGEST_PIECE, visit),
};

/** Concepts, and pairs of concepts that are said near each other, in their order: "he hits me" is not "I hit him". */
const CONCEPTS: Block = {
  weight: CONCEPT_WEIGHT,
  tells: false,
  visit: ({ concepts }, visit) => {
    for (const [index, concept] of concepts.entries()) {
      visit((Math.imul(concept + 1, 0x85ebca6b) ^ CONCEPT_SEED) >>> 0, 1);
      const last = Math.min(concepts.length - 1, index + CONCEPT_REACH);
      for (let near = index + 1; near <= last; near += 1) {
        const other = concepts[near] as number;
        if (other === concept) continue;
        const pair = concept * CONCEPT_RANGE + other;
        visit((Math.imul(pair + 1, 0xc2b2ae35) ^ CONCEPT_SEED) >>> 0, CONCEPT_PAIR_WEIGHT);
      }
    }
  },
};

function blocksFor(glossary: Glossary): readonly Block[] {
  return glossary.size > 0 ? [WORDS, PIECES, CONCEPTS] : [WORDS, PIECES];
}

function scale(values: number[], start: number, factor: number): void {
  for (let index = start; index < values.length; index += 1) values[index] = (values[index] as number) * factor;
}
