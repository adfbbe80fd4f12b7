import { type Kysely, sql, type Transaction } from 'kysely';
import type pg from 'pg';
import type { ChannelName } from '../channel.ts';
import type { Member } from '../handover/desk.ts';
import type { BroadcastRow } from '../store/calendar-tables.ts';
import type { Tables } from '../store/tables.ts';
import { audienceOf } from './audience.ts';
import type { Agreement, Preview, ReleaseResult } from './broadcasts.ts';
import { invitable } from './invite.ts';
import { digestOf, type Plan, type PlanDependencies, planBroadcast } from './plan.ts';
import { type Prices, previewOf } from './preview.ts';
import { recordBroadcast } from './record-broadcast.ts';
import { startOfMonth } from './schedule.ts';
import type { Rates } from './sender.ts';

export interface ReleaseDependencies extends PlanDependencies {
  readonly db: Kysely<Tables>;
  readonly pool: pg.Pool;
  readonly clock: () => Date;
  readonly prices: Prices;
  readonly rates: Rates;
  /** The most that a month may cost, in euro; null: no limit. */
  readonly capEuro: number | null;
  /** Above so many recipients two persons must agree. */
  readonly secondPersonAbove: number;
}

/** The preview of a draft for whoever looks at it, with the plan behind it. */
export async function previewDraft(
  db: Kysely<Tables>,
  use: ReleaseDependencies,
  row: BroadcastRow,
  member: Pick<Member, 'id'>,
): Promise<{ readonly plan: Plan; readonly preview: Preview }> {
  const now = use.clock();
  const plan = await planBroadcast(db, use, row, now);
  const windowed = [...use.channels].filter(([, { limits }]) => limits.windowHours !== undefined);
  const preview = previewOf(plan, {
    prices: use.prices,
    rates: use.rates,
    now,
    notAfter: row.not_after,
    windowed: new Set(windowed.map(([name]) => name)),
    invitable: await invitable(db, row.kind),
    monthEuro: await monthEuro(db, now),
    capEuro: use.capEuro,
    queued: await queuedWeights(db),
    secondPersonAbove: use.secondPersonAbove,
    agreement: (seen) => agreementOf(row, member.id, seen),
    others: await othersThan(db, member.id),
  });
  return { plan, preview };
}

/**
 * Releases a draft: who gets it and what they read is written down once and for all, and it leaves when its time has come. One
 * transaction, and one release at a time, so that two of them cannot pass under the cap together.
 *
 * @param seen names the texts that the member looked at
 */
export async function releaseDraft(
  use: ReleaseDependencies,
  member: Pick<Member, 'id'>,
  id: string,
  seen: string,
): Promise<ReleaseResult> {
  return use.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('release of broadcasts', 0))`.execute(trx);
    const row = await trx.selectFrom('broadcasts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
    if (row === undefined) return 'not-there';
    if (row.state !== 'draft') return 'again';
    const { plan, preview } = await previewDraft(trx, use, row, member);
    if (preview.seen !== seen) return 'changed';
    const refusal = preview.lint.find(({ blocks }) => blocks)?.code;
    if (refusal === 'too-late' || refusal === 'too-long' || refusal === 'over-cap') return refusal;
    if (preview.agreement === 'first' || preview.agreement === 'given') {
      await trx
        .updateTable('broadcasts')
        .set({ approved_by: member.id, approved_seen: seen })
        .where('id', '=', id)
        .execute();
      if (preview.agreement === 'first')
        await recordBroadcast(trx, { at: use.clock(), member, action: 'agreed-broadcast' }, row, preview.recipients);
      return 'second-person';
    }
    return freeze(trx, use, row, plan, member);
  });
}

function agreementOf(row: BroadcastRow, member: string, seen: string): Exclude<Agreement, 'alone'> {
  const agreed = row.approved_seen === seen ? row.approved_by : null;
  if ([agreed, row.created_by].some((one) => one !== null && one !== member)) return 'second';
  return agreed === member ? 'given' : 'first';
}

/** Names of the other people who can release. */
async function othersThan(db: Kysely<Tables>, member: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('staff')
    .select('name')
    .where('active', '=', true)
    .where('role', '<>', 'tpr')
    // Whoever has not accepted the invitation cannot sign in.
    .where('password_hash', 'is not', null)
    .where('id', '<>', member)
    .orderBy('name')
    .execute();
  return rows.map(({ name }) => name);
}

async function freeze(
  trx: Transaction<Tables>,
  use: ReleaseDependencies,
  row: BroadcastRow,
  plan: Plan,
  member: Pick<Member, 'id'>,
): Promise<ReleaseResult> {
  const now = use.clock();
  const released = { released_by: member.id, released_at: now };
  const written = await writePlan(trx, use, row, plan);
  const recipients = written.reduce((sum, group) => sum + group.recipients, 0);
  await recordBroadcast(trx, { at: now, member, action: 'released-broadcast' }, row, recipients);
  if (recipients === 0) {
    const reason = plan.groups.length === 0 ? 'nobody' : 'no-activity';
    await trx
      .updateTable('broadcasts')
      .set({ ...released, state: 'done', reason, ended_at: now })
      .where('id', '=', row.id)
      .execute();
    return 'nobody';
  }
  const euro = written.reduce((sum, one) => sum + one.recipients * one.weight * use.prices[one.channel], 0);
  await trx
    .updateTable('broadcasts')
    .set({
      ...released,
      state: row.send_at <= now ? 'sending' : 'released',
      recipients,
      euro: euro.toFixed(4),
    })
    .where('id', '=', row.id)
    .execute();
  return 'released';
}

interface WrittenGroup {
  readonly channel: ChannelName;
  readonly weight: number;
  readonly recipients: number;
}

/** Writes each text once, what it tells of, and a row for each recipient that points to it. */
async function writePlan(
  trx: Transaction<Tables>,
  { sealer }: ReleaseDependencies,
  row: BroadcastRow,
  { groups, occurrence }: Plan,
): Promise<readonly WrittenGroup[]> {
  for (const { language, channel, mothers, composed } of groups) {
    if (composed === null) continue;
    const { id } = await trx
      .insertInto('broadcast_texts')
      .values({
        ...{ broadcast_id: row.id, language, channel, mothers },
        body: sealer.seal(composed.text),
        weight: composed.segments,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    if (composed.told.length === 0) continue;
    await trx
      .insertInto('broadcast_tellings')
      .values(composed.told.map((one) => ({ text_id: id, occurrence_id: one.id, digest: digestOf(one) })))
      .execute();
  }
  const { rows } = await sql<WrittenGroup>`
    with written as (
      insert into broadcast_sends (broadcast_id, contact_id, address_id, text_id, channel)
      select ${row.id}, audience.contact_id, audience.address_id, texts.id, texts.channel
      from (${audienceOf(row, occurrence && digestOf(occurrence))}) as audience
        join broadcast_texts as texts on texts.broadcast_id = ${row.id} and texts.language = audience.language
          and texts.channel = audience.channel and texts.mothers = audience.mothers
      returning text_id
    )
    select texts.channel, texts.weight, counted.recipients
    from (select text_id, count(*)::int as recipients from written group by text_id) as counted
      join broadcast_texts as texts on texts.id = counted.text_id
  `.execute(trx);
  return rows;
}

/** Euro of what was released this month in Brussels. */
export async function monthEuro(db: Kysely<Tables>, now: Date): Promise<number> {
  const { rows } = await sql<{ euro: string }>`
    select coalesce(sum(euro), 0) as euro from broadcasts where released_at >= ${startOfMonth(now)}
  `.execute(db);
  return Number(rows[0]?.euro ?? 0);
}

/** What each sender still has to send of other broadcasts. */
async function queuedWeights(db: Kysely<Tables>): Promise<Readonly<Partial<Record<ChannelName, number>>>> {
  const { rows } = await sql<{ channel: ChannelName; weight: number }>`
    select sends.channel, sum(texts.weight)::int as weight
    from broadcast_sends as sends join broadcast_texts as texts on texts.id = sends.text_id
    where sends.state = 'planned' group by sends.channel
  `.execute(db);
  return Object.fromEntries(rows.map(({ channel, weight }) => [channel, weight]));
}
