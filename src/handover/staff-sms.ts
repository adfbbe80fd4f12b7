import { type Kysely, sql } from 'kysely';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import { unlinking } from './staff-addresses.ts';
import type { Heard } from './staff-chat.ts';
import { STAFF_TEXTS } from './staff-texts.ts';

/** For how long what comes from the number is taken for an answer to an alert, where it is a parent's as well. */
const ANSWERS_ALERT_MS = 3_600_000;
/** Nobody, and no telephone that answers by itself, is told the same again so soon. */
const TOLD_AGAIN_MS = 10 * 60_000;

type Db = Kysely<Tables>;

export interface StaffSmsDependencies {
  readonly db: Db;
  readonly sealer: Sealer;
  readonly consoleUrl: string;
}

/** An SMS as it waits for its turn. */
export interface IncomingSms {
  readonly contact: string;
  /** The number that it comes from. */
  readonly address: string;
  /** When it came. */
  readonly at: Date;
  /** The number has a request of its own, as a parent's, that a person answers or will. */
  readonly hasRequest: boolean;
  /** How it would be understood if it were a parent's; asked for only where the number is of the network. */
  readonly read: () => Promise<{ readonly stop: boolean; readonly danger: boolean }>;
}

interface Known {
  readonly staff: string[];
  readonly language: 'fr' | 'nl';
  /** The request of the last alert that went to the number within the hour. */
  readonly request: string | null;
  readonly is_parent: boolean;
}

/**
 * Hears an SMS from a number that somebody of the network confirmed. Undefined when it is to be understood as a parent's. A
 * number may be both, and the two mistakes do not weigh the same: a parent who is told of the console waits for help in vain, a
 * member who gets a parent's answer reads it and opens the console. So whatever may be a parent's is: danger always, since
 * somebody else may hold the telephone; everything while they wait for a person; and, from whoever wrote as a parent before, all
 * that does not follow an alert. STOP ends the alerts in any case, and, of a parent, the rest too.
 */
export async function hearStaffSms(
  { db, sealer, consoleUrl }: StaffSmsDependencies,
  { contact, address, at, hasRequest, read }: IncomingSms,
): Promise<Heard | undefined> {
  const hash = sealer.hash('staff sms', address);
  const known = await whose(db, hash, contact, at);
  if (known === undefined) return undefined;
  const { stop, danger } = await read();
  const texts = STAFF_TEXTS[known.language];
  if (stop && !known.is_parent) return { says: texts.smsStopped(`${consoleUrl}/me/alerts`), unlinks: known.staff };
  if (stop) await stopAlerts(db, known.staff, at);
  if (stop || danger || hasRequest || (known.is_parent && known.request === null)) return undefined;
  const link = known.request === null ? consoleUrl : `${consoleUrl}/requests/${known.request}`;
  return { says: (await maySay(db, hash, at)) ? texts.smsGoesNowhere(link) : null, unlinks: [] };
}

/** Whose number it is, one telephone may be of two; undefined: nobody's of the network. */
async function whose(db: Db, hash: Buffer, contact: string, at: Date): Promise<Known | undefined> {
  const since = new Date(at.getTime() - ANSWERS_ALERT_MS);
  const { rows } = await sql<Known>`
    with members as (
      select staff.id, staff.language, last.request_id, last.sent_at
      from staff_addresses join staff on staff.id = staff_addresses.staff_id
        left join lateral (
          select request_id::text, sent_at from alert_messages
          where alert_messages.staff_id = staff.id and staff.alert_by = 'sms' and sent_at between ${since} and ${at}
          order by sent_at desc limit 1
        ) as last on true
      where staff_addresses.channel = 'sms' and staff_addresses.hash = ${hash}
    )
    select array_agg(id) as staff, (array_agg(language order by sent_at desc nulls last, id))[1] as language,
      (array_agg(request_id order by sent_at desc nulls last, id))[1] as request,
      exists (select 1 from conversations where contact_id = ${contact}) as is_parent
    from members having count(*) > 0
  `.execute(db);
  return rows[0];
}

async function stopAlerts(db: Db, staff: readonly string[], now: Date): Promise<void> {
  const whom = sql`(select unnest(${[...staff]}::text[]) as staff_id)`;
  await sql`with ${unlinking(whom, 'sms', now)} select 1`.execute(db);
}

/** Once for all who may ask at the same moment. */
async function maySay(db: Db, hash: Buffer, at: Date): Promise<boolean> {
  const before = new Date(at.getTime() - TOLD_AGAIN_MS);
  const { rows } = await sql`
    update staff_addresses set told_at = ${at}
    where channel = 'sms' and hash = ${hash} and (told_at is null or told_at <= ${before})
    returning staff_id
  `.execute(db);
  return rows.length > 0;
}

/**
 * Forgets the contact that a number of the network got when it wrote: no parent is behind it. It stays where more from there
 * waits, or where it ever was a parent's.
 */
export async function forgetStaffContact(db: Db, contact: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Whatever comes in just now goes by the address first: it waits for us, or we see it.
    await sql`select 1 from addresses where contact_id = ${contact} for update`.execute(trx);
    await sql`
      delete from contacts where id = ${contact}
        and not exists (select 1 from conversations where contact_id = ${contact})
        and not exists (select 1 from events where contact_id = ${contact} and handled_at is null)
        and not exists (select 1 from outgoing where contact_id = ${contact})
    `.execute(trx);
  });
}
