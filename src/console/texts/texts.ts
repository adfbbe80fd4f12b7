import type { FastifyRequest } from 'fastify';
import { type AccountTexts, frAccount } from './fr-account.ts';
import { type AlertTexts, frAlerts } from './fr-alerts.ts';
import { type BroadcastTexts, frBroadcasts } from './fr-broadcasts.ts';
import { nlAccount } from './nl-account.ts';
import { nlAlerts } from './nl-alerts.ts';
import { nlBroadcasts } from './nl-broadcasts.ts';

/** Languages of the console. */
export type ConsoleLanguage = 'fr' | 'nl';

/** What the texts of every part have: the language they are in. */
export interface Texts {
  readonly language: ConsoleLanguage;
}

const ACCOUNT: Readonly<Record<ConsoleLanguage, AccountTexts>> = { fr: frAccount, nl: nlAccount };

export function accountTexts(language: ConsoleLanguage): AccountTexts {
  return ACCOUNT[language];
}

const ALERTS: Readonly<Record<ConsoleLanguage, AlertTexts>> = { fr: frAlerts, nl: nlAlerts };

export function alertTexts(language: ConsoleLanguage): AlertTexts {
  return ALERTS[language];
}

const BROADCASTS: Readonly<Record<ConsoleLanguage, BroadcastTexts>> = { fr: frBroadcasts, nl: nlBroadcasts };

export function broadcastTexts(language: ConsoleLanguage): BroadcastTexts {
  return BROADCASTS[language];
}

/** For who is not signed in: Dutch where the browser asks for it before French. */
export function browserLanguage({ headers }: FastifyRequest): ConsoleLanguage {
  const asked = (headers['accept-language'] ?? '').toLowerCase().split(',');
  return asked.map((one) => one.trim().slice(0, 2)).find((one) => one === 'fr' || one === 'nl') === 'nl' ? 'nl' : 'fr';
}
