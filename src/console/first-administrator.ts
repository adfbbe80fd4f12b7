import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import { createInvitation } from './invitations.ts';

/** Changed by the administrator on the page of the team. */
const FIRST_EMAIL = 'administration@papote.invalid';

/**
 * While nobody has ever had an account: makes the first administrator and gives the path of the invitation. Null once somebody has
 * a password.
 */
export async function ensureFirstAdministrator(db: Kysely<Tables>, now: Date): Promise<string | null> {
  const id = await db.transaction().execute(async (trx) => {
    // Two that start at once: the other waits here.
    await sql`lock table staff in share row exclusive mode`.execute(trx);
    const staff = await trx.selectFrom('staff').select(['id', 'email', 'password_hash']).execute();
    if (staff.some(({ password_hash }) => password_hash !== null)) return null;
    const first = staff.find(({ email }) => email === FIRST_EMAIL);
    if (first !== undefined) return first.id;
    const made = randomUUID();
    await trx
      .insertInto('staff')
      .values({ id: made, email: FIRST_EMAIL, name: 'Administration', role: 'administrator' })
      .execute();
    return made;
  });
  return id === null ? null : `/console/invitation/${await createInvitation(db, id, { member: null, at: now })}`;
}
