import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readField } from './forms.ts';
import type { StoredSession } from './session.ts';
import { type CalendarTexts, frCalendar } from './texts/fr-calendar.ts';
import { nlCalendar } from './texts/nl-calendar.ts';

/** What the routes of the calendar share. */

/** Who keeps the calendar. */
export const CALENDAR_KEEPERS = ['coordinator', 'administrator'] as const;
const TEXTS = { fr: frCalendar, nl: nlCalendar };

export const uuid = z.uuid();

export function calendarTexts({ member }: StoredSession): CalendarTexts {
  return TEXTS[member.language];
}

/** What was just done, when one comes back from a form. */
export function doneWords({ query }: FastifyRequest, { done }: CalendarTexts): string | undefined {
  const name = readField(query, 'done');
  return Object.hasOwn(done, name) ? done[name] : undefined;
}
