import type { Kysely } from 'kysely';
import type { ChannelName } from '../channel.ts';
import type { Tables } from '../store/tables.ts';

/**
 * `blocked`: the person does not want us there; `dead`: the address cannot receive; `active`: it can again.
 * Who blocks us or stops at the provider is opted out here too.
 */
export async function markAddress(
  db: Kysely<Tables>,
  contact: string,
  channel: ChannelName,
  state: 'active' | 'blocked' | 'dead',
): Promise<void> {
  await db
    .updateTable('addresses')
    .set({ state })
    .where('contact_id', '=', contact)
    .where('channel', '=', channel)
    .execute();
  if (state === 'blocked') {
    await db
      .updateTable('contacts')
      .set({ opted_out_at: new Date() })
      .where('id', '=', contact)
      .where('opted_out_at', 'is', null)
      .execute();
  }
}
