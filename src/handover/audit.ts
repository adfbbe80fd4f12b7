import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { Member } from './desk.ts';

/** What people of the network do that somebody may have to answer for. The console has a word for each (`texts/`). */
export const AUDIT_ACTIONS = [
  'read',
  'opened-media',
  'asked-to-call',
  'revealed-number',
  'took',
  'answered',
  'noted',
  'gave-back',
  'transferred',
  'closed',
  'signed-in',
  'sign-in-failed',
  'invited',
  'changed-member',
  'agreed-broadcast',
  'released-broadcast',
  'paused-broadcast',
  'resumed-broadcast',
  'stopped-broadcast',
  'discarded-broadcast',
  'set-weekly-hour',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Ids and codes only: never a name, a number or a word of the parent. */
export type AuditDetail = Readonly<Record<string, string | number | boolean>>;

export interface AuditEntry {
  readonly at: Date;
  /** Null: nobody who is known. */
  readonly member: Pick<Member, 'id'> | null;
  readonly action: AuditAction;
  /** Id of the request that it is about. */
  readonly request?: string;
  readonly detail?: AuditDetail;
}

/**
 * Writes down what somebody does, in the transaction that does it: what is rolled back leaves no trace. Seeing the same
 * again within the hour is not written twice.
 */
export async function record(trx: Kysely<Tables>, entry: AuditEntry): Promise<void> {
  const { at, member, action, request = null, detail = {} } = entry;
  await sql`
    insert into audit (at, staff_id, action, request_id, detail)
    values (${at}, ${member?.id ?? null}, ${action}, ${request}, ${JSON.stringify(detail)}::jsonb)
    on conflict do nothing
  `.execute(trx);
}

/** The same as a step of a `with` list, `audited`: a row for every row of `changed`, whose column `id` is that of a request. */
export function recording(
  changed: RawBuilder<unknown>,
  { at, member, action, detail = {} }: Omit<AuditEntry, 'request'>,
): RawBuilder<unknown> {
  return sql`
    audited as (
      insert into audit (at, staff_id, action, request_id, detail)
      select ${at}, ${member?.id ?? null}, ${action}, changed.id, ${JSON.stringify(detail)}::jsonb from ${changed} as changed
      on conflict do nothing
    )`;
}

/** Deletes what is older than a year by the clock of the database, which lets nobody delete anything else. */
export async function forgetAudit(db: Kysely<Tables>): Promise<void> {
  await sql`delete from audit where at < now() - interval '1 year'`.execute(db);
}
