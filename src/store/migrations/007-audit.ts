import { type Kysely, sql } from 'kysely';

/** Who did what with which request. Rows outlive the request and its contact; they hold nothing about the parent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      -- Null: somebody who is not known tried to sign in.
      staff_id text references staff,
      action text not null,
      request_id bigint,
      detail jsonb not null default '{}'
    );
    create index on audit (at);
    create index on audit (staff_id, id);
    create index on audit (request_id, id);
    -- A page that stands open asks again and again: one who reads a conversation has read it once in an hour.
    create unique index audit_one_read on audit (staff_id, request_id, action, date_trunc('hour', at at time zone 'UTC'))
      where action in ('read', 'opened-media', 'revealed-number');

    create function keep_audit() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and old.at < now() - interval '1 year' then
        return old;
      end if;
      raise exception 'rows of the audit are neither changed nor deleted before a year is over';
    end $$;
    create trigger audit_kept before update or delete on audit for each row execute function keep_audit();
    create trigger audit_not_emptied before truncate on audit for each statement execute function keep_audit();
  `.execute(db);
}
