import { canReconcile } from '../channel.ts';
import type { Logger } from '../observe/logger.ts';
import { messageOf } from '../start-error.ts';
import type { Queryable } from '../store/open-store.ts';
import type { OutgoingRow } from '../store/tables.ts';
import type { Outbox } from './outbox.ts';

/** A send takes seconds; a row that is `sending` for longer belongs to a process that is gone. */
export const ABANDONED_AFTER_S = 90;

/**
 * Settles rows that a crash left in `sending`: the provider is asked whether it has them. It has: `accepted`. It has not:
 * sent again. It cannot be asked (Telegram keeps no list): `unknown`, for a human to see, and not repeated blindly; but an
 * answer to danger is sent again, since twice is better than never.
 *
 * @param olderThan seconds; 0 when no other process can be sending
 * @returns how many rows were settled
 */
export async function reconcileAbandoned(
  db: Queryable,
  outbox: Outbox,
  logger: Logger,
  olderThan = ABANDONED_AFTER_S,
): Promise<number> {
  const { rows } = await db.query<OutgoingRow>(
    `select * from outgoing where state = 'sending' and sending_at <= now() - make_interval(secs => $1)
     order by created_at, position limit 500`,
    [olderThan],
  );
  let settled = 0;
  for (const row of rows) {
    try {
      await settle(db, outbox, row);
      settled += 1;
    } catch (error) {
      logger.warn(
        { outgoing: row.id, channel: row.channel, kind: 'reconcile' },
        `cannot ask the provider now: ${outbox.channel(row.channel)?.redact(messageOf(error)) ?? ''}`,
      );
    }
  }
  if (settled > 0) logger.info({ count: settled }, 'messages of a stopped process settled');
  return settled;
}

async function settle(db: Queryable, outbox: Outbox, row: OutgoingRow): Promise<void> {
  const channel = outbox.channel(row.channel);
  const outgoing = outbox.unseal(row);
  if (channel === undefined || outgoing === undefined) return setState(db, row, 'unknown');
  if (canReconcile(channel)) {
    const found = await outbox.ask(channel, row, outgoing, row.sending_at ?? row.created_at);
    return found.found ? outbox.markAccepted(row.id, found.providerId) : sendAgain(db, outbox, row);
  }
  return row.kind === 'danger' ? sendAgain(db, outbox, row) : setState(db, row, 'unknown');
}

async function sendAgain(db: Queryable, outbox: Outbox, row: OutgoingRow): Promise<void> {
  await outbox.putBack(db, [row.id], { kind: 'throttled', code: 'interrupted', retryAfter: 0 }, row.attempts);
}

async function setState(db: Queryable, row: OutgoingRow, state: 'unknown'): Promise<void> {
  await db.query("update outgoing set state = $2, updated_at = now() where id = $1 and state = 'sending'", [
    row.id,
    state,
  ]);
}
