import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { Activity } from './activity.ts';
import { type ActivityFields, type DraftTime, fieldsSchema } from './draft.ts';

/** An activity as it stands in the calendar. */
export interface KnownActivity {
  readonly id: string;
  /** What a file knows it by; null for what was written by hand. */
  readonly key: string | null;
  readonly source: string | null;
  /** Of what the file last said. */
  readonly hash: string | null;
  readonly revision: number;
  /** Titles that somebody has translated: no file speaks of them. */
  readonly titles: Activity['titles'];
  readonly fields: ActivityFields;
  readonly times: readonly KnownTime[];
}

export interface KnownTime extends DraftTime {
  readonly id: string;
  /** Where this one takes place; null: where the activity does. */
  readonly place: Activity['place'] | null;
}

interface Row extends Omit<KnownActivity, 'fields' | 'times'> {
  readonly fields: unknown;
  readonly times: readonly {
    id: string;
    startsAt: string;
    endsAt: string | null;
    wholeDay: boolean;
    cancelled: boolean;
    place: Activity['place'] | null;
  }[];
}

export type Wanted =
  | { readonly ids: readonly string[] }
  /** All that a file may speak of: known by one of these keys, or with a time in between. */
  | { readonly keys: readonly string[]; readonly from: Date; readonly to: Date };

/** Activities with all their times. */
export async function readKnown(db: Kysely<Tables>, wanted: Wanted): Promise<readonly KnownActivity[]> {
  const which =
    'ids' in wanted
      ? sql`activities.id = any(${wanted.ids}::uuid[])`
      : sql`(activities.source_key = any(${wanted.keys}::text[]) or exists (
          select 1 from occurrences as within where within.activity_id = activities.id
            and within.starts_at >= ${wanted.from} and within.starts_at < ${wanted.to}))`;
  const { rows } = await sql<Row>`
    select activities.id, source_key as key, source, source_hash as hash, revision, titles,
      jsonb_build_object('territory', territory, 'title', title, 'description', description, 'kind', kind,
        'audience', audience, 'ages', jsonb_build_object('from', age_from, 'to', age_to),
        'place', jsonb_build_object('name', place, 'address', address, 'postcode', postcode, 'town', town),
        'price', price, 'children', children,
        'registration', jsonb_build_object('is', registration, 'how', register_how, 'until', register_until,
          'places', places),
        'accessibility', accessibility, 'organiser', organiser, 'visibility', visibility) as fields,
      (select coalesce(jsonb_agg(jsonb_build_object('id', times.id, 'startsAt', times.starts_at, 'endsAt', times.ends_at,
          'wholeDay', times.whole_day, 'cancelled', times.state = 'cancelled', 'place',
          case when coalesce(times.place, times.address, times.postcode, times.town) is not null then
            jsonb_build_object('name', times.place, 'address', times.address, 'postcode', times.postcode,
              'town', times.town) end) order by times.starts_at), '[]')
        from occurrences as times where times.activity_id = activities.id) as times
    from activities where ${which} order by activities.created_at, activities.id
  `.execute(db);
  return rows.map(({ fields, times, ...row }) => ({
    ...row,
    fields: fieldsSchema.parse(fields),
    times: times.map((time) => ({
      ...time,
      startsAt: new Date(time.startsAt),
      endsAt: time.endsAt === null ? null : new Date(time.endsAt),
    })),
  }));
}

/** Columns of an activity. */
export function columnsOf(fields: ActivityFields) {
  const { territory, title, description, kind, audience, ages, place, price, children, registration } = fields;
  const { accessibility, organiser, visibility } = fields;
  return {
    ...{ territory, title, description, kind, audience, price, children, accessibility, organiser, visibility },
    age_from: ages.from,
    age_to: ages.to,
    place: place.name,
    address: place.address,
    postcode: place.postcode,
    town: place.town,
    registration: registration.is,
    register_how: registration.how,
    register_until: registration.until,
    places: registration.places,
  };
}
