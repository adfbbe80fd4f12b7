import { sql } from 'kysely';
import { record, recording } from './audit.ts';
import type { Desk } from './desk.ts';
import { presenceNotice, writing } from './desk-messages.ts';
import { reachOf, readAddress } from './desk-reach.ts';
import { isRequestId, takenFor } from './desk-sight.ts';
import { joinsAnother, lockRequest } from './join-requests.ts';
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
        if (!(await lockRequest(trx, sql`id = ${id} and ${takenFor(member)}`))) return false;
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
