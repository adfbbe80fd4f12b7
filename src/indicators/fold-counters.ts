import type { Queryable } from '../store/open-store.ts';

/** Adds what happened since the last time to the counters of its day. Two servers at once fold different rows. */
export async function foldCounters(db: Queryable): Promise<void> {
  await db.query(`
    with taken as (
      delete from counted where ctid in (select ctid from counted for update skip locked) returning day, name
    )
    insert into counters (day, name, count)
    select day, name, count(*) from taken group by day, name order by day, name
    on conflict (day, name) do update set count = counters.count + excluded.count`);
}
