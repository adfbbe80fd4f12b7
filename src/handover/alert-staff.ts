import { type Kysely, sql } from 'kysely';
import type { Logger } from '../observe/logger.ts';
import { codeOf } from '../start-error.ts';
import type { Tables } from '../store/tables.ts';
import { alerted, type OpenRequest } from './promise.ts';
import type { Roster } from './roster.ts';
import type { AlertWay } from './staff-addresses.ts';

/** What reaches a person of the network outside the console. It may be shown on a locked screen: no word of the parent. */
export interface Alert {
  readonly to: Recipient;
  readonly language: 'fr' | 'nl';
  readonly priority: OpenRequest['priority'];
  /** Name of the territory; null when nobody knows where the parent lives. */
  readonly territory: string | null;
  /** Id of the request. */
  readonly request: string;
  /** A colleague had it, and gave it to who is told. */
  readonly transferred: boolean;
}

/** Who is told, and how they chose to be. */
export interface Recipient {
  /** Id of the member. */
  readonly staff: string;
  readonly email: string;
  readonly by: AlertWay;
  /** Sealed chat or number; null where none is set up. */
  readonly address: Buffer | null;
}

/** Throws when the alert could not be handed over: it is tried again in a minute. */
export type SendAlert = (alert: Alert) => Promise<void>;

export interface AlertingDependencies {
  readonly db: Kysely<Tables>;
  readonly roster: () => Roster;
  readonly nameOf: (territory: string) => string;
  readonly send: SendAlert;
  readonly logger: Logger;
  readonly clock: () => Date;
}

interface Row {
  readonly id: string;
  /** Who has taken it already, and was given it by a colleague. */
  readonly taken_by: string | null;
  readonly territory: string | null;
  readonly priority: OpenRequest['priority'];
  readonly holder: string | null;
  readonly holder_as: NonNullable<OpenRequest['holder']>['as'] | null;
}

/**
 * Tells whoever has a request in hands that it is there, once for each pair of hands; for danger that is happening everybody of
 * the chain. Whoever takes one by themselves knows of it; whoever is given one that was taken is told, alone. Gives how many
 * requests were told.
 */
export async function alertStaff(dependencies: AlertingDependencies): Promise<number> {
  const { db, clock, logger } = dependencies;
  // Taken before it is sent: two servers do not tell the same twice.
  const { rows } = await sql<Row>`
    update requests set alerted_at = ${clock()} where state in ('open', 'taken') and alerted_at is null
    returning id, territory, priority, holder, holder_as, taken_by
  `.execute(db);
  for (const row of rows) {
    try {
      await tellOf(row, dependencies);
    } catch (error) {
      logger.warn({ request: row.id, code: codeOf(error) }, 'an alert could not be sent; it is tried again');
      // Whoever took it meanwhile knows of it.
      await sql`
        update requests set alerted_at = null
        where id = ${row.id} and state in ('open', 'taken') and taken_by is not distinct from ${row.taken_by}
      `.execute(db);
    }
  }
  return rows.length;
}

async function tellOf(row: Row, dependencies: AlertingDependencies): Promise<void> {
  const { db, nameOf, send } = dependencies;
  const { id, territory, priority, taken_by } = row;
  const people = taken_by === null ? await showToAlerted(row, dependencies) : [taken_by];
  if (people.length === 0) return;
  const members = await db
    .selectFrom('staff')
    .leftJoin('staff_addresses', (join) =>
      join.onRef('staff_addresses.staff_id', '=', 'staff.id').onRef('staff_addresses.channel', '=', 'staff.alert_by'),
    )
    .select(['staff.id as staff', 'email', 'language', 'alert_by as by', 'sealed as address'])
    .where('id', 'in', people)
    .where('active', '=', true)
    .where('password_hash', 'is not', null)
    .execute();
  const place = territory === null ? null : nameOf(territory);
  const about = { priority, territory: place, request: id, transferred: taken_by !== null };
  const sent = await Promise.allSettled(members.map(({ language, ...to }) => send({ to, language, ...about })));
  // One address that is wrong does not make the others hear of it every minute.
  const failed = sent.find((one) => one.status === 'rejected');
  if (failed !== undefined && sent.every((one) => one.status === 'rejected')) throw failed.reason;
}

/** Ids of those who are to hear that a request waits. Before they hear of it, they may look. */
async function showToAlerted(
  { id, territory, priority, holder, holder_as }: Row,
  { db, roster, clock }: AlertingDependencies,
): Promise<readonly string[]> {
  const hands = holder === null ? null : { worker: holder, as: holder_as ?? 'centre' };
  const people = alerted({ territory, priority, holder: hands }, roster(), clock()).map(({ worker }) => worker);
  if (people.length > 0) await sql`update requests set alerted = ${people} where id = ${id}`.execute(db);
  return people;
}
