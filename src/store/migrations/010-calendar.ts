import { type Kysely, sql } from 'kysely';

/** The calendar of activities, and who wants to hear of it each week. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- A file of activities that somebody brought: what was read in it, and what stood there before it was confirmed.
    create table imports (
      id uuid primary key default gen_random_uuid(),
      file_name text not null,
      -- Name of the file without its version: what its correction is recognised by.
      source text not null,
      staff_id text references staff on delete set null,
      state text not null default 'open' check (state in ('open', 'done', 'undone')),
      rows jsonb not null,
      sheets jsonb not null,
      counts jsonb not null default '{}',
      before jsonb,
      created_at timestamptz not null,
      done_at timestamptz,
      undone_at timestamptz
    );

    create table activities (
      id uuid primary key default gen_random_uuid(),
      territory text not null,
      title text not null,
      titles jsonb not null default '{}',
      description text,
      kind text not null,
      audience text not null,
      age_from int,
      age_to int,
      place text,
      address text,
      postcode text,
      town text,
      -- Euro cents; 0 is free.
      price int,
      children text,
      registration text not null default 'none',
      register_how text,
      register_until timestamptz,
      places int,
      accessibility text,
      organiser text,
      visibility text not null default 'public',
      -- What a file knows it by, which file that was, and what the file last said of it.
      source_key text unique,
      source text,
      source_hash text,
      import_id uuid references imports on delete set null,
      -- Counts every change, whoever made it.
      revision int not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    );
    create index on activities (territory);

    -- Each time that an activity takes place.
    create table occurrences (
      id uuid primary key default gen_random_uuid(),
      activity_id uuid not null references activities on delete cascade,
      starts_at timestamptz not null,
      ends_at timestamptz,
      whole_day boolean not null default false,
      state text not null default 'planned' check (state in ('planned', 'cancelled')),
      unique (activity_id, starts_at)
    );
    create index on occurrences (starts_at);

    -- Consent to the weekly message, with its proof: when, where and to which wording.
    create table subscriptions (
      contact_id text primary key references contacts on delete cascade,
      territory text not null,
      channel text not null,
      mothers boolean not null default false,
      wording text not null,
      subscribed_at timestamptz not null,
      paused_until date,
      ended_at timestamptz
    );
    create index on subscriptions (territory) where ended_at is null;
  `.execute(db);
}
