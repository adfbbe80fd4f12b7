import { CompiledQuery, type Transaction } from 'kysely';
import type { AuditEntry } from '../handover/audit.ts';
import type { Member } from '../handover/desk.ts';
import type { BroadcastRow } from '../store/calendar-tables.ts';
import type { Tables } from '../store/tables.ts';
import type { Broadcasts } from './broadcasts.ts';
import { mayWorkOn } from './may-work.ts';
import type { BroadcastsDependencies } from './open-broadcasts.ts';
import { recordBroadcast } from './record-broadcast.ts';
import { END_BROADCAST } from './results.ts';

type Steps = Pick<Broadcasts, 'pause' | 'resume' | 'stop' | 'discard'>;

/** What is done with a broadcast besides its release. Each step is written down in the transaction that takes it. */
export function stepsOf({ db, clock, onReady }: Pick<BroadcastsDependencies, 'db' | 'clock' | 'onReady'>): Steps {
  /** Takes the step where the broadcast is in one of these states; false, and nothing is changed, elsewhere. */
  const step = async (
    member: Member,
    id: string,
    action: Parameters<typeof recordBroadcast>[1]['action'],
    from: readonly BroadcastRow['state'][],
    take: (trx: Transaction<Tables>, row: BroadcastRow, now: Date) => Promise<void>,
  ): Promise<boolean> => {
    if (!mayWorkOn(member, id)) return false;
    const now = clock();
    const by: Pick<AuditEntry, 'at' | 'member'> = { at: now, member };
    return db.transaction().execute(async (trx) => {
      const row = await trx.selectFrom('broadcasts').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
      if (row === undefined || !from.includes(row.state)) return false;
      await take(trx, row, now);
      await recordBroadcast(trx, { ...by, action }, row, row.state === 'draft' ? undefined : row.recipients);
      return true;
    });
  };
  const moveTo = async (trx: Transaction<Tables>, id: string, state: BroadcastRow['state']): Promise<void> => {
    await trx.updateTable('broadcasts').set({ state }).where('id', '=', id).execute();
  };
  return {
    pause: (member, id) =>
      step(member, id, 'paused-broadcast', ['released', 'sending'], (trx) => moveTo(trx, id, 'paused')),
    async resume(member, id) {
      const resumed = await step(member, id, 'resumed-broadcast', ['paused'], (trx, { send_at }, now) =>
        // Not yet begun, it waits for its time again: whoever moves broadcasts on sees to that.
        moveTo(trx, id, send_at <= now ? 'sending' : 'released'),
      );
      if (resumed) onReady();
      return resumed;
    },
    stop: (member, id) =>
      step(member, id, 'stopped-broadcast', ['released', 'sending', 'paused'], async (trx, _row, now) => {
        await trx.executeQuery(CompiledQuery.raw(END_BROADCAST, [id, 'by-hand', now]));
      }),
    discard: (member, id) =>
      step(member, id, 'discarded-broadcast', ['draft'], async (trx, { kind }, now) => {
        if (kind === 'special') await trx.deleteFrom('broadcasts').where('id', '=', id).execute();
        // What the machine drafted would be drafted again: it is stopped instead.
        else
          await trx
            .updateTable('broadcasts')
            .set({ state: 'stopped', reason: 'by-hand', ended_at: now })
            .where('id', '=', id)
            .execute();
      }),
  };
}
