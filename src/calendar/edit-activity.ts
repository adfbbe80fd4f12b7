import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { bookedTwice } from './double-booking.ts';
import { type ActivityFields, type Doubt, type DraftTime, doubtsOf, type Written } from './draft.ts';
import { columnsOf, type KnownActivity, readKnown } from './known.ts';
import { addActivity, addTimes, lockCalendar, revise } from './write-activity.ts';

/** Changes of the calendar by hand. Each counts as a revision, so that an import is not undone over it. */

const DAY_MS = 86_400_000;

/** What there is to doubt of an activity that somebody writes by hand, with what else is at its place and time. */
export async function doubtsByHand(db: Kysely<Tables>, written: Written, now: Date): Promise<readonly Doubt[]> {
  const starts = written.times.map(({ startsAt }) => +startsAt);
  const span = { from: new Date(Math.min(...starts) - DAY_MS), to: new Date(Math.max(...starts) + DAY_MS) };
  const others = starts.length === 0 ? [] : await readKnown(db, { keys: [], ...span });
  return doubtsOf(written, bookedTwice([written, ...others]).has(written), now);
}

export async function addByHand(db: Kysely<Tables>, written: Written, now: Date): Promise<string> {
  return db.transaction().execute(async (trx) => {
    await lockCalendar(trx);
    return addActivity(trx, written, null, now);
  });
}

export async function findActivity(db: Kysely<Tables>, id: string): Promise<KnownActivity | null> {
  const [found] = await readKnown(db, { ids: [id] });
  return found ?? null;
}

/** False when there is no such activity any more. */
export async function changeFields(
  db: Kysely<Tables>,
  id: string,
  fields: ActivityFields,
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lockCalendar(trx);
    await trx.updateTable('activities').set(columnsOf(fields)).where('id', '=', id).execute();
    return revise(trx, id, now);
  });
}

/** Adds times. False when there is no such activity any more. */
export async function addTimesTo(
  db: Kysely<Tables>,
  id: string,
  times: readonly DraftTime[],
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lockCalendar(trx);
    if (!(await revise(trx, id, now))) return false;
    await addTimes(trx, id, times);
    return true;
  });
}

/** Cancels one time, or lets it take place after all. False when there is none. */
export async function setCancelled(
  db: Kysely<Tables>,
  { activity, time, cancelled }: { readonly activity: string; readonly time: string; readonly cancelled: boolean },
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lockCalendar(trx);
    const changed = await trx
      .updateTable('occurrences')
      .set({ state: cancelled ? 'cancelled' : 'planned' })
      .where('id', '=', time)
      .where('activity_id', '=', activity)
      .executeTakeFirst();
    return changed.numUpdatedRows === 1n && revise(trx, activity, now);
  });
}
