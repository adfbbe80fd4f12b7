import { type Kysely, sql } from 'kysely';

/** People of the network who answer an alert by SMS, and what was said while the database was away. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table staff
      -- When they asked by SMS for no more alerts by SMS; null once they have chosen anew.
      add column sms_stopped_at timestamptz;

    alter table staff_addresses
      -- When somebody who wrote from there was told where to answer.
      add column told_at timestamptz;
    create index on staff_addresses (channel, hash);

    -- Said while the database was away, and written down afterwards: nobody sends it.
    alter table outgoing add column while_away boolean not null default false;
  `.execute(db);
}
