import { HashedEncoder } from './encoder.ts';
import { HnswIndex } from './hnsw-index.ts';
import { LinearClassifier } from './linear-classifier.ts';
import type { TopicModel } from './match-topic.ts';
import { ExactIndex, type Index } from './nearest.ts';
import { Vocabulary } from './sparse-vector.ts';

/** One example of what people write: its topic, or null for small talk and what is out of scope. */
export interface Example {
  readonly text: string;
  readonly topic: string | null;
}

/** From this many vectors on, the approximate index is used. */
const LARGE_BASE = 10_000;

/** Keeps what was learnt, so that the same examples are learnt from once. */
export interface ClassifierStore {
  load(key: readonly Example[]): LinearClassifier | undefined;
  save(key: readonly Example[], classifier: LinearClassifier): void;
}

/**
 * Learns to tell topics apart: one model for all languages, since parents mix them and short texts do not tell theirs.
 *
 * @param utterances what people write: the nearest of them tells how far a message is from all we know
 * @param background more text of the topics, to learn their words from
 */
export function fitTopics(
  utterances: readonly Example[],
  background: readonly Example[] = [],
  store?: ClassifierStore,
): TopicModel {
  const examples = [...utterances, ...background];
  const texts = examples.map(({ text }) => text);
  const vocabulary = new Vocabulary(texts);
  const encoder = new HashedEncoder(texts);
  const withTopic = utterances.filter(({ topic }) => topic !== null);
  return {
    vocabulary,
    classifier: store?.load(examples) ?? learn(examples, vocabulary, store),
    encoder,
    index: indexOf(withTopic.map(({ text }) => encoder.encode(text))),
  };
}

function learn(
  examples: readonly Example[],
  vocabulary: Vocabulary,
  store: ClassifierStore | undefined,
): LinearClassifier {
  const vectors = examples.map(({ text }) => vocabulary.vectorOf(text).vector);
  const labels = examples.map(({ topic }) => topic);
  const classifier = LinearClassifier.train(vectors, labels, vocabulary.size);
  store?.save(examples, classifier);
  return classifier;
}

export function indexOf(vectors: readonly Float32Array[]): Index {
  return vectors.length < LARGE_BASE ? new ExactIndex(vectors) : new HnswIndex(vectors);
}
