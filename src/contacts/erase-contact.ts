import { sql, type Transaction } from 'kysely';
import type { ChannelName } from '../channel.ts';
import { readStoredEvent } from '../inbox/stored-event.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';

/** Telegram lets a bot delete messages younger than this (Bot API, deleteMessage). A little less, for slow clocks. */
const DELETABLE_MS = 47.5 * 3_600_000;

export interface Erased {
  readonly channel: ChannelName;
  readonly recipient: Buffer;
}

/**
 * Erases a contact: address, language, conversation, messages, requests. Of its events only the provider's ids stay, so
 * that a redelivery is not taken for a new person. Messages that can still be taken back from the phone are queued for it.
 */
export async function eraseContact(
  db: Transaction<Tables>,
  sealer: Sealer,
  contact: string,
  { channel, recipient }: Erased,
  now: Date,
): Promise<void> {
  const messageIds = await deletableMessages(db, sealer, contact, new Date(now.getTime() - DELETABLE_MS));
  await db.updateTable('events').set({ body: null, handled_at: now }).where('contact_id', '=', contact).execute();
  await db.deleteFrom('contacts').where('id', '=', contact).execute();
  if (messageIds.length === 0) return;
  const sealed = sealer
    .seal(JSON.stringify({ channel, address: sealer.open(recipient), messageIds }))
    .toString('base64');
  await sql`select graphile_worker.add_job('take-back', json_build_object('sealed', ${sealed}::text), max_attempts := 8)`.execute(
    db,
  );
}

async function deletableMessages(
  db: Transaction<Tables>,
  sealer: Sealer,
  contact: string,
  since: Date,
): Promise<string[]> {
  const received = await db
    .selectFrom('events')
    .select('body')
    .where('contact_id', '=', contact)
    .where('received_at', '>', since)
    .execute();
  const sent = await db
    .selectFrom('outgoing')
    .select('provider_id')
    .where('contact_id', '=', contact)
    .where('created_at', '>', since)
    .where('provider_id', 'is not', null)
    .execute();
  const receivedIds = received.flatMap(({ body }) => {
    const event = body && readStoredEvent(sealer.open(body));
    return event?.kind === 'message' && event.messageId !== undefined ? [event.messageId] : [];
  });
  return [...receivedIds, ...sent.flatMap(({ provider_id }) => provider_id ?? [])];
}
