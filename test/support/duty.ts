import { Temporal } from 'temporal-polyfill';
import type { Roster, Worker } from '../../src/handover/roster.ts';

type Hours = Worker['hours'];

/** The instant at which the clock in Brussels reads 'YYYY-MM-DD HH:MM'. */
export function brussels(clock: string): Date {
  const at = Temporal.PlainDateTime.from(clock.replace(' ', 'T')).toZonedDateTime('Europe/Brussels');
  return new Date(at.epochMilliseconds);
}

/** The same hours from one weekday to another. */
export function weekly(first: number, last: number, from: string, to: string): Hours {
  return ([1, 2, 3, 4, 5, 6, 7] as const)
    .filter((day) => day >= first && day <= last)
    .map((day) => ({ day, from, to }));
}

const OFFICE_HOURS = weekly(1, 5, '09:00', '17:00');

/** A worker in office hours, who answers for nothing. */
export function aWorker(id: string, traits: Partial<Worker> = {}): Worker {
  const nothing = { territories: [], deputyOf: [], centre: false, absences: [] };
  return { id, name: `Worker ${id}`, active: true, hours: OFFICE_HOURS, ...nothing, ...traits };
}

export const PROVINCES: ReadonlyMap<string, string> = new Map([
  ['liege', 'Liège'],
  ['huy', 'Liège'],
  ['mons', 'Hainaut'],
  ['ath', 'Hainaut'],
  ['namur', 'Namur'],
]);

export function aRoster(...workers: readonly Worker[]): Roster {
  return { workers, provinces: PROVINCES };
}
