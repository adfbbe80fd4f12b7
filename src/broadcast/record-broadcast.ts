import type { Kysely } from 'kysely';
import { type AuditAction, type AuditEntry, record } from '../handover/audit.ts';
import type { BroadcastRow } from '../store/calendar-tables.ts';
import type { Tables } from '../store/tables.ts';

type BroadcastAction = Extract<AuditAction, `${string}-broadcast`>;
type About = Pick<BroadcastRow, 'id' | 'kind' | 'territory' | 'territories'>;

/**
 * Writes down what somebody did with a broadcast, in the transaction that does it: which one, for which territories, and for how
 * many people where that is known. The row outlives a draft that is thrown away, so that it says what it was.
 */
export async function recordBroadcast(
  trx: Kysely<Tables>,
  entry: Pick<AuditEntry, 'at' | 'member'> & { readonly action: BroadcastAction },
  { id, kind, territory, territories }: About,
  recipients?: number,
): Promise<void> {
  const where = territory === null ? (territories ?? []) : [territory];
  const about = { broadcast: id, kind, where: where.join(' ') };
  await record(trx, { ...entry, detail: { ...about, ...(recipients !== undefined && { recipients }) } });
}
