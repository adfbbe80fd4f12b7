import { type Kysely, sql } from 'kysely';

/** One date of an activity may be elsewhere; who has a place is told what changes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Where this one takes place; all null: where the activity does.
    alter table occurrences
      add column place text,
      add column address text,
      add column postcode text,
      add column town text;

    alter table registrations
      -- Of the occurrence as the parent knows it; null: as it stood before this was kept.
      add column told text,
      -- The message that told of a change.
      add column notice text;
    create index registrations_told on registrations (occurrence_id) where cancelled_at is null or notice is not null;
  `.execute(db);
}
