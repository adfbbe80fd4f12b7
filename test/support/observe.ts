import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, vi } from 'vitest';
import { z } from 'zod';
import type { ChannelName } from '../../src/channel.ts';
import type { OutgoingRow } from '../../src/store/tables.ts';
import type { TelegramCall } from './fake-telegram.ts';
import type { TakenMessage } from './fake-twilio.ts';
import type { LivePapote } from './live-papote.ts';

/** What has happened inside and around a running Papote, seen from a test. */

const PATIENCE = { timeout: 30_000, interval: 10 };

/** Value of a counter on `/metrics`; 0 when it has never been raised. */
export async function counter(live: LivePapote, name: string, labels: Readonly<Record<string, string>>) {
  const { body } = await live.papote.app.inject('/metrics');
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = body
    .split('\n')
    .find((one) => one.startsWith(`${name}{`) && wanted.every((label) => one.includes(label)));
  return line === undefined ? 0 : Number(line.split(' ').at(-1));
}

/** How many rows the tables have that a webhook may write to. */
export async function stored(live: LivePapote): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; rows: string }>`
    select 'events' as name, count(*) as rows from events
    union all select 'contacts', count(*) from contacts
    union all select 'addresses', count(*) from addresses
  `.execute(live.papote.store.db);
  return Object.fromEntries(rows.map((row) => [row.name, Number(row.rows)]));
}

export interface KnownAddress {
  readonly contact: string;
  readonly state: string;
  readonly optedOut: boolean;
}

/** What is known about an address, undefined when nothing is. */
export async function addressOf(
  live: LivePapote,
  channel: ChannelName,
  address: string,
): Promise<KnownAddress | undefined> {
  const { db } = live.papote.store;
  const row = await db
    .selectFrom('addresses')
    .innerJoin('contacts', 'contacts.id', 'addresses.contact_id')
    .select(['contacts.id', 'addresses.state', 'contacts.opted_out_at'])
    .where('addresses.channel', '=', channel)
    .where('addresses.hash', '=', live.papote.sealer.hash(channel, address))
    .executeTakeFirst();
  return row && { contact: row.id, state: row.state, optedOut: row.opted_out_at !== null };
}

/** Waits until an address is known as expected: the worker writes that without telling anybody. */
export function untilAddress(live: LivePapote, channel: ChannelName, address: string, expected: Partial<KnownAddress>) {
  return vi.waitFor(async () => expect(await addressOf(live, channel, address)).toMatchObject(expected), PATIENCE);
}

/** Messages to an address, oldest first. */
export async function outgoingTo(live: LivePapote, channel: ChannelName, address: string): Promise<OutgoingRow[]> {
  const contact = (await addressOf(live, channel, address))?.contact ?? '';
  return live.papote.store.db
    .selectFrom('outgoing')
    .selectAll()
    .where('contact_id', '=', contact)
    .orderBy('created_at')
    .orderBy('position')
    .execute();
}

/** Waits until the only message to an address is as expected: the row changes after the provider has answered. */
export async function untilOutgoing(
  live: LivePapote,
  channel: ChannelName,
  address: string,
  expected: Partial<OutgoingRow>,
): Promise<OutgoingRow> {
  return vi.waitFor(async () => {
    const [row, ...others] = await outgoingTo(live, channel, address);
    expect(others).toEqual([]);
    expect(row).toMatchObject(expected);
    if (row === undefined) throw new Error('no message');
    return row;
  }, PATIENCE);
}

/** Is there a job that will send a message again? */
export async function waitsForRetry(live: LivePapote, outgoing: string): Promise<boolean> {
  const { rows } = await sql`select 1 from graphile_worker.jobs where key = ${`deliver:${outgoing}`}`.execute(
    live.papote.store.db,
  );
  return rows.length > 0;
}

/** Resolves once a chat has so many messages from us; gives them. */
export async function untilTold(live: LivePapote, chat: number, count = 1): Promise<readonly TelegramCall[]> {
  for (;;) {
    const all = live.telegram.of('sendMessage');
    const told = all.filter((call) => String(call.payload.chat_id) === String(chat));
    if (told.length >= count) return told;
    await live.telegram.untilCalled('sendMessage', all.length + 1);
  }
}

/** Resolves once Twilio has taken so many messages to an address (with `whatsapp:` where it has it); gives them. */
export async function untilTexted(live: LivePapote, to: string, count = 1): Promise<readonly TakenMessage[]> {
  for (;;) {
    const texted = live.twilio.taken.filter((message) => message.to === to);
    if (texted.length >= count) return texted;
    await live.twilio.untilTaken(live.twilio.taken.length + 1);
  }
}

const phrases = z.object({
  empty: z.string(),
  too_long: z.string(),
  unknown: z.object({ first: z.string() }),
  media: z.object({ kept: z.string(), papers: z.string(), location: z.string(), other: z.string() }),
});

/** The assistant's own sentences about messages that it cannot answer, in one language. */
export function phrasesIn(language: string): z.infer<typeof phrases> {
  const file = new URL(`../../knowledge/phrases/${language}.json`, import.meta.url);
  return phrases.parse(JSON.parse(readFileSync(file, 'utf8')));
}
