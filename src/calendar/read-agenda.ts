import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { Activity, Occurrence } from './activity.ts';

export interface AgendaQuery {
  readonly from: Date;
  /** Excluded. */
  readonly to: Date;
  /** All of them when left out. */
  readonly territories?: readonly string[];
  /** What is for mothers only as well: for who declared to be one, never for a public page. */
  readonly mothers?: boolean;
  /** Cancelled ones as well. */
  readonly cancelled?: boolean;
  /** These only. */
  readonly ids?: readonly string[];
  readonly limit?: number;
}

interface Row {
  readonly id: string;
  readonly activity: Activity & { readonly until: string | null };
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly wholeDay: boolean;
  readonly state: Occurrence['state'];
}

/** What takes place from one instant to another, the first first. What has begun and not ended counts. */
export async function readAgenda(db: Kysely<Tables>, query: AgendaQuery): Promise<readonly Occurrence[]> {
  const { from, to, territories, mothers = false, cancelled = false, ids, limit = 1_000 } = query;
  const { rows } = await sql<Row>`
    select occurrences.id, occurrences.starts_at as "startsAt", occurrences.ends_at as "endsAt",
      occurrences.whole_day as "wholeDay", occurrences.state, ${ACTIVITY} as activity
    from occurrences join activities on activities.id = occurrences.activity_id
    where coalesce(occurrences.ends_at, occurrences.starts_at) >= ${from} and occurrences.starts_at < ${to}
      and (${territories === undefined} or activities.territory = any(${territories ?? []}::text[]))
      and (${ids === undefined} or occurrences.id = any(${ids ?? []}::uuid[]))
      and (${mothers} or activities.visibility = 'public')
      and (${cancelled} or occurrences.state = 'planned')
    order by occurrences.starts_at, occurrences.id
    limit ${limit}
  `.execute(db);
  return rows.map(({ activity: { until, ...activity }, ...row }) => ({
    ...row,
    activity: {
      ...activity,
      registration: { ...activity.registration, until: until === null ? null : new Date(until) },
    },
  }));
}

/** An activity as JSON, at the place of this occurrence; `until` apart, since JSON has no dates. */
const ACTIVITY = sql`jsonb_build_object(
  'id', activities.id, 'territory', activities.territory, 'title', activities.title, 'titles', activities.titles,
  'description', activities.description, 'kind', activities.kind, 'audience', activities.audience,
  'ages', jsonb_build_object('from', activities.age_from, 'to', activities.age_to),
  'place', case when coalesce(occurrences.place, occurrences.address, occurrences.postcode, occurrences.town) is null
    then jsonb_build_object('name', activities.place, 'address', activities.address,
      'postcode', activities.postcode, 'town', activities.town)
    else jsonb_build_object('name', occurrences.place, 'address', occurrences.address,
      'postcode', occurrences.postcode, 'town', occurrences.town) end,
  'price', activities.price, 'children', activities.children,
  'registration', jsonb_build_object('is', activities.registration, 'how', activities.register_how,
    'places', activities.places),
  'until', activities.register_until, 'accessibility', activities.accessibility,
  'organiser', activities.organiser, 'visibility', activities.visibility)`;
