import type { Encoder } from './encoder.ts';
import type { LinearClassifier } from './linear-classifier.ts';
import type { Index } from './nearest.ts';
import type { Vocabulary } from './sparse-vector.ts';

/** A topic that a message may be about; `score` is the probability that it is this one rather than another, 0 to 1. */
export interface Candidate {
  readonly topic: string;
  readonly score: number;
}

export interface TopicDecision {
  readonly decision: 'answer' | 'choose' | 'unknown';
  /** Set when the decision is to answer. */
  readonly topic: string | null;
  /** The likeliest topics, best first. */
  readonly candidates: readonly Candidate[];
  /** How sure it is that the message is about any of our topics at all; see {@link THRESHOLDS}. */
  readonly inScope: number;
}

/** What a matcher works with; `fitTopics` makes it from examples. */
export interface TopicModel {
  readonly vocabulary: Vocabulary;
  readonly classifier: LinearClassifier;
  readonly encoder: Encoder;
  /** Vectors of the examples that have a topic. */
  readonly index: Index;
}

/**
 * Chosen by five-fold cross-validation over the examples (`npm run evals -- --calibrate` prints the curves):
 * an answer is rarely wrong, and what is none of ours rarely gets one.
 */
export const THRESHOLDS = {
  /** Below this, the message is about none of our topics. */
  inScope: -0.12,
  /** From here on it surely is about one of them. */
  surelyInScope: 0.1,
  /** Probability from which the first topic is answered without asking. */
  answer: 0.55,
} as const;

export const MOST_CHOICES = 3;
/** A topic this much less likely than the first is not offered beside it. */
const OFFERED_SHARE = 0.15;
/** Sharpness of the probabilities, by cross-validation. */
const TEMPERATURE = 6;
const KNOWN_WEIGHT = 0.5;

/** Finds what a message is about. */
export class TopicMatcher {
  private readonly model: TopicModel;

  constructor(model: TopicModel) {
    this.model = model;
  }

  match(text: string): TopicDecision {
    const { candidates, inScope } = this.score(text);
    const [best] = candidates;
    const shown = candidates.slice(0, MOST_CHOICES);
    if (best === undefined || inScope < THRESHOLDS.inScope)
      return { decision: 'unknown', topic: null, candidates: shown, inScope };
    if (best.score >= THRESHOLDS.answer && inScope >= THRESHOLDS.surelyInScope) {
      return { decision: 'answer', topic: best.topic, candidates: shown, inScope };
    }
    const offered = shown.filter(({ score }) => score >= best.score * OFFERED_SHARE);
    return { decision: 'choose', topic: null, candidates: offered, inScope };
  }

  /** All topics with their probabilities, and whether the message is about any: margin + known share + nearest example. */
  score(text: string): { candidates: Candidate[]; inScope: number } {
    const { vocabulary, classifier, encoder, index } = this.model;
    const { vector, known } = vocabulary.vectorOf(text);
    if (vector.indices.length === 0) return { candidates: [], inScope: Number.NEGATIVE_INFINITY };
    const margins = classifier.scores(vector);
    const highest = margins.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
    const shares = Array.from(margins, (margin) => Math.exp(TEMPERATURE * (margin - highest)));
    const total = shares.reduce((one, other) => one + other, 0);
    const candidates = classifier.labels.map((topic, row) => ({ topic, score: (shares[row] ?? 0) / total }));
    const nearest = index.nearest(encoder.encode(text), 1)[0]?.similarity ?? 0;
    return {
      candidates: candidates.sort((one, other) => other.score - one.score),
      inScope: highest + KNOWN_WEIGHT * known + nearest,
    };
  }
}
