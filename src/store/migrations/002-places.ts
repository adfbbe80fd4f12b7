import { type Kysely, sql } from 'kysely';

/** The municipality of a contact: as near as Papote asks where somebody lives. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table contacts add column place text;

    drop function open_turn(text);
    create function open_turn(p_contact text)
    returns table (id bigint, channel text, received_at timestamptz, body bytea, language text, language_chosen boolean,
      opted_out boolean, place text, address_state text, sealed bytea, state bytea, request text)
    language plpgsql as $$
    begin
      perform pg_advisory_lock(hashtextextended(p_contact, 0));
      return query
        select events.id, events.channel, events.received_at, events.body, contacts.language, contacts.language_chosen,
          contacts.opted_out_at is not null, contacts.place, addresses.state, addresses.sealed, conversations.state,
          (select requests.state from requests
            where requests.contact_id = contacts.id and requests.state in ('open', 'taken')
            order by requests.state desc limit 1)
        from events
          join contacts on contacts.id = events.contact_id
          join addresses on addresses.contact_id = contacts.id and addresses.channel = events.channel
          left join conversations on conversations.contact_id = contacts.id
        where events.contact_id = p_contact and events.handled_at is null and events.body is not null
        order by events.happened_at, events.id
        limit 1;
    end $$;
  `.execute(db);
}
