import { type Day, dayAt, dayNumber, type Weekday } from './brussels-day.ts';

/** Somebody who answers parents. */
export interface Worker {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  /** Territories whose TPR this is. */
  readonly territories: readonly string[];
  /** Territories whose deputy this is. */
  readonly deputyOf: readonly string[];
  /** Belongs to the centre d'appui, which takes what nobody else can. */
  readonly centre: boolean;
  /** Weekly hours on the clock of Brussels, 'HH:MM' to '24:00'; hours past midnight are two entries. */
  readonly hours: readonly { readonly day: Weekday; readonly from: string; readonly to: string }[];
  /** Whole days, both included, 'YYYY-MM-DD'. */
  readonly absences: readonly { readonly from: string; readonly to: string }[];
}

/** Who works where, and when. */
export interface Roster {
  readonly workers: readonly Worker[];
  /** Province of each territory. */
  readonly provinces: ReadonlyMap<string, string>;
}

/** Days ahead in which duty is looked for: whoever is away for longer is not waited for. */
const HORIZON_DAYS = 60;

const MINUTE_MS = 60_000;

/** A time on duty; milliseconds since 1970, the end excluded. */
interface Duty {
  readonly from: number;
  readonly to: number;
}

/** Is the worker on duty at this instant? */
export function isOnDuty(worker: Worker, at: Date): boolean {
  const now = at.getTime();
  return dutiesOn(dayAt(now), worker).some(({ from, to }) => from <= now && now < to);
}

/** Is the worker away, holidays apart, on any day in Brussels from one instant to another? */
export function isAbsent(worker: Worker, from: Date, to = from): boolean {
  const [first, last] = [dayAt(from.getTime()).date, dayAt(to.getTime()).date];
  return worker.absences.some((absence) => absence.from <= last && first <= absence.to);
}

/** The instant at which the worker is next on duty: `at` itself if on duty; null if not within so many days. */
export function nextOnDuty(worker: Worker, at: Date, horizonDays = HORIZON_DAYS): Date | null {
  for (const { from } of dutiesFrom(at.getTime(), worker, horizonDays)) return new Date(from);
  return null;
}

/** The instant at which so many minutes of duty have passed since `from`; null if the worker is away for too long before. */
export function addDutyMinutes(worker: Worker, from: Date, minutes: number): Date | null {
  let left = minutes * MINUTE_MS;
  let passed = from.getTime();
  for (const duty of dutiesFrom(passed, worker, HORIZON_DAYS)) {
    // Hours may be entered twice: no minute counts twice.
    const start = Math.max(duty.from, passed);
    if (duty.to <= start) continue;
    if (left <= duty.to - start) return new Date(start + left);
    left -= duty.to - start;
    passed = duty.to;
  }
  return null;
}

/** Times on duty from an instant on, until there is none for so many days. */
function* dutiesFrom(at: number, worker: Worker, horizonDays: number): Generator<Duty> {
  const first = dayAt(at).number;
  for (let number = first, last = first; number <= last + horizonDays; number += 1) {
    for (const { from, to } of dutiesOn(dayNumber(number), worker)) {
      if (to <= at) continue;
      last = number;
      yield { from: Math.max(from, at), to };
    }
  }
}

/**
 * Times on duty in a day, in order: whenever the clock on the wall reads hours of the worker. So an hour that the clock
 * skips is nobody's, and one that it shows twice is worked twice.
 */
function dutiesOn(day: Day, { active, hours, absences }: Worker): Duty[] {
  if (!active || day.holiday || absences.some(({ from, to }) => from <= day.date && day.date <= to)) return [];
  return hours
    .filter(({ day: weekday }) => weekday === day.weekday)
    .flatMap((entry) =>
      day.stretches.map(({ from, to, midnight }) => ({
        from: Math.max(from, midnight + sinceMidnight(entry.from)),
        to: Math.min(to, midnight + sinceMidnight(entry.to)),
      })),
    )
    .filter(({ from, to }) => from < to)
    .sort((one, other) => one.from - other.from);
}

/** Milliseconds from 00:00 to a time on the clock. */
function sinceMidnight(clock: string): number {
  const [hour, minute] = clock.split(':').map(Number);
  return ((hour ?? 0) * 60 + (minute ?? 0)) * MINUTE_MS;
}
