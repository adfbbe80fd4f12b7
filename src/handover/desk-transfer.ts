import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { recording } from './audit.ts';
import type { Desk } from './desk.ts';
import { isRequestId, leads, takenFor } from './desk-sight.ts';
import type { DeskDependencies } from './open-desk.ts';
import { type Priority, TAKEN_WITHIN } from './promise.ts';
import { addDutyMinutes } from './roster.ts';
import { readRosterWorkers } from './staff.ts';

/** Whoever has not accepted the invitation cannot sign in: a request would lie there unseen. */
const CAN_TAKE = sql`(colleague.active and colleague.password_hash is not null)`;

/** The part of the desk by which a request goes from one person into the hands of another. */
export function deskTransfer({ db, clock }: DeskDependencies): Pick<Desk, 'transfer' | 'colleagues'> {
  return {
    async transfer(member, id, to) {
      if (!isRequestId(id)) return false;
      const now = clock();
      const dueAt = await timeToTake(db, id, to, now);
      const { rows } = await sql`
        with transferred as (
          update requests set holder = colleague.id, holder_as = null, alerted_at = null,
            taken_by = case when requests.state = 'taken' then colleague.id end,
            due_at = case when requests.state = 'taken' then requests.due_at else greatest(requests.due_at, ${dueAt}) end
          from staff as colleague
          where requests.id = ${id} and colleague.id = ${to} and ${CAN_TAKE}
            and ((${takenFor(member)} and requests.taken_by <> colleague.id)
              or (requests.state = 'open' and requests.holder is distinct from colleague.id and ${leads(member)}))
          returning requests.id
        ), ${recording(sql`transferred`, { at: now, member, action: 'transferred', detail: { to } })}, woken as (
          -- Whoever gets it hears of it at once, not when the minute is over.
          select count(graphile_worker.add_job('duty', job_key := 'duty:now')) from transferred
        )
        select id from transferred, woken
      `.execute(db);
      return rows.length > 0;
    },

    async colleagues(member) {
      const { rows } = await sql<{ id: string; name: string }>`
        select colleague.id, colleague.name from staff as colleague
        where ${CAN_TAKE} and (colleague.id <> ${member.id} or ${leads(member)})
        order by colleague.name, colleague.id
      `.execute(db);
      return rows;
    },
  };
}

/** Who is given a request that still waits has the usual time of duty to take it. */
async function timeToTake(db: Kysely<Tables>, id: string, to: string, now: Date): Promise<Date> {
  const { rows } = await sql<{ priority: Priority }>`select priority from requests where id = ${id}`.execute(db);
  const within = TAKEN_WITHIN[rows[0]?.priority ?? 'normal'];
  const worker = (await readRosterWorkers(db)).find((one) => one.id === to);
  return (worker && addDutyMinutes(worker, now, within)) ?? new Date(now.getTime() + within * 60_000);
}
