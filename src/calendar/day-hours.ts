import { dayAt } from '../handover/brussels-day.ts';

const HOUR_MS = 3_600_000;
/** On the clock of Brussels: later in the day nobody is written to of the calendar's own accord. */
const LAST_HOUR = 20;

/** What the clock in Brussels reads, in hours since 00:00: 13.5 at half past one, also on a day when it changes. */
export function hourOf(at: Date): number {
  const { stretches } = dayAt(at.getTime());
  const stretch = stretches.find(({ to }) => at.getTime() < to);
  return (at.getTime() - (stretch?.midnight ?? 0)) / HOUR_MS;
}

/** The instant of the same day in Brussels after which nobody is written to. */
export function eveningOf(at: Date): Date {
  const { stretches } = dayAt(at.getTime());
  return new Date((stretches.at(-1)?.midnight ?? 0) + LAST_HOUR * HOUR_MS);
}
