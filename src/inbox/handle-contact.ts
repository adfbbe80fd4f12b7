import { type Kysely, sql } from 'kysely';
import type { Channel, ChannelName } from '../channel.ts';
import { markAddress } from '../contacts/mark-address.ts';
import type { Assistant } from '../content/load-assistant.ts';
import type { Logger } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import { commitTurn } from './commit-turn.ts';
import { loadPendingEvent, type PendingEvent } from './load-turn.ts';
import { takeTurn } from './take-turn.ts';

export interface InboxDependencies {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  /** The content in force: asked for at each message, since it may have been replaced. */
  readonly assistant: () => Assistant;
  readonly outbox: Outbox;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: () => Date;
  /** Told of each event once its answer has been sent. */
  readonly onHandled?: (event: string) => void;
}

/**
 * Handles all events of a contact that wait, in the order in which they were sent. A lock in the database makes it one
 * at a time per contact over all servers, sending included, so that answers arrive in order.
 */
export async function handleContact(contact: string, dependencies: InboxDependencies): Promise<void> {
  await dependencies.db.connection().execute(async (db) => {
    await sql`select pg_advisory_lock(hashtextextended(${contact}, 0))`.execute(db);
    try {
      for (;;) {
        const pending = await loadPendingEvent(db, dependencies.sealer, contact);
        if (pending === undefined) return;
        await handleEvent(contact, pending, { ...dependencies, db });
        dependencies.onHandled?.(pending.id);
      }
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${contact}, 0))`.execute(db);
    }
  });
}

async function handleEvent(contact: string, pending: PendingEvent, dependencies: InboxDependencies): Promise<void> {
  const { db, sealer, channels, assistant, outbox, metrics, logger, clock } = dependencies;
  const { event } = pending;
  const channel = channels.get(pending.channel);
  const now = clock();
  if (channel === undefined || (event.kind !== 'message' && event.kind !== 'button')) {
    if (channel !== undefined)
      await markAddress(db, contact, pending.channel, event.kind === 'blocked' ? 'blocked' : 'active');
    await db.updateTable('events').set({ handled_at: now }).where('id', '=', pending.id).execute();
    return;
  }
  // Who writes can be reached, whatever happened before.
  if (pending.addressState !== 'active') await markAddress(db, contact, pending.channel, 'active');
  const turn = takeTurn(pending, event, channel, now, assistant());
  const { outgoing } = await commitTurn(db, sealer, contact, pending, turn, now);
  const parts = outgoing.map((row, index) => ({ row, part: turn.parts[index] }));
  await outbox.sendNow(db, parts, sealer.open(pending.recipient));
  metrics.decided.inc({ rule: turn.response.rule });
  metrics.answerSeconds.observe((clock().getTime() - pending.receivedAt.getTime()) / 1000);
  logger.info(
    { contact, event: pending.id, channel: pending.channel, rule: turn.response.rule, count: outgoing.length },
    'answered',
  );
}
