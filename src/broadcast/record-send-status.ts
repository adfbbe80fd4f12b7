import type { ChannelName, StatusEvent } from '../channel.ts';
import { markAddress } from '../contacts/mark-address.ts';
import { BELOW } from '../outbox/record-status.ts';
import type { Queryable } from '../store/open-store.ts';
import { stopsAll } from './outcome.ts';
import { endBroadcast, tally } from './results.ts';
import { UUID } from './uuid.ts';

/**
 * Records what the provider says became of a send of a broadcast, as `recordStatus` does for other messages; a failure counts
 * towards the broadcast's own stop. Returns false for an id that is none of a send.
 */
export async function recordSendStatus(db: Queryable, status: StatusEvent, now: Date): Promise<boolean> {
  if (!UUID.test(status.outgoingId)) return false;
  const { rows } = await db.query<{ contact: string; broadcast: string; channel: ChannelName; moved: boolean }>({
    name: 'record-send-status',
    text: `with before as (select id, state = any($2::text[]) as moves from broadcast_sends where id = $1::uuid for update)
      update broadcast_sends as sends set
        provider_id = coalesce(provider_id, $3),
        error = case when before.moves then $4 else error end,
        state = case when before.moves then $5 else state end
      from before where sends.id = before.id
      returning contact_id as contact, broadcast_id as broadcast, channel, before.moves as moved`,
    values: [
      status.outgoingId,
      BELOW[status.state],
      status.providerId ?? null,
      status.error?.code ?? null,
      status.state,
    ],
  });
  const [row] = rows;
  if (row === undefined) return false;
  if (!row.moved || status.error === undefined) return true;
  const { kind } = status.error;
  if (kind === 'stopped') await markAddress(db, row.contact, row.channel, 'blocked');
  if (kind === 'invalid') await markAddress(db, row.contact, row.channel, 'dead');
  if (stopsAll(status.error)) await endBroadcast(db, row.broadcast, status.error.code, now);
  // Whoever does not want us any more is no failure of the broadcast, nor was the send itself a new try.
  else if (kind !== 'stopped') await tally(db, row.broadcast, { tried: 0, failed: 1 }, now);
  return true;
}
