import type { ColumnType, Generated, Selectable } from 'kysely';
import type { ChannelName } from '../channel.ts';
import type { OutgoingState } from './tables.ts';

/** The tables of the calendar and of messages to many. Columns of type Buffer are sealed (see `sealer.ts`). */

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
  /** Where this one takes place; all four null: where the activity does. */
  place: string | null;
  address: string | null;
  postcode: string | null;
  town: string | null;
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
  /** Of a weekly message or a correction; null for a special message. */
  territory: string | null;
  /** Of a special message; null there: the whole network. */
  territories: string[] | null;
  mothers_only: Generated<boolean>;
  /** Only who reads this language; null: everybody. */
  language: string | null;
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

/** When the weekly message leaves, on the clock of Brussels: one row. */
export interface WeeklyHourTable {
  one: Generated<boolean>;
  /** 1 is Monday. */
  weekday: number;
  /** Since midnight. */
  minutes: number;
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
  /** Digest of the occurrence as the parent knows it; null: as it was before this was kept. */
  told: string | null;
  /** Id of the message that told of a change. */
  notice: string | null;
}

export type BroadcastRow = Selectable<BroadcastsTable>;
