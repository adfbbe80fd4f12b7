import type { ColumnType, Generated, Insertable, Selectable } from 'kysely';
import type { ChannelName, MediaKind, TemplateState } from '../channel.ts';
import type {
  ActivitiesTable,
  BroadcastLanesTable,
  BroadcastSendsTable,
  BroadcastsTable,
  BroadcastTellingsTable,
  BroadcastTextsTable,
  ImportsTable,
  OccurrencesTable,
  RegistrationsTable,
  SubscriptionsTable,
  WeeklyHourTable,
} from './calendar-tables.ts';

/** The tables as Kysely sees them. Columns of type Buffer are sealed (see `sealer.ts`). */

export interface ContactsTable {
  /** Opaque random id: nothing about the person can be read from it. */
  id: string;
  language: string | null;
  /** True when the person chose the language by a command: then a message in another language does not change it. */
  language_chosen: Generated<boolean>;
  opted_out_at: Date | null;
  /** When alone the person may be written to: minutes since 00:00 in Brussels; null: at any time. */
  safe_from: number | null;
  safe_to: number | null;
  /** Nothing but answers may be sent. */
  reply_only: Generated<boolean>;
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
 * `expired` (its not-after passed), `cancelled`; `waiting` before all that: for the parent to answer an invitation; `unknown` after a crash in the middle of a send that nobody can
 * check.
 */
export type OutgoingState =
  | 'waiting'
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
  /** `human`: written by a person of the network; `notice`: what the service says by itself during a handover. */
  kind: 'answer' | 'danger' | 'human' | 'notice';
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
  /** Kept until the hours in which the contact may be written to; null: it need not wait. */
  not_before: Date | null;
  created_at: Generated<Date>;
  sending_at: Date | null;
  updated_at: Generated<Date>;
  /** Said at `sending_at`, while the database was away, and written down afterwards: nobody sends it. */
  while_away: Generated<boolean>;
  /** Who wrote it, when a person did. */
  staff_id: string | null;
}

export interface RequestsTable {
  id: Generated<string>;
  contact_id: string;
  event_id: string | null;
  reason: string;
  danger_class: string | null;
  state: Generated<'open' | 'taken' | 'closed'>;
  created_at: Generated<Date>;
  priority: Generated<'now' | 'high' | 'normal'>;
  territory: string | null;
  /** In whose hands it is while it waits; null: in the queue of the centre d'appui. */
  holder: string | null;
  holder_as: 'tpr' | 'deputy' | 'province' | 'centre' | null;
  /** Whose time to take it has passed. */
  tried: Generated<string[]>;
  due_at: Date | null;
  alerted_at: Date | null;
  /** Who was told last that it waits. */
  alerted: Generated<string[]>;
  /** It moved on by night, and its parent has not been told yet. */
  moved_untold: Generated<boolean>;
  taken_by: string | null;
  taken_at: Date | null;
  last_human_at: Date | null;
  closed_at: Date | null;
  closed_by: string | null;
  outcome: string | null;
}

export interface StaffTable {
  id: string;
  /** In lower case. */
  email: string;
  name: string;
  role: 'tpr' | 'coordinator' | 'administrator';
  language: Generated<'fr' | 'nl'>;
  active: Generated<boolean>;
  /** Argon2id; null until the invitation is accepted. */
  password_hash: string | null;
  /** Sealed secret of the one-time codes; null while there is none. */
  second_factor: Buffer | null;
  territories: Generated<string[]>;
  deputy_of: Generated<string[]>;
  centre: Generated<boolean>;
  hours: ColumnType<unknown, string | undefined, string>;
  absences: ColumnType<unknown, string | undefined, string>;
  created_at: Generated<Date>;
  /** How they are told of a new request; what is not set up is replaced by e-mail. */
  alert_by: Generated<'mail' | 'telegram' | 'sms'>;
  /** True when what a parent writes in a request they have taken is shown in their Telegram chat. */
  relays: Generated<boolean>;
  /** When they asked by SMS for no more alerts by SMS; null once they have chosen anew. */
  sms_stopped_at: Generated<Date | null>;
}

export interface StaffAddressesTable {
  staff_id: string;
  channel: 'telegram' | 'sms';
  hash: Buffer;
  sealed: Buffer;
  /** When somebody who wrote from there was told where to answer. */
  told_at: Generated<Date | null>;
}

export interface StaffCodesTable {
  /** Keyed: who reads the database can use none. */
  hash: Buffer;
  staff_id: string;
  channel: 'telegram' | 'sms';
  /** Sealed number that the code was sent to. */
  sealed: Buffer | null;
  tries: Generated<number>;
  expires_at: Date;
  used_at: Date | null;
}

export interface AlertMessagesTable {
  staff_id: string;
  /** The provider's id of the message in the chat of the network. */
  provider_id: string;
  request_id: string;
  /** The parent's message that it shows; null for an alert, which shows none. */
  event_id: string | null;
  sent_at: Date;
}

export interface StaffSessionsTable {
  hash: Buffer;
  staff_id: string;
  csrf: string;
  second_factor_passed: Generated<boolean>;
  created_at: Generated<Date>;
  seen_at: Generated<Date>;
  expires_at: Date;
}

export interface InvitationsTable {
  hash: Buffer;
  staff_id: string;
  expires_at: Date;
  used_at: Date | null;
}

export interface SignInAttemptsTable {
  /** Keyed hash of the account or the address that tried. */
  key: Buffer;
  at: Generated<Date>;
}

export interface NotesTable {
  id: string;
  request_id: string;
  staff_id: string | null;
  /** Sealed text. */
  body: Buffer;
  created_at: Generated<Date>;
}

/** A voice note, photo or other file that a parent sent. */
export interface MediaTable {
  /** Random: part of an address of the console. */
  id: string;
  contact_id: string;
  event_id: string;
  /** Its place among the files of its message. */
  position: number;
  kind: MediaKind;
  channel: ChannelName;
  /** Sealed: by what the channel fetches it; null once that is done. */
  reference: Buffer | null;
  state: Generated<'waiting' | 'kept' | 'gone'>;
  /** As its first bytes tell; null while it is not kept. */
  mime: string | null;
  size: number | null;
  /** Sealed. */
  bytes: Buffer | null;
  /** Sealed text: what a speech model heard. */
  transcript: Buffer | null;
  received_at: Generated<Date>;
}

/** Whether a person of the network who has taken a request may see the parent's number. */
export interface CallConsentsTable {
  id: Generated<string>;
  request_id: string;
  staff_id: string;
  asked_at: Date;
  answered_at: Date | null;
  granted: boolean | null;
  /** When the request left that person's hands. */
  ended_at: Date | null;
}

export interface LooksTable {
  request_id: string;
  staff_id: string;
  seen_at: Generated<Date>;
}

/** What people of the network did; rows are only ever added. */
export interface AuditTable {
  id: Generated<string>;
  at: Date;
  staff_id: string | null;
  action: string;
  request_id: string | null;
  detail: ColumnType<unknown, string | undefined, never>;
}

export interface TemplatesTable {
  purpose: 'answer-waiting' | 'weekly-agenda' | 'news';
  language: string;
  content_sid: string;
  state: Generated<TemplateState | 'unchecked'>;
  checked_at: Date | null;
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
  staff: StaffTable;
  staff_sessions: StaffSessionsTable;
  invitations: InvitationsTable;
  staff_addresses: StaffAddressesTable;
  staff_codes: StaffCodesTable;
  alert_messages: AlertMessagesTable;
  sign_in_attempts: SignInAttemptsTable;
  notes: NotesTable;
  media: MediaTable;
  looks: LooksTable;
  call_consents: CallConsentsTable;
  audit: AuditTable;
  templates: TemplatesTable;
  imports: ImportsTable;
  activities: ActivitiesTable;
  occurrences: OccurrencesTable;
  subscriptions: SubscriptionsTable;
  broadcasts: BroadcastsTable;
  broadcast_texts: BroadcastTextsTable;
  broadcast_tellings: BroadcastTellingsTable;
  broadcast_sends: BroadcastSendsTable;
  broadcast_lanes: BroadcastLanesTable;
  weekly_hour: WeeklyHourTable;
  registrations: RegistrationsTable;
  counted: CountedTable;
  counters: CountersTable;
  nodes: NodesTable;
}

export type OutgoingRow = Selectable<OutgoingTable>;
export type NewOutgoing = Insertable<OutgoingTable>;
