import { type Kysely, sql } from 'kysely';

/** Who works in the network and when, how they sign in, and what becomes of a request for a human. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table staff (
      id text primary key,
      email text not null unique,
      name text not null,
      role text not null,
      language text not null default 'fr',
      active boolean not null default true,
      password_hash text,
      second_factor bytea,
      -- Where this person is TPR, whose deputy; whether of the centre d'appui, which takes what nobody else can.
      territories text[] not null default '{}',
      deputy_of text[] not null default '{}',
      centre boolean not null default false,
      hours jsonb not null default '[]',
      absences jsonb not null default '[]',
      sound boolean not null default true,
      created_at timestamptz not null default now()
    );

    -- Tokens are kept as hashes only: who reads the database can sign in as nobody.
    create table staff_sessions (
      hash bytea primary key,
      staff_id text not null references staff on delete cascade,
      csrf text not null,
      second_factor_passed boolean not null default false,
      created_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      expires_at timestamptz not null
    );
    create index on staff_sessions (staff_id);

    create table invitations (
      hash bytea primary key,
      staff_id text not null references staff on delete cascade,
      expires_at timestamptz not null,
      used_at timestamptz
    );

    create table sign_in_attempts (
      key bytea not null,
      at timestamptz not null default now()
    );
    create index on sign_in_attempts (key, at);

    alter table requests
      add column priority text not null default 'normal',
      add column territory text,
      add column holder text references staff on delete set null,
      add column holder_as text,
      add column tried text[] not null default '{}',
      add column due_at timestamptz,
      add column alerted_at timestamptz,
      add column taken_by text references staff on delete set null,
      add column taken_at timestamptz,
      add column last_human_at timestamptz,
      add column closed_at timestamptz,
      add column closed_by text references staff on delete set null,
      add column outcome text;
    create index on requests (state, due_at);

    create table notes (
      id text primary key,
      request_id bigint not null references requests on delete cascade,
      staff_id text references staff on delete set null,
      body bytea not null,
      created_at timestamptz not null default now()
    );
    create index on notes (request_id);

    -- Who has a conversation open just now.
    create table looks (
      request_id bigint not null references requests on delete cascade,
      staff_id text not null references staff on delete cascade,
      seen_at timestamptz not null default now(),
      primary key (request_id, staff_id)
    );

    alter table outgoing add column staff_id text references staff on delete set null;
  `.execute(db);
}
