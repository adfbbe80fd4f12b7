import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { splitText } from '../answering/split.ts';
import { type Channel, type ChannelName, mayRetry } from '../channel.ts';
import { readStoredEvent } from '../inbox/stored-event.ts';
import type { Logger } from '../observe/logger.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import { record } from './audit.ts';
import { rememberMessage } from './send-alerts.ts';
import { STAFF_TEXTS } from './staff-texts.ts';

/** Members who have taken a request of `requests` and want to read in their chat what the parent writes. */
const READERS = `
  staff on staff.id = requests.taken_by and staff.active and staff.relays
  join staff_addresses on staff_addresses.staff_id = staff.id and staff_addresses.channel = 'telegram'`;

/** Has what a parent wrote shown in the chat of who has their request, if that member wants it. Asked twice it is done once. */
export async function relayLater(db: Queryable, contact: string, event: string): Promise<void> {
  await db.query(
    `select graphile_worker.add_job('relay', json_build_object('event', $2::text, 'request', requests.id::text),
       job_key := 'relay:' || $2::text, max_attempts := 5)
     from requests join ${READERS}
     where requests.contact_id = $1 and requests.state = 'taken'
     order by requests.taken_at desc limit 1`,
    [contact, event],
  );
}

export interface RelayDependencies {
  readonly db: Kysely<Tables>;
  readonly sealer: Sealer;
  readonly channels: ReadonlyMap<ChannelName, Pick<Channel, 'send' | 'limits'>>;
  readonly nameOf: (territory: string) => string;
  readonly logger: Logger;
  readonly clock: () => Date;
}

interface Row {
  readonly body: Buffer;
  readonly staff: string;
  readonly language: 'fr' | 'nl';
  readonly address: Buffer;
  readonly territory: string | null;
}

/**
 * Shows in the chat of who has the request what its parent wrote, as a message that can be replied to. Nothing when the
 * words are gone, or the request in other hands. Throws what may go better later: it is a job, and is tried again.
 */
export async function relay(
  { db, sealer, channels, nameOf, logger, clock }: RelayDependencies,
  { event, request }: { readonly event: string; readonly request: string },
): Promise<void> {
  const channel = channels.get('telegram');
  const { rows } = await sql<Row>`
    select events.body, staff.id as staff, staff.language, staff_addresses.sealed as address, requests.territory
    from requests join events on events.contact_id = requests.contact_id join ${sql.raw(READERS)}
    where requests.id = ${request} and requests.state = 'taken' and events.id = ${event} and events.body is not null
      and not exists (select 1 from alert_messages where event_id = events.id and staff_id = staff.id)
  `.execute(db);
  const row = rows[0];
  if (row === undefined || channel === undefined) return;
  const { staff, territory } = row;
  await record(db, { at: clock(), member: { id: staff }, action: 'read', request });
  const result = await channel.send({
    ...{ id: randomUUID(), buttons: [], address: sealer.open(row.address) },
    text: wordsOf(row, request, territory && nameOf(territory), sealer, channel.limits.maxLength),
  });
  if (result.ok) {
    await rememberMessage(db, { staff, request, event, providerId: result.providerId }, clock());
    logger.info({ request, event }, 'shown in the chat of who has the request');
    return;
  }
  const { code } = result.error;
  if (mayRetry(result.error)) throw Object.assign(new Error('a message of a parent was not shown'), { code });
  logger.warn({ request, event, code }, 'a message of a parent could not be shown in the chat');
}

function wordsOf(
  { body, language }: Row,
  request: string,
  territory: string | null,
  sealer: Sealer,
  maxLength: number,
): string {
  const texts = STAFF_TEXTS[language];
  const event = readStoredEvent(sealer.open(body));
  const written = event.kind === 'message' || event.kind === 'button' ? event.text : '';
  const media = event.kind === 'message' && event.media.length > 0 ? [texts.media] : [];
  const head = texts.parentWrote(territory, request);
  const [first = '', ...rest] = splitText(
    written,
    maxLength - head.length - texts.media.length - texts.goesOn.length - 6,
  );
  return [head, '', ...(first === '' ? [] : [first]), ...media, ...(rest.length > 0 ? [texts.goesOn] : [])].join('\n');
}
