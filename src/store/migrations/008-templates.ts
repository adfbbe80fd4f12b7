import { type Kysely, sql } from 'kysely';

/** Texts that WhatsApp has approved for when 24 hours are over, and the replies that wait until the parent answers one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table templates (
      purpose text not null,
      language text not null,
      content_sid text not null,
      state text not null default 'unchecked',
      checked_at timestamptz,
      primary key (purpose, language)
    );

    create index on outgoing (contact_id) where state = 'waiting';
  `.execute(db);
}
