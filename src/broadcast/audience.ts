import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ChannelName } from '../channel.ts';
import { LANGUAGES, type Language, SOURCE_LANGUAGE } from '../languages.ts';
import type { BroadcastRow } from '../store/calendar-tables.ts';
import type { Tables } from '../store/tables.ts';

/** What a message that got through is: only who has one is told that it is no longer so. */
const GOT = sql`('accepted', 'sent', 'delivered', 'read')`;

/** What has not been tried; whatever else became of a correction, it is not tried again. */
const UNTRIED = sql`('planned', 'sending', 'expired')`;

/** What they are written to in: French, where it is not known. */
const READS = sql`case when contacts.language = any(${[...LANGUAGES]}::text[]) then contacts.language else ${SOURCE_LANGUAGE} end`;

export type Addressed = Pick<
  BroadcastRow,
  'kind' | 'territory' | 'territories' | 'mothers_only' | 'language' | 'send_at' | 'occurrence_id'
>;

/**
 * Who a broadcast is for, a row each: contact_id, address_id, territory, channel, language, mothers, last_inbound_at. Whoever
 * subscribed to a territory that it is for, has not ended or paused it nor sent STOP, and has an address that lives; of a special
 * message, those whom its writer chose among them. A correction is for those whose last message about the occurrence said
 * something else, and who may be told where it is now.
 *
 * @param digest of the occurrence as it is now, for a correction
 */
export function audienceOf(row: Addressed, digest: string | undefined): RawBuilder<unknown> {
  return sql`
    select distinct on (subscriptions.contact_id) subscriptions.contact_id, addresses.id as address_id,
      subscriptions.territory, subscriptions.channel, subscriptions.mothers, addresses.last_inbound_at, ${READS} as language
    from subscriptions
      join contacts on contacts.id = subscriptions.contact_id
      join addresses on addresses.contact_id = subscriptions.contact_id and addresses.channel = subscriptions.channel
    where ${wantedBy(row, digest)} and subscriptions.ended_at is null and contacts.opted_out_at is null and addresses.state = 'active'
      and (paused_until is null or paused_until <= (${row.send_at}::timestamptz at time zone 'Europe/Brussels')::date)
    order by subscriptions.contact_id, addresses.last_inbound_at desc nulls last, addresses.id`;
}

function wantedBy(row: Addressed, digest: string | undefined): RawBuilder<unknown> {
  switch (row.kind) {
    case 'weekly':
      return sql`subscriptions.territory = ${row.territory}`;
    case 'correction':
      return sql`subscriptions.contact_id in (${toldOtherwise(row.occurrence_id, digest)}) and (subscriptions.mothers or exists (
        select 1 from occurrences join activities on activities.id = occurrences.activity_id
        where occurrences.id = ${row.occurrence_id} and activities.visibility = 'public'))`;
    case 'special':
      return sql`(${row.territories}::text[] is null or subscriptions.territory = any(${row.territories}::text[]))
        and (subscriptions.mothers or not ${row.mothers_only}) and (${row.language}::text is null or ${READS} = ${row.language})`;
  }
}

/**
 * Contacts whose last message about an occurrence does not say what is so now. A correction counts once it was tried, so that whom
 * it did not reach is not asked for again and again; who has a place may have been told apart.
 */
function toldOtherwise(occurrence: string | null, digest: string | undefined): RawBuilder<unknown> {
  return sql`
    select contact_id from (
      select distinct on (sends.contact_id) sends.contact_id, tellings.digest
      from broadcast_tellings as tellings join broadcast_sends as sends on sends.text_id = tellings.text_id
        join broadcasts on broadcasts.id = sends.broadcast_id
      where tellings.occurrence_id = ${occurrence}
        and (sends.state in ${GOT} or broadcasts.kind = 'correction' and sends.state not in ${UNTRIED})
      order by sends.contact_id, sends.sending_at desc nulls last, sends.position desc
    ) as last_told where digest is distinct from ${digest ?? null} and not exists (
      select 1 from registrations as places
      where places.contact_id = last_told.contact_id and places.occurrence_id = ${occurrence} and places.told = ${digest ?? null}
    )`;
}

/** Recipients who read the same text. */
export interface Group {
  readonly language: Language;
  readonly channel: ChannelName;
  readonly mothers: boolean;
  readonly recipients: number;
  /** Of them, how many subscribed to each territory. */
  readonly territories: Readonly<Record<string, number>>;
  /** Of them, those who have not written since the instant asked for. */
  readonly silent: number;
}

/** The audience by language, channel and what may be told. */
export async function readGroups(
  db: Kysely<Tables>,
  audience: RawBuilder<unknown>,
  silentSince: Date,
): Promise<readonly Group[]> {
  const { rows } = await sql<Group>`
    select language, channel, mothers, sum(recipients)::int as recipients, sum(silent)::int as silent,
      jsonb_object_agg(territory, recipients) as territories
    from (
      select language, channel, mothers, territory, count(*)::int as recipients,
        count(*) filter (where last_inbound_at is null or last_inbound_at <= ${silentSince}) as silent
      from (${audience}) as audience
      group by language, channel, mothers, territory
    ) as counted
    group by language, channel, mothers order by sum(recipients) desc, language, channel, mothers
  `.execute(db);
  return rows;
}
