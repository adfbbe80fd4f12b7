import { isLanguage, type Language } from '../languages.ts';
import { DENSE_WEIGHT, type Encoder } from './encoder.ts';
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
  readonly sparse: KnownVector;
}

const NOTHING = new Float32Array(0);

/** Everything that was learnt, ready to look at texts. */
export class Mind {
  /** Labels of the topics' margins. */
  readonly topics: readonly string[];
  readonly languages: readonly Language[];
  readonly vocabulary: Vocabulary;
  readonly glossary: Glossary;
  private readonly encoder: Encoder | undefined;
  private readonly model: TrainedModel;

  constructor(model: TrainedModel, glossary: Glossary, encoder?: Encoder) {
    this.model = model;
    this.topics = model.labels.topics;
    this.languages = model.labels.languages.filter(isLanguage);
    this.vocabulary = new Vocabulary(model.vocabulary, glossary);
    this.glossary = glossary;
    this.encoder = encoder;
  }

  lookAt(text: NormalText): Impression {
    const { heads, labels } = this.model;
    const sparse = this.vocabulary.vectorOf(text);
    const dense = this.encoder?.encode(text).map((value) => value * DENSE_WEIGHT) ?? NOTHING;
    const margins = scoreColumns(heads, sparse, dense);
    const isKnown = sparse.indices.length > 0;
    let at = 0;
    const take = (head: HeadName): Float32Array => {
      const from = at;
      at += labels[head].length;
      return margins.subarray(from, at);
    };
    const topics = take('topics');
    const danger = take('danger');
    const commands = take('commands');
    const languages = take('languages');
    return {
      topics,
      danger: isKnown ? dangerOf(labels.danger, danger) : undefined,
      command: isKnown ? likeliestOf(labels.commands, commands) : undefined,
      languages,
      sparse,
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
