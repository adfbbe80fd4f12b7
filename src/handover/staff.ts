import { randomUUID } from 'node:crypto';
import type { Kysely, Selectable, Transaction } from 'kysely';
import { z } from 'zod';
import { codeOf } from '../start-error.ts';
import type { StaffTable, Tables } from '../store/tables.ts';
import { type AuditEntry, record } from './audit.ts';
import { returnRequests } from './return-requests.ts';
import type { Worker } from './roster.ts';
import { unlink } from './staff-addresses.ts';

export const ROLES = ['tpr', 'coordinator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

const UNIQUE_VIOLATION = '23505';
const START = /^([01]\d|2[0-3]):[0-5]\d$/;
const END = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Weekly hours on the clock of Brussels; day 1 is Monday, 'HH:MM' to '24:00'. */
export const hoursEntry = z
  .object({ day: z.literal([1, 2, 3, 4, 5, 6, 7]), from: z.string().regex(START), to: z.string().regex(END) })
  .readonly()
  .refine(({ from, to }) => from < to);
export type Hours = z.infer<typeof hoursEntry>;

/** Whole days, both included, 'YYYY-MM-DD'. */
export const absenceEntry = z
  .object({ from: z.iso.date(), to: z.iso.date() })
  .readonly()
  .refine(({ from, to }) => from <= to);
export type Absence = z.infer<typeof absenceEntry>;

/** Nobody's week or year needs more: keeps a mistake or a joke out of the duty roster. */
export const MOST_HOURS = 42;
export const MOST_ABSENCES = 100;

const storedHours = z.array(hoursEntry).max(MOST_HOURS);
const storedAbsences = z.array(absenceEntry).max(MOST_ABSENCES);

/** What an administrator says of somebody. */
export interface Profile {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly language: 'fr' | 'nl';
  readonly territories: readonly string[];
  readonly deputyOf: readonly string[];
  readonly centre: boolean;
}

/** Somebody of the network, as the team's pages show them. */
export interface StaffMember extends Profile {
  readonly id: string;
  readonly active: boolean;
  /** False until the invitation is accepted. */
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  readonly hours: readonly Hours[];
  readonly absences: readonly Absence[];
}

export type ChangeResult = 'done' | 'email-taken' | 'last-administrator' | 'gone';

type Db = Kysely<Tables>;

/** Who changes somebody of the network, and when. */
export type By = Pick<AuditEntry, 'member' | 'at'>;

/** Writes down that somebody's account was changed, and what of it; never to what. */
export function recordChange(trx: Db, by: By, staff: string, what: string): Promise<void> {
  return record(trx, { ...by, action: 'changed-member', detail: { staff, what } });
}

export async function listStaff(db: Db): Promise<StaffMember[]> {
  const rows = await db.selectFrom('staff').selectAll().orderBy('active', 'desc').orderBy('name').execute();
  return rows.map(memberOf);
}

export async function findStaff(db: Db, id: string): Promise<StaffMember | null> {
  const row = await db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : memberOf(row);
}

/** Everybody with hours, territories and absences. Hours that cannot be read are none: nothing waits for who may not come. */
export async function readRosterWorkers(db: Db): Promise<Worker[]> {
  const rows = await db.selectFrom('staff').selectAll().orderBy('id').execute();
  return rows.map(memberOf).map(({ id, name, active, territories, deputyOf, centre, hours, absences }) => ({
    ...{ id, name, active, territories, deputyOf, centre, hours, absences },
  }));
}

/** Adds somebody, who has no password yet. Gives the id. */
export async function addStaff(db: Db, profile: Profile, by: By): Promise<string | 'email-taken'> {
  const id = randomUUID();
  return db.transaction().execute(async (trx) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('staff')
      .values({ id, ...columnsOf(profile), password_hash: null, second_factor: null, created_at: by.at })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) return 'email-taken';
    await recordChange(trx, by, id, 'added');
    return id;
  });
}

export async function changeProfile(db: Db, id: string, profile: Profile, by: By): Promise<ChangeResult> {
  try {
    return await db.transaction().execute(async (trx) => {
      if (profile.role !== 'administrator' && (await isLastAdministrator(trx, id))) return 'last-administrator';
      const changed = await trx.updateTable('staff').set(columnsOf(profile)).where('id', '=', id).executeTakeFirst();
      if (changed.numUpdatedRows !== 1n) return 'gone';
      await recordChange(trx, by, id, 'profile');
      return 'done';
    });
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return 'email-taken';
    throw error;
  }
}

export async function changeLanguage(db: Db, id: string, language: 'fr' | 'nl'): Promise<void> {
  await db.updateTable('staff').set({ language }).where('id', '=', id).execute();
}

export async function changeHours(db: Db, id: string, hours: readonly Hours[], by: By): Promise<void> {
  const kept = JSON.stringify(storedHours.parse(hours));
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('staff').set({ hours: kept }).where('id', '=', id).execute();
    await recordChange(trx, by, id, 'hours');
  });
}

export async function changeAbsences(db: Db, id: string, absences: readonly Absence[], by: By): Promise<void> {
  const kept = JSON.stringify(storedAbsences.parse(absences));
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('staff').set({ absences: kept }).where('id', '=', id).execute();
    await recordChange(trx, by, id, 'absences');
  });
}

/** Lets nobody in any more under this account; what the person had in hand goes back to the queue, due now. */
export async function deactivate(db: Db, id: string, by: By): Promise<ChangeResult> {
  const { at: now } = by;
  return db.transaction().execute(async (trx) => {
    if (await isLastAdministrator(trx, id)) return 'last-administrator';
    const changed = await trx.updateTable('staff').set({ active: false }).where('id', '=', id).executeTakeFirst();
    if (changed.numUpdatedRows !== 1n) return 'gone';
    await trx.deleteFrom('staff_sessions').where('staff_id', '=', id).execute();
    await trx.deleteFrom('staff_codes').where('staff_id', '=', id).execute();
    // A linked chat is told when its owner writes there again, and only then let go: what they write is for no parent.
    await unlink(trx, id, 'sms');
    await trx
      .updateTable('invitations')
      .set({ expires_at: now })
      .where('staff_id', '=', id)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .execute();
    await returnRequests(trx, id, now);
    await recordChange(trx, by, id, 'deactivated');
    return 'done';
  });
}

export async function activate(db: Db, id: string, by: By): Promise<ChangeResult> {
  return db.transaction().execute(async (trx) => {
    const changed = await trx.updateTable('staff').set({ active: true }).where('id', '=', id).executeTakeFirst();
    if (changed.numUpdatedRows !== 1n) return 'gone';
    await recordChange(trx, by, id, 'activated');
    return 'done';
  });
}

/** True when nobody else could administrate. Holds the administrators until the transaction ends: two who leave at once wait. */
async function isLastAdministrator(trx: Transaction<Tables>, id: string): Promise<boolean> {
  const able = await trx
    .selectFrom('staff')
    .select('id')
    .where('role', '=', 'administrator')
    .where('active', '=', true)
    .where('password_hash', 'is not', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  return able.length === 1 && able[0]?.id === id;
}

function columnsOf({ name, email, role, language, territories, deputyOf, centre }: Profile) {
  return {
    ...{ name, role, language, centre },
    email: email.toLowerCase(),
    territories: [...territories],
    deputy_of: [...deputyOf],
  };
}

function memberOf(row: Selectable<StaffTable>): StaffMember {
  const { id, name, email, role, language, active, territories, centre } = row;
  return {
    ...{ id, name, email, role, language, active, territories, centre },
    deputyOf: row.deputy_of,
    hasPassword: row.password_hash !== null,
    hasSecondFactor: row.second_factor !== null,
    hours: storedHours.catch([]).parse(row.hours),
    absences: storedAbsences.catch([]).parse(row.absences),
  };
}
