import type { Danger } from './danger.ts';
import { believedDanger, countWords, DANGER_MARGIN } from './learned-head.ts';
import type { Impression, Mind } from './mind.ts';
import { normalise } from './normalise.ts';

/** Where the whole is further from danger than this, no part of it was seen to be near. */
const FAR_FROM_DANGER = -0.7;
/** A part says less of what it is about than a message, and a message has several: each must be surer. */
const MORE_IN_A_PART = 0.5;
const SHORTEST_PART = 4;
/** A part of more words, without a comma or a full stop, is read a stretch at a time; the stretches overlap by half. */
const LONGEST_PART = 14;
const STRETCH = 12;
/** A story has some ten parts. What is longer is read to here, so that any text is decided on soon. */
const MOST_PARTS = 24;
const SENTENCE_END = /(?<=[.!?…;؛؟])\s+|\n+/u;
const CLAUSE_END = /(?<=[,،])\s+/u;

/**
 * Danger told beside something else: "... How is child support set? I hide the marks from the neighbours." The rest of a message
 * drowns it for heads that see the whole, so each part is looked at by itself; null when none tells of danger.
 *
 * @param whole what the whole message looks like
 */
export function dangerBeside(text: string, whole: Impression, mind: Mind): Danger | null {
  if (whole.danger === undefined || whole.danger.margin < FAR_FROM_DANGER) return null;
  for (const part of partsOf(text)) {
    const normal = normalise(part);
    if (countWords(normal) < SHORTEST_PART) continue;
    const impression = mind.lookForDanger(normal, DANGER_MARGIN + MORE_IN_A_PART);
    const danger = impression === undefined ? null : believedDanger(impression, normal, MORE_IN_A_PART);
    if (danger !== null) return danger;
  }
  return null;
}

function partsOf(text: string): string[] {
  const parts: string[] = [];
  const sentences = text.split(SENTENCE_END, MOST_PARTS);
  for (const sentence of sentences) {
    if (sentences.length > 1) parts.push(sentence);
    const words = sentence.split(/\s+/);
    if (words.length > LONGEST_PART) {
      const clauses = sentence.split(CLAUSE_END);
      parts.push(...(clauses.length > 1 ? clauses : stretchesOf(words)));
    }
  }
  return parts.slice(0, MOST_PARTS);
}

function stretchesOf(words: readonly string[]): string[] {
  const stretches: string[] = [];
  for (let from = 0; from + STRETCH / 2 < words.length; from += STRETCH / 2)
    stretches.push(words.slice(from, from + STRETCH).join(' '));
  return stretches;
}
