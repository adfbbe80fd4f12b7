import type { Kysely, Transaction } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../store/tables.ts';
import { keptRows, type ReadRow } from './draft.ts';
import { readKnown } from './known.ts';
import { entersByItself, type Plan, type PlannedRow, planImport, spanOf } from './plan-import.ts';
import type { FileRead } from './read-calendar-file.ts';
import { snapshotOf } from './undo-import.ts';
import { addActivity, cancelActivity, changeActivity, lockCalendar, type Origin } from './write-activity.ts';

/** A file that somebody brought. */
export interface Import {
  readonly id: string;
  readonly fileName: string;
  /** Name of whoever brought it; null from the command line. */
  readonly by: string | null;
  readonly state: 'open' | 'done' | 'undone';
  readonly sheets: FileRead['sheets'];
  readonly counts: Counts;
  readonly createdAt: Date;
  readonly doneAt: Date | null;
  readonly undoneAt: Date | null;
}

/** What a confirmed import did. */
export interface Counts {
  readonly added: number;
  readonly changed: number;
  readonly cancelled: number;
}

/** What somebody decided on a preview. */
export interface Decision {
  /** Of the preview that was looked at. */
  readonly fingerprint: string;
  /** Doubtful rows that are entered, as they stand in the plan; the others wait. */
  readonly take: ReadonlySet<number>;
  /** Activities no longer in the file that are cancelled. */
  readonly cancel: ReadonlySet<string>;
}

export type ConfirmResult =
  | { readonly is: 'done'; readonly counts: Counts }
  /** Somebody changed the calendar meanwhile: the preview has to be looked at again. */
  | { readonly is: 'outdated' }
  /** Confirmed or undone before, or there is none. */
  | { readonly is: 'gone' };

/** Previews that nobody confirmed are kept so long. */
const OPEN_DAYS = 7;
const MOST_LISTED = 50;
const NOTHING: Counts = { added: 0, changed: 0, cancelled: 0 };

const countsSchema = z.object({ added: z.number(), changed: z.number(), cancelled: z.number() }).catch(NOTHING);
const sheetsSchema = z.array(z.object({ name: z.string(), read: z.boolean(), rows: z.number() })).catch([]);

/** Keeps what was read in a file until somebody confirms it. Nothing enters the calendar. Gives the import's id. */
export async function prepareImport(
  db: Kysely<Tables>,
  { read, fileName, staff, now }: { read: FileRead; fileName: string; staff: string | null; now: Date },
): Promise<string> {
  const oldest = new Date(now.getTime() - OPEN_DAYS * 86_400_000);
  await db.deleteFrom('imports').where('state', '=', 'open').where('created_at', '<', oldest).execute();
  const { id } = await db
    .insertInto('imports')
    .values({
      file_name: fileName,
      source: sourceOf(fileName),
      staff_id: staff,
      rows: JSON.stringify(read.rows),
      sheets: JSON.stringify(read.sheets),
      created_at: now,
      done_at: null,
      undone_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What an import would do now; null when it was confirmed already or there is none. */
export async function previewImport(db: Kysely<Tables>, id: string, now: Date): Promise<Plan | null> {
  const row = await db
    .selectFrom('imports')
    .select(['rows', 'source'])
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return row === undefined ? null : planOf(db, keptRows.parse(row.rows), row.source, now);
}

/** Enters an import into the calendar, all of it or nothing. */
export async function confirmImport(
  db: Kysely<Tables>,
  id: string,
  decision: Decision,
  now: Date,
): Promise<ConfirmResult> {
  return db.transaction().execute(async (trx): Promise<ConfirmResult> => {
    await lockCalendar(trx);
    const row = await trx
      .selectFrom('imports')
      .select(['rows', 'source'])
      .where('id', '=', id)
      .where('state', '=', 'open')
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return { is: 'gone' };
    const plan = await planOf(trx, keptRows.parse(row.rows), row.source, now);
    if (plan.fingerprint !== decision.fingerprint) return { is: 'outdated' };
    const chosen = plan.rows.filter((one, index) =>
      one.step === 'unreadable' || one.doubts.length === 0 ? entersByItself(one) : decision.take.has(index),
    );
    const gone = plan.missing.filter((activity) => decision.cancel.has(activity.id));
    const touched = [
      ...chosen.flatMap((one) => (one.step === 'unreadable' ? [] : [one.known?.id])),
      ...gone.map((one) => one.id),
    ];
    const before = await snapshotOf(
      trx,
      touched.filter((one) => one !== undefined),
    );
    const added: string[] = [];
    for (const one of chosen) {
      const fresh = await enter(trx, one, { source: row.source, importId: id }, now);
      if (fresh !== undefined) added.push(fresh);
    }
    for (const activity of gone) await cancelActivity(trx, activity.id, now);
    const counts = countsOf(chosen, gone.length);
    await trx
      .updateTable('imports')
      .set({
        state: 'done',
        rows: '[]',
        done_at: now,
        counts: JSON.stringify(counts),
        before: JSON.stringify({ added, ...before }),
      })
      .where('id', '=', id)
      .execute();
    return { is: 'done', counts };
  });
}

/** The latest imports first, those that nobody confirmed included. */
export async function listImports(db: Kysely<Tables>): Promise<readonly Import[]> {
  const rows = await importsQuery(db).orderBy('imports.created_at', 'desc').limit(MOST_LISTED).execute();
  return rows.map(importOf);
}

export async function findImport(db: Kysely<Tables>, id: string): Promise<Import | null> {
  const row = await importsQuery(db).where('imports.id', '=', id).executeTakeFirst();
  return row === undefined ? null : importOf(row);
}

/** The name of a file without what tells its versions apart: "Agenda mai (2) corrigé.xlsx" is "agenda mai". */
export function sourceOf(fileName: string): string {
  return fileName
    .toLowerCase()
    .replace(/\.[a-z]{3,4}$/, '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[\s_.()-]+/g, ' ')
    .replace(
      /\b(v\d+|version( \d+)?|copie( de)?|copy|corrige|correction|def|definitif|final|maj|bis|nouveau|new|\d{1,2})\b/g,
      ' ',
    )
    .replace(/\s+/g, ' ')
    .trim();
}

async function planOf(db: Kysely<Tables>, rows: readonly ReadRow[], source: string, now: Date): Promise<Plan> {
  const drafts = rows.flatMap(({ read }) => ('draft' in read ? [read] : []));
  const keys = drafts.map(({ draft }) => draft.key);
  const known = await readKnown(db, { keys: keys.flatMap(numberedKeys), ...spanOf(drafts) });
  return planImport(rows, known, { source, now });
}

/** Rows of one key are numbered when they are compared: some few of each are looked for. */
function numberedKeys(key: string): string[] {
  return [key, ...[2, 3, 4, 5].map((number) => `${key}|${number}`)];
}

/** Gives the id of what is new. */
async function enter(
  trx: Transaction<Tables>,
  row: PlannedRow,
  { source, importId }: Pick<Origin, 'source' | 'importId'>,
  now: Date,
): Promise<string | undefined> {
  if (row.step === 'unreadable' || row.step === 'unchanged') return undefined;
  const origin = { source, importId, key: row.draft.key, hash: row.hash };
  if (row.known !== null) await changeActivity(trx, row.known, row.draft, origin, now);
  else if (row.step === 'new') return addActivity(trx, row.draft, origin, now);
  return undefined;
}

function countsOf(rows: readonly PlannedRow[], gone: number): Counts {
  const count = (step: PlannedRow['step']): number =>
    rows.filter((row) => row.step === step && (row.step !== 'cancelled' || row.known !== null)).length;
  return { added: count('new'), changed: count('changed'), cancelled: count('cancelled') + gone };
}

function importsQuery(db: Kysely<Tables>) {
  return db
    .selectFrom('imports')
    .leftJoin('staff', 'staff.id', 'imports.staff_id')
    .select(['imports.id', 'file_name', 'state', 'sheets', 'counts', 'imports.created_at', 'done_at', 'undone_at'])
    .select('staff.name as by');
}

type ImportRow = Awaited<ReturnType<ReturnType<typeof importsQuery>['execute']>>[number];

function importOf({ id, file_name, state, sheets, counts, created_at, done_at, undone_at, by }: ImportRow): Import {
  return {
    ...{ id, state, by },
    fileName: file_name,
    sheets: sheetsSchema.parse(sheets),
    counts: countsSchema.parse(counts),
    createdAt: created_at,
    doneAt: done_at,
    undoneAt: undone_at,
  };
}
