import type { Impression, Mind } from './mind.ts';

/**
 * A short question of detail, "how much?", "where is it?". `bare` names nothing of its own: it is about what was answered before,
 * whatever topic its few words look like. `perhaps` may be about that where no topic of its own is found.
 */
export type Detail = 'bare' | 'perhaps';

/** Concepts by which a short message asks for a detail of what was just answered. */
const DETAILS: ReadonlySet<string> = new Set([
  'how-much',
  'q-how-much',
  'price',
  'cost',
  'free-of-charge',
  'where-place',
  'address',
  'opening-hours',
  'document',
  'appointment',
  'q-where',
  'q-when',
  'q-how',
  'q-how-long',
  'q-how-often',
  'q-who',
  'q-which',
  'q-who-to-contact',
  'q-do-i-have-to',
]);
/** What may stand beside it in a question that names nothing: small words, and what the words of a detail mean besides. */
const SMALL_WORDS: ReadonlySet<string> = new Set([
  'act-makes-do',
  'and-also',
  'day-note-paper',
  'day-sale',
  'deadline',
  'delay-answer',
  'expense',
  'have',
  'he-him',
  'hour-minute',
  'i-me',
  'identity-papers',
  'if-whether',
  'much',
  'must',
  'need',
  'open',
  'or-else',
  'q-is-there',
  'q-what',
  'service-free',
  'she-her',
  'stay',
  'take',
  'they-them',
  'this-that',
  'time-for-months',
  'to-be',
  'we-us',
  'word-truth',
  'you',
]);
const WHO = 'q-who';
const LONGEST_DETAIL = 6;
/** From this margin on the words are so much those of a topic that they name it, though no concept does: the name of a service. */
const NAMES_A_TOPIC = 0.6;
/** "Where is it?" is about the last answer rather than about where data is kept. */
const LEAST_MARGIN_BESIDE_A_DETAIL = 0.2;
/** "What can I ask?" names nothing either, but asks for help in so many words. */
const LEAST_MARGIN_BESIDE_A_BARE_ONE = 0.8;
/** "Who sees this?" is about us rather than about the last answer. */
const LEAST_MARGIN_BESIDE_WHO = -0.3;

/** Whether a message asks for a detail; null for all others. */
export function detailIn({ sparse, topics }: Impression, normal: string, mind: Mind): Detail | null {
  if (normal === '' || normal.split(' ').length > LONGEST_DETAIL) return null;
  const names = sparse.concepts.map((concept) => mind.glossary.nameOf(concept));
  if (!names.some((name) => DETAILS.has(name))) return null;
  const isBare =
    names.every((name) => name !== WHO && (DETAILS.has(name) || SMALL_WORDS.has(name))) &&
    topics.every((margin) => margin < NAMES_A_TOPIC);
  return isBare ? 'bare' : 'perhaps';
}

/** Whether a message is about what was answered before, if anything was. */
export function isAboutTheLast({
  detail,
  decision,
}: {
  readonly detail: Detail | null;
  readonly decision: string;
}): boolean {
  return detail === 'bare' || (detail === 'perhaps' && decision !== 'answer');
}

/** From which margin on a question of detail is taken for a command after all. */
export function leastMarginBeside(detail: Detail, { sparse }: Impression, { glossary }: Mind): number {
  if (detail === 'bare') return LEAST_MARGIN_BESIDE_A_BARE_ONE;
  const details = sparse.concepts.map((concept) => glossary.nameOf(concept)).filter((name) => DETAILS.has(name));
  return details.every((name) => name === WHO) ? LEAST_MARGIN_BESIDE_WHO : LEAST_MARGIN_BESIDE_A_DETAIL;
}
