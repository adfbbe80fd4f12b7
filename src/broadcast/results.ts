import type { ChannelName } from '../channel.ts';
import type { Queryable } from '../store/open-store.ts';
import { FIRST_PAUSE_S, LONGEST_PAUSE_S, type Outcome } from './outcome.ts';

/** What became of a send. */
export interface Result extends Outcome {
  readonly id: string;
  readonly broadcast: string;
  /** Tries with the one that this came of. */
  readonly attempts: number;
  /** The provider was called. */
  readonly tried: boolean;
}

/** When a broadcast stops by itself: so many failures, and such a share of what was tried. */
const THRESHOLD = { failures: 20, share: 0.1 };

/**
 * Writes what became of sends, and stops a broadcast of which too many failed. A status callback may have come first and is not
 * undone, nor is a later try, where this is written again because nobody knew whether it was. Gives the broadcasts that it stopped.
 */
export async function writeResults(db: Queryable, results: readonly Result[], now: Date): Promise<readonly string[]> {
  const stopped: string[] = [];
  for (const [broadcast, own] of byBroadcast(results)) {
    await db.query({
      name: 'write-broadcast-results',
      text: `
        update broadcast_sends as sends set
          state = case when sends.state in ('planned', 'sending', 'unknown') then given.state else sends.state end,
          error = case when sends.state in ('planned', 'sending', 'unknown') then given.error else sends.error end,
          provider_id = coalesce(sends.provider_id, given.provider_id),
          not_before = given.not_before,
          claimed_by = null
        from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $6::int[])
          as given (id, state, error, provider_id, not_before, attempts)
        where sends.id = given.id and (sends.attempts = given.attempts or given.state = 'accepted')`,
      values: [
        own.map(({ id }) => id),
        own.map(({ state }) => state),
        own.map(({ error }) => error),
        own.map(({ providerId }) => providerId),
        own.map(({ notBefore }) => notBefore),
        own.map(({ attempts }) => attempts),
      ],
    });
    const tried = own.filter((one) => one.tried).length;
    const failed = own.filter(({ state }) => state === 'failed').length;
    if (tried > 0 && (await tally(db, broadcast, { tried, failed }, now))) stopped.push(broadcast);
  }
  return stopped;
}

/** Counts tries and failures of a broadcast; stops it past the threshold. True when this stopped it. */
export async function tally(
  db: Queryable,
  broadcast: string,
  { tried, failed }: { tried: number; failed: number },
  now: Date,
): Promise<boolean> {
  const { rows } = await db.query<{ over: boolean }>({
    name: 'tally-broadcast',
    text: `update broadcasts set tried = tried + $2, failed = failed + $3 where id = $1
      returning $3 > 0 and state = 'sending' and failed >= $4 and failed >= $5::float8 * tried as over`,
    values: [broadcast, tried, failed, THRESHOLD.failures, THRESHOLD.share],
  });
  return (rows[0]?.over ?? false) && endBroadcast(db, broadcast, 'failures', now);
}

/** Stops a broadcast for good: what has not left does not leave. Its id, why, when; gives a row unless it had ended before. */
export const END_BROADCAST = `
  with ended as (
    update broadcasts set state = 'stopped', reason = $2, ended_at = $3
    where id = $1 and state in ('released', 'sending', 'paused') returning id
  ), cancelled as (
    update broadcast_sends as sends set state = 'cancelled', error = 'stopped' from ended
    where sends.broadcast_id = ended.id and sends.state = 'planned'
  )
  select 1 from ended`;

/** Stops a broadcast by itself. False when it had ended before. */
export async function endBroadcast(db: Queryable, broadcast: string, reason: string, now: Date): Promise<boolean> {
  const { rowCount } = await db.query(END_BROADCAST, [broadcast, reason, now]);
  return (rowCount ?? 0) > 0;
}

/**
 * Holds a channel's lane back: for as long as the provider says, or longer each time that it cannot be reached. Failures that
 * were on their way together count once.
 *
 * @param probe the failed message was the one that tried whether the trouble is over
 */
export async function holdLane(
  db: Queryable,
  channel: ChannelName,
  { now, probe, seconds }: { now: Date; probe: boolean; seconds?: number | undefined },
): Promise<void> {
  await db.query(
    `update broadcast_lanes set troubles = troubles + 1,
       held_until = $2::timestamptz + make_interval(secs => coalesce($4, least($6::float8, $5 * 2 ^ least(troubles, 10))))
     where channel = $1 and (held_until <= $2 or $3)`,
    [channel, now, probe, seconds ?? null, FIRST_PAUSE_S, LONGEST_PAUSE_S],
  );
}

/** The provider answers again, or the message that was to try it had not to be sent: the next may go. */
export async function freeLane(db: Queryable, channel: ChannelName, answers: boolean): Promise<void> {
  await db.query(
    "update broadcast_lanes set held_until = '-infinity', troubles = case when $2 then 0 else troubles end where channel = $1",
    [channel, answers],
  );
}

function byBroadcast(results: readonly Result[]): Map<string, Result[]> {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const group = groups.get(result.broadcast);
    if (group === undefined) groups.set(result.broadcast, [result]);
    else group.push(result);
  }
  return groups;
}
