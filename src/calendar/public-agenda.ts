import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { Occurrence } from './activity.ts';
import { readAgenda } from './read-agenda.ts';

interface Span {
  readonly from: Date;
  /** Excluded. */
  readonly to: Date;
}

/** More than a territory has in a year. */
const MOST = 2_000;

/** What everybody may see of a territory, cancelled ones as well; what is for mothers only never. */
export async function publicAgenda(
  db: Kysely<Tables>,
  territory: string,
  { from, to }: Span,
): Promise<readonly Occurrence[]> {
  const query = { from, to, territories: [territory], mothers: false, cancelled: true, limit: MOST };
  // What ends with the midnight at which the span begins is over.
  return (await readAgenda(db, query)).filter(({ endsAt }) => endsAt === null || endsAt.getTime() > from.getTime());
}

/** When an activity was entered and last changed. */
export interface Revision {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Revisions of activities, by id. */
export async function readRevisions(
  db: Kysely<Tables>,
  occurrences: readonly Occurrence[],
): Promise<ReadonlyMap<string, Revision>> {
  const ids = [...new Set(occurrences.map(({ activity }) => activity.id))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('activities')
    .select(['id', 'created_at as createdAt', 'updated_at as updatedAt'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, ...revision }) => [id, revision]));
}
