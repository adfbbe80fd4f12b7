import { type Kysely, sql } from 'kysely';

/** A contact's hours may go over midnight: then they end before they begin. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table contacts
      drop constraint contacts_check,
      add constraint contacts_safe_hours check (safe_to between 0 and 1440 and safe_to <> safe_from);
  `.execute(db);
}
