import { sql, type Transaction } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { announceChange } from './calendar-news.ts';
import { type DraftTime, timeKey, type Written } from './draft.ts';
import { columnsOf, type KnownActivity, type KnownTime } from './known.ts';

type Trx = Transaction<Tables>;

/** Where an activity came from, when a file brought it. */
export interface Origin {
  readonly key: string;
  readonly source: string;
  readonly hash: string;
  readonly importId: string;
}

/**
 * To be called first by whatever changes the calendar. One after the other: two people who change it at once do not see half of
 * each other's work. Once it is committed, whoever holds the calendar in memory hears of it.
 */
export async function lockCalendar(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('papote calendar'))`.execute(trx);
  await announceChange(trx);
}

/** Adds an activity with its times. Gives its id: the one given, if there is one. */
export async function addActivity(
  trx: Trx,
  { fields, times }: Written,
  origin: Origin | null,
  now: Date,
  given?: string,
): Promise<string> {
  const { id } = await trx
    .insertInto('activities')
    .values({
      ...(given !== undefined && { id: given }),
      ...columnsOf(fields),
      ...originColumns(origin),
      created_at: now,
      updated_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await addTimes(trx, id, times);
  return id;
}

/**
 * Changes an activity. A time keeps its id when its hour changes, so that who was told of it can be told again; times
 * that are over stay, times to come that are not wanted any more are cancelled.
 */
export async function changeActivity(
  trx: Trx,
  known: KnownActivity,
  { fields, times }: Written,
  origin: Origin | null,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('activities')
    .set({
      ...columnsOf(fields),
      ...originColumns(origin),
      // Translations of another title would mislead.
      ...(fields.title !== known.fields.title && { titles: '{}' }),
      updated_at: now,
      revision: sql`revision + 1`,
    })
    .where('id', '=', known.id)
    .execute();
  const byStart = new Map(known.times.map((time) => [+time.startsAt, time]));
  const same = times.flatMap((time) => {
    const old = byStart.get(+time.startsAt);
    return old === undefined ? [] : [[old, time] as const];
  });
  const kept = new Set(same.map(([old]) => old));
  const open = known.times.filter((time) => !kept.has(time) && time.startsAt >= now && !time.cancelled);
  // A row may name a date twice.
  const once = new Map(times.toReversed().map((time) => [+time.startsAt, time]));
  const come = times.filter((time) => !byStart.has(+time.startsAt) && once.get(+time.startsAt) === time);
  for (const [old, time] of [...same, ...open.slice(0, come.length).map((old, index) => [old, come[index]] as const)])
    if (time !== undefined) await setTime(trx, old, time);
  await addTimes(trx, known.id, come.slice(open.length));
  const gone = open.slice(come.length).map(({ id }) => id);
  if (gone.length > 0)
    await trx.updateTable('occurrences').set({ state: 'cancelled' }).where('id', 'in', gone).execute();
}

/** Cancels what is still to come of an activity. */
export async function cancelActivity(trx: Trx, id: string, now: Date): Promise<void> {
  await trx
    .updateTable('occurrences')
    .set({ state: 'cancelled' })
    .where('activity_id', '=', id)
    .where('starts_at', '>=', now)
    .execute();
  await revise(trx, id, now);
}

/** Counts a change. False when there is no such activity any more. */
export async function revise(trx: Trx, id: string, now: Date): Promise<boolean> {
  const changed = await trx
    .updateTable('activities')
    .set({ revision: sql`revision + 1`, updated_at: now })
    .where('id', '=', id)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

async function setTime(trx: Trx, old: KnownTime, time: DraftTime): Promise<void> {
  if (timeKey(old) === timeKey(time)) return;
  await trx.updateTable('occurrences').set(timeColumns(time)).where('id', '=', old.id).execute();
}

/** Adds times; one that begins when another does is the same. */
export async function addTimes(trx: Trx, activity: string, times: readonly DraftTime[]): Promise<void> {
  if (times.length === 0) return;
  await trx
    .insertInto('occurrences')
    .values(times.map((time) => ({ activity_id: activity, ...timeColumns(time) })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function timeColumns({ startsAt, endsAt, wholeDay, cancelled }: DraftTime) {
  const state = cancelled ? ('cancelled' as const) : ('planned' as const);
  return { starts_at: startsAt, ends_at: endsAt, whole_day: wholeDay, state };
}

function originColumns(origin: Origin | null) {
  if (origin === null) return {};
  return {
    source_key: origin.key,
    source: origin.source,
    source_hash: origin.hash,
    import_id: origin.importId,
  };
}
