import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { record, recording } from './audit.ts';
import type { Desk, Member } from './desk.ts';
import { presenceNotice, writing } from './desk-messages.ts';
import { reachOf, readAddress } from './desk-reach.ts';
import { isRequestId, takenFor } from './desk-sight.ts';
import { joinsAnother } from './join-requests.ts';
import type { DeskDependencies } from './open-desk.ts';

/** The part of the desk by which a conversation ends for the one who has it. */
export function deskClose(dependencies: DeskDependencies): Pick<Desk, 'close' | 'giveBack'> {
  const { db, clock, channels } = dependencies;
  return {
    async close(member, id, outcome) {
      if (!isRequestId(id)) return false;
      const now = clock();
      const address = await readAddress(db, id);
      const reach = address && reachOf(address, channels, now);
      const { rows } = await sql`
        with closed as (
          update requests set state = 'closed', closed_at = ${now}, closed_by = ${member.id}, outcome = ${outcome}
          where id = ${id} and ${takenFor(member)}
          returning id, contact_id
        ), ${recording(sql`closed`, { at: now, member, action: 'closed', detail: { outcome } })},
        ${writing(sql`closed`, reach && presenceNotice('human.back', reach, { ...dependencies, now }))}
        select closed.id from closed, queued
      `.execute(db);
      return rows.length > 0;
    },

    async giveBack(member, id) {
      if (!isRequestId(id)) return false;
      const now = clock();
      return db.transaction().execute(async (trx) => {
        if (!(await lockTaken(trx, member, id))) return false;
        await record(trx, { at: now, member, action: 'gave-back', request: id });
        if (await joinsAnother(trx, id, { closedBy: member.id, now })) return true;
        // It stays by name with who gave it back, its time over: so it moves on to the next, not round to the same person.
        await sql`
          update requests set state = 'open', holder = taken_by, taken_by = null, due_at = ${now}, alerted_at = null
          where id = ${id}
        `.execute(trx);
        return true;
      });
    },
  };
}

/** Locks the turn of the contact as well: no message opens another request meanwhile. */
async function lockTaken(trx: Kysely<Tables>, member: Member, id: string): Promise<boolean> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended(contact_id, 0)) from requests where id = ${id} and ${takenFor(member)}
  `.execute(trx);
  const { rows } = await sql`select 1 from requests where id = ${id} and ${takenFor(member)} for update`.execute(trx);
  return rows.length > 0;
}
