import type { ChannelName } from '../channel.ts';
import type { Language } from '../languages.ts';
import type { BroadcastRow } from '../store/calendar-tables.ts';
import type { Queryable } from '../store/open-store.ts';
import { KEPT_S } from './invite.ts';
import type { Due } from './outcome.ts';

/** A send that this process has taken upon itself: its row is `sending`, and committed as such. */
export interface Claimed extends Due {
  readonly id: string;
  readonly broadcast: string;
  readonly contact: string;
  readonly channel: ChannelName;
  readonly kind: BroadcastRow['kind'];
  readonly text: string;
  /** Of the text. */
  readonly language: Language;
  /** Sealed address. */
  readonly recipient: Buffer;
  readonly attempts: number;
  /** Until when the text is of use to who is asked first whether they want it: what is no more needs no correction. */
  readonly keepUntil: Date;
  /** When the sender's rate lets it go. */
  readonly slot: Date;
  /** The provider was in trouble: this one tries whether it is over. */
  readonly probe: boolean;
}

/** While one message tries whether a provider is back, the others wait for it, in seconds; not for ever, it may be lost. */
const PROBE_S = 60;

export interface ClaimOptions {
  readonly channel: ChannelName;
  readonly most: number;
  /** Messages a second, over all servers; for SMS, parts a second. */
  readonly rate: number;
  /** How far ahead of its slot a message may be claimed, in milliseconds: a crash leaves all of them in doubt. */
  readonly ahead: number;
  readonly node: string;
  readonly now: Date;
}

/**
 * Takes the next sends of a channel, of one broadcast, so that nobody is met twice in it. The channel's lane is locked meanwhile:
 * of several servers each gets others, and together they keep the sender's rate. Nothing is given while the lane is paused or
 * full, nor while messages of parents wait for their answers: those come first.
 */
export async function claim(
  db: Queryable,
  { channel, most, rate, ahead, node, now }: ClaimOptions,
): Promise<readonly Claimed[]> {
  const { rows } = await db.query<Claimed>({
    name: 'claim-broadcast',
    text: `
      with lane as materialized (
        select greatest(next_at, $2::timestamptz) as from_at, troubles from broadcast_lanes
        where channel = $1 and next_at <= $2::timestamptz + make_interval(secs => $7) and held_until <= $2
          and not exists (select 1 from events where handled_at is null and body is not null
            and received_at between $2::timestamptz - interval '1 minute' and $2::timestamptz - interval '1 second')
        for update
      ), chosen as materialized (
        select broadcasts.id from broadcasts, lane
        where broadcasts.state = 'sending' and send_at <= $2 and not_after > $2 and exists (
          select 1 from broadcast_sends as waiting
          where waiting.broadcast_id = broadcasts.id and waiting.channel = $1 and waiting.state = 'planned'
            and (waiting.not_before is null or waiting.not_before <= $2))
        order by send_at, broadcasts.id limit 1
      ), due as materialized (
        select id from broadcast_sends
        where broadcast_id = (select id from chosen) and channel = $1 and state = 'planned'
          and (not_before is null or not_before <= $2)
        order by position
        limit (select case when troubles > 0 then 1 else $3 end from lane)
        for update skip locked
      ), claimed as (
        update broadcast_sends as sends set state = 'sending', sending_at = $2, attempts = attempts + 1, claimed_by = $4
        from due where sends.id = due.id
        returning sends.*
      ), facts as (
        select claimed.id, claimed.broadcast_id as broadcast, claimed.contact_id as contact, claimed.text_id as text, texts.language, broadcasts.kind,
          claimed.channel, claimed.attempts, addresses.sealed as recipient, addresses.state as "addressState",
          addresses.last_inbound_at as "lastInboundAt", contacts.opted_out_at is not null as "optedOut",
          subscriptions.contact_id is null as unsubscribed, texts.weight,
          least($2::timestamptz + make_interval(secs => $8), occurrences.starts_at) as "keepUntil",
          sum(texts.weight) over (order by claimed.position) as up_to
        from claimed
          join addresses on addresses.id = claimed.address_id
          join contacts on contacts.id = claimed.contact_id
          join broadcast_texts as texts on texts.id = claimed.text_id
          join broadcasts on broadcasts.id = claimed.broadcast_id
          left join occurrences on occurrences.id = broadcasts.occurrence_id
          left join subscriptions on subscriptions.contact_id = claimed.contact_id and subscriptions.ended_at is null
            and (paused_until is null or paused_until <= ($2::timestamptz at time zone 'Europe/Brussels')::date)
      ), paced as (
        update broadcast_lanes
        set held_until = case when troubles > 0 then $2::timestamptz + make_interval(secs => $6) else held_until end,
          next_at = (select from_at from lane) + (select max(up_to) from facts) * $5::float8 * interval '1 second'
        where channel = $1 and exists (select 1 from facts)
      )
      select facts.id, broadcast, contact, kind, text, language, facts.channel, attempts, recipient, "addressState", "lastInboundAt",
        "optedOut", unsubscribed, "keepUntil", from_at + (up_to - weight) * $5::float8 * interval '1 second' as slot,
        troubles > 0 as probe
      from facts, lane order by up_to`,
    values: [channel, now, most, node, 1 / rate, PROBE_S, ahead / 1_000, KEPT_S],
  });
  return rows;
}
