import { eachPiece } from './features.ts';

/** Told of a feature, a 32-bit hash, and what it weighs. */
export type Visit = (feature: number, weight: number) => void;

const SHORTEST_PIECE = 2;
const LONGEST_PIECE = 4;

/** Visits the pieces of a word that the vocabulary is made of. */
export function eachPieceFeature(word: string, visit: (feature: number) => void): void {
  eachPiece(word, SHORTEST_PIECE, LONGEST_PIECE, visit);
}

/** So that a concept is never taken for a word or a piece. */
const CONCEPT_SEED = 0x51ed270b;
/** Concepts this near to each other are a pair. */
const CONCEPT_REACH = 6;
const CONCEPT_PAIR_WEIGHT = 0.8;
/** More than there are concepts. */
const CONCEPT_RANGE = 10_000;

/** Concepts, and pairs of concepts that are said near each other, in their order: "he hits me" is not "I hit him". */
export function eachConceptFeature(concepts: readonly number[], visit: Visit): void {
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
