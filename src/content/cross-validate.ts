import { hash32 } from '../understanding/features.ts';
import type { Lesson, Lessons } from '../understanding/lessons.ts';
import { rankTopics } from '../understanding/match-topic.ts';
import { type Impression, Mind } from '../understanding/mind.ts';
import { normalise } from '../understanding/normalise.ts';
import { HEAD_NAMES } from '../understanding/packed-heads.ts';
import { type Learning, learn } from './learn.ts';
import type { SentenceModel } from './sentence-model.ts';

/** How a line was taken by heads that were learnt without it. */
export interface Judged {
  readonly text: string;
  /** Its own labels; none for what is out of scope or calm. */
  readonly labels: readonly string[];
  /** The likeliest label. */
  readonly taken: string;
  /** Of a topic: its probability and whether the line is about any topic at all; of danger: the margin, twice. */
  readonly score: number;
  readonly inScope: number;
}

export interface Validation {
  readonly topics: readonly Judged[];
  readonly danger: readonly Judged[];
}

/** Learns several times without a part of the lines and judges that part: what figures and thresholds are chosen by. */
export async function crossValidate(
  lessons: Lessons,
  learning: Learning,
  folds: number,
  onFold?: (done: number) => void,
): Promise<Validation> {
  const topics: Judged[] = [];
  const danger: Judged[] = [];
  const { glossary, encoder } = learning;
  const sentences = learning.sentences && remembering(learning.sentences);
  for (let fold = 0; fold < folds; fold += 1) {
    const isOut = ({ text }: Lesson): boolean => hash32(text, FOLD_SEED) % folds === fold;
    const rest = Object.fromEntries(
      HEAD_NAMES.map((head) => [head, lessons[head].filter((lesson) => !isOut(lesson))]),
    ) as unknown as Lessons;
    const mind = new Mind(await learn(rest, { ...learning, ...(sentences && { sentences }) }), glossary, encoder);
    const judge = async (one: Lesson, how: Judge): Promise<Judged> => {
      const [vector] = (await sentences?.encode([one.text])) ?? [];
      return how(one, mind.lookAt(normalise(one.text), vector), mind);
    };
    for (const lesson of lessons.topics) if (isOut(lesson)) topics.push(await judge(lesson, judgeTopic));
    for (const lesson of lessons.danger) if (isOut(lesson)) danger.push(await judge(lesson, judgeDanger));
    onFold?.(fold + 1);
  }
  return { topics, danger };
}

const FOLD_SEED = 77;

const BINS = 10;

/**
 * Expected calibration error, 0 to 1: by how much the probabilities told differ from how often they come true, in tenths of
 * probability, weighted by how many lines fall into each (Guo et al., "On Calibration of Modern Neural Networks", ICML 2017).
 */
export function calibrationError(judged: readonly Pick<Judged, 'labels' | 'taken' | 'score'>[]): number {
  const bins = Array.from({ length: BINS }, () => ({ told: 0, true: 0 }));
  for (const { labels, taken, score } of judged) {
    const bin = bins[Math.min(BINS - 1, Math.floor(score * BINS))];
    if (bin === undefined) continue;
    bin.told += score;
    if (labels.includes(taken)) bin.true += 1;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.told - bin.true), 0) / Math.max(1, judged.length);
}

/** The same model, which reads each text once: every fold asks for most of them again. */
function remembering(sentences: SentenceModel): SentenceModel {
  const known = new Map<string, Float32Array>();
  return {
    ...sentences,
    async encode(texts, onProgress) {
      const fresh = texts.filter((text) => !known.has(text));
      const vectors = await sentences.encode(fresh, onProgress);
      for (const [at, vector] of vectors.entries()) known.set(fresh[at] ?? '', vector);
      return texts.map((text) => known.get(text) ?? new Float32Array(sentences.dimensions));
    },
  };
}

type Judge = (lesson: Lesson, impression: Impression, mind: Mind) => Judged;

const judgeTopic: Judge = ({ text, labels }, impression, mind) => {
  const { candidates, inScope } = rankTopics(impression, mind);
  return { text, labels, taken: candidates[0]?.topic ?? '', score: candidates[0]?.score ?? 0, inScope };
};

const judgeDanger: Judge = ({ text, labels }, { danger }) => {
  const margin = danger?.margin ?? Number.NEGATIVE_INFINITY;
  return { text, labels, taken: danger?.label ?? '', score: margin, inScope: margin };
};
