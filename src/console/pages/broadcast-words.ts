import type { BroadcastSummary } from '../../broadcast/broadcasts.ts';
import type { TerritoryName } from '../context.ts';
import { territoryName } from '../territory-names.ts';
import type { BroadcastTexts } from '../texts/fr-broadcasts.ts';

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

/** "Agenda de la semaine, Huy". */
export function nameOf(
  { kind, territory }: Pick<BroadcastSummary, 'kind' | 'territory'>,
  texts: BroadcastTexts,
  territories: readonly TerritoryName[],
): string {
  return `${texts.kind[kind]}, ${territoryName(territory, territories)}`;
}

/** Its state, and once it has ended why. */
export function stateWords({ state, reason }: BroadcastSummary, texts: BroadcastTexts): string {
  if (reason === null) return texts.state[state];
  return `${texts.state[state]} (${texts.ended[reason] ?? texts.endedByProvider(reason)})`;
}
