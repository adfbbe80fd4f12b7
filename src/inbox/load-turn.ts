import type pg from 'pg';
import type { ChannelName, InboundEvent } from '../channel.ts';
import { type DiscretionRow, discretionOf } from '../contacts/may-write-to.ts';
import { type ConversationState, conversationState, NEW_CONVERSATION } from '../conversation/state.ts';
import type { Subscription, Turn } from '../conversation/turn.ts';
import { isLanguage } from '../languages.ts';
import type { Sealer } from '../store/sealer.ts';
import { type Late, readLateness, readStoredEvent } from './stored-event.ts';

/** The next event of a contact that was not handled, with everything that its decision needs. */
export interface PendingEvent {
  readonly id: string;
  readonly channel: ChannelName;
  readonly receivedAt: Date;
  readonly event: InboundEvent;
  /** Set for an event that came while the database was away. */
  readonly late: Late | undefined;
  readonly contact: Turn['contact'];
  readonly addressState: 'active' | 'blocked' | 'dead';
  readonly recipient: Buffer;
  readonly state: ConversationState;
  readonly request: 'open' | 'taken' | null;
  readonly callAskedAt: Date | null;
  readonly humanSpokeLast: boolean;
  readonly subscription: Subscription | null;
  /** Codes of the places taken in what is still to come, by occurrence. */
  readonly registrations: ReadonlyMap<string, string>;
}

interface Row {
  id: string;
  channel: ChannelName;
  received_at: Date;
  body: Buffer;
  language: string | null;
  language_chosen: boolean;
  opted_out: boolean;
  place: string | null;
  address_state: 'active' | 'blocked' | 'dead';
  sealed: Buffer;
  state: Buffer | null;
  request: 'open' | 'taken' | null;
}

/**
 * Takes the contact's turn, waiting for whoever has it, and reads its oldest event by the time the person sent it: a redelivery
 * after an error of ours arrives late. The turn is held by this connection until `closeTurn`, also when there is no event.
 */
export async function openTurn(
  client: pg.ClientBase,
  sealer: Sealer,
  contact: string,
  now: Date,
): Promise<PendingEvent | undefined> {
  const { rows } = await client.query<Row>({
    name: 'open-turn',
    text: 'select * from open_turn($1)',
    values: [contact],
  });
  const row = rows[0];
  if (row === undefined) return undefined;
  const body = sealer.open(row.body);
  const besides = await readBesides(client, contact, now);
  return {
    id: row.id,
    channel: row.channel,
    receivedAt: row.received_at,
    event: readStoredEvent(body),
    late: readLateness(body),
    contact: {
      language: row.language !== null && isLanguage(row.language) ? row.language : null,
      languageChosen: row.language_chosen,
      optedOut: row.opted_out,
      place: row.place,
      ...discretionOf(besides),
    },
    addressState: row.address_state,
    recipient: row.sealed,
    state: row.state === null ? NEW_CONVERSATION : conversationState.parse(JSON.parse(sealer.open(row.state))),
    request: row.request,
    callAskedAt: besides.call_asked_at,
    humanSpokeLast: besides.human_spoke_last,
    subscription:
      besides.territory === null ? null : { territory: besides.territory, pausedUntil: besides.paused_until },
    registrations: new Map(Object.entries(besides.registrations ?? {})),
  };
}

interface Besides extends DiscretionRow {
  call_asked_at: Date | null;
  human_spoke_last: boolean;
  /** Of the weekly message; null for who does not get it. */
  territory: string | null;
  paused_until: string | null;
  /** Code by occurrence. */
  registrations: Record<string, string> | null;
}

const NOTHING: Besides = {
  ...{ safe_from: null, safe_to: null, reply_only: false, call_asked_at: null, human_spoke_last: false },
  ...{ territory: null, paused_until: null, registrations: null },
};

/** A person's words can be answered for so long after the conversation was closed. */
const REPLY_DAYS = 7;

/** Read once the turn is held: what an earlier message changed is seen. */
async function readBesides(client: pg.ClientBase, contact: string, now: Date): Promise<Besides> {
  const { rows } = await client.query<Besides>({
    name: 'turn-besides',
    text: `
      select safe_from, safe_to, reply_only,
        (select asked_at from requests join call_consents on call_consents.request_id = requests.id
          where requests.contact_id = contacts.id and requests.state = 'taken' and answered_at is null
            and ended_at is null limit 1) as call_asked_at,
        exists (select 1 from requests where requests.contact_id = contacts.id and requests.state = 'closed'
            and closed_at > $2)
          and (select kind = 'human' from outgoing where outgoing.contact_id = contacts.id and kind <> 'notice'
            order by outgoing.created_at desc limit 1) is true as human_spoke_last,
        subscriptions.territory,
        to_char(case when paused_until > ($3::timestamptz at time zone 'Europe/Brussels')::date then paused_until end, 'YYYY-MM-DD') as paused_until,
        (select json_object_agg(occurrence_id, code order by starts_at) from registrations
          join occurrences on occurrences.id = occurrence_id
          where registrations.contact_id = contacts.id and cancelled_at is null and starts_at > $3
            and occurrences.state = 'planned') as registrations
      from contacts left join subscriptions on subscriptions.contact_id = contacts.id and ended_at is null
      where id = $1`,
    values: [contact, new Date(now.getTime() - REPLY_DAYS * 86_400_000), now],
  });
  return rows[0] ?? NOTHING;
}

/** Gives the turn back. True when more events wait. */
export async function closeTurn(client: pg.ClientBase, contact: string): Promise<boolean> {
  const { rows } = await client.query<{ more: boolean }>({
    name: 'close-turn',
    text: `select pg_advisory_unlock(hashtextextended($1, 0)),
      exists (select 1 from events where contact_id = $1 and handled_at is null and body is not null) as more`,
    values: [contact],
  });
  return rows[0]?.more ?? false;
}
