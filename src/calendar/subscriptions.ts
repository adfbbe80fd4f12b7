import type pg from 'pg';
import type { ChannelName } from '../channel.ts';

export interface NewSubscription {
  readonly contact: string;
  readonly territory: string;
  readonly channel: ChannelName;
  readonly mothers: boolean;
  /** What was agreed to: how it was asked, version of the words, language. */
  readonly wording: string;
}

/** Keeps the consent to the weekly message with its proof; an earlier one of the same contact is replaced. */
export async function keepSubscription(
  client: pg.ClientBase,
  { contact, territory, channel, mothers, wording }: NewSubscription,
  now: Date,
): Promise<void> {
  await client.query(
    `insert into subscriptions (contact_id, territory, channel, mothers, wording, subscribed_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (contact_id) do update set territory = excluded.territory, channel = excluded.channel,
       mothers = excluded.mothers, wording = excluded.wording, subscribed_at = excluded.subscribed_at,
       paused_until = null, ended_at = null`,
    [contact, territory, channel, mothers, wording, now],
  );
}

export async function includeMothers(client: pg.ClientBase, contact: string): Promise<void> {
  await client.query('update subscriptions set mothers = true where contact_id = $1 and ended_at is null', [contact]);
}

/** @param until 'YYYY-MM-DD', the first day on which something is sent again; null goes on at once */
export async function pauseUntil(client: pg.ClientBase, contact: string, until: string | null): Promise<void> {
  await client.query('update subscriptions set paused_until = $2 where contact_id = $1 and ended_at is null', [
    contact,
    until,
  ]);
}

export async function endSubscription(client: pg.ClientBase, contact: string, now: Date): Promise<void> {
  await client.query('update subscriptions set ended_at = $2 where contact_id = $1 and ended_at is null', [
    contact,
    now,
  ]);
}
