import { randomBytes } from 'node:crypto';
import type { ChannelName, InboundEvent } from '../channel.ts';
import type { Store } from '../store/open-store.ts';
import type { Sealer } from '../store/sealer.ts';

/** Jobs with a smaller number run first: what parents ask comes before anything we send of our own accord. */
export const INBOUND_PRIORITY = -10;

export interface Accepted {
  /** Our id of the event; null when the provider had sent it before. */
  readonly event: string | null;
}

/**
 * Stores an event once and queues its contact's job, in one transaction. When this returns, the provider may be told
 * that we have it. The same event at the same instant on two servers is stored once.
 */
export async function acceptEvent(
  { pool }: Pick<Store, 'pool'>,
  sealer: Sealer,
  channel: ChannelName,
  event: InboundEvent,
): Promise<Accepted> {
  const { rows } = await pool.query<{ event: string | null }>({
    name: 'accept-event',
    text: 'select accept_event($1, $2, $3, $4, $5, $6, $7, $8) as event',
    values: [
      channel,
      event.id,
      sealer.hash(channel, event.address),
      sealer.seal(event.address),
      newContactId(),
      sealer.seal(JSON.stringify(event)),
      event.at,
      INBOUND_PRIORITY,
    ],
  });
  return { event: rows[0]?.event ?? null };
}

/** 96 random bits: says nothing about the person and cannot be guessed. */
export function newContactId(): string {
  return randomBytes(12).toString('hex');
}
