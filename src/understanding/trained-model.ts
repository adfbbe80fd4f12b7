import type { Examples } from './examples.ts';
import type { HeadLabels, PackedWeights } from './packed-heads.ts';
import type { VocabularyFile } from './vocabulary.ts';

/** Everything that was learnt, in flat arrays: what a model file holds. */
export interface TrainedModel {
  readonly vocabulary: VocabularyFile;
  readonly labels: HeadLabels;
  readonly heads: PackedWeights;
  /** With a sentence model: the lines of the topics by its vectors. */
  readonly examples?: Examples;
}
