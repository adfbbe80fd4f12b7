import { hoursOf } from '../answering/render-activity.ts';
import { isRightToLeft, type Language } from '../languages.ts';
import type { Activity, Occurrence } from './activity.ts';
import type { AgendaWords } from './agenda-words.ts';
import { TIME_ZONE } from './read-when.ts';

/** An activity with the days of the month on which it takes place at the same hours and place. */
export interface PosterEntry {
  readonly activity: Activity;
  /** "mer. 2, 9, 16". */
  readonly days: string;
  /** "14:00-16:00"; empty for a whole day. */
  readonly hours: string;
}

/** The month in as few entries as can be, the first day first; what is cancelled is on no poster. */
export function posterEntries(occurrences: readonly Occurrence[], { language, words }: AgendaWords): PosterEntry[] {
  const found = new Map<string, { activity: Activity; hours: string; dates: Date[] }>();
  for (const occurrence of occurrences) {
    if (occurrence.state === 'cancelled') continue;
    const { activity, startsAt } = occurrence;
    const hours = hoursOf(occurrence, language, words);
    const key = JSON.stringify([activity.id, hours, activity.place]);
    const entry = found.get(key) ?? { activity, hours, dates: [] };
    entry.dates.push(startsAt);
    found.set(key, entry);
  }
  return [...found.values()].map(({ activity, hours, dates }) => ({ activity, hours, days: daysOf(dates, language) }));
}

/** "mer. 2, 9, 16", or "mer. 2, jeu. 10" where the days of the week differ. */
function daysOf(dates: readonly Date[], language: Language): string {
  const locale = `${language}-u-nu-latn-ca-gregory`;
  const weekday = new Intl.DateTimeFormat(locale, { timeZone: TIME_ZONE, weekday: 'short' });
  // The bare number: some languages would put a sign behind it.
  const number = new Intl.DateTimeFormat('en', { timeZone: TIME_ZONE, day: 'numeric' });
  const isSame = new Set(dates.map((date) => weekday.format(date))).size === 1;
  return dates
    .map((date, index) => (isSame && index > 0 ? '' : `${weekday.format(date)} `) + number.format(date))
    .join(isRightToLeft(language) ? '، ' : ', ');
}
