import type pg from 'pg';
import type { ChannelName } from '../channel.ts';
import { readStoredEvent } from '../inbox/stored-event.ts';
import type { Sealer } from '../store/sealer.ts';

/** Telegram lets a bot delete messages younger than 48 hours (Bot API, deleteMessage); a little less, for slow clocks. */
const DELETABLE_MS = 47.5 * 3_600_000;

export interface Erased {
  readonly channel: ChannelName;
  readonly recipient: Buffer;
}

/**
 * Erases a contact: address, language, conversation, messages, requests. Of its events only the provider's ids stay, so
 * that a redelivery is not taken for a new person. Messages that can still be taken back from the phone are queued for it.
 * To be called inside a transaction.
 */
export async function eraseContact(
  client: pg.ClientBase,
  sealer: Sealer,
  contact: string,
  { channel, recipient }: Erased,
  now: Date,
): Promise<void> {
  const messageIds = await deletableMessages(client, sealer, contact, new Date(now.getTime() - DELETABLE_MS));
  await client.query('update events set body = null, handled_at = $2 where contact_id = $1', [contact, now]);
  await client.query('delete from contacts where id = $1', [contact]);
  if (messageIds.length === 0) return;
  const sealed = sealer
    .seal(JSON.stringify({ channel, address: sealer.open(recipient), messageIds }))
    .toString('base64');
  await client.query(
    "select graphile_worker.add_job('take-back', json_build_object('sealed', $1::text), max_attempts := 8)",
    [sealed],
  );
}

async function deletableMessages(
  client: pg.ClientBase,
  sealer: Sealer,
  contact: string,
  since: Date,
): Promise<string[]> {
  const received = await client.query<{ body: Buffer }>(
    'select body from events where contact_id = $1 and received_at > $2 and body is not null',
    [contact, since],
  );
  const sent = await client.query<{ provider_id: string }>(
    `select provider_id from outgoing where contact_id = $1 and created_at > $2 and provider_id is not null
     union all
     select provider_id from broadcast_sends where contact_id = $1 and sending_at > $2 and provider_id is not null`,
    [contact, since],
  );
  const receivedIds = received.rows.flatMap(({ body }) => {
    const event = readStoredEvent(sealer.open(body));
    return event.kind === 'message' && event.messageId !== undefined ? [event.messageId] : [];
  });
  return [...receivedIds, ...sent.rows.map(({ provider_id }) => provider_id)];
}
