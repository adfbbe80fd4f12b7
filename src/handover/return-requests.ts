import { sql, type Transaction } from 'kysely';
import type { Tables } from '../store/tables.ts';

/**
 * Gives back to the queue, due now, what somebody holds or has taken. A contact may have one open request: where one of
 * theirs waits already, it stands for both, as urgent as the more urgent of the two and with the notes of both.
 */
export async function returnRequests(trx: Transaction<Tables>, staff: string, now: Date): Promise<void> {
  const inHand = sql<boolean>`
    (taken_by = ${staff} or (taken_by is null and holder = ${staff})) and state in ('open', 'taken')`;
  const { rows: contacts } = await sql<{ id: string }>`
    select distinct contact_id as id from requests where ${inHand} order by contact_id
  `.execute(trx);
  for (const contact of contacts) {
    // The lock of a turn: no message of this contact opens a request meanwhile.
    await sql`select pg_advisory_xact_lock(hashtextextended(${contact.id}, 0))`.execute(trx);
    const { rows } = await sql<{ id: string; in_hand: boolean }>`
      select id, (${inHand}) as in_hand from requests
      where contact_id = ${contact.id} and (state = 'open' or (${inHand})) order by state = 'open' desc, id for update
    `.execute(trx);
    const [kept, ...others] = rows.map(({ id }) => id);
    if (kept === undefined || !rows.some(({ in_hand }) => in_hand)) continue;
    await sql`update requests set state = 'closed', closed_at = ${now} where id = any(${others}::bigint[])`.execute(
      trx,
    );
    await sql`update notes set request_id = ${kept} where request_id = any(${others}::bigint[])`.execute(trx);
    await sql`
      update requests set state = 'open', holder = null, holder_as = null, taken_by = null, taken_at = null, due_at = ${now},
        alerted_at = null,
        (priority, reason, danger_class) = (
          select one.priority, one.reason, coalesce(one.danger_class, requests.danger_class) from requests one
          where one.id = ${kept} or one.id = any(${others}::bigint[])
          order by array_position(array['now', 'high', 'normal'], one.priority), one.id limit 1)
      where id = ${kept}
    `.execute(trx);
  }
}
