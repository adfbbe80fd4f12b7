import { type DiscretionRow, discretionOf, type Leave, mayWriteTo } from '../contacts/may-write-to.ts';
import type { Queryable } from '../store/open-store.ts';
import type { OutgoingRow } from '../store/tables.ts';

/** Between the decision to write and the sending lie seconds: what was allowed then still is. */
const GRACE_MS = 60_000;

interface Row extends DiscretionRow {
  readonly last_inbound_at: Date | null;
  readonly opted_out_at: Date | null;
  readonly kind: OutgoingRow['kind'];
}

/** Whether messages that wait, all to one contact, may go now. Who has been erased has no wishes left. */
export async function leaveOf(db: Queryable, ids: readonly string[], now: Date): Promise<Leave> {
  const { rows } = await db.query<Row>({
    name: 'leave-of',
    text: `select safe_from, safe_to, reply_only, opted_out_at, kind,
        (select max(last_inbound_at) from addresses where addresses.contact_id = contacts.id) as last_inbound_at
      from outgoing join contacts on contacts.id = outgoing.contact_id
      where outgoing.id = any($1::text[]) and outgoing.state = 'planned' limit 1`,
    values: [ids],
  });
  const [row] = rows;
  if (row === undefined) return 'now';
  if (isUnasked(row) && hasStopped(row)) return 'never';
  const leaveAt = (at: number): Leave => mayWriteTo(discretionOf(row), new Date(at), row.last_inbound_at);
  const leave = leaveAt(now.getTime());
  return leave !== 'now' && leaveAt(now.getTime() - GRACE_MS) === 'now' ? 'now' : leave;
}

/** Not an answer to what the contact wrote: the confirmation of a STOP is one. */
function isUnasked({ kind }: Row): boolean {
  return kind === 'human' || kind === 'notice';
}

/** A STOP holds until they write again. */
function hasStopped({ opted_out_at: stopped, last_inbound_at: wrote }: Row): boolean {
  return stopped !== null && (wrote === null || stopped >= wrote);
}

/** Keeps messages back until an instant. */
export async function hold(db: Queryable, ids: readonly string[], until: Date, now: Date): Promise<void> {
  await db.query(
    `with held as (
       update outgoing set not_before = $2, updated_at = now() where id = any($1::text[]) and state = 'planned'
     )
     select graphile_worker.add_job('deliver', json_build_object('outgoing', $1::text[]),
       job_key := $3, run_at := now() + make_interval(secs => $4), max_attempts := 5)`,
    [ids, until, `deliver:${ids[0]}`, secondsUntil(until, now)],
  );
}

/** How long a job has to wait: as a length, since the queue goes by the database's clock. */
export function secondsUntil(until: Date, now: Date): number {
  return Math.max(0, (until.getTime() - now.getTime()) / 1000);
}

/** Looks again at what is kept back for a contact who has just written or wishes otherwise. */
export async function releaseHeld(db: Queryable, contact: string): Promise<void> {
  await db.query(
    `select graphile_worker.add_job('deliver', json_build_object('outgoing', ids), job_key := 'deliver:' || ids[1],
       max_attempts := 5)
     from (
       -- The parts of one message share its id.
       select array_agg(id order by position) as ids from outgoing
       where contact_id = $1 and state = 'planned' and not_before is not null
       group by case position when 0 then id else regexp_replace(id, '-[0-9]+$', '') end
     ) as messages`,
    [contact],
  );
}
