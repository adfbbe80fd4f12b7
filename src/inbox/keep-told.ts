import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Sealer } from '../store/sealer.ts';
import type { Told } from './danger-from-memory.ts';
import type { PendingEvent } from './load-turn.ts';

/**
 * Writes down what a parent was told while the database was away, before all that this turn says: from then on it is a message
 * of the conversation like any other, but one that has left already, and that nobody sends.
 */
export async function keepTold(
  client: pg.ClientBase,
  sealer: Sealer,
  contact: string,
  { id, channel, recipient }: Pick<PendingEvent, 'id' | 'channel' | 'recipient'>,
  { at, texts }: Told,
): Promise<void> {
  await client.query(
    `insert into outgoing
       (id, contact_id, event_id, channel, kind, recipient, body, state, position, attempts, sending_at, while_away)
     select row.id, $1, $2, $3, 'danger', $4, row.body, 'sent', row.position - 1 - cardinality($6::text[]), 1, $5, true
     from unnest($6::text[], $7::bytea[]) with ordinality as row (id, body, position)`,
    [
      ...[contact, id, channel, recipient, at],
      texts.map(() => randomUUID()),
      texts.map((text) => sealer.seal(JSON.stringify({ text, buttons: [] }))),
    ],
  );
}
