import { Temporal } from 'temporal-polyfill';
import { isHoliday } from './holidays.ts';

/** Where duty is done and promises are kept. */
const TIME_ZONE = 'Europe/Brussels';
const DAY_MS = 86_400_000;
/** Some years of days, all that a roster looks at. */
const MOST_KEPT = 2_000;

/** 1 is Monday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** A time without a change of the clock; milliseconds since 1970, the end excluded. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** When the clock would have read 00:00, had it run like this all day. */
  readonly midnight: number;
}

/** A day in Brussels. */
export interface Day {
  /** Days since 1970-01-01. */
  readonly number: number;
  /** 'YYYY-MM-DD'. */
  readonly date: string;
  readonly weekday: Weekday;
  readonly holiday: boolean;
  /** One, or two on a day when the clock changes. */
  readonly stretches: readonly Stretch[];
}

/** The calendar does not change: a day is worked out once. */
const kept = new Map<number, Day>();

/** The day in Brussels to which an instant (milliseconds since 1970) belongs. */
export function dayAt(at: number): Day {
  // Brussels is ahead of UTC by less than a day: there it is the same date or the next.
  const number = Math.floor(at / DAY_MS);
  const day = dayNumber(number);
  return at < endOf(day) ? day : dayNumber(number + 1);
}

/** The day that is so many days after 1970-01-01. */
export function dayNumber(number: number): Day {
  const known = kept.get(number);
  if (known !== undefined) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const day = workOut(number);
  kept.set(number, day);
  return day;
}

/** What the clock in Brussels reads at an instant: 'HH:MM'. */
export function clockAt(at: number): string {
  const { stretches } = dayAt(at);
  const stretch = stretches.find(({ to }) => at < to);
  return new Date(at - (stretch?.midnight ?? 0)).toISOString().slice(11, 16);
}

function workOut(number: number): Day {
  const plain = Temporal.PlainDate.from('1970-01-01').add({ days: number });
  const end = plain.add({ days: 1 }).toZonedDateTime(TIME_ZONE).epochMilliseconds;
  const stretches: Stretch[] = [];
  let start = plain.toZonedDateTime(TIME_ZONE);
  while (start.epochMilliseconds < end) {
    const change = start.getTimeZoneTransition('next');
    const from = start.epochMilliseconds;
    const to = Math.min(change?.epochMilliseconds ?? end, end);
    stretches.push({ from, to, midnight: number * DAY_MS - start.offsetNanoseconds / 1e6 });
    start = Temporal.Instant.fromEpochMilliseconds(to).toZonedDateTimeISO(TIME_ZONE);
  }
  const date = plain.toString();
  return { number, date, weekday: plain.dayOfWeek as Weekday, holiday: isHoliday(date), stretches };
}

function endOf({ stretches }: Day): number {
  return stretches.at(-1)?.to ?? 0;
}
