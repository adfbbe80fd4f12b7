import { Temporal } from 'temporal-polyfill';

/** Where activities take place, and so where their days begin and end. */
const TIME_ZONE = 'Europe/Brussels';
const SUNDAY = 7;
/** From a 29 February to the next: eight years when a century year lies between. */
const MOST_YEARS = 8;
const MOST_MONTHS = 3;
/** How far ahead "Saturday the 12th" is looked for, in days. */
const FARTHEST_WEEKDAY = 70;

export const PARTS_OF_DAY = ['morning', 'afternoon', 'evening'] as const;
export type PartOfDay = (typeof PARTS_OF_DAY)[number];

/** Hours of the day, the end excluded. An afternoon may end late and an evening begin early. */
const HOURS: Readonly<Record<PartOfDay, readonly [from: number, to: number]>> = {
  morning: [0, 12],
  afternoon: [12, 18],
  evening: [17, 24],
};

/** A day or days as somebody names them, before it is known what day it is. */
export type NamedDays =
  | { readonly is: 'day'; readonly in: number }
  /**
   * Weekday 1 is Monday; `day` is the day of the month said with it. Without `next` today counts; with `day` it does not, with `week` it
   * is the one of next week.
   */
  | {
      readonly is: 'weekday';
      readonly weekday: number;
      readonly day: number | null;
      readonly next: 'day' | 'week' | null;
    }
  | { readonly is: 'date'; readonly day: number; readonly month: number | null; readonly year: number | null }
  | { readonly is: 'week' | 'weekend' | 'month'; readonly in: 0 | 1 }
  | { readonly is: 'month-named'; readonly month: number; readonly year: number | null };

/** A time that a message names. What it is on the calendar, {@link rangeOf} tells. */
export interface When {
  readonly days: NamedDays;
  readonly part: PartOfDay | null;
}

/** Instants; `to` is excluded. */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

interface Days {
  readonly first: Temporal.PlainDate;
  /** The day after the last. */
  readonly after: Temporal.PlainDate;
}

/**
 * When it is, seen from now, on the calendar of Brussels: the next time that is not over, without the part of it that is. Null for
 * a day that does not exist or whose year is over.
 */
export function rangeOf({ days, part }: When, now: Date): TimeRange | null {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(TIME_ZONE).toPlainDate();
  for (const candidate of candidates(days, today)) {
    const range = clipped(candidate, part, now);
    if (range !== null) return range;
  }
  // "This morning", written in the afternoon: what is left of the day.
  return days.is === 'day' && part !== null ? rangeOf({ days, part: null }, now) : null;
}

function* candidates(named: NamedDays, today: Temporal.PlainDate): Generator<Days> {
  switch (named.is) {
    case 'day':
      return yield oneDay(today.add({ days: named.in }));
    case 'weekday':
      return yield* weekdays(named, today);
    case 'date':
      return yield* dates(named, today);
    case 'weekend': {
      const saturday = mondayOf(today).add({ days: 5 + 7 * named.in });
      return yield { first: saturday, after: saturday.add({ days: 2 }) };
    }
    case 'week': {
      const monday = mondayOf(today).add({ days: 7 });
      // Who asks on a Sunday what there is this week means the one that begins.
      if (named.in === 0)
        return yield { first: today, after: today.dayOfWeek === SUNDAY ? monday.add({ days: 7 }) : monday };
      return yield { first: monday, after: monday.add({ days: 7 }) };
    }
    case 'month':
      return yield wholeMonth(today.toPlainYearMonth().add({ months: named.in }));
    case 'month-named':
      for (const year of named.year === null ? [today.year, today.year + 1] : [named.year])
        yield wholeMonth(Temporal.PlainYearMonth.from({ year, month: named.month }));
  }
}

function* weekdays(
  { weekday, day, next }: NamedDays & { readonly is: 'weekday' },
  today: Temporal.PlainDate,
): Generator<Days> {
  if (next === 'week') return yield oneDay(mondayOf(today).add({ days: 6 + weekday }));
  const first = today.add({ days: (weekday - today.dayOfWeek + 7) % 7 });
  if (day !== null)
    for (let days = 0; days < FARTHEST_WEEKDAY; days += 7) {
      const date = first.add({ days });
      if (date.day === day) yield oneDay(date);
    }
  if (next === null || first.day !== today.day) yield oneDay(first);
  yield oneDay(first.add({ days: 7 }));
}

function* dates({ day, month, year }: NamedDays & { readonly is: 'date' }, today: Temporal.PlainDate): Generator<Days> {
  const thisMonth = today.toPlainYearMonth();
  const months =
    month === null
      ? Array.from({ length: MOST_MONTHS }, (_, index) => thisMonth.add({ months: index }))
      : year === null
        ? Array.from({ length: MOST_YEARS + 1 }, (_, index) =>
            Temporal.PlainYearMonth.from({ year: today.year + index, month }),
          )
        : [Temporal.PlainYearMonth.from({ year, month })];
  for (const one of months) if (day <= one.daysInMonth) yield oneDay(one.toPlainDate({ day }));
}

/** The hours of those days that are not over; null when all are. */
function clipped({ first, after }: Days, part: PartOfDay | null, now: Date): TimeRange | null {
  const isOneDay = first.add({ days: 1 }).equals(after);
  const [fromHour, toHour] = part !== null && isOneDay ? HOURS[part] : [0, 24];
  const from = Math.max(instantOf(first, fromHour), now.getTime());
  const to = toHour === 24 ? instantOf(after, 0) : instantOf(first, toHour);
  return from < to ? { from: new Date(from), to: new Date(to) } : null;
}

function instantOf(date: Temporal.PlainDate, hour: number): number {
  return date.toZonedDateTime({ timeZone: TIME_ZONE, plainTime: { hour } }).epochMilliseconds;
}

function oneDay(first: Temporal.PlainDate): Days {
  return { first, after: first.add({ days: 1 }) };
}

function wholeMonth(month: Temporal.PlainYearMonth): Days {
  return { first: month.toPlainDate({ day: 1 }), after: month.add({ months: 1 }).toPlainDate({ day: 1 }) };
}

function mondayOf(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 });
}
