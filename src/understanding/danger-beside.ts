import type { Danger } from './danger.ts';
import { believedDanger, countWords, DANGER_MARGIN } from './learned-head.ts';
import type { Mind } from './mind.ts';
import { normalise } from './normalise.ts';

/** What is further from danger than this hardly ever holds a part that tells of it: see `dangerBeside` of the evals. */
const FAR_FROM_DANGER = -0.6;
/** A part says less of what it is about than a message, and a message has several: each must be surer. */
const MORE_IN_A_PART = 0.35;
const SHORTEST_PART = 4;
/** A sentence of more words is read by its clauses, and one without a comma a stretch of words at a time; they overlap by half. */
const LONGEST_PART = 14;
const STRETCH = 12;
/** Of sentences, and of the parts of each: far more than a story has, so that any text is decided on soon. */
const MOST_PARTS = 24;
const SENTENCE_END = /(?<=[.!?…;؛؟])\s+|\n+/u;
const CLAUSE_END = /(?<=[,،])\s+/u;

/**
 * Danger told beside something else: "... How is child support set? I hide the marks from the neighbours." The rest of a message
 * drowns it for heads that see the whole, so each part is looked at by itself, and in turn its parts; null when none tells of danger. A
 * sentence model has read the whole alone, and says nothing here.
 *
 * @param margin of danger, of the whole
 */
export function dangerBeside(text: string, margin: number, mind: Mind): Danger | null {
  if (margin < FAR_FROM_DANGER) return null;
  for (const part of partsOf(text)) {
    const normal = normalise(part);
    if (countWords(normal) < SHORTEST_PART) continue;
    const ofPart = mind.dangerMarginOf(normal);
    const isNear = ofPart >= DANGER_MARGIN + MORE_IN_A_PART;
    const danger =
      (isNear ? believedDanger(mind.lookAt(normal), normal, MORE_IN_A_PART) : null) ?? dangerBeside(part, ofPart, mind);
    if (danger !== null) return danger;
  }
  return null;
}

/** The sentences of a text, the clauses of a long sentence, stretches of a long clause; none of what is short. */
function partsOf(text: string): string[] {
  const sentences = text.split(SENTENCE_END, MOST_PARTS);
  if (sentences.length > 1) return sentences;
  const words = text.split(/\s+/, MOST_PARTS * STRETCH);
  if (words.length <= LONGEST_PART) return [];
  const clauses = text.split(CLAUSE_END, MOST_PARTS);
  if (clauses.length > 1) return clauses;
  const stretches: string[] = [];
  for (let from = 0; from + STRETCH / 2 < words.length && stretches.length < MOST_PARTS; from += STRETCH / 2)
    stretches.push(words.slice(from, from + STRETCH).join(' '));
  return stretches;
}
