import { Temporal } from 'temporal-polyfill';
import { isHoliday } from '../handover/holidays.ts';

const TIME_ZONE = 'Europe/Brussels';
/** Hours on the clock of Brussels between which nobody minds a message that they did not ask for just now. */
const OPENS = 8;
const CLOSES = 20;

/** When the weekly message leaves, on the clock of Brussels. */
export interface WeeklyHour {
  /** 1 is Monday. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

const WEEKLY_HOUR: WeeklyHour = { weekday: 7, hour: 17, minute: 0 };

/**
 * The next time that the weekly message leaves, after an instant. On a legal holiday it leaves the last day before that is
 * none, so that nobody misses what takes place in between.
 */
export function nextWeekly(after: Date, at: WeeklyHour = WEEKLY_HOUR): Date {
  const now = inBrussels(after);
  let day = now.toPlainDate().add({ days: (at.weekday - now.dayOfWeek + 7) % 7 });
  for (;;) {
    const leaves = dateAt(workingDay(day), at);
    if (leaves > after) return leaves;
    day = day.add({ days: 7 });
  }
}

/** Weekly messages nearer to each other are one week's: since each looks ten days ahead, leaving one out leaves no gap. */
export const SAME_WEEK_MS = 3 * 86_400_000;

/** The next time that the weekly message leaves, where there may be one of another hour: the last that is known of. */
export function followingWeekly(now: Date, at: WeeklyHour, last: Date | null): Date {
  const next = nextWeekly(now, at);
  const apart = last === null ? SAME_WEEK_MS : Math.abs(next.getTime() - last.getTime());
  return apart === 0 || apart >= SAME_WEEK_MS ? next : nextWeekly(next, at);
}

/** Whether the weekly message may leave at that hour: 8:00 to 19:30, so that there is time to send it. */
export function isWeeklyHour({ weekday, hour, minute }: WeeklyHour): boolean {
  const minutes = hour * 60 + minute;
  const isTime = Number.isInteger(minutes) && minute >= 0 && minute < 60;
  return [1, 2, 3, 4, 5, 6, 7].includes(weekday) && isTime && minutes >= OPENS * 60 && minutes <= CLOSES * 60 - 30;
}

/** May messages that nobody is waiting for be sent at this instant? Between 8:00 and 20:00 in Brussels. */
export function isOpenHour(at: Date): boolean {
  const { hour } = inBrussels(at);
  return hour >= OPENS && hour < CLOSES;
}

/** The first instant from then on that `isOpenHour`. */
function nextOpenHour(from: Date): Date {
  if (isOpenHour(from)) return from;
  const now = inBrussels(from);
  const day = now.hour < OPENS ? now.toPlainDate() : now.toPlainDate().add({ days: 1 });
  return dateAt(day, { hour: OPENS, minute: 0 });
}

/** The first instant after an open one that is no longer one. */
export function closingAfter(at: Date): Date {
  const now = inBrussels(at);
  return dateAt(now.toPlainDate(), { hour: CLOSES, minute: 0 });
}

/** When a sender that starts then, and sends in open hours only, has sent for so many seconds. */
export function finishAt(start: Date, seconds: number): Date {
  let at = nextOpenHour(start);
  let left = seconds * 1_000;
  for (;;) {
    const closes = closingAfter(at);
    const room = closes.getTime() - at.getTime();
    if (left <= room) return new Date(at.getTime() + left);
    left -= room;
    at = nextOpenHour(closes);
  }
}

/** The first instant of the month in Brussels to which an instant belongs. */
export function startOfMonth(at: Date): Date {
  const now = inBrussels(at);
  return dateAt(now.toPlainDate().with({ day: 1 }), { hour: 0, minute: 0 });
}

function inBrussels(at: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(TIME_ZONE);
}

function workingDay(day: Temporal.PlainDate): Temporal.PlainDate {
  return isHoliday(day.toString()) ? workingDay(day.subtract({ days: 1 })) : day;
}

function dateAt(day: Temporal.PlainDate, { hour, minute }: Pick<WeeklyHour, 'hour' | 'minute'>): Date {
  const at = day.toZonedDateTime({ timeZone: TIME_ZONE, plainTime: Temporal.PlainTime.from({ hour, minute }) });
  return new Date(at.epochMilliseconds);
}
