import { type Kysely, sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Tables } from '../store/tables.ts';
import { lockCalendar } from './write-activity.ts';

type Trx = Transaction<Tables>;

/** Rows of the database as they stood before an import, as JSON. */
export interface Snapshot {
  readonly activities: readonly unknown[];
  readonly occurrences: readonly unknown[];
}

const stored = z.object({
  /** Ids of what the import brought. */
  added: z.array(z.uuid()),
  activities: z.array(z.looseObject({ id: z.uuid(), revision: z.number() })),
  occurrences: z.array(z.looseObject({ id: z.uuid() })),
});

export type UndoResult =
  | { readonly is: 'done' }
  /** There is none that was confirmed. */
  | { readonly is: 'gone' }
  /** Titles of activities that somebody changed since, that parents were told of or have a place in: nothing is undone. */
  | { readonly is: 'built-on'; readonly titles: readonly string[] };

const ACTIVITY_COLUMNS = [
  ...['territory', 'title', 'titles', 'description', 'kind', 'audience', 'age_from', 'age_to', 'place', 'address'],
  ...['postcode', 'town', 'price', 'children', 'registration', 'register_how', 'register_until', 'places'],
  ...['accessibility', 'organiser', 'visibility', 'source_key', 'source', 'source_hash', 'import_id'],
];
const OCCURRENCE_COLUMNS = ['starts_at', 'ends_at', 'whole_day', 'state', 'place', 'address', 'postcode', 'town'];

export async function snapshotOf(trx: Trx, ids: readonly string[]): Promise<Snapshot> {
  const { rows } = await sql<Snapshot>`
    select (select coalesce(jsonb_agg(to_jsonb(activities)), '[]') from activities
        where id = any(${ids}::uuid[])) as activities,
      (select coalesce(jsonb_agg(to_jsonb(occurrences)), '[]') from occurrences
        where activity_id = any(${ids}::uuid[])) as occurrences
  `.execute(trx);
  return rows[0] ?? { activities: [], occurrences: [] };
}

/** Takes an import back: what it brought goes, what it changed is as it was before. All of it or nothing. */
export async function undoImport(db: Kysely<Tables>, id: string, now: Date): Promise<UndoResult> {
  return db.transaction().execute(async (trx): Promise<UndoResult> => {
    await lockCalendar(trx);
    const row = await trx
      .selectFrom('imports')
      .select('before')
      .where('id', '=', id)
      .where('state', '=', 'done')
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return { is: 'gone' };
    const before = stored.parse(row.before);
    const titles = [
      ...(await changedSince(trx, before)),
      ...(await usedElsewhere(trx, before)),
      ...(await announced(trx, before, now)),
    ];
    if (titles.length > 0) return { is: 'built-on', titles: [...new Set(titles)] };
    if (before.added.length > 0) await trx.deleteFrom('activities').where('id', 'in', before.added).execute();
    await restore(trx, before, now);
    await trx.updateTable('imports').set({ state: 'undone', undone_at: now }).where('id', '=', id).execute();
    return { is: 'done' };
  });
}

/** What the import left at one revision (its first, or the one after) and somebody has changed since. */
async function changedSince(trx: Trx, { added, activities }: z.infer<typeof stored>): Promise<string[]> {
  const expected = new Map([
    ...added.map((id) => [id, 1] as const),
    ...activities.map(({ id, revision }) => [id, revision + 1] as const),
  ]);
  if (expected.size === 0) return [];
  const rows = await trx
    .selectFrom('activities')
    .select(['id', 'title', 'revision'])
    .where('id', 'in', [...expected.keys()])
    .execute();
  return rows.filter(({ id, revision }) => expected.get(id) !== revision).map(({ title }) => title);
}

/** Of what would be deleted, titles of what something outside the calendar points at (who has a place): it would vanish too. */
async function usedElsewhere(trx: Trx, before: z.infer<typeof stored>): Promise<string[]> {
  const { rows: links } = await sql<{ table: string; column: string; of: string }>`
    select constraints.conrelid::regclass::text as table, columns.attname as column,
      constraints.confrelid::regclass::text as of
    from pg_constraint as constraints
      join pg_attribute as columns on columns.attrelid = constraints.conrelid and columns.attnum = constraints.conkey[1]
    where constraints.contype = 'f' and constraints.confrelid in ('activities'::regclass, 'occurrences'::regclass)
      and constraints.conrelid <> 'occurrences'::regclass
  `.execute(trx);
  const titles: string[] = [];
  for (const { table, column, of } of links) {
    const goes = of === 'activities' ? sql`activities.id = any(${before.added}::uuid[])` : vanishing(before);
    const pointed = of === 'activities' ? sql`activities.id` : sql`occurrences.id`;
    const { rows } = await sql<{ title: string }>`
      select distinct activities.title from activities join occurrences on occurrences.activity_id = activities.id
        join ${sql.table(table)} as used on used.${sql.ref(column)} = ${pointed}
      where ${goes} ${table === 'registrations' ? sql`and used.cancelled_at is null` : sql``}
    `.execute(trx);
    titles.push(...rows.map(({ title }) => title));
  }
  return titles;
}

/** Of what would be deleted, titles of what a broadcast tells of: who has read it could be told of no correction. */
async function announced(trx: Trx, before: z.infer<typeof stored>, now: Date): Promise<string[]> {
  const { rows } = await sql<{ title: string }>`
    select distinct activities.title from activities join occurrences on occurrences.activity_id = activities.id
    where ${vanishing(before)} and occurrences.starts_at > ${now}
      and exists (select 1 from broadcast_tellings where broadcast_tellings.occurrence_id = occurrences.id)
  `.execute(trx);
  return rows.map(({ title }) => title);
}

/** The occurrences that the import brought. */
function vanishing({ added, activities, occurrences }: z.infer<typeof stored>) {
  const touched = [...added, ...activities.map(({ id }) => id)];
  const kept = occurrences.map(({ id }) => id);
  return sql`activities.id = any(${touched}::uuid[]) and not occurrences.id = any(${kept}::uuid[])`;
}

async function restore(trx: Trx, { activities, occurrences }: z.infer<typeof stored>, now: Date): Promise<void> {
  if (activities.length === 0) return;
  const ids = activities.map(({ id }) => id);
  await sql`
    update activities set ${assignments(ACTIVITY_COLUMNS)}, revision = before.revision, updated_at = ${now}
    from jsonb_populate_recordset(null::activities, ${JSON.stringify(activities)}::jsonb) as before
    where activities.id = before.id
  `.execute(trx);
  const kept = occurrences.map(({ id }) => id);
  await sql`
    delete from occurrences where activity_id = any(${ids}::uuid[]) and not id = any(${kept}::uuid[])
  `.execute(trx);
  await sql`
    update occurrences set ${assignments(OCCURRENCE_COLUMNS)}
    from jsonb_populate_recordset(null::occurrences, ${JSON.stringify(occurrences)}::jsonb) as before
    where occurrences.id = before.id
  `.execute(trx);
}

function assignments(columns: readonly string[]) {
  return sql.join(columns.map((column) => sql`${sql.ref(column)} = ${sql.ref(`before.${column}`)}`));
}
