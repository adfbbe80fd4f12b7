import { randomUUID } from 'node:crypto';
import type { Activity, Occurrence } from '../../src/calendar/activity.ts';
import type { Agenda } from '../../src/calendar/agenda.ts';

const PROVINCES = new Map([
  ['huy', 'Liège'],
  ['liege', 'Liège'],
  ['namur', 'Namur'],
]);

const PLAIN: Omit<Activity, 'id'> = {
  territory: 'huy',
  title: 'Café papote',
  titles: {},
  description: null,
  kind: 'cafe-papote',
  audience: 'parents',
  ages: { from: null, to: null },
  place: { name: 'Maison de quartier', address: 'rue du Pont 1', postcode: '4500', town: 'Huy' },
  price: 0,
  children: 'welcome',
  registration: { is: 'none', how: null, until: null, places: null },
  accessibility: null,
  organiser: null,
  visibility: 'public',
};

export interface Planned extends Partial<Omit<Activity, 'id' | 'registration'>> {
  /** On the clock of Brussels: '2026-11-21 14:00', in winter. */
  readonly at: string;
  readonly registration?: Partial<Activity['registration']>;
}

/** One time of an activity, of two hours; told what differs from a plain one in Huy. */
export function planned({ at, registration, ...activity }: Planned): Occurrence {
  const startsAt = new Date(`${at.replace(' ', 'T')}:00+01:00`);
  return {
    id: randomUUID(),
    activity: { id: randomUUID(), ...PLAIN, ...activity, registration: { ...PLAIN.registration, ...registration } },
    startsAt,
    endsAt: new Date(startsAt.getTime() + 2 * 3_600_000),
    wholeDay: false,
    state: 'planned',
  };
}

export function agendaOf(...all: readonly Planned[]): Agenda {
  const occurrences = all.map(planned).sort((one, other) => one.startsAt.getTime() - other.startsAt.getTime());
  return { occurrences, provinces: PROVINCES };
}
