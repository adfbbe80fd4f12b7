import type { Queryable } from '../store/open-store.ts';

/**
 * Moves broadcasts on with time: begins those that are due, lets expire what has not left by its not-after, ends those with
 * nothing left to send, and drafts that nobody released in time; what was on its way when one was stopped, and has come back, is
 * cancelled. Asking twice changes nothing.
 */
export async function moveBroadcasts(db: Queryable, now: Date): Promise<void> {
  await db.query("update broadcasts set state = 'sending' where state = 'released' and send_at <= $1", [now]);
  await db.query(
    `update broadcast_sends as sends set state = 'expired' from broadcasts
     where broadcasts.id = sends.broadcast_id and broadcasts.state in ('released', 'sending', 'paused')
       and broadcasts.not_after <= $1 and sends.state = 'planned'`,
    [now],
  );
  await db.query(
    `update broadcasts set state = 'done', ended_at = $1, reason = case when exists (
         select 1 from broadcast_sends where broadcast_id = broadcasts.id and state = 'expired') then 'too-late' else 'sent' end
     where (state = 'sending' or (state in ('released', 'paused') and not_after <= $1))
       and not exists (select 1 from broadcast_sends where broadcast_id = broadcasts.id and state = 'planned')
       and not exists (select 1 from broadcast_sends where broadcast_id = broadcasts.id and state = 'sending')`,
    [now],
  );
  await db.query(
    `update broadcast_sends as sends set state = 'cancelled', error = 'stopped' from broadcasts
     where broadcasts.id = sends.broadcast_id and broadcasts.state = 'stopped' and sends.state = 'planned'`,
  );
  await db.query(
    "update broadcasts set state = 'stopped', reason = 'too-late', ended_at = $1 where state = 'draft' and not_after <= $1",
    [now],
  );
}
