import type { Impression, Mind } from './mind.ts';

/** A topic that a message may be about; `score` is the probability that it is this one rather than another, 0 to 1. */
export interface Candidate {
  readonly topic: string;
  readonly score: number;
}

export interface TopicDecision {
  readonly decision: 'answer' | 'choose' | 'unknown';
  /** Set when the decision is to answer. */
  readonly topic: string | null;
  /** When the decision is to answer: a second topic that the message names in so many words. */
  readonly also: string | null;
  /** The likeliest topics, best first. */
  readonly candidates: readonly Candidate[];
}

/** Chosen so that an answer is wrong for fewer than 4 lines of 100, and that what is none of ours rarely gets one. */
const THRESHOLDS = {
  /** Probability from which the first topic is answered without asking... */
  answer: 0.5,
  /** ... if the message is about our topics at all: see {@link rankTopics}. */
  inScope: 1,
  /** What is not answered is offered as a choice from here on. */
  near: 0.6,
} as const;

const MOST_CHOICES = 3;
/** A topic this much less likely than the first is not offered beside it. */
const OFFERED_SHARE = 0.08;
/** Sharpness of the probabilities, by cross-validation. */
const TEMPERATURE = 7.5;
const KNOWN_WEIGHT = 1.25;
const COSINE_WEIGHT = 1;
/** The same margin says more of many words than of few: a vector of length 1 lies nearer to something the fewer its words. */
const LENGTH_WEIGHT = 0.1;
const ALSO_MARGIN = -0.1;

/** Finds what a message is about. */
export function matchTopic(impression: Impression, mind: Pick<Mind, 'topics'>): TopicDecision {
  const { candidates, inScope } = rankTopics(impression, mind);
  const [best] = candidates;
  if (best === undefined) return { decision: 'unknown', topic: null, also: null, candidates: [] };
  if (best.score >= THRESHOLDS.answer && inScope >= THRESHOLDS.inScope)
    return {
      decision: 'answer',
      topic: best.topic,
      also: alsoNamed(candidates[1], impression, mind),
      candidates,
    };
  if (inScope < THRESHOLDS.near) return { decision: 'unknown', topic: null, also: null, candidates };
  const offered = candidates.filter(({ score }) => score >= best.score * OFFERED_SHARE);
  return { decision: 'choose', topic: null, also: null, candidates: offered };
}

/** The runner-up, when it would be inside on its own: "my ex does not pay and I need a lawyer". */
function alsoNamed(
  second: Candidate | undefined,
  { topics: margins }: Impression,
  { topics }: Pick<Mind, 'topics'>,
): string | null {
  if (second === undefined) return null;
  return (margins[topics.indexOf(second.topic)] ?? 0) > ALSO_MARGIN ? second.topic : null;
}

/**
 * The likeliest topics with their probabilities, best first, and how sure it is that the message is about any of all topics: the
 * highest margin, more the more of it is known, the closer it lies to a line, and the more words it has.
 */
export function rankTopics(
  { topics: margins, sparse, closeness }: Impression,
  { topics }: Pick<Mind, 'topics'>,
): { candidates: Candidate[]; inScope: number } {
  if (sparse.indices.length === 0) return { candidates: [], inScope: Number.NEGATIVE_INFINITY };
  const highest = margins.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
  const shares = Array.from(margins, (margin) => Math.exp(TEMPERATURE * (margin - highest)));
  const total = shares.reduce((one, other) => one + other, 0);
  return {
    candidates: highestOf(shares).map((at) => ({ topic: topics[at] ?? '', score: (shares[at] ?? 0) / total })),
    inScope:
      highest +
      KNOWN_WEIGHT * sparse.known +
      COSINE_WEIGHT * closeness +
      LENGTH_WEIGHT * Math.log(Math.max(1, sparse.words)),
  };
}

/** Positions of the highest shares, the highest first. */
function highestOf(shares: readonly number[]): number[] {
  const found: number[] = [];
  for (const [at, share] of shares.entries()) {
    let place = found.length;
    while (place > 0 && (shares[found[place - 1] ?? 0] ?? 0) < share) place -= 1;
    if (place < MOST_CHOICES) found.splice(place, 0, at);
    if (found.length > MOST_CHOICES) found.pop();
  }
  return found;
}
