import type { ChannelName } from '../channel.ts';
import type { Queryable } from '../store/open-store.ts';

/**
 * `blocked`: the person does not want us there; `dead`: the address cannot receive; `active`: it can again.
 * Who blocks us or stops at the provider is opted out here too.
 */
export async function markAddress(
  db: Queryable,
  contact: string,
  channel: ChannelName,
  state: 'active' | 'blocked' | 'dead',
): Promise<void> {
  await db.query('update addresses set state = $3 where contact_id = $1 and channel = $2', [contact, channel, state]);
  if (state === 'blocked')
    await db.query('update contacts set opted_out_at = coalesce(opted_out_at, now()) where id = $1', [contact]);
}
