import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { AuditAction, AuditDetail } from './audit.ts';

/** Which rows of the audit: all of what is given holds. */
export interface AuditFilter {
  /** Id of who did it. */
  readonly member?: string;
  readonly request?: string;
  readonly action?: AuditAction;
  /** 'YYYY-MM-DD' on the clock of Brussels. */
  readonly day?: string;
  /** Rows written before the one with this id: the next page. */
  readonly before?: string;
}

export interface AuditRow {
  readonly id: string;
  readonly at: Date;
  /** Null: nobody who is known. */
  readonly member: string | null;
  /** As it was written; an action of a later version of Papote may be among them. */
  readonly action: string;
  readonly request: string | null;
  readonly detail: AuditDetail;
}

export interface AuditPage {
  /** Newest first. */
  readonly rows: readonly AuditRow[];
  /** The `before` of the next page; null: this is the last. */
  readonly next: string | null;
}

const ROWS_A_PAGE = 50;

/** A page of what was done. */
export async function readAudit(db: Kysely<Tables>, filter: AuditFilter): Promise<AuditPage> {
  const { member = null, request = null, action = null, day = null, before = null } = filter;
  const { rows } = await sql<AuditRow>`
    select audit.id, audit.at, staff.name as member, audit.action, audit.request_id as request, audit.detail
    from audit left join staff on staff.id = audit.staff_id
    where (${member}::text is null or audit.staff_id = ${member})
      and (${request}::bigint is null or audit.request_id = ${request})
      and (${action}::text is null or audit.action = ${action})
      and (${day}::date is null or (audit.at at time zone 'Europe/Brussels')::date = ${day}::date)
      and (${before}::bigint is null or audit.id < ${before})
    order by audit.id desc
    limit ${ROWS_A_PAGE + 1}
  `.execute(db);
  const shown = rows.slice(0, ROWS_A_PAGE);
  return { rows: shown, next: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null };
}
