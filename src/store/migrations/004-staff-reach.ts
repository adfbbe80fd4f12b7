import { type Kysely, sql } from 'kysely';

/** Where people of the network are reached outside the console, and which message there stands for which request. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table staff
      drop column sound,
      add column alert_by text not null default 'mail' check (alert_by in ('mail', 'telegram', 'sms')),
      add column relays boolean not null default false;

    alter table requests
      -- Who was told last that it waits.
      add column alerted text[] not null default '{}',
      -- It moved on by night, and its parent has not been told yet.
      add column moved_untold boolean not null default false;

    create table staff_addresses (
      staff_id text not null references staff on delete cascade,
      channel text not null check (channel in ('telegram', 'sms')),
      hash bytea not null,
      sealed bytea not null,
      primary key (staff_id, channel)
    );
    -- A chat belongs to one person; a telephone may lie on the desk of two.
    create unique index staff_one_chat on staff_addresses (hash) where channel = 'telegram';

    -- One-time codes that prove whose an address is: of the chat that brings it, or of the sealed number it was sent to.
    create table staff_codes (
      hash bytea primary key,
      staff_id text not null references staff on delete cascade,
      channel text not null check (channel in ('telegram', 'sms')),
      sealed bytea,
      tries int not null default 0,
      expires_at timestamptz not null,
      used_at timestamptz
    );
    create index on staff_codes (staff_id);

    -- Messages in a chat of the network that may be replied to: an alert, or what the parent wrote (then with its event).
    create table alert_messages (
      staff_id text not null references staff on delete cascade,
      provider_id text not null,
      request_id bigint not null references requests on delete cascade,
      event_id bigint references events on delete cascade,
      sent_at timestamptz not null,
      primary key (staff_id, provider_id)
    );
    create index on alert_messages (request_id);
    create index on alert_messages (event_id);
    create index on alert_messages (sent_at);
  `.execute(db);
}
