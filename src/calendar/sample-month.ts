import type { Temporal } from 'temporal-polyfill';
import type { SampleActivity } from '../content/calendar-schema.ts';
import type { Activity, Occurrence } from './activity.ts';
import { dayOf, TIME_ZONE } from './read-when.ts';

const CENTS = 100;

/** An activity of the demo with its times, as the calendar would hold it; ids are given by who stores it. */
export interface SampleEntry {
  readonly activity: Omit<Activity, 'id'>;
  readonly times: readonly Pick<Occurrence, 'startsAt' | 'endsAt'>[];
}

/**
 * The sample month put on the calendar of Brussels from the week of a day on. Times that are over are left out, and activities
 * that have none left.
 */
export function sampleMonth(sample: readonly SampleActivity[], now: Date): SampleEntry[] {
  const today = dayOf(now);
  const monday = today.subtract({ days: today.dayOfWeek - 1 });
  return sample.flatMap((one) => {
    const times = one.weeks
      .map((week) => {
        const date = monday.add({ days: 7 * week + one.weekday - 1 });
        return { startsAt: instantOf(date, one.from), endsAt: instantOf(date, one.to) };
      })
      .filter(({ endsAt }) => endsAt.getTime() > now.getTime());
    return times.length === 0 ? [] : [{ activity: activityOf(one), times }];
  });
}

function instantOf(date: Temporal.PlainDate, clock: string): Date {
  return new Date(date.toZonedDateTime({ timeZone: TIME_ZONE, plainTime: clock }).epochMilliseconds);
}

function activityOf(one: SampleActivity): Omit<Activity, 'id'> {
  const [from = null, to = null] = one.ages ?? [];
  return {
    territory: one.territory,
    title: one.title,
    titles: {},
    description: null,
    kind: one.kind,
    audience: one.audience,
    ages: { from, to },
    place: { name: one.place, address: null, postcode: null, town: one.town },
    price: one.price * CENTS,
    children: one.children ?? null,
    registration: { is: one.registration, how: null, until: null, places: null },
    accessibility: null,
    organiser: null,
    visibility: one.mothers_only === true ? 'mothers' : 'public',
  };
}
