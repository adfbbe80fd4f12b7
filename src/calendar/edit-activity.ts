import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { Activity } from './activity.ts';
import { bookedTwice } from './double-booking.ts';
import { type Doubt, type DraftTime, doubtsOf, type Written } from './draft.ts';
import { columnsOf, type KnownActivity, readKnown } from './known.ts';
import type { Time } from './read-when.ts';
import { addActivity, addTimes, lockCalendar, revise } from './write-activity.ts';

/** Changes of the calendar by hand. Each counts as a revision, so that an import is not undone over it. */

const DAY_MS = 86_400_000;

/** An activity as somebody writes it by hand. */
export interface WrittenByHand extends Written {
  readonly titles: Activity['titles'];
}

/**
 * What there is to doubt of an activity that somebody writes by hand, with what else is at its place and time.
 *
 * @param known id of the activity when it is in the calendar already
 */
export async function doubtsByHand(
  db: Kysely<Tables>,
  written: Written,
  now: Date,
  known?: string,
): Promise<readonly Doubt[]> {
  const starts = written.times.map(({ startsAt }) => +startsAt);
  const span = { from: new Date(Math.min(...starts) - DAY_MS), to: new Date(Math.max(...starts) + DAY_MS) };
  const near = starts.length === 0 ? [] : await readKnown(db, { keys: [], ...span });
  const others = near.filter(({ id }) => id !== known);
  return doubtsOf(written, bookedTwice([written, ...others]).has(written), now);
}

/**
 * Adds an activity. Gives its id.
 *
 * @param formId made with the form: the same form sent twice adds one, also at the same moment
 */
export async function addByHand(
  db: Kysely<Tables>,
  { titles, ...written }: WrittenByHand,
  now: Date,
  formId?: string,
): Promise<string> {
  return db.transaction().execute(async (trx) => {
    await lockCalendar(trx);
    const same =
      formId === undefined
        ? undefined
        : await trx.selectFrom('activities').select('title').where('id', '=', formId).executeTakeFirst();
    if (formId !== undefined && same?.title === written.fields.title) return formId;
    // Whoever goes back to the form and writes another activity adds that one too.
    const id = await addActivity(trx, written, null, now, same === undefined ? formId : undefined);
    await setTitles(trx, id, titles);
    return id;
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
  { fields, titles }: Pick<WrittenByHand, 'fields' | 'titles'>,
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lockCalendar(trx);
    await trx.updateTable('activities').set(columnsOf(fields)).where('id', '=', id).execute();
    await setTitles(trx, id, titles);
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

export interface OneTime {
  readonly activity: string;
  readonly time: string;
  readonly to: Time;
  /** Null: where the activity takes place. */
  readonly place: Activity['place'] | null;
}

/**
 * Moves one time of an activity to another day, hour or place; it keeps its id, so that who was told of it can be told again.
 * `taken`: another one of the activity begins then. `gone`: there is no such time any more.
 */
export async function changeTime(
  db: Kysely<Tables>,
  { activity, time, to, place }: OneTime,
  now: Date,
): Promise<'done' | 'taken' | 'gone'> {
  return db.transaction().execute(async (trx) => {
    await lockCalendar(trx);
    const other = await trx
      .selectFrom('occurrences')
      .select('id')
      .where('activity_id', '=', activity)
      .where('starts_at', '=', to.startsAt)
      .where('id', '<>', time)
      .executeTakeFirst();
    if (other !== undefined) return 'taken';
    const { name = null, address = null, postcode = null, town = null } = place ?? {};
    const changed = await trx
      .updateTable('occurrences')
      .set({ starts_at: to.startsAt, ends_at: to.endsAt, whole_day: to.wholeDay, place: name, address, postcode, town })
      .where('id', '=', time)
      .where('activity_id', '=', activity)
      .executeTakeFirst();
    return changed.numUpdatedRows === 1n && (await revise(trx, activity, now)) ? 'done' : 'gone';
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

async function setTitles(trx: Transaction<Tables>, id: string, titles: Activity['titles']): Promise<void> {
  await trx
    .updateTable('activities')
    .set({ titles: JSON.stringify(titles) })
    .where('id', '=', id)
    .execute();
}
