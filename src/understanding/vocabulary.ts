import { FeatureTable } from './feature-table.ts';
import { eachPiece, eachWordFeature } from './features.ts';
import type { Glossary } from './glossary.ts';

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
const CONCEPT_WEIGHT = 0.8;
const SHORTEST_PIECE = 2;
const LONGEST_PIECE = 5;
/** So that a concept is never taken for a word or a piece. */
const CONCEPT_SEED = 0x51ed270b;

/** Concepts this near to each other are a pair. */
const CONCEPT_REACH = 3;
const CONCEPT_PAIR_WEIGHT = 0.5;
/** More than there are concepts. */
const CONCEPT_RANGE = 10_000;

/** The features of one kind in a text, with how much each counts. */
type Counts = Map<number, number>;

interface Block {
  readonly counts: Counts;
  readonly weight: number;
  /** Whether a feature that no example has makes the text less known. */
  readonly tells: boolean;
}

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

  constructor(file: VocabularyFile, glossary: Glossary) {
    this.file = file;
    this.size = file.features.length;
    this.table = new FeatureTable(file.features);
    this.glossary = glossary;
    this.rarest = Math.log(1 + file.examples) + 1;
  }

  /** @param leastExamples a feature of fewer examples tells that example, not its topic */
  static learn(examples: readonly string[], glossary: Glossary, leastExamples: number): Vocabulary {
    const documentsWith = new Map<number, number>();
    for (const example of examples)
      for (const { counts } of blocksOf(example, glossary).blocks)
        for (const feature of counts.keys()) documentsWith.set(feature, (documentsWith.get(feature) ?? 0) + 1);
    const kept = [...documentsWith].filter(([, count]) => count >= leastExamples);
    const file = {
      features: Uint32Array.from(kept, ([feature]) => feature),
      rarities: Float32Array.from(kept, ([, count]) => Math.log((1 + examples.length) / (1 + count)) + 1),
      examples: examples.length,
    };
    return new Vocabulary(file, glossary);
  }

  vectorOf(text: string): KnownVector {
    const { rarities } = this.file;
    const indices: number[] = [];
    const values: number[] = [];
    let knownSquares = 0;
    let allSquares = 0;
    const { blocks, concepts } = blocksOf(text, this.glossary);
    for (const { counts, weight, tells } of blocks) {
      const start = values.length;
      let squares = 0;
      for (const [feature, count] of counts) {
        const position = this.table.positionOf(feature);
        const rarity = position < 0 ? this.rarest : (rarities[position] as number);
        const value = (count > 1 ? 1 + Math.log(count) : count) * rarity;
        if (tells) allSquares += value * value * weight;
        if (position < 0) continue;
        if (tells) knownSquares += value * value * weight;
        squares += value * value;
        indices.push(position);
        values.push(value);
      }
      scale(values, start, squares === 0 ? 0 : weight / Math.sqrt(squares));
    }
    let squares = 0;
    for (const value of values) squares += value * value;
    scale(values, 0, squares === 0 ? 0 : 1 / Math.sqrt(squares));
    return {
      indices: Int32Array.from(indices),
      values: Float32Array.from(values),
      known: allSquares === 0 ? 0 : knownSquares / allSquares,
      concepts,
    };
  }
}

function blocksOf(text: string, glossary: Glossary): { blocks: readonly Block[]; concepts: readonly number[] } {
  const { words: said, concepts } = glossary.read(text);
  const words: Counts = new Map();
  const pieces: Counts = new Map();
  eachWordFeature(said, (feature, weight) => words.set(feature, (words.get(feature) ?? 0) + weight));
  eachPiece(said, SHORTEST_PIECE, LONGEST_PIECE, (feature) => pieces.set(feature, (pieces.get(feature) ?? 0) + 1));
  const blocks = [
    { counts: words, weight: WORD_WEIGHT, tells: true },
    { counts: pieces, weight: PIECE_WEIGHT, tells: true },
  ];
  if (glossary.size > 0) blocks.push({ counts: conceptCounts(concepts), weight: CONCEPT_WEIGHT, tells: false });
  return { blocks, concepts };
}

/** Concepts, and with a weight of a half pairs of concepts that are said near each other, in either order. */
function conceptCounts(concepts: readonly number[]): Counts {
  const counts: Counts = new Map();
  const add = (feature: number, weight: number): void => void counts.set(feature, (counts.get(feature) ?? 0) + weight);
  for (const [index, concept] of concepts.entries()) {
    add((Math.imul(concept + 1, 0x85ebca6b) ^ CONCEPT_SEED) >>> 0, 1);
    for (const other of concepts.slice(index + 1, index + 1 + CONCEPT_REACH)) {
      if (other === concept) continue;
      const pair = Math.min(concept, other) * CONCEPT_RANGE + Math.max(concept, other);
      add((Math.imul(pair + 1, 0xc2b2ae35) ^ CONCEPT_SEED) >>> 0, CONCEPT_PAIR_WEIGHT);
    }
  }
  return counts;
}

function scale(values: number[], start: number, factor: number): void {
  for (let index = start; index < values.length; index += 1) values[index] = (values[index] as number) * factor;
}
