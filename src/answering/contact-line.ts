import type { Contact } from '../content/schema.ts';
import { isRightToLeft, type Language } from '../languages.ts';
import type { Say } from './phrases.ts';

interface Reachable {
  readonly hours?: string | undefined;
  readonly free?: boolean | undefined;
  readonly languages?: readonly Language[] | undefined;
}

/** "SECAL: 0800 12 345 (free, day and night, in French)", or the link where there is no number; undefined with neither. */
export function contactLine(contact: Contact, language: Language, say: Say): string | undefined {
  const reach = contact.phone ?? contact.email ?? contact.url;
  if (reach === undefined) return undefined;
  const details = contact.phone === undefined ? [] : reachability(contact, language, say);
  return `${contact.name}: ${reach}${details.length === 0 ? '' : ` (${joinDetails(details, language)})`}`;
}

/** Details in a row, with the comma of the script. */
export function joinDetails(details: readonly string[], language: Language): string {
  return details.join(isRightToLeft(language) ? '، ' : ', ');
}

/** Whether it costs, when it answers, and in which languages when the parent's is not among them. */
export function reachability({ hours, free, languages = [] }: Reachable, language: Language, say: Say): string[] {
  const details: string[] = [];
  if (free) details.push(say(language, 'free'));
  if (hours !== undefined) details.push(hours === '24/7' ? say(language, 'always') : hoursIn(hours, language));
  if (languages.length > 0 && !languages.includes(language)) {
    const names = new Intl.DisplayNames([language], { type: 'language' });
    details.push(
      say(language, 'speaks', {
        languages: joinDetails(
          languages.map((spoken) => names.of(spoken) ?? spoken),
          language,
        ),
      }),
    );
  }
  return details;
}

const WEEK = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
const A_MONDAY = Date.UTC(2024, 0, 1);

/** "mo-fr 08:30-17:00" with the language's own names of days. */
function hoursIn(hours: string, language: Language): string {
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  return hours.replace(/\b(mo|tu|we|th|fr|sa|su)\b/g, (day) =>
    weekday.format(A_MONDAY + WEEK.indexOf(day) * 86_400_000),
  );
}
