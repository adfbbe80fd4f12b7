import { z } from 'zod';
import type { StoredSession } from './session.ts';
import { type CalendarTexts, frCalendar } from './texts/fr-calendar.ts';
import { nlCalendar } from './texts/nl-calendar.ts';

/** What the routes of the calendar share. */

const TEXTS = { fr: frCalendar, nl: nlCalendar };

export const uuid = z.uuid();

export function calendarTexts({ member }: StoredSession): CalendarTexts {
  return TEXTS[member.language];
}
