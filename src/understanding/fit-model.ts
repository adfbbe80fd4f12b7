import type { Command } from './commands.ts';
import type { DangerClass } from './danger.ts';
import { HashedEncoder } from './encoder.ts';
import { HnswIndex } from './hnsw-index.ts';
import { LinearClassifier } from './linear-classifier.ts';
import type { TopicModel } from './match-topic.ts';
import { ExactIndex, type Index } from './nearest.ts';
import { Vocabulary } from './sparse-vector.ts';

/** A line with what it is an example of; null: of none of the labels. */
export interface Example<Label extends string = string> {
  readonly text: string;
  readonly label: Label | null;
}

/** All lines that understanding learns from. */
export interface Lessons {
  /** What people write: its topic, or null for small talk and what is out of scope. */
  readonly utterances: readonly Example[];
  /** More text of the topics, to learn their words from. */
  readonly background: readonly Example[];
  readonly danger: readonly Example<DangerClass>[];
  readonly commands: readonly Example<Command>[];
}

/** Keeps what was learnt, so that the same examples are learnt from once. */
export interface ClassifierStore {
  load(head: string, examples: readonly Example[]): LinearClassifier | undefined;
  save(head: string, examples: readonly Example[], classifier: LinearClassifier): void;
  /** Told before something has to be learnt, which may take a minute. */
  readonly onLearning?: (() => void) | undefined;
}

/** One vocabulary and three heads over it: topic, danger, command. */
export interface FittedModel {
  readonly topics: TopicModel;
  readonly vocabulary: Vocabulary;
  readonly danger: LinearClassifier;
  readonly commands: LinearClassifier;
}

/** From this many vectors on, the approximate index is used: building it costs seconds, each exact search milliseconds. */
const LARGE_BASE = 10_000;

/** Danger and commands are rare among the lines: one that is missed counts as several false ones. */
const MISSED_COSTS = 4;

/** Learns from the lines of all languages together, since parents mix them and short texts do not tell theirs. */
export function fitModel({ utterances, background, danger, commands }: Lessons, store?: ClassifierStore): FittedModel {
  const all = [...utterances, ...background, ...danger, ...commands];
  const texts = [...new Set(all.map(({ text }) => text))];
  const vocabulary = new Vocabulary(texts);
  const encoder = new HashedEncoder(texts);
  // The vocabulary depends on every line: a head learnt with other lines would not fit it.
  const learn = (head: string, examples: readonly Example[], positiveCost?: number): LinearClassifier => {
    const known = store?.load(head, all);
    if (known) return known;
    store?.onLearning?.();
    const classifier = LinearClassifier.train(
      examples.map(({ text }) => vocabulary.vectorOf(text).vector),
      examples.map(({ label }) => label),
      vocabulary.size,
      positiveCost,
    );
    store?.save(head, all, classifier);
    return classifier;
  };
  return {
    vocabulary,
    topics: {
      classifier: learn('topics', [...utterances, ...background]),
      encoder,
      utterances: indexesOf(utterances, encoder),
    },
    danger: learn('danger', danger, MISSED_COSTS),
    commands: learn('commands', commands, MISSED_COSTS),
  };
}

/** An index for each topic, over the vectors of its utterances. */
function indexesOf(utterances: readonly Example[], encoder: HashedEncoder): Map<string, Index> {
  const vectors = new Map<string, Float32Array[]>();
  for (const { text, label } of utterances) {
    if (label === null) continue;
    const ofTopic = vectors.get(label);
    if (ofTopic === undefined) vectors.set(label, [encoder.encode(text)]);
    else ofTopic.push(encoder.encode(text));
  }
  return new Map([...vectors].map(([topic, ofTopic]) => [topic, indexOf(ofTopic)]));
}

function indexOf(vectors: readonly Float32Array[]): Index {
  return vectors.length < LARGE_BASE ? new ExactIndex(vectors) : new HnswIndex(vectors);
}
