import { type Kysely, sql } from 'kysely';

/** Voice notes, photos and other files that parents send, sealed, until a person has opened them or their time is over. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table media (
      id text primary key,
      contact_id text not null references contacts on delete cascade,
      event_id bigint not null references events on delete cascade,
      position int not null,
      kind text not null,
      channel text not null,
      reference bytea,
      state text not null default 'waiting',
      mime text,
      size int,
      bytes bytea,
      transcript bytea,
      received_at timestamptz not null default now(),
      unique (event_id, position)
    );
    create index on media (contact_id);
    create index on media (received_at);
    -- Sealed bytes do not become smaller.
    alter table media alter column bytes set storage external;
  `.execute(db);
}
