import type { Encoder } from './encoder.ts';
import type { LinearClassifier } from './linear-classifier.ts';
import type { Index } from './nearest.ts';
import type { KnownVector } from './sparse-vector.ts';

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
}

/** What a matcher works with; `fitModel` makes it from examples. */
export interface TopicModel {
  readonly classifier: LinearClassifier;
  readonly encoder: Encoder;
  /** Vectors of the utterances of each topic. */
  readonly utterances: ReadonlyMap<string, Index>;
}

/**
 * Chosen by five-fold cross-validation over the utterances: an answer is rarely wrong, and what is none of ours rarely
 * gets one.
 */
const THRESHOLDS = {
  /** Probability from which the first topic is answered without asking... */
  answer: 0.55,
  /** ... if the message is about our topics at all: margin + half the known share. */
  inScope: -0.1,
  /** What is not answered is offered as a choice from here on: the same, plus the likeness to the nearest utterance. */
  near: -0.05,
} as const;

const MOST_CHOICES = 3;
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

  /** @param vector of the text, by the vocabulary that the classifier was learnt with */
  match(text: string, vector: KnownVector): TopicDecision {
    const { candidates, inScope } = this.score(vector);
    const [best] = candidates;
    const shown = candidates.slice(0, MOST_CHOICES);
    if (best === undefined) return { decision: 'unknown', topic: null, candidates: [] };
    if (best.score >= THRESHOLDS.answer && inScope >= THRESHOLDS.inScope) {
      return { decision: 'answer', topic: best.topic, candidates: shown };
    }
    if (inScope + this.nearest(text, shown) < THRESHOLDS.near)
      return { decision: 'unknown', topic: null, candidates: shown };
    const offered = shown.filter(({ score }) => score >= best.score * OFFERED_SHARE);
    return { decision: 'choose', topic: null, candidates: offered };
  }

  /** All topics with their probabilities, and how sure it is that the message is about any of them. */
  score({ vector, known }: KnownVector): { candidates: Candidate[]; inScope: number } {
    const { classifier } = this.model;
    if (vector.indices.length === 0) return { candidates: [], inScope: Number.NEGATIVE_INFINITY };
    const margins = classifier.scores(vector);
    const highest = margins.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
    const shares = Array.from(margins, (margin) => Math.exp(TEMPERATURE * (margin - highest)));
    const total = shares.reduce((one, other) => one + other, 0);
    const candidates = classifier.labels.map((topic, row) => ({ topic, score: (shares[row] ?? 0) / total }));
    return {
      candidates: candidates.sort((one, other) => other.score - one.score),
      inScope: highest + KNOWN_WEIGHT * known,
    };
  }

  /** Cosine to the nearest utterance of these topics: a second look, taken only where the first leaves doubt. */
  private nearest(text: string, topics: readonly Candidate[]): number {
    const { encoder, utterances } = this.model;
    const vector = encoder.encode(text);
    return Math.max(0, ...topics.map(({ topic }) => utterances.get(topic)?.nearest(vector, 1)[0]?.similarity ?? 0));
  }
}
