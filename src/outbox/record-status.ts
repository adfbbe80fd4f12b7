import { type Kysely, sql } from 'kysely';
import type { DeliveryState, StatusEvent } from '../channel.ts';
import { markAddress } from '../contacts/mark-address.ts';
import type { OutgoingState, Tables } from '../store/tables.ts';

/** States from which each reported state is a step up. Callbacks come twice and out of order: none goes down. */
const BELOW: Readonly<Record<DeliveryState, readonly OutgoingState[]>> = {
  accepted: ['planned', 'sending', 'unknown'],
  sent: ['planned', 'sending', 'unknown', 'accepted'],
  delivered: ['planned', 'sending', 'unknown', 'accepted', 'sent'],
  read: ['planned', 'sending', 'unknown', 'accepted', 'sent', 'delivered'],
  failed: ['planned', 'sending', 'unknown', 'accepted', 'sent'],
};

/** Records what the provider says became of a message. Returns false for an id that is not ours, or no longer. */
export async function recordStatus(db: Kysely<Tables>, status: StatusEvent): Promise<boolean> {
  const below = [...BELOW[status.state]];
  const { rows } = await sql<{ contact_id: string | null; channel: 'telegram' | 'sms' | 'whatsapp'; moved: boolean }>`
    update outgoing set updated_at = now(),
      provider_id = coalesce(provider_id, ${status.providerId ?? null}),
      error = case when state = any(${below}::text[]) then ${status.error?.code ?? null} else error end,
      state = case when state = any(${below}::text[]) then ${status.state} else state end
    where id = ${status.outgoingId}
    returning contact_id, channel, state = ${status.state} as moved
  `.execute(db);
  const row = rows[0];
  if (row === undefined) return false;
  if (row.contact_id !== null && row.moved && status.error?.kind === 'stopped')
    await markAddress(db, row.contact_id, row.channel, 'blocked');
  if (row.contact_id !== null && row.moved && status.error?.kind === 'invalid')
    await markAddress(db, row.contact_id, row.channel, 'dead');
  return true;
}
