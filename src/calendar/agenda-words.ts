import type { ActivityWords } from '../answering/activity-words.ts';
import type { AgendaPageTexts } from '../content/calendar-schema.ts';
import type { Content } from '../content/load-content.ts';
import { type Language, SOURCE_LANGUAGE } from '../languages.ts';

/** All that the public agenda is written with in one language. */
export interface AgendaWords {
  readonly language: Language;
  readonly texts: AgendaPageTexts;
  readonly words: ActivityWords;
}

/** The words of a language, French ones where it has none. */
export function agendaWords(
  { agendaPage, activityWords }: Pick<Content, 'agendaPage' | 'activityWords'>,
  language: Language,
): AgendaWords {
  const [texts, words] = [agendaPage.get(language), activityWords.get(language)];
  if (texts !== undefined && words !== undefined) return { language, texts, words };
  // The check of the content refuses a start without the French ones.
  if (language === SOURCE_LANGUAGE) throw new Error('the words of the agenda are missing');
  return agendaWords({ agendaPage, activityWords }, SOURCE_LANGUAGE);
}

/** "décembre 2026" for '2026-12'. */
export function monthName(month: string, language: Language): string {
  return new Intl.DateTimeFormat(`${language}-u-nu-latn-ca-gregory`, {
    timeZone: 'UTC',
    month: 'long',
    year: 'numeric',
  }).format(new Date(`${month}-01T00:00:00Z`));
}
