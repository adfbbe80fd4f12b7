import { sql } from 'kysely';
import type { Member } from '../handover/desk.ts';
import type { BroadcastRow } from '../store/calendar-tables.ts';
import type { Addressees, BroadcastSummary, Broadcasts, SpecialDraft } from './broadcasts.ts';
import { mayWork, mayWorkOn } from './may-work.ts';
import { readTexts } from './plan.ts';
import { readProgress } from './progress.ts';
import { monthEuro, previewDraft, type ReleaseDependencies, releaseDraft } from './release.ts';
import { stepsOf } from './steps.ts';
import { weeklyHourOf } from './weekly-hour.ts';

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
  return {
    ...stepsOf(use),
    ...weeklyHourOf(use),
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
    async preview(member, id) {
      const row = await find(member, id);
      return row?.state === 'draft' ? (await previewDraft(db, use, row, member)).preview : null;
    },
    async release(member, id, seen) {
      if (!mayWorkOn(member, id)) return 'not-there';
      const result = await releaseDraft(use, member, id, seen);
      if (result === 'released') onReady();
      return result;
    },
    async progress(member, id) {
      const row = await find(member, id);
      return row === undefined ? [] : readProgress(db, row);
    },
  };
}

async function writeSpecial(
  { db, sealer }: BroadcastsDependencies,
  member: Member,
  id: string,
  { to, texts, sendAt, notAfter }: SpecialDraft,
): Promise<boolean> {
  const values = {
    territories: to.territories === null ? null : [...to.territories],
    mothers_only: to.mothersOnly,
    language: to.language,
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

type Listed = Omit<BroadcastSummary, 'euro' | 'to'> & Addressees & { readonly euro: string };

/** @param id of the only one asked for; null: the newest */
async function summaries({ db }: BroadcastsDependencies, id: string | null): Promise<readonly BroadcastSummary[]> {
  const { rows } = await sql<Listed>`
    select broadcasts.id, kind, state, reason,
      case when territory is null then broadcasts.territories else array[territory] end as territories, mothers_only as "mothersOnly", broadcasts.language, send_at as "sendAt", not_after as "notAfter", recipients, euro,
      writers.name as "createdBy", approvers.name as "approvedBy", releasers.name as "releasedBy"
    from broadcasts
      left join staff as writers on writers.id = created_by
      left join staff as approvers on approvers.id = approved_by
      left join staff as releasers on releasers.id = released_by
    where ${id}::uuid is null or broadcasts.id = ${id}::uuid
    order by send_at desc, broadcasts.id limit ${MOST_LISTED}
  `.execute(db);
  return rows.map(({ territories, mothersOnly, language, euro, ...row }) => ({
    ...row,
    to: { territories, mothersOnly, language },
    euro: Number(euro),
  }));
}
