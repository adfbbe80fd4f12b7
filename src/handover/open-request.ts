import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { DangerClass } from '../understanding/danger.ts';

/** Stores that a person should answer this contact. One request waits per contact; danger makes a waiting one urgent. */
export async function openRequest(
  db: Kysely<Tables>,
  contact: string,
  event: string,
  reason: 'asked' | 'danger' | 'not-understood',
  danger: DangerClass | null,
): Promise<void> {
  await sql`
    insert into requests (contact_id, event_id, reason, danger_class) values (${contact}, ${event}, ${reason}, ${danger})
    on conflict (contact_id) where state = 'open' do update
      set reason = case when excluded.reason = 'danger' then 'danger' else requests.reason end,
        danger_class = coalesce(excluded.danger_class, requests.danger_class)
  `.execute(db);
}
