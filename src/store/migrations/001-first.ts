import { type Kysely, sql } from 'kysely';

/** Contacts, events, outgoing messages, requests for a human, counters; and the one way in for events. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table contacts (
      id text primary key,
      language text,
      language_chosen boolean not null default false,
      opted_out_at timestamptz,
      created_at timestamptz not null default now()
    );

    create table addresses (
      id bigint generated always as identity primary key,
      contact_id text not null references contacts on delete cascade,
      channel text not null,
      hash bytea not null,
      sealed bytea not null,
      state text not null default 'active',
      last_inbound_at timestamptz,
      unique (channel, hash)
    );
    create index on addresses (contact_id);

    create table conversations (
      contact_id text primary key references contacts on delete cascade,
      state bytea not null,
      updated_at timestamptz not null default now()
    );

    create table events (
      id bigint generated always as identity primary key,
      channel text not null,
      provider_id text not null,
      contact_id text references contacts on delete set null,
      body bytea,
      happened_at timestamptz not null,
      received_at timestamptz not null default now(),
      handled_at timestamptz,
      unique (channel, provider_id)
    );
    create index on events (contact_id, id);
    create index on events (contact_id) where handled_at is null;
    create index on events (received_at);

    create table outgoing (
      id text primary key,
      contact_id text references contacts on delete cascade,
      event_id bigint references events on delete set null,
      channel text not null,
      kind text not null,
      recipient bytea,
      body bytea,
      state text not null,
      position int not null,
      attempts int not null default 0,
      provider_id text,
      error text,
      not_after timestamptz,
      created_at timestamptz not null default now(),
      sending_at timestamptz,
      updated_at timestamptz not null default now()
    );
    create index on outgoing (contact_id);
    create index on outgoing (event_id);
    create index on outgoing (created_at);
    create index on outgoing (state) where state in ('planned', 'sending', 'unknown');

    create table requests (
      id bigint generated always as identity primary key,
      contact_id text not null references contacts on delete cascade,
      event_id bigint references events on delete set null,
      reason text not null,
      danger_class text,
      state text not null default 'open',
      created_at timestamptz not null default now()
    );
    create index on requests (contact_id);
    create unique index requests_one_open on requests (contact_id) where state = 'open';

    -- What happened, a row each time: two transactions never wait for the same row. Folded into counters each minute.
    create table counted (
      day date not null,
      name text not null
    );

    create table counters (
      day date not null,
      name text not null,
      count bigint not null default 0,
      primary key (day, name)
    );

    create table nodes (
      id text primary key,
      worker_ids text[] not null,
      seen_at timestamptz not null default now()
    );
  `.execute(db);

  // Stores a batch of events in one transaction, each once, and queues their contacts' jobs: the webhooks answer 200 only
  // after this. Gives the event's id for each, or null when the provider sent it before. A job's key is its contact: one
  // job waits per contact, however many events came, and it handles them in order. A batch wakes the queue once: each
  // NOTIFY makes commits wait for each other.
  await sql`
    create function accept_events(
      p_channels text[], p_provider_ids text[], p_hashes bytea[], p_sealed bytea[], p_new_contacts text[],
      p_bodies bytea[], p_happened_at timestamptz[], p_priority int
    ) returns bigint[] language plpgsql as $$
    declare
      v_contact text;
      v_event bigint;
      v_events bigint[] := '{}';
      v_contacts text[] := '{}';
    begin
      for i in 1 .. array_length(p_channels, 1) loop
        v_event := null;
        insert into events (channel, provider_id, body, happened_at)
          values (p_channels[i], p_provider_ids[i], p_bodies[i], p_happened_at[i])
          on conflict (channel, provider_id) do nothing
          returning id into v_event;
        v_events := array_append(v_events, v_event);
        continue when v_event is null;
        v_contact := null;
        update addresses set last_inbound_at = greatest(last_inbound_at, p_happened_at[i])
          where channel = p_channels[i] and hash = p_hashes[i]
          returning contact_id into v_contact;
        if v_contact is null then
          insert into contacts (id) values (p_new_contacts[i]);
          insert into addresses (contact_id, channel, hash, sealed, last_inbound_at)
            values (p_new_contacts[i], p_channels[i], p_hashes[i], p_sealed[i], p_happened_at[i])
            on conflict (channel, hash) do update set last_inbound_at = excluded.last_inbound_at
            returning contact_id into v_contact;
          if v_contact <> p_new_contacts[i] then
            delete from contacts where id = p_new_contacts[i];
          end if;
        end if;
        update events set contact_id = v_contact where id = v_event;
        v_contacts := array_append(v_contacts, v_contact);
      end loop;
      if array_length(v_contacts, 1) > 0 then
        perform graphile_worker.add_jobs(array(
          select row('inbound', json_build_object('contact', contact), null, null, 12::smallint, 'inbound:' || contact,
            p_priority::smallint, null)::graphile_worker.job_spec
          from (select distinct unnest(v_contacts) as contact) as waiting
        ));
      end if;
      return v_events;
    end $$;
  `.execute(db);

  // Waits for the contact's turn, then reads its next event. A function, since each statement in it sees what was committed
  // while it waited; one statement would see the past.
  await sql`
    create function open_turn(p_contact text)
    returns table (id bigint, channel text, received_at timestamptz, body bytea, language text, language_chosen boolean,
      opted_out boolean, address_state text, sealed bytea, state bytea, request text)
    language plpgsql as $$
    begin
      perform pg_advisory_lock(hashtextextended(p_contact, 0));
      return query
        select events.id, events.channel, events.received_at, events.body, contacts.language, contacts.language_chosen,
          contacts.opted_out_at is not null, addresses.state, addresses.sealed, conversations.state,
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
