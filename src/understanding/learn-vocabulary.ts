import { FeatureCounts } from './feature-counts.ts';
import { eachWordFeature } from './features.ts';
import type { ReadText } from './glossary.ts';
import type { VocabularyFile } from './vocabulary.ts';
import { eachConceptFeature, eachPieceFeature, type Visit } from './vocabulary-features.ts';

/** About how many of its features no example before had. */
const FEATURES_OF_AN_EXAMPLE = 50;

/**
 * The features of the examples, and how rare each is.
 *
 * @param leastExamples a feature of fewer examples tells that example, not its topic
 */
export function learnVocabulary(examples: readonly ReadText[], leastExamples: number): VocabularyFile {
  const counts = new FeatureCounts(examples.length * FEATURES_OF_AN_EXAMPLE);
  // Words come again and again: the numbers of their pieces are looked up once.
  const piecesOf = new Map<string, readonly number[]>();
  for (const [text, { words, concepts }] of examples.entries()) {
    const count: Visit = (feature) => counts.add(counts.numberOf(feature), text);
    eachWordFeature(words, count);
    for (const word of words) {
      const pieces = piecesOf.get(word) ?? piecesIn(word, counts);
      piecesOf.set(word, pieces);
      for (const piece of pieces) counts.add(piece, text);
    }
    eachConceptFeature(concepts, count);
  }
  // The features met most often stand together, where the processor finds them at hand.
  const kept = counts.atLeast(leastExamples);
  return {
    features: Uint32Array.from(kept, ({ feature }) => feature),
    rarities: Float32Array.from(kept, ({ count }) => Math.log((1 + examples.length) / (1 + count)) + 1),
    examples: examples.length,
  };
}

function piecesIn(word: string, counts: FeatureCounts): readonly number[] {
  const pieces: number[] = [];
  eachPieceFeature(word, (piece) => pieces.push(counts.numberOf(piece)));
  return pieces;
}
