import { createHash } from 'node:crypto';
import { dayAt } from '../handover/brussels-day.ts';
import type { RequestSummary } from '../handover/desk.ts';
import type { Language } from '../languages.ts';
import type { TerritoryName } from './context.ts';
import { territoryName } from './territory-names.ts';
import { frInbox, type InboxTexts } from './texts/fr-inbox.ts';
import { nlInbox } from './texts/nl-inbox.ts';
import type { ConsoleLanguage } from './texts/texts.ts';

const TEXTS: Readonly<Record<ConsoleLanguage, InboxTexts>> = { fr: frInbox, nl: nlInbox };
const ZONE = 'Europe/Brussels';

export function inboxTexts(language: ConsoleLanguage): InboxTexts {
  return TEXTS[language];
}

/** "14:05" on the same day, else "lun. 23 nov., 14:05": never "5 minutes ago", which would change by itself. */
export function timeWords(at: Date, now: Date, { locale }: InboxTexts): string {
  const time = { timeZone: ZONE, hour: '2-digit', minute: '2-digit' } as const;
  if (dayAt(at.getTime()).date === dayAt(now.getTime()).date) return at.toLocaleTimeString(locale, time);
  return at.toLocaleString(locale, { ...time, weekday: 'short', day: 'numeric', month: 'short' });
}

/** "5 h 12" of time that is left; the last minute counts as one. */
export function leftWords(until: Date, now: Date): string {
  const minutes = Math.max(1, Math.floor((until.getTime() - now.getTime()) / 60_000));
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
}

/** A language as the reader calls it. */
export function languageWords(language: Language | null, { locale, facts }: InboxTexts): string {
  return language === null ? facts.unknownLanguage : languageName(language, locale);
}

export function languageName(language: Language, locale: string): string {
  return new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language;
}

/** "Anne, Luc et Zoé". */
export function listWords(names: readonly string[], { locale }: InboxTexts): string {
  return new Intl.ListFormat(locale).format(names);
}

export function reasonWords({ reason, dangerClass }: RequestSummary, texts: InboxTexts): string {
  const words = texts.reason[reason] ?? texts.otherReason;
  const danger = dangerClass === null ? undefined : texts.danger[dangerClass];
  return danger === undefined ? words : `${words} (${danger})`;
}

export function territoryWords(
  territory: string | null,
  territories: readonly TerritoryName[],
  { facts }: InboxTexts,
): string {
  return territory === null ? facts.unknownTerritory : territoryName(territory, territories);
}

/** A short mark of some html: the same mark, nothing new to show. */
export function markOf(html: string): string {
  return createHash('sha256').update(html).digest('base64url').slice(0, 16);
}
