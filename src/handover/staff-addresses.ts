import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import type { Member } from './desk.ts';

/** How somebody of the network is told of a new request. */
export type AlertWay = 'mail' | 'telegram' | 'sms';

type Db = Kysely<Tables>;

/** Whose chat it is, as the desk knows them. */
export interface LinkedMember extends Member {
  readonly active: boolean;
}

/** The member to whom a Telegram chat is linked; undefined for everybody else's. */
export async function memberOfChat(db: Db, sealer: Sealer, address: string): Promise<LinkedMember | undefined> {
  const row = await db
    .selectFrom('staff_addresses')
    .innerJoin('staff', 'staff.id', 'staff_addresses.staff_id')
    .select(['staff.id', 'name', 'role', 'language', 'active', 'territories', 'deputy_of', 'centre'])
    .where('channel', '=', 'telegram')
    .where('hash', '=', sealer.hash('staff telegram', address))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { id, name, role, language, active, territories, deputy_of, centre } = row;
  return { id, name, role, language, active, territories: [...new Set([...territories, ...deputy_of])], centre };
}

/** Forgets an address of a member, who is alerted by e-mail from then on. */
export async function unlink(db: Db, staff: string, channel: 'telegram' | 'sms'): Promise<void> {
  await sql`with ${unlinking(sql`(select ${staff}::text as staff_id)`, channel)} select 1`.execute(db);
}

/**
 * Steps for a `with` list that unlink the members of `whose` (its column `staff_id`).
 *
 * @param stoppedAt when they asked for it by SMS, to be shown in the console; null: they know, or another did it
 */
export function unlinking(
  whose: RawBuilder<unknown>,
  channel: 'telegram' | 'sms',
  stoppedAt: Date | null = null,
): RawBuilder<unknown> {
  return sql`
    unlinked as (
      delete from staff_addresses using ${whose} as whose
      where staff_addresses.staff_id = whose.staff_id and staff_addresses.channel = ${channel}
      returning staff_addresses.staff_id
    ), told_no_more as (
      -- What was said in a chat that is theirs no more stands for no request.
      delete from alert_messages using unlinked
      where alert_messages.staff_id = unlinked.staff_id and ${channel}::text = 'telegram'
    ), by_mail as (
      update staff set relays = relays and ${channel}::text <> 'telegram',
        alert_by = case alert_by when ${channel}::text then 'mail' else alert_by end,
        sms_stopped_at = case ${channel}::text when 'sms' then ${stoppedAt}::timestamptz else sms_stopped_at end
      from unlinked where staff.id = unlinked.staff_id
    )`;
}
