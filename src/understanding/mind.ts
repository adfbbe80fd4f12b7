import { isLanguage, type Language } from '../languages.ts';
import { TOPICS_NEAR_DANGER } from './danger.ts';
import { DENSE_WEIGHT, type Encoder } from './encoder.ts';
import type { Examples } from './examples.ts';
import type { Glossary } from './glossary.ts';
import { likeliestOf, type Margin } from './learned-head.ts';
import type { NormalText } from './normalise.ts';
import { type HeadName, scoreColumns } from './packed-heads.ts';
import type { TrainedModel } from './trained-model.ts';
import { type KnownVector, Vocabulary } from './vocabulary.ts';

/** What a text looks like to everything that was learnt. */
export interface Impression {
  /** Margins of the topics, in the order of `topics`. */
  readonly topics: Float32Array;
  /** The likeliest class, with the margin of any danger. */
  readonly danger: Margin | undefined;
  readonly command: Margin | undefined;
  /** Margins of the languages, in the order of `languages`. */
  readonly languages: Float32Array;
  /** Highest margin of the topics that have nothing to do with danger. */
  readonly calmTopic: number;
  readonly sparse: KnownVector;
  /** With a sentence model: how much closer it lies to a line of a topic than those lie to each other; else 0. */
  readonly closeness: number;
}

const NOTHING = new Float32Array(0);

/** Everything that was learnt, ready to look at texts. */
export class Mind {
  /** Labels of the topics' margins. */
  readonly topics: readonly string[];
  readonly languages: readonly Language[];
  readonly vocabulary: Vocabulary;
  readonly glossary: Glossary;
  /** The lines of the topics, where a sentence model gave them vectors. */
  readonly examples: Examples | undefined;
  private readonly encoder: Encoder | undefined;
  private readonly model: TrainedModel;
  private readonly dimensions: number;
  private readonly calmTopics: readonly number[];

  /** @param encoder the built-in encoder, if it was learnt with */
  constructor(model: TrainedModel, glossary: Glossary, encoder?: Encoder) {
    this.model = model;
    this.dimensions = model.heads.dense.length / Math.max(1, model.heads.biases.length);
    this.examples = model.examples;
    this.topics = model.labels.topics;
    this.calmTopics = [...this.topics.keys()].filter((at) => !TOPICS_NEAR_DANGER.has(this.topics[at] ?? ''));
    this.languages = model.labels.languages.filter(isLanguage);
    this.vocabulary = new Vocabulary(model.vocabulary, glossary);
    this.glossary = glossary;
    this.encoder = encoder;
  }

  /**
   * @param vector the text as the sentence model sees it that was learnt with; without it, and without a built-in encoder, dense
   *   weights count nothing
   */
  lookAt(text: NormalText, vector?: Float32Array): Impression {
    if (vector !== undefined && vector.length !== this.dimensions)
      throw new RangeError(`the vector has ${vector.length} dimensions, not ${this.dimensions}`);
    return this.impressionOf(this.vocabulary.vectorOf(text), this.denseOf(text, vector), vector);
  }

  /** The highest margin of danger alone, at half the price of all. */
  dangerMarginOf(text: NormalText): number {
    const { heads, labels } = this.model;
    const sparse = this.vocabulary.vectorOf(text);
    if (sparse.indices.length === 0) return Number.NEGATIVE_INFINITY;
    return Math.max(...scoreColumns(heads, sparse, this.denseOf(text), labels.danger.length));
  }

  private denseOf(text: NormalText, vector = this.encoder?.encode(text)): Float32Array {
    return vector?.map((value) => value * DENSE_WEIGHT) ?? NOTHING;
  }

  private impressionOf(sparse: KnownVector, dense: Float32Array, vector?: Float32Array): Impression {
    const { heads, labels } = this.model;
    const margins = scoreColumns(heads, sparse, dense);
    const isKnown = sparse.indices.length > 0;
    let at = 0;
    // In the order of the columns: see `HEAD_NAMES`.
    const take = (head: HeadName): Float32Array => {
      const from = at;
      at += labels[head].length;
      return margins.subarray(from, at);
    };
    const danger = take('danger');
    const topics = take('topics');
    const commands = take('commands');
    const languages = take('languages');
    return {
      topics,
      danger: isKnown ? dangerOf(labels.danger, danger) : undefined,
      command: isKnown ? likeliestOf(labels.commands, commands) : undefined,
      languages,
      calmTopic: this.calmTopics.reduce((most, at) => Math.max(most, topics[at] ?? most), Number.NEGATIVE_INFINITY),
      sparse,
      closeness: vector === undefined ? 0 : (this.examples?.closenessOf(vector) ?? 0),
    };
  }
}

/** The class is the likeliest one; how sure it is that there is danger at all, the column of them all tells best. */
function dangerOf(labels: readonly string[], margins: Float32Array): Margin | undefined {
  const any = margins[labels.indexOf('any')] ?? Number.NEGATIVE_INFINITY;
  const classes = labels.map((label, at) => (label === 'any' ? Number.NEGATIVE_INFINITY : (margins[at] ?? 0)));
  const likeliest = likeliestOf(labels, Float32Array.from(classes));
  return likeliest && { label: likeliest.label, margin: Math.max(any, likeliest.margin) };
}
