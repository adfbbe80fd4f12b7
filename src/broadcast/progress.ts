import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { CHANNEL_NAMES } from '../channel.ts';
import type { BroadcastRow } from '../store/calendar-tables.ts';
import type { Tables } from '../store/tables.ts';
import type { ProgressLine } from './broadcasts.ts';

const STATES = [
  'planned',
  'sending',
  'accepted',
  'sent',
  'delivered',
  'read',
  'failed',
  'expired',
  'cancelled',
  'unknown',
  'needs-template',
] as const;

const keptCounts = z.array(
  z.object({
    channel: z.enum(CHANNEL_NAMES),
    state: z.enum(STATES),
    reason: z.string().nullable(),
    count: z.number(),
  }),
);

/** How many sends of a broadcast are in which state, and why; the counts that were kept once the sends are forgotten. */
export async function readProgress(
  db: Kysely<Tables>,
  { id, counts }: Pick<BroadcastRow, 'id' | 'counts'>,
): Promise<readonly ProgressLine[]> {
  if (counts !== null) return keptCounts.parse(counts);
  const { rows } = await sql<ProgressLine>`
    select channel, state, error as reason, count(*)::int as count from broadcast_sends
    where broadcast_id = ${id} group by channel, state, error order by channel, state, error
  `.execute(db);
  return rows;
}

/**
 * Forgets to whom broadcasts went that ended before a time, or should have: a provider that never answers again keeps one from its
 * end. Counts stay. Returns how many were forgotten.
 */
export async function forgetBroadcasts(db: Kysely<Tables>, before: Date): Promise<number> {
  const { rows } = await sql`
    with counted as (
      update broadcasts set message = null, counts = (
        select coalesce(jsonb_agg(jsonb_build_object('channel', channel, 'state', state, 'reason', error, 'count', count)), '[]')
        from (
          select channel, state, error, count(*) as count from broadcast_sends
          where broadcast_id = broadcasts.id group by channel, state, error
        ) as lines)
      where coalesce(ended_at, not_after) < ${before} and counts is null
      returning id
    ), forgotten as (
      delete from broadcast_texts using counted where broadcast_texts.broadcast_id = counted.id
    )
    select 1 from counted
  `.execute(db);
  return rows.length;
}
