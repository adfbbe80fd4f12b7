import type { Activity } from '../calendar/activity.ts';
import { timeText } from '../calendar/changes.ts';
import type { Doubt } from '../calendar/draft.ts';
import type { KnownTime } from '../calendar/known.ts';
import { dayOf, TIME_ZONE, type Time } from '../calendar/read-when.ts';
import { readTimes, type TimesFault } from './activity-input.ts';
import { readLine } from './forms.ts';

/** Fields of the form of one date, as they were typed. */
const TYPED = ['date', 'start', 'end', 'place', 'address', 'postcode', 'town'] as const;
export type TypedTime = Readonly<Record<(typeof TYPED)[number], string>>;

export interface TimeRead {
  readonly typed: TypedTime;
  /** Null: where the activity takes place. */
  readonly place: Activity['place'] | null;
  readonly read: { readonly time: Time; readonly doubts: readonly Doubt[] } | { readonly fault: TimesFault };
}

/** What a form says of one date. Several are a fault here: they are added, not changed. */
export function readTime(body: unknown, known: KnownTime, where: Activity['place'], today: string): TimeRead {
  const typed = Object.fromEntries(TYPED.map((name) => [name, readLine(body, name)])) as TypedTime;
  const place = placeOf(typed, where);
  const before = typedTime(known, where);
  // What nobody has touched stays as it is, also where it could not be typed in this form.
  if ((['date', 'start', 'end'] as const).every((name) => typed[name] === before[name]))
    return { typed, place, read: { time: known, doubts: [] } };
  const read = readTimes(body, today);
  if ('fault' in read) return { typed, place, read };
  const [time, another] = read.times;
  if (time === undefined || another !== undefined) return { typed, place, read: { fault: 'unread-date' } };
  return { typed, place, read: { time, doubts: read.doubts } };
}

/** What is known of a date, as it would have been typed. */
export function typedTime(time: KnownTime, where: Activity['place']): TypedTime {
  const { startsAt, endsAt, wholeDay } = time;
  const { name, address, postcode, town } = time.place ?? where;
  return {
    date: wholeDay ? timeText(time) : dayOf(startsAt).toLocaleString('fr-BE', DAY),
    start: wholeDay ? '' : clock(startsAt),
    end: wholeDay || endsAt === null ? '' : clock(endsAt),
    ...{ place: name ?? '', address: address ?? '', postcode: postcode ?? '', town: town ?? '' },
  };
}

const DAY = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;

function clock(at: Date): string {
  return at.toLocaleTimeString('fr-BE', { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit' });
}

function placeOf({ place, address, postcode, town }: TypedTime, where: Activity['place']): Activity['place'] | null {
  const given = {
    ...{ name: place || null, address: address || null },
    ...{ postcode: postcode || null, town: town || null },
  };
  const isSame = (['name', 'address', 'postcode', 'town'] as const).every((part) => given[part] === where[part]);
  return isSame || Object.values(given).every((part) => part === null) ? null : given;
}
