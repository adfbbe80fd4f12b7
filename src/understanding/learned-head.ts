import { DANGER_CLASSES, type Danger } from './danger.ts';
import type { Impression } from './mind.ts';

/** From this margin on, the danger head raises: some 4 % of ordinary lines do (`npm run evals`). */
export const DANGER_MARGIN = -0.42;
/** The nearer a message is to a topic that has nothing to do with danger, the more it needs... */
const MORE_NEAR_A_CALM_TOPIC = 0.9;
const NEAR_A_TOPIC = -0.55;
/** ... and the fewer words it has, which are a cry that the rules know or say too little: at most so many, and how much more... */
const MORE_IN_FEW_WORDS = [
  [5, 0.6],
  [8, 0.2],
] as const;
/** ... up to here: danger may be told beside a question. */
const SURE_DANGER = 0.4;

/** Name of the rule when no rule foresaw it. */
export const LEARNED = 'learned';
/** One or two words are too few to believe danger from; the rules know the short cries. */
const SHORTEST_DANGER = 3;

/** A label with its margin: above 0 is inside, some -1 well outside. */
export interface Margin {
  readonly label: string;
  readonly margin: number;
}

/**
 * Danger in words that no rule foresaw; it counts as `soon`, since nobody has reviewed why.
 *
 * @param surer how much more margin than usual it needs
 */
export function believedDanger(
  { danger: likeliest, calmTopic }: Pick<Impression, 'danger' | 'calmTopic'>,
  normal: string,
  surer = 0,
): Danger | null {
  const words = countWords(normal);
  if (likeliest === undefined || words < SHORTEST_DANGER) return null;
  const dangerClass = DANGER_CLASSES.find((name) => name === likeliest.label);
  const [, moreInFewWords] = MORE_IN_FEW_WORDS.find(([most]) => words <= most) ?? [words, 0];
  const more = MORE_NEAR_A_CALM_TOPIC * Math.max(0, calmTopic - NEAR_A_TOPIC) + moreInFewWords;
  const least = Math.min(SURE_DANGER, DANGER_MARGIN + more) + surer;
  return dangerClass !== undefined && likeliest.margin >= least
    ? { class: dangerClass, severity: 'soon', rule: LEARNED }
    : null;
}

/** What a command needs, by itself and beside danger, to be no cry for help. */
const SURE_ABOUT_US = 0.1;
const SURER_THAN_DANGER = 0.2;

/** Whether a message surely asks something of the service itself: then only the reviewed rules look for danger in it. */
export function isSurelyAboutUs(command: Margin | undefined, danger: Margin | undefined): boolean {
  return (
    command !== undefined &&
    command.margin >= SURE_ABOUT_US &&
    command.margin >= (danger?.margin ?? Number.NEGATIVE_INFINITY) + SURER_THAN_DANGER
  );
}

/** The likeliest of some labels by their scores. */
export function likeliestOf(labels: readonly string[], margins: Float32Array): Margin | undefined {
  let best = 0;
  for (let at = 1; at < labels.length; at += 1) if ((margins[at] ?? 0) > (margins[best] ?? 0)) best = at;
  const label = labels[best];
  return label === undefined ? undefined : { label, margin: margins[best] ?? Number.NEGATIVE_INFINITY };
}

/** Of a text in normal form. */
export function countWords(normal: string): number {
  return normal.split(' ').length;
}
