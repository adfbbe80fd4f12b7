import { type Kysely, sql } from 'kysely';
import type { Channel, ChannelLimits, ChannelName } from '../channel.ts';
import { isLanguage, type Language, SOURCE_LANGUAGE } from '../languages.ts';
import type { Tables } from '../store/tables.ts';
import { LAST_ADDRESS } from './desk-sight.ts';

/** Where and how the parent of a request can be written to just now. */
export interface Reach {
  /** In which to speak to the parent. */
  readonly language: Language;
  readonly channel: ChannelName;
  readonly limits: ChannelLimits;
  readonly recipient: Buffer;
}

export interface AddressRow {
  readonly language: string | null;
  readonly optedOutAt: Date | null;
  readonly channel: ChannelName | null;
  readonly recipient: Buffer | null;
  readonly addressState: string | null;
  readonly lastInboundAt: Date | null;
}

/** Columns of an `AddressRow`, from `requests`, `contacts` and `LAST_ADDRESS`. */
export const ADDRESS = sql`
  contacts.language, contacts.opted_out_at as "optedOutAt", address.channel, address.sealed as recipient,
  address.state as "addressState", address.last_inbound_at as "lastInboundAt"`;

export type Channels = ReadonlyMap<ChannelName, Pick<Channel, 'limits'>>;

/**
 * Until when the parent may be written to: the channel's window after their last message; not at all where nothing can
 * arrive, nor after their STOP until they write again. Null: no end.
 */
export function closingOf(row: AddressRow, channels: Channels): Date | null {
  const { channel, recipient, addressState, lastInboundAt, optedOutAt } = row;
  const limits = channel === null ? undefined : channels.get(channel)?.limits;
  if (limits === undefined || recipient === null || addressState !== 'active') return new Date(0);
  const wroteAt = lastInboundAt ?? new Date(0);
  if (optedOutAt !== null && optedOutAt >= wroteAt) return new Date(0);
  return limits.windowHours === undefined ? null : new Date(wroteAt.getTime() + limits.windowHours * 3_600_000);
}

export async function readAddress(db: Kysely<Tables>, request: string): Promise<AddressRow | undefined> {
  const { rows } = await sql<AddressRow>`
    select ${ADDRESS} from requests join contacts on contacts.id = requests.contact_id ${LAST_ADDRESS}
    where requests.id = ${request}
  `.execute(db);
  return rows[0];
}

/** Undefined while the parent may not, or cannot, be written to. */
export function reachOf(row: AddressRow, channels: Channels, now: Date): Reach | undefined {
  const closing = closingOf(row, channels);
  if (closing !== null && closing <= now) return undefined;
  const { channel, recipient, language } = row;
  const limits = channel === null ? undefined : channels.get(channel)?.limits;
  if (channel === null || recipient === null || limits === undefined) return undefined;
  return { language: languageOf(language), channel, limits, recipient };
}

function languageOf(language: string | null): Language {
  return language !== null && isLanguage(language) ? language : SOURCE_LANGUAGE;
}
