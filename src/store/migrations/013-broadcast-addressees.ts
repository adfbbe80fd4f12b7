import { type Kysely, sql } from 'kysely';

/** A special message may go to several territories and to some of their parents only; the hour of the weekly message is set. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table broadcasts
      -- Of a weekly message and of a correction; null for a special message.
      alter column territory drop not null,
      -- Of a special message; null there: the whole network.
      add column territories text[],
      add column mothers_only boolean not null default false,
      -- Only who reads this language; null: everybody.
      add column language text;
    update broadcasts set territories = array[territory], territory = null where kind = 'special';
    alter table broadcasts add constraint broadcasts_where check ((kind = 'special') = (territory is null));

    -- When the weekly message leaves, on the clock of Brussels: one row.
    create table weekly_hour (
      one boolean primary key default true check (one),
      -- 1 is Monday.
      weekday int not null check (weekday between 1 and 7),
      -- Since midnight.
      minutes int not null check (minutes between 480 and 1170)
    );
    insert into weekly_hour (weekday, minutes) values (7, 1020);
  `.execute(db);
}
