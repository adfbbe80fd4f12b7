import { randomInt, randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import type { Hours, Role } from '../handover/staff.ts';
import type { Tables } from '../store/tables.ts';
import { hashPassword } from './passwords.ts';

/** An account of the demo, to be printed once: its password is kept nowhere. */
export interface DemoAccount {
  readonly email: string;
  readonly password: string;
  readonly role: Role;
}

const OFFICE_HOURS = ([1, 2, 3, 4, 5] as const).map((day): Hours => ({ day, from: '09:00', to: '16:30' }));

const PEOPLE: readonly { email: string; name: string; role: Role; territories?: string[]; centre?: boolean }[] = [
  { email: 'administration@papote.example', name: 'Aïcha Lambert', role: 'administrator' },
  { email: 'coordination@papote.example', name: 'Karim Dubois', role: 'coordinator', centre: true },
  { email: 'liege@papote.example', name: 'Sophie Renard', role: 'tpr', territories: ['liege'] },
  { email: 'namur@papote.example', name: 'Nadia Petit', role: 'tpr', territories: ['namur'] },
];

/** Letters and digits that nobody takes for one another when typing from a terminal. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** When nobody is there yet: an administrator, a coordinator and two TPRs who work in office hours. Gives what was made. */
export async function ensureDemoAccounts(db: Kysely<Tables>, clock: () => Date): Promise<DemoAccount[]> {
  return db.transaction().execute(async (trx) => {
    // Two that start at once: the other waits here and then finds them.
    await sql`lock table staff in share row exclusive mode`.execute(trx);
    if ((await trx.selectFrom('staff').select('id').limit(1).executeTakeFirst()) !== undefined) return [];
    const made: DemoAccount[] = [];
    for (const { email, name, role, territories = [], centre = false } of PEOPLE) {
      const password = newPassword();
      await trx
        .insertInto('staff')
        .values({
          id: randomUUID(),
          ...{ email, name, role, territories, centre },
          password_hash: await hashPassword(password),
          second_factor: null,
          hours: JSON.stringify(role === 'administrator' ? [] : OFFICE_HOURS),
          created_at: clock(),
        })
        .execute();
      made.push({ email, password, role });
    }
    return made;
  });
}

function newPassword(): string {
  const groups = Array.from({ length: 4 }, () =>
    Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join(''),
  );
  return groups.join('-');
}
