import rr from 'rrule';
import { Temporal } from 'temporal-polyfill';

/** What comes again and again is entered at most so often, and so far ahead. */
const MOST_TIMES = 400;
export const MONTHS_AHEAD = 13;

export interface RuleTimes {
  /** On the clock of the place, in order. */
  readonly times: readonly Temporal.PlainDateTime[];
  /** There would be more. */
  readonly cut: boolean;
}

/**
 * The times of a rule as calendars write them ("FREQ=WEEKLY;BYDAY=TU;COUNT=10"), as far as they are entered.
 * Throws when it cannot be read, or comes more often than daily.
 */
export function timesOfRule(options: {
  readonly rule: string;
  readonly first: Temporal.PlainDateTime;
  /** Times before are counted, but not wanted. */
  readonly from: Temporal.PlainDate;
  /** The last day that is wanted. */
  readonly to: Temporal.PlainDate;
  /** The rule's own end on the clock of the place, where it was not written so. */
  readonly until?: Temporal.PlainDateTime;
}): RuleTimes {
  const { first, from, to, until } = options;
  const parsed = rr.RRule.parseString(options.rule);
  if (parsed.freq === undefined || parsed.freq > rr.Frequency.DAILY) throw new RangeError('more often than daily');
  const times: Temporal.PlainDateTime[] = [];
  let cut = false;
  new rr.RRule({ ...parsed, dtstart: asUtc(first), ...(until && { until: asUtc(until) }) }).all((date) => {
    const time = Temporal.PlainDateTime.from(date.toISOString().slice(0, 19));
    const day = time.toPlainDate();
    cut = times.length === MOST_TIMES || Temporal.PlainDate.compare(day, to) > 0;
    if (!cut && Temporal.PlainDate.compare(day, from) >= 0) times.push(time);
    return !cut;
  });
  return { times, cut };
}

/** The library knows only UTC: clocks of the place are given to it as if they were. */
function asUtc(time: Temporal.PlainDateTime): Date {
  return new Date(time.toZonedDateTime('UTC').epochMilliseconds);
}
