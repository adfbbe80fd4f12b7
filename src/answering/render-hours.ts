import type { Language } from '../languages.ts';
import type { Hours } from '../understanding/read-hours.ts';
import type { Say } from './phrases.ts';

/** When alone we write, and how to change it. */
export function hoursLine(hours: Hours | null, isNew: boolean, language: Language, say: Say): string {
  if (hours === null) return say(language, 'discretion.hours_none');
  const values = { from: clockWords(hours.from), to: clockWords(hours.to) };
  return isNew ? say(language, 'discretion.hours_set', values) : say(language, 'discretion.hours_now', values);
}

/** Minutes since 00:00 as clocks show them here: "9:00". */
export function clockWords(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
