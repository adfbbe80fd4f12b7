import type { Encoder } from './encoder.ts';
import type { Index } from './nearest.ts';

/** A topic that a message may be about; `score` runs from 0 (nothing in common) to about 1 (surely). */
export interface Candidate {
  readonly topic: string;
  readonly score: number;
}

export type TopicDecision =
  | { readonly decision: 'answer'; readonly topic: string; readonly candidates: readonly Candidate[] }
  | { readonly decision: 'choose'; readonly topic: null; readonly candidates: readonly Candidate[] }
  | { readonly decision: 'unknown'; readonly topic: null; readonly candidates: readonly Candidate[] };

/** One example of what people write: its topic, or null for small talk and what is out of scope. */
export interface Example {
  readonly text: string;
  readonly topic: string | null;
}

/** Scores above which a topic is answered, or offered. Chosen on the examples themselves, each left out in turn. */
export interface Thresholds {
  readonly answer: number;
  /** How far the first must lie above the second to be answered without asking. */
  readonly margin: number;
  readonly offer: number;
}

export const THRESHOLDS: Thresholds = { answer: 0.5, margin: 0.12, offer: 0.3 };
export const MOST_CHOICES = 3;
const NEIGHBOURS = 20;
const NOTHING = '';

/** Finds what a message is about: the examples nearest to it vote, the nearer the more. */
export class TopicMatcher {
  private readonly encoder: Encoder;
  private readonly index: Index;
  private readonly topics: readonly string[];
  private readonly thresholds: Thresholds;

  /** @param examples in the order in which the index holds their vectors */
  constructor(encoder: Encoder, index: Index, examples: readonly Example[], thresholds: Thresholds = THRESHOLDS) {
    this.encoder = encoder;
    this.index = index;
    this.topics = examples.map(({ topic }) => topic ?? NOTHING);
    this.thresholds = thresholds;
  }

  match(text: string): TopicDecision {
    return decide(this.scores(text), this.thresholds);
  }

  /** Scores of the topics near a message, best first; the topic `''` stands for "none of ours". */
  scores(text: string): Candidate[] {
    return this.vote(this.encoder.encode(text), this.encoder.known(text));
  }

  /** @param leaveOut label of an example that may not vote (to measure with the examples themselves) */
  vote(vector: Float32Array, known: number, leaveOut?: number): Candidate[] {
    const votes = new Map<string, { sum: number; best: number }>();
    let total = 0;
    for (const { label, similarity } of this.index.nearest(vector, NEIGHBOURS + 1)) {
      if (label === leaveOut || similarity <= 0) continue;
      const topic = this.topics[label] ?? NOTHING;
      const vote = votes.get(topic) ?? { sum: 0, best: 0 };
      const weight = similarity ** 3;
      votes.set(topic, { sum: vote.sum + weight, best: Math.max(vote.best, similarity) });
      total += weight;
    }
    return [...votes]
      .map(([topic, { sum, best }]) => ({ topic, score: (0.5 * (sum / total) + 0.5 * best) * (0.5 + 0.5 * known) }))
      .sort((one, other) => other.score - one.score);
  }
}

function decide(scores: readonly Candidate[], thresholds: Thresholds): TopicDecision {
  const [first] = scores;
  const candidates = scores.filter(({ topic }) => topic !== NOTHING).slice(0, MOST_CHOICES);
  const best = candidates[0];
  if (first === undefined || best === undefined || best.score < thresholds.offer)
    return { decision: 'unknown', topic: null, candidates };
  if (first.topic === NOTHING && first.score - best.score > thresholds.margin)
    return { decision: 'unknown', topic: null, candidates };
  const second = scores.find(({ topic }) => topic !== best.topic);
  const clear = second === undefined || best.score - second.score >= thresholds.margin;
  if (best.score >= thresholds.answer && clear) return { decision: 'answer', topic: best.topic, candidates };
  const offered = candidates.filter(({ score }) => score >= Math.max(thresholds.offer * 0.7, best.score * 0.5));
  return { decision: 'choose', topic: null, candidates: offered };
}
