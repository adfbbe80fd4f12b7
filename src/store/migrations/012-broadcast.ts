import { type Kysely, sql } from 'kysely';

/** Messages to many: what is to be said, to whom, and how far it has come. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table broadcasts (
      id uuid primary key,
      kind text not null check (kind in ('weekly', 'special', 'correction')),
      territory text not null,
      state text not null default 'draft'
        check (state in ('draft', 'released', 'sending', 'paused', 'stopped', 'done')),
      -- Why it ended: 'sent', 'nobody', 'no-activity', 'too-late', 'by-hand', 'failures', or a code of the provider.
      reason text,
      send_at timestamptz not null,
      not_after timestamptz not null,
      -- Sealed JSON of a special message by language; null where the agenda is what is said.
      message bytea,
      -- What a correction is about, and a digest of it when it was drafted.
      occurrence_id uuid,
      occurrence_digest text,
      created_by text references staff on delete set null,
      created_at timestamptz not null default now(),
      -- The first of two persons, where two must agree.
      approved_by text references staff on delete set null,
      approved_seen text,
      released_by text references staff on delete set null,
      released_at timestamptz,
      ended_at timestamptz,
      -- Of the frozen plan.
      recipients int not null default 0,
      euro numeric(12, 4) not null default 0,
      -- Raised while it is sent, to stop by itself.
      tried int not null default 0,
      failed int not null default 0,
      -- What became of the sends, once they are forgotten.
      counts jsonb
    );
    create unique index broadcasts_one_a_week on broadcasts (territory, send_at) where kind = 'weekly';
    create unique index broadcasts_one_correction on broadcasts (occurrence_id)
      where kind = 'correction' and state in ('draft', 'released', 'sending', 'paused');
    create index on broadcasts (state) where state in ('released', 'sending', 'paused');
    create index on broadcasts (released_at);

    -- Each text once, however many get it.
    create table broadcast_texts (
      id bigint generated always as identity primary key,
      broadcast_id uuid not null references broadcasts on delete cascade,
      language text not null,
      channel text not null,
      mothers boolean not null,
      -- Sealed.
      body bytea not null,
      -- What it takes of a sender's rate: SMS parts, else 1.
      weight int not null
    );
    create index on broadcast_texts (broadcast_id);

    -- What a text says of an occurrence, as a digest, to know who was told something that is no longer so.
    create table broadcast_tellings (
      text_id bigint not null references broadcast_texts on delete cascade,
      occurrence_id uuid not null,
      digest text not null,
      primary key (occurrence_id, text_id)
    );
    create index on broadcast_tellings (text_id);

    create table broadcast_sends (
      id uuid primary key default gen_random_uuid(),
      position bigint generated always as identity,
      broadcast_id uuid not null references broadcasts on delete cascade,
      contact_id text not null references contacts on delete cascade,
      address_id bigint not null references addresses on delete cascade,
      text_id bigint not null references broadcast_texts on delete cascade,
      channel text not null,
      state text not null default 'planned' check (state in ('planned', 'sending', 'accepted', 'sent', 'delivered',
        'read', 'failed', 'expired', 'cancelled', 'unknown', 'needs-template')),
      attempts int not null default 0,
      -- The process that sends it; null while none does.
      claimed_by text,
      not_before timestamptz,
      sending_at timestamptz,
      provider_id text,
      error text,
      unique (broadcast_id, contact_id)
    );
    create index on broadcast_sends (contact_id);
    create index on broadcast_sends (text_id);
    create index on broadcast_sends (address_id);
    create index broadcast_sends_planned on broadcast_sends (broadcast_id, channel, position) where state = 'planned';
    create index broadcast_sends_sending on broadcast_sends (broadcast_id, sending_at) where state = 'sending';

    -- A sender's pace, over all servers: when its next message may go, until when it waits for a provider in trouble, and how
    -- often in a row it has had to.
    create table broadcast_lanes (
      channel text primary key,
      next_at timestamptz not null default '-infinity',
      held_until timestamptz not null default '-infinity',
      troubles int not null default 0
    );
    insert into broadcast_lanes (channel) values ('telegram'), ('sms'), ('whatsapp');
  `.execute(db);
}
