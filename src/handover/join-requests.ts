import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';

/**
 * Locks the request that meets a condition, and the turn of its contact as well: no message opens another request meanwhile.
 *
 * @returns false when none meets it
 */
export async function lockRequest(trx: Kysely<Tables>, condition: RawBuilder<unknown>): Promise<boolean> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended(contact_id, 0)) from requests where ${condition}
  `.execute(trx);
  const { rows } = await sql`select 1 from requests where ${condition} for update`.execute(trx);
  return rows.length > 0;
}

/**
 * While a person had this conversation, danger may have opened another request of the same contact; only one can wait. That one
 * then stands for both, as urgent as the more urgent of the two and with the notes of both; if it is with who had this one, it
 * leaves them too. To be called with `lockRequest` done.
 *
 * @param closedBy id of the member who gives it up; null: nobody, it was forgotten
 * @returns false when no other request waits
 */
export async function joinsAnother(
  trx: Kysely<Tables>,
  id: string,
  { closedBy, now }: { readonly closedBy: string | null; readonly now: Date },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    update requests set due_at = case when requests.holder = given.taken_by then ${now} else requests.due_at end,
      priority = case when 'now' in (requests.priority, given.priority) then 'now'
        when 'high' in (requests.priority, given.priority) then 'high' else 'normal' end
    from requests as given
    where requests.contact_id = given.contact_id and requests.state = 'open' and given.id = ${id}
    returning requests.id
  `.execute(trx);
  const other = rows[0];
  if (other === undefined) return false;
  await sql`
    update requests set state = 'closed', closed_at = ${now}, closed_by = ${closedBy} where id = ${id}
  `.execute(trx);
  await sql`update notes set request_id = ${other.id} where request_id = ${id}`.execute(trx);
  return true;
}
