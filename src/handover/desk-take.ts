import { sql } from 'kysely';
import { recording } from './audit.ts';
import type { Desk, Member, TakeResult } from './desk.ts';
import { presenceNotice, writing } from './desk-messages.ts';
import { ADDRESS, type AddressRow, reachOf } from './desk-reach.ts';
import { isRequestId, LAST_ADDRESS, visibleTo } from './desk-sight.ts';
import type { DeskDependencies } from './open-desk.ts';
import { SILENT_MS } from './promise.ts';

interface Before extends AddressRow {
  readonly takenAt: Date | null;
  readonly closedAt: Date | null;
  readonly lastHumanAt: Date | null;
}

/** The part of the desk that takes a request, so that the machine is silent and one person speaks. */
export function deskTake(dependencies: DeskDependencies): Pick<Desk, 'take'> {
  return {
    async take(member, id) {
      if (!isRequestId(id)) return { taken: false, by: null };
      return (await takeOpen(dependencies, member, id)) ? { taken: true } : takenByWhom(dependencies, member, id);
    },
  };
}

async function takeOpen(dependencies: DeskDependencies, member: Member, id: string): Promise<boolean> {
  const { db, clock, channels } = dependencies;
  const now = clock();
  const { rows: before } = await sql<Before>`
    select ${ADDRESS}, requests.taken_at as "takenAt", requests.closed_at as "closedAt",
      requests.last_human_at as "lastHumanAt"
    from requests join contacts on contacts.id = requests.contact_id ${LAST_ADDRESS}
    where requests.id = ${id} and requests.state = 'open' and ${visibleTo(member)}
  `.execute(db);
  if (before[0] === undefined) return false;
  const reach = wasTold(before[0], now) ? undefined : reachOf(before[0], channels, now);
  const { rows } = await sql<{ id: string }>`
    with taken as (
      update requests set state = 'taken', taken_by = ${member.id}, taken_at = ${now}, alerted_at = coalesce(alerted_at, ${now})
      where id = ${id} and state = 'open' and ${visibleTo(member)}
      returning id, contact_id
    ), ${recording(sql`taken`, { at: now, member, action: 'took' })}, ${writing(sql`taken`, reach && presenceNotice('human.joined', reach, { ...dependencies, now }))}
    select taken.id from taken, queued
  `.execute(db);
  return rows.length > 0;
}

/** Who takes over soon after a colleague gave it back joins nothing new in the parent's eyes. */
function wasTold({ takenAt, closedAt, lastHumanAt }: Before, now: Date): boolean {
  if (takenAt === null || (closedAt !== null && closedAt >= takenAt)) return false;
  const heardAt = Math.max(takenAt.getTime(), lastHumanAt?.getTime() ?? 0);
  return now.getTime() - heardAt < SILENT_MS;
}

async function takenByWhom({ db }: DeskDependencies, member: Member, id: string): Promise<TakeResult> {
  const { rows } = await sql<{ mine: boolean; name: string | null }>`
    select requests.state = 'taken' and requests.taken_by = ${member.id} as mine, staff.name
    from requests left join staff on staff.id = requests.taken_by
    where requests.id = ${id} and ${visibleTo(member)}
  `.execute(db);
  // A second click on "take" finds one's own hand on it.
  return rows[0]?.mine ? { taken: true } : { taken: false, by: rows[0]?.name ?? null };
}
