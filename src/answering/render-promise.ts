import type { HumanPromise } from '../conversation/turn.ts';
import type { Language } from '../languages.ts';
import type { Renderer } from './render.ts';
import { clock, dayIn } from './render-activity.ts';

/** Nobody reads 10:07 as a promise; rounded up, what is said is never sooner than what is promised. */
const ROUND_MS = 30 * 60_000;

/** When a human answers, in the parent's language and on the clock of Brussels. */
export function promiseLine({ by, soon }: HumanPromise, language: Language, { say }: Renderer): string {
  if (by === null) return say(language, 'human.no_promise');
  if (soon) return say(language, 'human.soon');
  return say(language, 'human.promise', { when: dateAndTime(by, language) });
}

/** "lundi 23 novembre 10:00", with our digits in every language. */
export function dateAndTime(instant: number, language: Language): string {
  const said = new Date(Math.ceil(instant / ROUND_MS) * ROUND_MS);
  return `${dayIn(said, language, 'long')} ${clock(said)}`;
}
