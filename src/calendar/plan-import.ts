import { createHash } from 'node:crypto';
import { type Change, changesBetween } from './changes.ts';
import { bookedTwice } from './double-booking.ts';
import { type Doubt, type Draft, doubtsOf, isGrave, type ReadRow, type RowFault, type Written } from './draft.ts';
import { groupBy } from './group-by.ts';
import type { KnownActivity } from './known.ts';
import { likeness, matchKnown } from './match-known.ts';
import { dayOf, startOf } from './read-when.ts';

type Row = Pick<ReadRow, 'sheet' | 'row' | 'title'>;

/** What becomes of a row that was understood. */
export interface PlannedActivity extends Row {
  readonly step: 'new' | 'changed' | 'unchanged' | 'cancelled';
  readonly draft: Draft;
  /** Of what the file says, to know it again. */
  readonly hash: string;
  /** What it is in the calendar already; null when it is new, or was cancelled before it was ever known. */
  readonly known: KnownActivity | null;
  readonly changes: readonly Change[];
  readonly doubts: readonly Doubt[];
}

export interface UnreadableRow extends Row {
  readonly step: 'unreadable';
  readonly fault: RowFault;
}

export type PlannedRow = PlannedActivity | UnreadableRow;

/** What an import would do, row by row. */
export interface Plan {
  readonly rows: readonly PlannedRow[];
  /** Of the same source and months, still to come, and no longer in the file. */
  readonly missing: readonly KnownActivity[];
  /** The same as long as the import would do the same. */
  readonly fingerprint: string;
}

interface Understood extends Row {
  readonly draft: Draft;
  readonly doubts: readonly Doubt[];
}

/** Compares what was read with what is known. Pure. */
export function planImport(
  read: readonly ReadRow[],
  known: readonly KnownActivity[],
  { source, now }: { readonly source: string; readonly now: Date },
): Plan {
  const understood = toldApart(
    read.flatMap(({ read: found, ...row }) => ('draft' in found ? [{ ...row, ...found }] : [])),
  );
  const { byDraft, left } = matchKnown(
    understood.map(({ draft }) => draft),
    known,
    source,
  );
  const matched = new Set([...byDraft.values()].map(({ id }) => id));
  const others = known.filter(({ id }) => !matched.has(id));
  const twice = bookedTwice([...understood.map(({ draft }) => draft), ...others]);
  // What was typed by hand has no key by which a file would know it.
  const byHand = new Set(others.filter(({ key }) => key === null).flatMap(startsOf));
  const planned = understood.map((row) => {
    const isThere = startsOf(row.draft).some((start) => byHand.has(start));
    const doubts: readonly Doubt[] = isThere ? [...row.doubts, 'already-there'] : row.doubts;
    const isTwice = !isThere && twice.has(row.draft);
    return planRow({ ...row, doubts }, byDraft.get(row.draft) ?? null, isTwice, now);
  });
  const byRow = new Map(planned.map((row) => [`${row.row}|${row.sheet}`, row]));
  const rows = read.flatMap(({ read: found, ...row }): PlannedRow[] => {
    if ('fault' in found) return [{ ...row, step: 'unreadable', fault: found.fault }];
    return [byRow.get(`${row.row}|${row.sheet}`)].filter((one) => one !== undefined);
  });
  const { from, to } = spanOf(understood);
  const missing = left.filter(({ times }) =>
    times.some(({ startsAt, cancelled }) => !cancelled && startsAt >= now && startsAt >= from && startsAt < to),
  );
  return { rows, missing, fingerprint: fingerprintOf(rows, missing) };
}

/** What takes place, where and when it begins, once for each of its times. */
function startsOf(written: Written): string[] {
  const like = likeness(written);
  return written.times.filter(({ cancelled }) => !cancelled).map(({ startsAt }) => `${like}|${+startsAt}`);
}

/** The months that a file speaks of, from the first day of the first to the last of the last. */
export function spanOf(rows: readonly { readonly draft: Draft }[]): { readonly from: Date; readonly to: Date } {
  const starts = rows.flatMap(({ draft }) => draft.times.map(({ startsAt }) => +startsAt)).sort((a, b) => a - b);
  const [first, last] = [starts[0] ?? 0, starts.at(-1) ?? 0];
  const month = (at: number) => dayOf(new Date(at)).with({ day: 1 });
  return { from: startOf(month(first)), to: startOf(month(last).add({ months: 1 })) };
}

/** Whether a row is entered unless somebody says otherwise. */
export function entersByItself(row: PlannedRow): boolean {
  return row.step !== 'unreadable' && row.step !== 'unchanged' && !isGrave(row.doubts);
}

function planRow(row: Understood, known: KnownActivity | null, isTwice: boolean, now: Date): PlannedActivity {
  const { draft } = row;
  const hash = hashOf(draft);
  const planned = { ...row, hash, known, doubts: [], changes: [] };
  // A file that says what it said before changes nothing, also of what somebody has put right by hand since.
  if (known !== null && known.hash === hash && known.key === draft.key) return { ...planned, step: 'unchanged' };
  const isOff = draft.times.every(({ cancelled }) => cancelled);
  if (known === null && isOff) return { ...planned, step: 'cancelled' };
  const changes = known === null ? [] : changesBetween(known, draft, now);
  if (known !== null && changes.length === 0) return { ...planned, step: 'unchanged' };
  const doubts = [...row.doubts, ...doubtsOf(draft, isTwice, now)];
  const step = known === null ? 'new' : changes.some(({ field }) => field === 'cancelled') ? 'cancelled' : 'changed';
  return { ...planned, step, changes, doubts };
}

/**
 * Rows of one key are told apart by the order of their hours: a workshop at ten and again at two. A row that stands
 * twice word by word is doubtful.
 */
function toldApart(rows: readonly Understood[]): readonly Understood[] {
  const apart = new Map<Understood, Understood>();
  for (const group of groupBy(rows, ({ draft }) => draft.key).values()) {
    const ordered = group.toSorted((one, other) => startOfDraft(one) - startOfDraft(other));
    const seen = new Set<string>();
    for (const [index, row] of ordered.entries()) {
      const hash = hashOf(row.draft);
      const doubts: readonly Doubt[] = seen.has(hash) ? [...row.doubts, 'repeated'] : row.doubts;
      seen.add(hash);
      const key = index === 0 ? row.draft.key : `${row.draft.key}|${index + 1}`;
      apart.set(row, { ...row, doubts, draft: { ...row.draft, key } });
    }
  }
  return rows.map((row) => apart.get(row) ?? row);
}

function startOfDraft({ draft }: Understood): number {
  return +(draft.times[0]?.startsAt ?? 0);
}

function hashOf({ fields, times }: Draft): string {
  return digestOf([fields, times]);
}

function fingerprintOf(rows: readonly PlannedRow[], missing: readonly KnownActivity[]): string {
  const steps = rows.map((row) => [
    row.step,
    row.step === 'unreadable' ? '' : `${row.known?.id} ${row.known?.revision}`,
  ]);
  const left = missing.map(({ id, revision }) => `${id} ${revision}`);
  return digestOf([steps, left]);
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
}
