import { type Kysely, sql } from 'kysely';
import { discretionOf } from '../contacts/may-write-to.ts';
import type { Tables } from '../store/tables.ts';
import { recording } from './audit.ts';
import type { Desk, Member, ThreadMessage } from './desk.ts';
import { readCall } from './desk-call.ts';
import { invitationOf } from './desk-invite.ts';
import { readSummary, SUMMARY, SUMMARY_FROM, type SummaryRow } from './desk-list.ts';
import { readNotes } from './desk-notes.ts';
import { ADDRESS, type AddressRow, closingOf, invitableReachOf, leaveOf } from './desk-reach.ts';
import { isRequestId, visibleTo } from './desk-sight.ts';
import { readThread, readTopics } from './desk-thread.ts';
import type { DeskDependencies } from './open-desk.ts';

/** Whose page has not asked again for so long has closed it. */
const LOOKS_FOR_MS = 60_000;

interface OpenedRow extends SummaryRow, Omit<AddressRow, 'language' | 'channel'> {
  readonly contact: string;
  readonly takenById: string | null;
  readonly closedAt: Date | null;
}

/**
 * The part of the desk that opens a conversation, for those of the chain of its territory alone: the only way to a text. Nothing
 * else in the console or the handover reads what a parent or a colleague wrote, and whoever opens one stands in the audit.
 */
export function deskOpen(dependencies: DeskDependencies): Pick<Desk, 'open'> {
  const { db, sealer, clock, channels } = dependencies;
  return {
    async open(member, id) {
      if (!isRequestId(id)) return null;
      const { rows } = await sql<OpenedRow>`
        select ${SUMMARY}, ${ADDRESS}, requests.contact_id as contact, requests.taken_by as "takenById",
          requests.closed_at as "closedAt"
        ${SUMMARY_FROM}
        where requests.id = ${id} and ${visibleTo(member)}
      `.execute(db);
      const row = rows[0];
      if (row === undefined) return null;
      const now = clock();
      const closedAt = row.state === 'closed' ? row.closedAt : null;
      const others = await lookAt(db, member, id, now);
      const [thread, notes, topics, call, invitation] = await Promise.all([
        readThread(db, sealer, { contact: row.contact, now, closedAt }),
        readNotes(db, sealer, id),
        readTopics(db, sealer, row.contact),
        readCall(db, id, row, dependencies),
        invitationOf({ db }, row.contact, invitableReachOf(row, channels, now)),
      ]);
      return {
        summary: readSummary(row),
        thread: withLines(thread, call.lines),
        notes,
        others,
        isMine: row.state === 'taken' && row.takenById === member.id,
        windowClosesAt: closingOf(row, channels),
        safeHours: discretionOf(row).safeHours,
        leave: leaveOf(row, now),
        call: call.state,
        invitation,
        topics,
      };
    },
  };
}

/** The thread, in whose order nothing changes, with lines at their time. */
function withLines(thread: readonly ThreadMessage[], lines: readonly ThreadMessage[]): readonly ThreadMessage[] {
  return lines.reduce((whole, line) => {
    const after = whole.findIndex(({ at }) => at > line.at);
    return whole.toSpliced(after === -1 ? whole.length : after, 0, line);
  }, thread);
}

/** Notes that a member looks at a request, before anything of it is read. Gives the names of the others who do. */
async function lookAt(db: Kysely<Tables>, member: Member, request: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    with looked as (
      insert into looks (request_id, staff_id, seen_at) values (${request}, ${member.id}, ${now})
      on conflict (request_id, staff_id) do update set seen_at = excluded.seen_at
      returning request_id as id
    ), ${recording(sql`looked`, { at: now, member, action: 'read' })}
    select staff.name from looks join staff on staff.id = looks.staff_id
    where looks.request_id = ${request} and looks.staff_id <> ${member.id}
      and looks.seen_at > ${new Date(now.getTime() - LOOKS_FOR_MS)}
    order by staff.name
  `.execute(db);
  return rows.map(({ name }) => name);
}
