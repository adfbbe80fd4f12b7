import { type Kysely, sql } from 'kysely';
import type { ChannelName, InboundEvent } from '../channel.ts';
import { type ConversationState, conversationState, NEW_CONVERSATION } from '../conversation/state.ts';
import { isLanguage, type Language } from '../languages.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import { readStoredEvent } from './stored-event.ts';

/** The next event of a contact that was not handled, with everything that its decision needs. */
export interface PendingEvent {
  readonly id: string;
  readonly channel: ChannelName;
  readonly receivedAt: Date;
  readonly event: InboundEvent;
  readonly contact: {
    readonly language: Language | null;
    readonly languageChosen: boolean;
    readonly optedOut: boolean;
  };
  readonly addressState: 'active' | 'blocked' | 'dead';
  readonly recipient: Buffer;
  readonly state: ConversationState;
  readonly request: 'open' | 'taken' | null;
}

interface Row {
  id: string;
  channel: ChannelName;
  received_at: Date;
  body: Buffer;
  language: string | null;
  language_chosen: boolean;
  opted_out_at: Date | null;
  address_state: 'active' | 'blocked' | 'dead';
  sealed: Buffer;
  state: Buffer | null;
  request: 'open' | 'taken' | null;
}

/** Oldest first by the time the person sent it: a redelivery after an error of ours arrives late. */
export async function loadPendingEvent(
  db: Kysely<Tables>,
  sealer: Sealer,
  contact: string,
): Promise<PendingEvent | undefined> {
  const { rows } = await sql<Row>`
    select events.id, events.channel, events.received_at, events.body,
      contacts.language, contacts.language_chosen, contacts.opted_out_at,
      addresses.state as address_state, addresses.sealed, conversations.state,
      (select requests.state from requests
        where requests.contact_id = contacts.id and requests.state in ('open', 'taken')
        order by requests.state desc limit 1) as request
    from events
      join contacts on contacts.id = events.contact_id
      join addresses on addresses.contact_id = contacts.id and addresses.channel = events.channel
      left join conversations on conversations.contact_id = contacts.id
    where events.contact_id = ${contact} and events.handled_at is null and events.body is not null
    order by events.happened_at, events.id
    limit 1
  `.execute(db);
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    id: row.id,
    channel: row.channel,
    receivedAt: row.received_at,
    event: readStoredEvent(sealer.open(row.body)),
    contact: {
      language: row.language !== null && isLanguage(row.language) ? row.language : null,
      languageChosen: row.language_chosen,
      optedOut: row.opted_out_at !== null,
    },
    addressState: row.address_state,
    recipient: row.sealed,
    state: row.state === null ? NEW_CONVERSATION : conversationState.parse(JSON.parse(sealer.open(row.state))),
    request: row.request,
  };
}
