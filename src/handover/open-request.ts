import type pg from 'pg';
import type { DangerClass } from '../understanding/danger.ts';

/** Stores that a person should answer this contact. One request waits per contact; danger makes a waiting one urgent. */
export async function openRequest(
  client: pg.ClientBase,
  contact: string,
  event: string,
  reason: 'asked' | 'danger' | 'not-understood',
  danger: DangerClass | null,
): Promise<void> {
  await client.query(
    `insert into requests (contact_id, event_id, reason, danger_class) values ($1, $2, $3, $4)
     on conflict (contact_id) where state = 'open' do update
       set reason = case when excluded.reason = 'danger' then 'danger' else requests.reason end,
         danger_class = coalesce(excluded.danger_class, requests.danger_class)`,
    [contact, event, reason, danger],
  );
}
