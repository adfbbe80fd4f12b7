import type { ColumnType, Generated, Insertable, Selectable } from 'kysely';
import type { ChannelName, MediaKind, TemplateState } from '../channel.ts';

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
}

export interface StaffAddressesTable {
  staff_id: string;
  channel: 'telegram' | 'sms';
  hash: Buffer;
  sealed: Buffer;
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
  purpose: 'answer-waiting' | 'weekly-agenda';
  language: string;
  content_sid: string;
  state: Generated<TemplateState | 'unchecked'>;
  checked_at: Date | null;
}

export interface ImportsTable {
  id: Generated<string>;
  file_name: string;
  /** Name of the file without its version. */
  source: string;
  staff_id: string | null;
  state: Generated<'open' | 'done' | 'undone'>;
  /** What was read, until it is confirmed. */
  rows: ColumnType<unknown, string, string>;
  sheets: ColumnType<unknown, string, never>;
  counts: ColumnType<unknown, string | undefined, string>;
  /** What the import changed, as it stood before. */
  before: ColumnType<unknown, string | undefined, string>;
  created_at: Date;
  done_at: Date | null;
  undone_at: Date | null;
}

export interface ActivitiesTable {
  id: Generated<string>;
  territory: string;
  title: string;
  titles: ColumnType<Record<string, string>, string | undefined, string>;
  description: string | null;
  kind: string;
  audience: string;
  age_from: number | null;
  age_to: number | null;
  place: string | null;
  address: string | null;
  postcode: string | null;
  town: string | null;
  /** Euro cents. */
  price: number | null;
  children: string | null;
  registration: Generated<string>;
  register_how: string | null;
  register_until: Date | null;
  places: number | null;
  accessibility: string | null;
  organiser: string | null;
  visibility: Generated<'public' | 'mothers'>;
  /** What a file knows it by; null for what was written by hand. */
  source_key: string | null;
  source: string | null;
  /** Of what the file last said. */
  source_hash: string | null;
  import_id: string | null;
  revision: Generated<number>;
  created_at: Generated<Date>;
  updated_at: Generated<Date>;
}

export interface OccurrencesTable {
  id: Generated<string>;
  activity_id: string;
  starts_at: Date;
  ends_at: Date | null;
  whole_day: Generated<boolean>;
  state: Generated<'planned' | 'cancelled'>;
}

export interface SubscriptionsTable {
  contact_id: string;
  territory: string;
  channel: ChannelName;
  /** Declared to be a mother, so that what is for mothers only may be told. */
  mothers: Generated<boolean>;
  /** Version of the words that were agreed to. */
  wording: string;
  subscribed_at: Date;
  /** 'YYYY-MM-DD': nothing is sent before that day. */
  paused_until: string | null;
  ended_at: Date | null;
}

export type BroadcastState = 'draft' | 'released' | 'sending' | 'paused' | 'stopped' | 'done';

export interface BroadcastsTable {
  id: string;
  kind: 'weekly' | 'special' | 'correction';
  territory: string;
  state: Generated<BroadcastState>;
  reason: string | null;
  send_at: Date;
  not_after: Date;
  /** Sealed JSON of the texts of a special message by language. */
  message: Buffer | null;
  occurrence_id: string | null;
  /** Of the occurrence when the correction was drafted. */
  occurrence_digest: string | null;
  created_by: string | null;
  created_at: Generated<Date>;
  approved_by: string | null;
  /** The texts that were agreed to, as `Preview.seen` names them. */
  approved_seen: string | null;
  released_by: string | null;
  released_at: Date | null;
  ended_at: Date | null;
  recipients: Generated<number>;
  /** Price of the plan in euro, as PostgreSQL writes numbers. */
  euro: Generated<string>;
  tried: Generated<number>;
  failed: Generated<number>;
  counts: ColumnType<unknown, string | undefined, string>;
}

export interface BroadcastTextsTable {
  id: Generated<string>;
  broadcast_id: string;
  language: string;
  channel: ChannelName;
  mothers: boolean;
  /** Sealed text. */
  body: Buffer;
  weight: number;
}

export interface BroadcastTellingsTable {
  text_id: string;
  occurrence_id: string;
  digest: string;
}

/** As for an outgoing message; `needs-template`: WhatsApp takes no free text for this person now. */
export type SendState = OutgoingState | 'needs-template';

export interface BroadcastSendsTable {
  /** Given to the provider for its callbacks. */
  id: Generated<string>;
  position: Generated<string>;
  broadcast_id: string;
  contact_id: string;
  address_id: string;
  text_id: string;
  channel: ChannelName;
  state: Generated<SendState>;
  attempts: Generated<number>;
  /** The process that sends it; null while none does. */
  claimed_by: string | null;
  not_before: Date | null;
  sending_at: Date | null;
  provider_id: string | null;
  error: string | null;
}

/** The pace of a channel's sender over all servers. */
export interface BroadcastLanesTable {
  channel: ChannelName;
  next_at: Generated<Date>;
  held_until: Generated<Date>;
  troubles: Generated<number>;
}

/** A place that a parent has taken in an activity. */
export interface RegistrationsTable {
  id: Generated<string>;
  occurrence_id: string;
  contact_id: string;
  /** Said at the door. */
  code: string;
  created_at: Date;
  cancelled_at: Date | null;
  remind: Generated<boolean>;
  reminded_at: Date | null;
  /** Id of the message that reminds. */
  reminder: string | null;
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
  registrations: RegistrationsTable;
  counted: CountedTable;
  counters: CountersTable;
  nodes: NodesTable;
}

export type OutgoingRow = Selectable<OutgoingTable>;
export type BroadcastRow = Selectable<BroadcastsTable>;
export type NewOutgoing = Insertable<OutgoingTable>;
