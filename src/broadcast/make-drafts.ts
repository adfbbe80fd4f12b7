import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { type Addressed, audienceOf } from './audience.ts';
import { digestOf, readOccurrences } from './plan.ts';
import { nextWeekly, SAME_WEEK_MS } from './schedule.ts';
import { readWeeklyHour } from './weekly-hour.ts';

const HOUR_MS = 3_600_000;
/** How long before it leaves a weekly message lies there to be looked at. */
const DRAFTED_BEFORE_MS = 72 * HOUR_MS;
/** How long after its time it may still leave. */
const KEEPS_MS = 48 * HOUR_MS;
const ABOUT_ALL = { territories: null, mothers_only: false, language: null };

/**
 * Makes the drafts that the machine makes: the coming weekly message of each territory that somebody subscribed to, and a
 * correction for each coming occurrence that was told, to somebody who can be told again, and is no longer so. They wait for persons to release them. Asking twice
 * makes none twice.
 *
 * @returns how many were made
 */
export async function makeDrafts(db: Kysely<Tables>, now: Date): Promise<number> {
  return (await weeklyDrafts(db, now)) + (await correctionDrafts(db, now));
}

async function weeklyDrafts(db: Kysely<Tables>, now: Date): Promise<number> {
  const sendAt = nextWeekly(now, await readWeeklyHour(db));
  if (sendAt.getTime() - now.getTime() > DRAFTED_BEFORE_MS) return 0;
  const { numAffectedRows } = await sql`
    insert into broadcasts (id, kind, territory, send_at, not_after)
    select gen_random_uuid(), 'weekly', territory, ${sendAt}::timestamptz, ${new Date(sendAt.getTime() + KEEPS_MS)}::timestamptz
    from (select distinct territory from subscriptions where ended_at is null) as territories
    -- When another hour is set, what was drafted for the old one stands for the week.
    where not exists (
      select 1 from broadcasts as made where made.kind = 'weekly' and made.territory = territories.territory
        and abs(extract(epoch from made.send_at - ${sendAt}::timestamptz)) < ${SAME_WEEK_MS / 1_000})
    on conflict (territory, send_at) where kind = 'weekly' do nothing
  `.execute(db);
  return Number(numAffectedRows ?? 0n);
}

async function correctionDrafts(db: Kysely<Tables>, now: Date): Promise<number> {
  const { rows: told } = await sql<{ id: string; digest: string }>`
    select distinct occurrences.id, tellings.digest
    from broadcast_tellings as tellings join occurrences on occurrences.id = tellings.occurrence_id
    where occurrences.starts_at > ${now}
  `.execute(db);
  const current = await readOccurrences(db, [...new Set(told.map(({ id }) => id))]);
  const digests = new Map(current.map((one) => [one.id, digestOf(one)]));
  const changed = new Set(told.filter(({ id, digest }) => digests.get(id) !== digest).map(({ id }) => id));
  let made = 0;
  for (const occurrence of current) {
    if (!changed.has(occurrence.id)) continue;
    const ends = Math.min(occurrence.startsAt.getTime(), now.getTime() + KEEPS_MS);
    const digest = digests.get(occurrence.id);
    const { territory } = occurrence.activity;
    const correction: Addressed = {
      ...ABOUT_ALL,
      kind: 'correction',
      territory,
      occurrence_id: occurrence.id,
      send_at: now,
    };
    const { numAffectedRows } = await sql`
      insert into broadcasts (id, kind, territory, occurrence_id, occurrence_digest, send_at, not_after)
      select ${randomUUID()}::uuid, 'correction', ${territory}, ${occurrence.id}::uuid, ${digest},
        ${now}::timestamptz, ${new Date(ends)}::timestamptz
      where exists (${audienceOf(correction, digest)})
        -- What a person has put aside is not asked again.
        and not exists (select 1 from broadcasts where kind = 'correction' and state = 'stopped'
          and occurrence_id = ${occurrence.id}::uuid and occurrence_digest = ${digest})
      on conflict (occurrence_id) where kind = 'correction' and state in ('draft', 'released', 'sending', 'paused') do nothing
    `.execute(db);
    made += Number(numAffectedRows ?? 0n);
  }
  return made;
}
