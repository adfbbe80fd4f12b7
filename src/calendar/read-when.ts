import { Temporal } from 'temporal-polyfill';
import { fold } from './fold.ts';
import { readDates, type WrittenDates, type WrittenDay } from './read-dates.ts';
import { type HoursRead, joinHours, readHours, type Span } from './read-hours.ts';
import { MONTHS_AHEAD, timesOfRule } from './rule-times.ts';

/** Where the activities are. */
export const TIME_ZONE = 'Europe/Brussels';
/** A date without a year that lies no further back is of this year: the sheet came late. */
const DAYS_BACK = 31;
/** A stage of so many days; more days with hours are rather a mistake. */
const MOST_DAYS = 62;

/** One time that an activity takes place. */
export interface Time {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  /** No hour is known. */
  readonly wholeDay: boolean;
}

/** What stands in the cells of a row; empty where there is no such column. */
export interface WhenCells {
  readonly date: string;
  /** A column of the weekday alone. */
  readonly weekday: string;
  readonly hours: string;
  readonly start: string;
  readonly end: string;
}

/** What is known of the dates of a sheet besides its cells. */
export interface WhenContext {
  readonly today: Temporal.PlainDate;
  /** From the title of a month above the row, the name of the sheet or of the file. */
  readonly month: number | null;
  readonly year: number | null;
}

export type WhenDoubt =
  | 'wrong-weekday'
  | 'end-before-start'
  | 'no-hour'
  | 'unread-hour'
  | 'guessed-end'
  | 'exception-unread'
  | 'cut';

export type WhenRead =
  | { readonly times: readonly Time[]; readonly doubts: readonly WhenDoubt[] }
  | { readonly fault: 'no-date' | 'unread-date' };

/** When the activity of a row takes place. Pure: today comes in. */
export function readWhen(cells: WhenCells, context: WhenContext): WhenRead {
  // "22-mai-26", as Excel writes it in French.
  const inDate = fold(cells.date).replace(/(\d)-([a-z]{3,9})\.?(?:-(?=\d))?/g, '$1 $2 ');
  const own = hoursOf(cells);
  const onlyDate = own.spans.length > 0 || own.wholeDay;
  // "12.05" is a day where the hours stand elsewhere, and an hour where they do not.
  const plain = onlyDate ? inDate.replace(/\b(\d{1,2})\.(\d{1,2})\b(?![.\d])/g, '$1/$2') : inDate;
  const asDay = fromSerial(plain);
  const inside = readHours(withoutDates(asDay));
  const text = `${fold(cells.weekday)} ${backToDates(inside.rest, asDay)}`.trim();
  const hours = onlyDate ? own : inside;
  if (text === '') return { fault: 'no-date' };
  const written = readDates(text);
  const doubts: WhenDoubt[] = [];
  if (hours.spans.some(({ backwards }) => backwards)) doubts.push('end-before-start');
  if (hours.spans.length === 0 && !hours.wholeDay) doubts.push(saysHour(cells) ? 'unread-hour' : 'no-hour');
  else if (isUnread(cells.start) || isUnread(cells.end)) doubts.push('unread-hour');
  if (written.exceptUnread) doubts.push('exception-unread');
  const days = written.every === null ? daysOf(written, context, hours) : repeatedDays(written, context);
  if (days === null) return { fault: 'unread-date' };
  const times = days.days.flatMap((day) => timesOn(day, hours.spans));
  return { times, doubts: [...doubts, ...days.doubts] };
}

/** Midnight at the beginning of a day in Brussels. */
export function startOf(day: Temporal.PlainDate): Date {
  return new Date(day.toZonedDateTime(TIME_ZONE).epochMilliseconds);
}

/** The day in Brussels to which an instant belongs. */
export function dayOf(at: Date): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(TIME_ZONE).toPlainDate();
}

interface Days {
  /** From the first to the last, both included: one day, or several without an hour. */
  readonly days: readonly { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate }[];
  readonly doubts: readonly WhenDoubt[];
}

function daysOf(written: WrittenDates, context: WhenContext, hours: HoursRead): Days | null {
  if (written.spans.length === 0) return null;
  const days: { from: Temporal.PlainDate; to: Temporal.PlainDate }[] = [];
  const expected = written.spans.every(({ to }) => to === null) ? written.weekdays : [];
  for (const [index, { from, to }] of written.spans.entries()) {
    const weekday = expected.length === written.spans.length ? expected[index] : expected[0];
    const first = resolve(from, context, weekday);
    const last = to === null ? first : resolve({ ...to, year: to.year ?? first?.year ?? null }, context);
    if (first === null || last === null) return null;
    const end = Temporal.PlainDate.compare(last, first) < 0 ? last.add({ years: 1 }) : last;
    const length = first.until(end).days + 1;
    if (length > MOST_DAYS) return null;
    if (hours.spans.length === 0) days.push({ from: first, to: end });
    else for (let day = 0; day < length; day += 1) days.push(oneDay(first.add({ days: day })));
  }
  const isWrong = expected.length > 0 && days.some(({ from }) => !expected.includes(from.dayOfWeek));
  return { days, doubts: isWrong ? ['wrong-weekday'] : [] };
}

function repeatedDays(written: WrittenDates, context: WhenContext): Days | null {
  const month = context.month === null ? null : monthOf(context.month, context);
  const since = written.since === null ? null : resolve(written.since, context);
  const until = written.until === null ? null : resolve(written.until, context);
  const named = written.month === null ? null : monthOf(written.month.month, { ...context, year: written.month.year });
  const begin = since ?? named ?? month ?? context.today.with({ day: 1 });
  const guessed = until === null && named === null && month === null;
  const end = until ?? lastOf(named ?? month ?? begin);
  const furthest = context.today.add({ months: MONTHS_AHEAD });
  const byDay = written.weekdays.map((weekday) => WEEKDAY_CODES[weekday - 1]);
  const rule =
    written.every === 'week'
      ? `FREQ=WEEKLY;BYDAY=${byDay.join(',')}`
      : `FREQ=MONTHLY;BYDAY=${(written.every ?? []).flatMap((nth) => byDay.map((code) => `${nth}${code}`)).join(',')}`;
  const capped = Temporal.PlainDate.compare(end, furthest) > 0 ? furthest : end;
  const { times, cut } = timesOfRule({ rule, first: begin.toPlainDateTime(), from: begin, to: capped });
  const days = times.map((time) => time.toPlainDate());
  const except = written.except.map((day) => resolve(day, context)?.toString());
  const kept = days.filter((day) => !except.includes(day.toString()));
  if (kept.length === 0) return null;
  return {
    days: kept.map(oneDay),
    doubts: [...(guessed ? (['guessed-end'] as const) : []), ...(cut && capped !== end ? (['cut'] as const) : [])],
  };
}

const WEEKDAY_CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

function oneDay(day: Temporal.PlainDate): { from: Temporal.PlainDate; to: Temporal.PlainDate } {
  return { from: day, to: day };
}

function monthOf(month: number, { year, today }: WhenContext): Temporal.PlainDate {
  const first = Temporal.PlainDate.from({ year: year ?? today.year, month, day: 1 });
  const isPast = Temporal.PlainDate.compare(lastOf(first).add({ days: DAYS_BACK }), today) < 0;
  return year === null && isPast ? first.add({ years: 1 }) : first;
}

function lastOf(day: Temporal.PlainDate): Temporal.PlainDate {
  return day.with({ day: day.daysInMonth });
}

/** The year that was meant: the sheet's, or else the one in which the date is next (and its weekday fits). */
function resolve(written: WrittenDay, context: WhenContext, weekday?: number): Temporal.PlainDate | null {
  const month = written.month ?? context.month;
  if (month === null) return null;
  const inYear = (year: number): Temporal.PlainDate | null => {
    if (month < 1 || month > 12 || written.day > Temporal.PlainYearMonth.from({ year, month }).daysInMonth) return null;
    return Temporal.PlainDate.from({ year, month, day: written.day });
  };
  if (written.year !== null) return inYear(written.year);
  if (context.year !== null) {
    // "décembre 2026" on the sheet and a row of January.
    const turns = context.month !== null && context.month - month > 6;
    return inYear(context.year + (turns ? 1 : 0));
  }
  const { today } = context;
  const oldest = today.subtract({ days: DAYS_BACK });
  const years = [today.year - 1, today.year, today.year + 1].map(inYear).filter((day) => day !== null);
  const possible = years.filter((day) => Temporal.PlainDate.compare(day, oldest) >= 0);
  return (
    possible.find((day) => weekday === undefined || day.dayOfWeek === weekday) ?? possible[0] ?? years.at(-1) ?? null
  );
}

function timesOn({ from, to }: { from: Temporal.PlainDate; to: Temporal.PlainDate }, spans: readonly Span[]): Time[] {
  if (spans.length === 0) {
    const endsAt = startOf(to.add({ days: 1 }));
    return [{ startsAt: startOf(from), endsAt, wholeDay: true }];
  }
  return spans.map((span) => ({
    startsAt: at(from, span.from),
    endsAt: span.to === null ? null : at(from, span.to),
    wholeDay: false,
  }));
}

/** A minute on the clock of a day. What the change of the clock leaves out is an hour later. */
function at(day: Temporal.PlainDate, minutes: number): Date {
  const clock = { hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 };
  const shifted = day.add({ days: Math.floor(minutes / 1_440) });
  return new Date(shifted.toPlainDateTime(clock).toZonedDateTime(TIME_ZONE).epochMilliseconds);
}

function hoursOf({ hours, start, end }: WhenCells): HoursRead {
  const begin = readHours(fold(start), { loose: true });
  if (begin.spans.length > 0) return { ...begin, spans: joinHours(begin, readHours(fold(end), { loose: true })) };
  return readHours(fold(hours), { loose: true });
}

function saysHour(cells: WhenCells): boolean {
  return (['hours', 'start', 'end'] as const).some((cell) => /\d/.test(cells[cell]));
}

/** A cell for one hour in which something else stands. */
function isUnread(cell: string): boolean {
  return /\d/.test(cell) && readHours(fold(cell), { loose: true }).spans.length === 0;
}

/** A day as Excel counts them, when nobody has told the cell that it is one. */
function fromSerial(text: string): string {
  if (!/^[34567]\d{4}$/.test(text)) return text;
  return Temporal.PlainDate.from('1899-12-30')
    .add({ days: Number(text) })
    .toString();
}

const WHOLE_DATE =
  /\b\d{4}-\d{1,2}-\d{1,2}\b|(?<!\d)\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)|(?<![\d/])\d{1,2}\/\d{1,2}(?![\d/]|\s*[hu:])/g;

/** Dates in figures are put aside while hours are looked for: "22.05.26 9.30". */
function withoutDates(text: string): string {
  return text.replace(WHOLE_DATE, ' # ');
}

function backToDates(rest: string, text: string): string {
  const dates = [...text.matchAll(WHOLE_DATE)].map(([date]) => date);
  return rest.replace(/#/g, () => dates.shift() ?? '');
}
