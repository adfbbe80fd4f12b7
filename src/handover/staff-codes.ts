import { randomInt } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Sealer } from '../store/sealer.ts';
import type { Tables } from '../store/tables.ts';
import { unlink } from './staff-addresses.ts';

/** How long a code is good. */
const CODE_MS = 30 * 60_000;
/** Letters and digits that nobody takes for one another: eight of them cannot be found by trying. */
const SIGNS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';
const CHAT_CODE = /^([A-Z0-9]{4})-([A-Z0-9]{4})$/;
const MOST_TRIES = 5;
const TRIES_MS = 15 * 60_000;

type Db = Kysely<Tables>;

/** Makes a code by which a chat is linked to this member; an older one is good no more. Kept as a hash only. */
export async function newChatCode(db: Db, sealer: Sealer, staff: string, now: Date): Promise<string> {
  const sign = (): string => SIGNS[randomInt(SIGNS.length)] ?? '';
  const four = (): string => sign() + sign() + sign() + sign();
  const code = `${four()}-${four()}`;
  await keepCode(db, { staff, channel: 'telegram', hash: chatHash(sealer, code), sealed: null }, now);
  return code;
}

/** The code in what was written in a chat; undefined when there is none. */
export function chatCodeIn(text: string): string | undefined {
  const written = text.trim().toUpperCase();
  return CHAT_CODE.test(written) ? written : undefined;
}

export interface ChatCode {
  /** `none`: there is no such code, or this chat has guessed too often. */
  readonly result: 'linked' | 'used' | 'expired' | 'switched-off' | 'none';
  readonly staff: string | null;
  readonly language: 'fr' | 'nl';
}

/** Links the chat that brings a good code, once, to the member who made it; both leave what they were linked to before. */
export async function useChatCode(db: Db, sealer: Sealer, code: string, address: string, now: Date): Promise<ChatCode> {
  const tries = sealer.hash('telegram code', address);
  const none: ChatCode = { result: 'none', staff: null, language: 'fr' };
  if (!(await mayTry(db, tries, now))) return none;
  const hash = chatHash(sealer, code);
  const found = await db
    .selectFrom('staff_codes')
    .innerJoin('staff', 'staff.id', 'staff_codes.staff_id')
    .select(['staff.id', 'language', 'active', 'expires_at', 'used_at'])
    .where('hash', '=', hash)
    .where('channel', '=', 'telegram')
    .executeTakeFirst();
  if (found === undefined) {
    await db.insertInto('sign_in_attempts').values({ key: tries, at: now }).execute();
    return none;
  }
  const { id: staff, language } = found;
  const told = (result: ChatCode['result']): ChatCode => ({ result, staff, language });
  if (!found.active) return told('switched-off');
  if (found.used_at !== null) return told('used');
  if (found.expires_at <= now) return told('expired');
  const linked = await db.transaction().execute(async (trx) => {
    const used = await trx
      .updateTable('staff_codes')
      .set({ used_at: now })
      .where('hash', '=', hash)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (used.numUpdatedRows !== 1n) return false;
    await linkChat(trx, sealer, staff, address);
    return true;
  });
  return told(linked ? 'linked' : 'used');
}

async function linkChat(trx: Transaction<Tables>, sealer: Sealer, staff: string, address: string): Promise<void> {
  const hash = sealer.hash('staff telegram', address);
  const before = await trx
    .selectFrom('staff_addresses')
    .select('staff_id')
    .where('channel', '=', 'telegram')
    .where((where) => where.or([where('hash', '=', hash), where('staff_id', '=', staff)]))
    .execute();
  for (const { staff_id } of before) await unlink(trx, staff_id, 'telegram');
  await trx
    .insertInto('staff_addresses')
    .values({ staff_id: staff, channel: 'telegram', hash, sealed: sealer.seal(address) })
    .execute();
  // Whoever goes to the length of linking a chat wants to be told there.
  await trx.updateTable('staff').set({ alert_by: 'telegram' }).where('id', '=', staff).execute();
}

/** Makes a code to be sent to this number; an older one is good no more. Kept as a hash only. */
export async function newNumberCode(db: Db, sealer: Sealer, staff: string, number: string, now: Date): Promise<string> {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const hash = numberHash(sealer, staff, code);
  await keepCode(db, { staff, channel: 'sms', hash, sealed: sealer.seal(number) }, now);
  return code;
}

export type NumberCode = 'done' | 'wrong' | 'over';

/** Keeps the number that a good code was sent to as this member's. `over`: ask for a new code. */
export async function useNumberCode(
  db: Db,
  sealer: Sealer,
  staff: string,
  code: string,
  now: Date,
): Promise<NumberCode> {
  // The try is counted before it is judged: many at the same moment cannot slip through together.
  const { rows } = await sql<{ hash: Buffer; sealed: Buffer }>`
    update staff_codes set tries = tries + 1
    where staff_id = ${staff} and channel = 'sms' and expires_at > ${now} and tries < ${MOST_TRIES}
    returning hash, sealed
  `.execute(db);
  const kept = rows[0];
  if (kept === undefined) return 'over';
  if (!kept.hash.equals(numberHash(sealer, staff, code))) return 'wrong';
  return db.transaction().execute(async (trx) => {
    const used = await trx.deleteFrom('staff_codes').where('hash', '=', kept.hash).executeTakeFirst();
    if (used.numDeletedRows !== 1n) return 'over';
    const hash = sealer.hash('staff sms', sealer.open(kept.sealed));
    await trx
      .insertInto('staff_addresses')
      .values({ staff_id: staff, channel: 'sms', hash, sealed: kept.sealed })
      .onConflict((same) => same.columns(['staff_id', 'channel']).doUpdateSet({ hash, sealed: kept.sealed }))
      .execute();
    await trx.updateTable('staff').set({ alert_by: 'sms', sms_stopped_at: null }).where('id', '=', staff).execute();
    return 'done';
  });
}

/** Makes the code of a member good no more. */
export async function dropCode(db: Db, staff: string, channel: 'telegram' | 'sms'): Promise<void> {
  await db.deleteFrom('staff_codes').where('staff_id', '=', staff).where('channel', '=', channel).execute();
}

async function keepCode(
  db: Db,
  code: { staff: string; channel: 'telegram' | 'sms'; hash: Buffer; sealed: Buffer | null },
  now: Date,
): Promise<void> {
  const { staff, channel, hash, sealed } = code;
  await db.transaction().execute(async (trx) => {
    await dropCode(trx, staff, channel);
    await trx
      .insertInto('staff_codes')
      .values({ hash, staff_id: staff, channel, sealed, expires_at: new Date(now.getTime() + CODE_MS), used_at: null })
      .execute();
  });
}

/** Chats are handled one message at a time: none guesses twice at the same moment. */
async function mayTry(db: Db, key: Buffer, now: Date): Promise<boolean> {
  const { rows } = await sql<{ tries: number }>`
    select count(*)::int as tries from sign_in_attempts
    where key = ${key} and at > ${new Date(now.getTime() - TRIES_MS)}
  `.execute(db);
  return (rows[0]?.tries ?? 0) < MOST_TRIES;
}

function chatHash(sealer: Sealer, code: string): Buffer {
  return sealer.hash('staff code', code);
}

function numberHash(sealer: Sealer, staff: string, code: string): Buffer {
  return sealer.hash('staff code', `${staff} ${code.replaceAll(/\s/g, '')}`);
}
