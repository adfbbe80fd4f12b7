import type { Kysely } from 'kysely';
import { record } from '../handover/audit.ts';
import { type By, recordChange } from '../handover/staff.ts';
import type { Tables } from '../store/tables.ts';
import { endSessions, hashToken, newToken } from './session.ts';

const VALID_MS = 7 * 24 * 3_600_000;
/** So long an ended link is still told from one that never was. */
const REMEMBERED_MS = 30 * 24 * 3_600_000;

export type Invitation =
  | {
      readonly state: 'good';
      readonly staff: string;
      readonly name: string;
      readonly email: string;
      readonly language: 'fr' | 'nl';
    }
  | { readonly state: 'used' | 'expired' | 'unknown' };

type Db = Kysely<Tables>;

/** Makes a link by which somebody chooses a password; older ones of theirs are good no more. Gives its token, kept nowhere. */
export async function createInvitation(db: Db, staff: string, by: By): Promise<string> {
  const { at: now } = by;
  const token = newToken();
  await db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom('invitations')
      .where('expires_at', '<', new Date(now.getTime() - REMEMBERED_MS))
      .execute();
    await trx
      .updateTable('invitations')
      .set({ expires_at: now })
      .where('staff_id', '=', staff)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .execute();
    await trx
      .insertInto('invitations')
      .values({
        hash: hashToken(token),
        staff_id: staff,
        expires_at: new Date(now.getTime() + VALID_MS),
        used_at: null,
      })
      .execute();
    await record(trx, { ...by, action: 'invited', detail: { staff } });
  });
  return token;
}

export async function findInvitation(db: Db, token: string, now: Date): Promise<Invitation> {
  const row = await db
    .selectFrom('invitations')
    .innerJoin('staff', 'staff.id', 'invitations.staff_id')
    .select(['staff.id', 'name', 'email', 'language', 'active', 'expires_at', 'used_at'])
    .where('hash', '=', hashToken(token))
    .executeTakeFirst();
  if (row === undefined) return { state: 'unknown' };
  if (row.used_at !== null) return { state: 'used' };
  if (row.expires_at <= now || !row.active) return { state: 'expired' };
  return { state: 'good', staff: row.id, name: row.name, email: row.email, language: row.language };
}

/** Uses the link: the password is set and whoever was signed in under the old one is not any more. False: it was used meanwhile. */
export async function acceptInvitation(db: Db, token: string, passwordHash: string, now: Date): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const used = await trx
      .updateTable('invitations')
      .set({ used_at: now })
      .where('hash', '=', hashToken(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('staff_id')
      .executeTakeFirst();
    if (used === undefined) return false;
    await trx.updateTable('staff').set({ password_hash: passwordHash }).where('id', '=', used.staff_id).execute();
    await endSessions(trx, used.staff_id);
    await recordChange(trx, { member: { id: used.staff_id }, at: now }, used.staff_id, 'password');
    return true;
  });
}
