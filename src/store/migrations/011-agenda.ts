import { type Kysely, sql } from 'kysely';

/** Places that parents take by message: a code for the door, no name. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table registrations (
      id uuid primary key default gen_random_uuid(),
      occurrence_id uuid not null references occurrences on delete cascade,
      contact_id text not null references contacts on delete cascade,
      code text not null,
      created_at timestamptz not null,
      cancelled_at timestamptz,
      remind boolean not null default false,
      reminded_at timestamptz,
      -- The message that reminds; it may still wait for the parent's hours.
      reminder text,
      unique (occurrence_id, code)
    );
    create unique index registrations_one_place on registrations (occurrence_id, contact_id) where cancelled_at is null;
    create index on registrations (contact_id);
    create index on registrations (occurrence_id) where remind and reminded_at is null and cancelled_at is null;

    -- However somebody opts out, nothing is sent to them by itself any more; who comes back is asked anew.
    create function end_what_is_sent() returns trigger language plpgsql as $$
    begin
      update subscriptions set ended_at = new.opted_out_at where contact_id = new.id and ended_at is null;
      update registrations set remind = false where contact_id = new.id;
      return null;
    end $$;
    create trigger contacts_end_what_is_sent after update of opted_out_at on contacts for each row
      when (new.opted_out_at is not null and old.opted_out_at is null)
      execute function end_what_is_sent();
  `.execute(db);
}
