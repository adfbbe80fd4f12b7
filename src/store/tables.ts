import type { Generated, Insertable, Selectable } from 'kysely';
import type { ChannelName } from '../channel.ts';

/** The tables as Kysely sees them. Columns of type Buffer are sealed (see `sealer.ts`). */

export interface ContactsTable {
  /** Opaque random id: nothing about the person can be read from it. */
  id: string;
  language: string | null;
  /** True when the person chose the language by a command: then a message in another language does not change it. */
  language_chosen: Generated<boolean>;
  opted_out_at: Date | null;
  created_at: Generated<Date>;
}

export interface AddressesTable {
  id: Generated<string>;
  contact_id: string;
  channel: ChannelName;
  hash: Buffer;
  sealed: Buffer;
  state: Generated<'active' | 'blocked' | 'dead'>;
  /** Last message received: opens WhatsApp's 24-hour window. */
  last_inbound_at: Date | null;
}

export interface ConversationsTable {
  contact_id: string;
  /** Sealed JSON of `ConversationState`. */
  state: Buffer;
  updated_at: Generated<Date>;
}

export interface EventsTable {
  id: Generated<string>;
  channel: ChannelName;
  /** The provider's id of the event: with the channel, what makes it unique. */
  provider_id: string;
  /** Null once the contact has been erased; the row stays a while so that a redelivery is still recognised. */
  contact_id: string | null;
  /** Sealed JSON of the `InboundEvent`; null once its time to be kept is over. */
  body: Buffer | null;
  happened_at: Date;
  received_at: Generated<Date>;
  handled_at: Date | null;
}

/**
 * Life of an outgoing message: `planned` -> `sending` -> `accepted` -> `sent` -> `delivered` -> `read`, or `failed`,
 * `expired` (its not-after passed), `cancelled`; `unknown` after a crash in the middle of a send that nobody can
 * check.
 */
export type OutgoingState =
  | 'planned'
  | 'sending'
  | 'accepted'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'expired'
  | 'cancelled'
  | 'unknown';

export interface OutgoingTable {
  id: string;
  contact_id: string | null;
  /** The event it answers. */
  event_id: string | null;
  channel: ChannelName;
  kind: 'answer' | 'danger';
  /** Sealed address it goes to; blanked with the body. */
  recipient: Buffer | null;
  /** Sealed JSON of the text and buttons. */
  body: Buffer | null;
  state: OutgoingState;
  position: number;
  attempts: Generated<number>;
  provider_id: string | null;
  error: string | null;
  not_after: Date | null;
  created_at: Generated<Date>;
  sending_at: Date | null;
  updated_at: Generated<Date>;
}

export interface RequestsTable {
  id: Generated<string>;
  contact_id: string;
  event_id: string | null;
  reason: 'asked' | 'danger' | 'not-understood';
  danger_class: string | null;
  state: Generated<'open' | 'taken' | 'closed'>;
  created_at: Generated<Date>;
}

/** Something that happened, until it is folded into the counters. */
export interface CountedTable {
  day: string;
  name: string;
}

/** Counts without persons: how often something happened on a day. */
export interface CountersTable {
  day: string;
  name: string;
  count: Generated<string>;
}

/** Processes that work on this database, and the queue workers each runs, so that a dead one's jobs are freed. */
export interface NodesTable {
  id: string;
  worker_ids: string[];
  seen_at: Generated<Date>;
}

export interface Tables {
  contacts: ContactsTable;
  addresses: AddressesTable;
  conversations: ConversationsTable;
  events: EventsTable;
  outgoing: OutgoingTable;
  requests: RequestsTable;
  counted: CountedTable;
  counters: CountersTable;
  nodes: NodesTable;
}

export type OutgoingRow = Selectable<OutgoingTable>;
export type NewOutgoing = Insertable<OutgoingTable>;
