import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { ChannelName } from '../channel.ts';
import { LANGUAGES, type Language, SOURCE_LANGUAGE } from '../languages.ts';
import type { BroadcastRow } from '../store/calendar-tables.ts';
import type { Tables } from '../store/tables.ts';

/** What a message that got through is: only who has one is told that it is no longer so. */
const GOT = sql`('accepted', 'sent', 'delivered', 'read')`;

/**
 * Who a broadcast is for, a row each: contact_id, address_id, channel, language, mothers, last_inbound_at. Whoever subscribed to
 * the territory, has not ended or paused it nor sent STOP, and has an address that lives. A correction is for those of them whose
 * last message about the occurrence said something else.
 *
 * @param digest of the occurrence as it is now, for a correction
 */
export function audienceOf(
  { kind, territory, send_at, occurrence_id }: Pick<BroadcastRow, 'kind' | 'territory' | 'send_at' | 'occurrence_id'>,
  digest: string | undefined,
): RawBuilder<unknown> {
  const wanted =
    kind === 'correction'
      ? sql`subscriptions.contact_id in (${toldOtherwise(occurrence_id, digest)})`
      : sql`subscriptions.territory = ${territory}`;
  return sql`
    select distinct on (subscriptions.contact_id) subscriptions.contact_id, addresses.id as address_id,
      subscriptions.channel, subscriptions.mothers, addresses.last_inbound_at,
      case when contacts.language = any(${[...LANGUAGES]}::text[]) then contacts.language else ${SOURCE_LANGUAGE} end as language
    from subscriptions
      join contacts on contacts.id = subscriptions.contact_id
      join addresses on addresses.contact_id = subscriptions.contact_id and addresses.channel = subscriptions.channel
    where ${wanted} and subscriptions.ended_at is null and contacts.opted_out_at is null and addresses.state = 'active'
      and (paused_until is null or paused_until <= (${send_at}::timestamptz at time zone 'Europe/Brussels')::date)
    order by subscriptions.contact_id, addresses.last_inbound_at desc nulls last, addresses.id`;
}

/** Contacts whose last message about an occurrence does not say what is so now. */
export function toldOtherwise(occurrence: string | null, digest: string | undefined): RawBuilder<unknown> {
  return sql`
    select contact_id from (
      select distinct on (sends.contact_id) sends.contact_id, tellings.digest
      from broadcast_tellings as tellings join broadcast_sends as sends on sends.text_id = tellings.text_id
      where tellings.occurrence_id = ${occurrence} and sends.state in ${GOT}
      order by sends.contact_id, sends.sending_at desc
    ) as last_told where digest is distinct from ${digest ?? null}`;
}

/** Recipients who read the same text. */
export interface Group {
  readonly language: Language;
  readonly channel: ChannelName;
  readonly mothers: boolean;
  readonly recipients: number;
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
    select language, channel, mothers, count(*)::int as recipients,
      (count(*) filter (where last_inbound_at is null or last_inbound_at <= ${silentSince}))::int as silent
    from (${audience}) as audience
    group by language, channel, mothers order by count(*) desc, language, channel, mothers
  `.execute(db);
  return rows;
}
