import { type Kysely, sql } from 'kysely';
import type { Channel, ChannelLimits, ChannelName } from '../channel.ts';
import { type DiscretionRow, discretionOf, type Leave, mayWriteTo } from '../contacts/may-write-to.ts';
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
  /** Whether what is written now may leave now: the parent may want messages at certain hours only, or none but answers. */
  readonly leave: Leave;
  readonly now: Date;
}

export interface AddressRow extends DiscretionRow {
  readonly language: string | null;
  readonly optedOutAt: Date | null;
  readonly channel: ChannelName | null;
  readonly recipient: Buffer | null;
  readonly addressState: string | null;
  readonly lastInboundAt: Date | null;
  /** When the parent wrote last, wherever. */
  readonly wroteAt: Date | null;
}

/** Columns of an `AddressRow`, from `requests`, `contacts` and `LAST_ADDRESS`. */
export const ADDRESS = sql`
  contacts.language, contacts.opted_out_at as "optedOutAt", address.channel, address.sealed as recipient,
  address.state as "addressState", address.last_inbound_at as "lastInboundAt", contacts.safe_from,
  contacts.safe_to, contacts.reply_only,
  (select max(last_inbound_at) from addresses where addresses.contact_id = contacts.id) as "wroteAt"`;

export type Channels = ReadonlyMap<ChannelName, Pick<Channel, 'limits'>>;

/**
 * Until when the parent may be written to: the channel's window after their last message; not at all where nothing can
 * arrive, nor after their STOP until they write again. Null: no end.
 */
export function closingOf(row: AddressRow, channels: Channels): Date | null {
  const open = openAddressOf(row, channels);
  if (open === undefined) return new Date(0);
  const { windowHours } = open.limits;
  return windowHours === undefined ? null : new Date((row.lastInboundAt?.getTime() ?? 0) + windowHours * 3_600_000);
}

/** Undefined where nothing can arrive, and after the parent's STOP; whatever the window of the channel. */
function openAddressOf(
  row: AddressRow,
  channels: Channels,
): Pick<Reach, 'channel' | 'limits' | 'recipient'> | undefined {
  const { channel, recipient, addressState, lastInboundAt, optedOutAt } = row;
  const limits = channel === null ? undefined : channels.get(channel)?.limits;
  if (channel === null || limits === undefined || recipient === null || addressState !== 'active') return undefined;
  if (optedOutAt !== null && optedOutAt >= (lastInboundAt ?? new Date(0))) return undefined;
  return { channel, limits, recipient };
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
  const leave = leaveOf(row, now);
  const closing = closingOf(row, channels);
  // What waits for the parent's hours may come too late for the channel.
  if (closing !== null && closing <= (typeof leave === 'object' ? leave.later : now)) return undefined;
  const open = openAddressOf(row, channels);
  return open && { ...open, language: languageOf(row.language), leave, now };
}

/** Where only an invitation may be sent, since the window is over; undefined where more may be sent, or nothing. */
export function invitableReachOf(row: AddressRow, channels: Channels, now: Date): Reach | undefined {
  const leave = leaveOf(row, now);
  const open = openAddressOf(row, channels);
  if (open === undefined || leave === 'never' || reachOf(row, channels, now) !== undefined) return undefined;
  return { ...open, language: languageOf(row.language), leave, now };
}

export function leaveOf(row: AddressRow, now: Date): Leave {
  return mayWriteTo(discretionOf(row), now, row.wroteAt);
}

function languageOf(language: string | null): Language {
  return language !== null && isLanguage(language) ? language : SOURCE_LANGUAGE;
}
