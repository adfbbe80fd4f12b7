import type { ChannelName, DeliveryState, StatusEvent } from '../channel.ts';
import { markAddress } from '../contacts/mark-address.ts';
import type { Queryable } from '../store/open-store.ts';
import type { OutgoingState } from '../store/tables.ts';

/** States from which each reported state is a step up. Callbacks come twice and out of order: none goes down. */
export const BELOW: Readonly<Record<DeliveryState, readonly OutgoingState[]>> = {
  accepted: ['planned', 'sending', 'unknown'],
  sent: ['planned', 'sending', 'unknown', 'accepted'],
  delivered: ['planned', 'sending', 'unknown', 'accepted', 'sent'],
  read: ['planned', 'sending', 'unknown', 'accepted', 'sent', 'delivered'],
  failed: ['planned', 'sending', 'unknown', 'accepted', 'sent'],
};

/** Records what the provider says became of a message. Returns false for an id that is not ours, or no longer. */
export async function recordStatus(db: Queryable, status: StatusEvent): Promise<boolean> {
  const { rows } = await db.query<{ contact_id: string | null; channel: ChannelName; moved: boolean }>({
    name: 'record-status',
    text: `with before as (select id, state = any($2::text[]) as moves from outgoing where id = $1 for update)
      update outgoing set updated_at = now(),
        provider_id = coalesce(provider_id, $3),
        error = case when before.moves then $4 else error end,
        state = case when before.moves then $5 else state end
      from before where outgoing.id = before.id
      returning contact_id, channel, before.moves as moved`,
    values: [
      status.outgoingId,
      BELOW[status.state],
      status.providerId ?? null,
      status.error?.code ?? null,
      status.state,
    ],
  });
  const row = rows[0];
  if (row === undefined) return false;
  const { contact_id: contact, channel, moved } = row;
  if (contact !== null && moved && status.error?.kind === 'stopped') await markAddress(db, contact, channel, 'blocked');
  if (contact !== null && moved && status.error?.kind === 'invalid') await markAddress(db, contact, channel, 'dead');
  return true;
}
