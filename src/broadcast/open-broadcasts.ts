import { sql } from 'kysely';
import type { Member } from '../handover/desk.ts';
import type { BroadcastRow } from '../store/calendar-tables.ts';
import type { BroadcastSummary, Broadcasts, SpecialDraft } from './broadcasts.ts';
import { readTexts } from './plan.ts';
import { readProgress } from './progress.ts';
import { monthEuro, previewDraft, type ReleaseDependencies, releaseDraft } from './release.ts';
import { endBroadcast } from './results.ts';
import { UUID } from './uuid.ts';

const MOST_LISTED = 100;

export interface BroadcastsDependencies extends ReleaseDependencies {
  /** Told when something may leave at once. */
  readonly onReady: () => void;
}

/** Broadcasts as coordinators and administrators work with them. Whatever is not for a member is not there for them. */
export function openBroadcasts(use: BroadcastsDependencies): Broadcasts {
  const { db, sealer, clock, onReady } = use;
  const find = async (member: Member, id: string): Promise<BroadcastRow | undefined> =>
    mayWorkOn(member, id) ? db.selectFrom('broadcasts').selectAll().where('id', '=', id).executeTakeFirst() : undefined;
  const move = async (member: Member, id: string, from: BroadcastRow['state'][], to: BroadcastRow['state']) => {
    if (!mayWorkOn(member, id)) return false;
    const { numUpdatedRows } = await db
      .updateTable('broadcasts')
      .set({ state: to })
      .where('id', '=', id)
      .where('state', 'in', from)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  };
  return {
    spent: async (member) =>
      mayWork(member) ? { monthEuro: await monthEuro(db, clock()), capEuro: use.capEuro } : null,
    list: async (member) => (mayWork(member) ? summaries(use, null) : []),
    open: async (member, id) => (mayWorkOn(member, id) ? ((await summaries(use, id))[0] ?? null) : null),
    write: async (member, id, draft) => mayWorkOn(member, id) && writeSpecial(use, member, id, draft),
    async texts(member, id) {
      const row = await find(member, id);
      if (row?.message === null || row === undefined) return null;
      const { fr = '', ...others } = readTexts(sealer, row.message);
      return { fr, ...others };
    },
    async discard(member, id) {
      if (!mayWorkOn(member, id)) return false;
      const { numDeletedRows } = await db
        .deleteFrom('broadcasts')
        .where('id', '=', id)
        .where('kind', '=', 'special')
        .where('state', '=', 'draft')
        .executeTakeFirst();
      // What the machine drafted would be drafted again: it is stopped instead.
      return numDeletedRows > 0n || stopDraft(use, id);
    },
    async preview(member, id) {
      const row = await find(member, id);
      return row?.state === 'draft' ? (await previewDraft(db, use, row)).preview : null;
    },
    async release(member, id, seen) {
      if (!mayWorkOn(member, id)) return 'not-there';
      const result = await releaseDraft(use, member, id, seen);
      if (result === 'released') onReady();
      return result;
    },
    pause: (member, id) => move(member, id, ['released', 'sending'], 'paused'),
    async resume(member, id) {
      // Not yet begun, it waits for its time again: whoever moves broadcasts on sees to that.
      const resumed = await move(member, id, ['paused'], 'released');
      if (resumed)
        await sql`update broadcasts set state = 'sending' where id = ${id} and send_at <= ${clock()}`.execute(db);
      if (resumed) onReady();
      return resumed;
    },
    stop: async (member, id) => mayWorkOn(member, id) && endBroadcast(use.pool, id, 'by-hand', clock()),
    async progress(member, id) {
      const row = await find(member, id);
      return row === undefined ? [] : readProgress(db, row);
    },
  };
}

function mayWork({ role }: Member): boolean {
  return role !== 'tpr';
}

function mayWorkOn(member: Member, id: string): boolean {
  return mayWork(member) && UUID.test(id);
}

async function writeSpecial(
  { db, sealer }: BroadcastsDependencies,
  member: Member,
  id: string,
  { territory, texts, sendAt, notAfter }: SpecialDraft,
): Promise<boolean> {
  const values = {
    territory,
    message: sealer.seal(JSON.stringify(texts)),
    send_at: sendAt,
    not_after: notAfter,
    created_by: member.id,
    // Whoever agreed has agreed to other words.
    approved_by: null,
    approved_seen: null,
  };
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('broadcasts')
    .values({ id, kind: 'special', ...values })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(values)
        .where('broadcasts.state', '=', 'draft')
        .where('broadcasts.kind', '=', 'special'),
    )
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

async function stopDraft({ db, clock }: BroadcastsDependencies, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('broadcasts')
    .set({ state: 'stopped', reason: 'by-hand', ended_at: clock() })
    .where('id', '=', id)
    .where('state', '=', 'draft')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** @param id of the only one asked for; null: the newest */
async function summaries({ db }: BroadcastsDependencies, id: string | null): Promise<readonly BroadcastSummary[]> {
  const { rows } = await sql<Omit<BroadcastSummary, 'euro'> & { euro: string }>`
    select broadcasts.id, kind, territory, state, reason, send_at as "sendAt", not_after as "notAfter", recipients, euro,
      writers.name as "createdBy", approvers.name as "approvedBy", releasers.name as "releasedBy"
    from broadcasts
      left join staff as writers on writers.id = created_by
      left join staff as approvers on approvers.id = approved_by
      left join staff as releasers on releasers.id = released_by
    where ${id}::uuid is null or broadcasts.id = ${id}::uuid
    order by send_at desc, broadcasts.id limit ${MOST_LISTED}
  `.execute(db);
  return rows.map((row) => ({ ...row, euro: Number(row.euro) }));
}
