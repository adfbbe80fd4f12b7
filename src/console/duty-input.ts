import { z } from 'zod';
import { type Absence, absenceEntry, type Hours, hoursEntry, MOST_ABSENCES, MOST_HOURS } from '../handover/staff.ts';
import { readFields } from './forms.ts';

/** A row of the form as it was typed, and what is wrong with it. */
export interface HoursRow {
  readonly day: string;
  readonly from: string;
  readonly to: string;
  readonly error?: 'incomplete' | 'backwards';
}

export interface AbsenceRow {
  readonly from: string;
  readonly to: string;
  readonly error?: 'incomplete' | 'backwards' | 'notADay';
}

/** What a form says: the entries when all is well, else the rows to be shown again. */
export interface DutyInput<Entry, Row> {
  readonly entries: readonly Entry[] | null;
  readonly rows: readonly Row[];
  readonly tooMany: boolean;
}

/** Absences are forgotten so long after they ended: nobody needs to know who was away when. */
const FORGET_DAYS = 90;
const MOST_ROWS = 500;

/** Weekly hours from fields `day`, `from` and `to`, a row each; rows without times are not there. */
export function readHours(body: unknown): DutyInput<Hours, HoursRow> {
  const [days, tos] = [readFields(body, 'day'), readFields(body, 'to')];
  const froms = readFields(body, 'from').slice(0, MOST_ROWS);
  const typed = froms.map((from, index) => ({
    day: days[index] ?? '1',
    from: readClock(from),
    to: readClock(tos[index] ?? ''),
  }));
  return judge(
    typed.filter(({ from, to }) => from !== '' || to !== ''),
    MOST_HOURS,
    ({ day, from, to }): Judged<Hours, 'incomplete' | 'backwards'> => {
      if (from === '' || to === '') return { error: 'incomplete' };
      // Midnight at the end of a day: browsers know only the one at its beginning.
      const entry = hoursEntry.safeParse({ day: Number(day), from, to: to === '00:00' ? '24:00' : to });
      return entry.success ? { entry: entry.data } : { error: 'backwards' };
    },
  );
}

/** Absences from fields `from` and `to`, a row each. Those that ended long ago are left out. */
export function readAbsences(body: unknown, now: Date): DutyInput<Absence, AbsenceRow> {
  const tos = readFields(body, 'to');
  const froms = readFields(body, 'from').slice(0, MOST_ROWS);
  const typed = froms.map((from, index) => ({ from: readDay(from), to: readDay(tos[index] ?? '') }));
  const since = new Date(now.getTime() - FORGET_DAYS * 86_400_000).toISOString().slice(0, 10);
  const { entries, ...rest } = judge(
    typed.filter(({ from, to }) => from !== '' || to !== ''),
    MOST_ABSENCES,
    ({ from, to }): Judged<Absence, 'incomplete' | 'backwards' | 'notADay'> => {
      if (from === '' || to === '') return { error: 'incomplete' };
      const entry = absenceEntry.safeParse({ from, to });
      if (entry.success) return { entry: entry.data };
      return { error: [from, to].every((day) => isDay(day)) ? 'backwards' : 'notADay' };
    },
  );
  return { ...rest, entries: entries?.filter(({ to }) => to >= since) ?? null };
}

type Judged<Entry, Wrong> = { readonly entry: Entry } | { readonly error: Wrong };

function judge<Row, Entry, Wrong>(
  typed: readonly Row[],
  most: number,
  read: (row: Row) => Judged<Entry, Wrong>,
): DutyInput<Entry, Row & { error?: Wrong }> {
  const judged = typed.map((row) => ({ row, found: read(row) }));
  const entries = judged.flatMap(({ found }) => ('entry' in found ? [found.entry] : []));
  const tooMany = typed.length > most;
  return {
    entries: entries.length === typed.length && !tooMany ? entries : null,
    rows: judged.map(({ row, found }) => ({ ...row, ...('error' in found && { error: found.error }) })),
    tooMany,
  };
}

function isDay(text: string): boolean {
  return z.iso.date().safeParse(text).success;
}

/** "9:00", "9h" and "9h00" are 09:00: not every browser has a clock to choose from. What is no time stays as it was typed. */
function readClock(typed: string): string {
  const [, hour, minute = '00'] = /^\s*(\d{1,2})\s*(?:[:.hHuU]\s*(\d{2})?)?\s*$/.exec(typed) ?? [];
  return hour === undefined ? typed.trim() : `${hour.padStart(2, '0')}:${minute}`;
}

/** "21/12/2026" is 2026-12-21, for browsers without a calendar. */
function readDay(typed: string): string {
  const [, day, month, year] = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(typed) ?? [];
  if (day === undefined || month === undefined) return typed.trim();
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
