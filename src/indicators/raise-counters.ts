import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';

/** Adds one to each counter of the day (Europe/Brussels). Sorted, so that two transactions never wait for each other in a ring. */
export async function raiseCounters(db: Kysely<Tables>, names: readonly string[], now: Date): Promise<void> {
  if (names.length === 0) return;
  const sorted = [...new Set(names)].sort();
  await sql`
    insert into counters (day, name, count)
      select (${now}::timestamptz at time zone 'Europe/Brussels')::date, name, 1 from unnest(${sorted}::text[]) as name
    on conflict (day, name) do update set count = counters.count + 1
  `.execute(db);
}
