import { type Kysely, sql } from 'kysely';

/** When and whether a contact may be written to, and whether a person of the network may see the number. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table contacts
      -- Minutes since 00:00 on the clock of Brussels, the end excluded; null: at any time.
      add column safe_from int check (safe_from between 0 and 1440),
      add column safe_to int check (safe_to > safe_from and safe_to <= 1440),
      add column reply_only boolean not null default false,
      add check ((safe_from is null) = (safe_to is null));

    alter table outgoing add column not_before timestamptz;

    create table call_consents (
      id bigint generated always as identity primary key,
      request_id bigint not null references requests on delete cascade,
      staff_id text not null references staff on delete cascade,
      asked_at timestamptz not null,
      answered_at timestamptz,
      granted boolean,
      ended_at timestamptz
    );
    create unique index call_consents_one_in_force on call_consents (request_id) where ended_at is null;

    -- A consent is one person's while they have the request, by whatever way it leaves their hands.
    create function end_call_consents() returns trigger language plpgsql as $$
    begin
      update call_consents set ended_at = now() where request_id = new.id and ended_at is null;
      return null;
    end $$;
    create trigger requests_end_call_consents after update of state, taken_by on requests for each row
      when (new.state <> 'taken' or new.taken_by is distinct from old.taken_by)
      execute function end_call_consents();
  `.execute(db);
}
