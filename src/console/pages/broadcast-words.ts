import type { Addressees, BroadcastSummary } from '../../broadcast/broadcasts.ts';
import type { WeeklyHour } from '../../broadcast/schedule.ts';
import type { TerritoryName } from '../context.ts';
import { languageName } from '../inbox-words.ts';
import { territoryNames } from '../territory-names.ts';
import type { BroadcastTexts } from '../texts/fr-broadcasts.ts';

/** So many territories are called by their names in a title. */
const MOST_NAMED = 3;

/** "dim. 17 janv., 17:00" on the clock of Brussels. */
export function whenWords(at: Date, { locale }: BroadcastTexts): string {
  return at.toLocaleString(locale, {
    timeZone: 'Europe/Brussels',
    ...{ weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  });
}

export function euroWords(euro: number, { locale }: BroadcastTexts): string {
  return euro.toLocaleString(locale, { style: 'currency', currency: 'EUR' });
}

export function numberWords(count: number, { locale }: BroadcastTexts): string {
  return count.toLocaleString(locale);
}

/** "Agenda de la semaine, Huy"; a few territories by name, more by their number. */
export function nameOf(
  { kind, to }: Pick<BroadcastSummary, 'kind' | 'to'>,
  texts: BroadcastTexts,
  territories: readonly TerritoryName[],
): string {
  const ids = to.territories;
  const where =
    ids === null
      ? texts.everywhere
      : ids.length > MOST_NAMED
        ? texts.places(ids.length)
        : territoryNames(ids, territories);
  return [texts.kind[kind], where, ...chosenWords(to, texts)].join(', ');
}

/** Whom a message is for, all territories by name. */
export function addresseesWords(to: Addressees, texts: BroadcastTexts, territories: readonly TerritoryName[]): string {
  const where = to.territories === null ? texts.everywhere : territoryNames(to.territories, territories);
  return [where, ...chosenWords(to, texts)].join(', ');
}

function chosenWords({ mothersOnly, language }: Addressees, texts: BroadcastTexts): string[] {
  return [
    ...(mothersOnly ? [texts.mothersOnly] : []),
    ...(language === null ? [] : [texts.languageOnly(languageName(language, texts.locale))]),
  ];
}

/** "dimanche", 1 is Monday. */
export function dayWords(weekday: number, { locale }: Pick<BroadcastTexts, 'locale'>): string {
  // The first of January 2024 was a Monday.
  return new Date(Date.UTC(2024, 0, weekday)).toLocaleString(locale, { timeZone: 'UTC', weekday: 'long' });
}

/** "08:30", as fields for times have it. */
export function timeWords({ hour, minute }: Pick<WeeklyHour, 'hour' | 'minute'>): string {
  return [hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Names, as a line: "Anne, Luc et Zoé". */
export function listWords(names: readonly string[], { locale }: BroadcastTexts): string {
  return new Intl.ListFormat(locale).format(names);
}

/** Its state, and once it has ended why. */
export function stateWords({ state, reason }: BroadcastSummary, texts: BroadcastTexts): string {
  if (reason === null) return texts.state[state];
  return `${texts.state[state]} (${texts.ended[reason] ?? texts.endedByProvider(reason)})`;
}
