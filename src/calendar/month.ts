import { Temporal } from 'temporal-polyfill';
import { dayOf, startOf } from './read-when.ts';

/** Coordinators plan a school year ahead; farther there is nothing to show, and no end of pages. */
const MONTHS_AHEAD = 12;

/** A month of the public agenda. */
export interface AgendaMonth {
  /** 'YYYY-MM'. */
  readonly month: string;
  /** From where on it is shown: its first instant in Brussels, or that of today. */
  readonly from: Date;
  /** Its end, excluded. */
  readonly to: Date;
  /** 'YYYY-MM'; null where the agenda begins or ends. */
  readonly previous: string | null;
  readonly next: string | null;
}

/** The month that was asked for as 'YYYY-MM', or this one. Undefined for what is no month or is not in the agenda. */
export function agendaMonth(asked: string | undefined, now: Date): AgendaMonth | undefined {
  const today = dayOf(now);
  const current = today.toPlainYearMonth();
  if (asked !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(asked)) return undefined;
  const month = asked === undefined ? current : Temporal.PlainYearMonth.from(asked);
  const ahead = current.until(month).total({ unit: 'months', relativeTo: today.with({ day: 1 }) });
  if (ahead < 0 || ahead > MONTHS_AHEAD) return undefined;
  return {
    month: month.toString(),
    from: startOf(ahead === 0 ? today : month.toPlainDate({ day: 1 })),
    to: startOf(month.add({ months: 1 }).toPlainDate({ day: 1 })),
    previous: ahead === 0 ? null : month.subtract({ months: 1 }).toString(),
    next: ahead === MONTHS_AHEAD ? null : month.add({ months: 1 }).toString(),
  };
}

/** The time that a calendar program is told of: from the day 31 days ago to the end of the agenda. */
export function feedSpan(now: Date): { readonly from: Date; readonly to: Date } {
  const today = dayOf(now);
  return { from: startOf(today.subtract({ days: 31 })), to: startOf(today.add({ months: MONTHS_AHEAD + 1 })) };
}
