import type { Kysely } from 'kysely';
import type { SampleActivity } from '../content/calendar-schema.ts';
import type { Tables } from '../store/tables.ts';
import { columnsOf } from './known.ts';
import { type SampleEntry, sampleMonth } from './sample-month.ts';
import { lockCalendar } from './write-activity.ts';

/** Puts the sample month into a calendar in which nothing has ever been. True when it did. */
export async function ensureSampleMonth(
  db: Kysely<Tables>,
  sample: readonly SampleActivity[],
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    // Two that start at once: the other waits here and then finds them.
    await lockCalendar(trx);
    if ((await trx.selectFrom('activities').select('id').limit(1).executeTakeFirst()) !== undefined) return false;
    for (const entry of sampleMonth(sample, now)) await write(trx, entry);
    return true;
  });
}

async function write(db: Kysely<Tables>, { activity, times }: SampleEntry): Promise<void> {
  const { id } = await db
    .insertInto('activities')
    .values({ ...columnsOf(activity), titles: JSON.stringify(activity.titles) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('occurrences')
    .values(times.map(({ startsAt, endsAt }) => ({ activity_id: id, starts_at: startsAt, ends_at: endsAt })))
    .execute();
}
