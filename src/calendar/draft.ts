import { z } from 'zod';
import { normalise } from '../understanding/normalise.ts';
import { type Activity, AUDIENCES, CHILDREN, KINDS, REGISTRATION } from './activity.ts';
import type { Time, WhenDoubt } from './read-when.ts';

/** What makes somebody look twice at a row before it is entered. */
export type Doubt =
  | WhenDoubt
  | 'past'
  | 'no-address'
  | 'double-booking'
  | 'unknown-town'
  | 'date-above'
  | 'price-unread'
  | 'unknown-zone'
  | 'repeated'
  | 'already-there';

/** Doubts with which a row is entered only when somebody says so: a parent would stand before a closed door, or read all twice. */
const GRAVE: ReadonlySet<Doubt> = new Set([
  'wrong-weekday',
  'end-before-start',
  'unread-hour',
  'past',
  'repeated',
  'already-there',
]);

export function isGrave(doubts: readonly Doubt[]): boolean {
  return doubts.some((doubt) => GRAVE.has(doubt));
}

/** What there is to doubt of an activity that takes place, wherever it was written. */
export function doubtsOf({ fields: { place }, times }: Written, isTwice: boolean, now: Date): readonly Doubt[] {
  return [
    ...(times.every(({ startsAt, endsAt }) => (endsAt ?? startsAt) < now) ? (['past'] as const) : []),
    ...(place.name === null && place.address === null ? (['no-address'] as const) : []),
    ...(isTwice ? (['double-booking'] as const) : []),
  ];
}

/** Why a row cannot be entered at all. */
export type RowFault = 'no-title' | 'no-date' | 'unread-date' | 'no-territory' | 'unread-rule' | 'private';

/** An activity as somebody wrote it down, before it has an id. */
export type ActivityFields = Omit<Activity, 'id' | 'titles'>;

/** What is said of an activity, by a file, by hand or in the calendar. */
export interface Written {
  readonly fields: ActivityFields;
  readonly times: readonly DraftTime[];
}

/** One activity that a file holds. */
export interface Draft extends Written {
  /** What it is known by in the next file: see `keyOf`. */
  readonly key: string;
}

/** One time of it. */
export interface DraftTime extends Time {
  readonly cancelled: boolean;
  /** Where it is when that is not where the activity takes place; files do not say. */
  readonly place?: Activity['place'] | null;
}

/** The same for times that are the same in all. */
export function timeKey({ startsAt, endsAt, wholeDay, cancelled }: DraftTime): string {
  return `${+startsAt}|${endsAt === null ? '' : +endsAt}|${wholeDay}|${cancelled}`;
}

/** Characters of a title that are kept. */
export const LONGEST_TITLE = 200;

/** A row of a file as it was understood. */
export interface ReadRow {
  readonly sheet: string;
  /** As the spreadsheet counts them, from 1; the number of the event in a calendar file. */
  readonly row: number;
  /** To recognise the row by. */
  readonly title: string;
  readonly read: { readonly draft: Draft; readonly doubts: readonly Doubt[] } | { readonly fault: RowFault };
}

/**
 * By what an activity is recognised in a corrected file: its territory, title and first day. A calendar file brings ids
 * of its own. Hours, place and all else may change.
 */
export function keyOf(territory: string, title: string, day: string): string {
  return `${territory}|${normalise(title)}|${day}`;
}

const text = z.string().nullable();
const date = z.coerce.date();

export const fieldsSchema: z.ZodType<ActivityFields> = z.object({
  territory: z.string(),
  title: z.string(),
  description: text,
  kind: z.enum(KINDS),
  audience: z.enum(AUDIENCES),
  ages: z.object({ from: z.number().nullable(), to: z.number().nullable() }),
  place: z.object({ name: text, address: text, postcode: text, town: text }),
  price: z.number().nullable(),
  children: z.enum(CHILDREN).nullable(),
  registration: z.object({
    is: z.enum(REGISTRATION),
    how: text,
    until: date.nullable(),
    places: z.number().nullable(),
  }),
  accessibility: text,
  organiser: text,
  visibility: z.enum(['public', 'mothers']),
});

/** Rows of a preview as they are kept until somebody confirms them. */
export const keptRows: z.ZodType<readonly ReadRow[]> = z.array(
  z.object({
    sheet: z.string(),
    row: z.number(),
    title: z.string(),
    read: z.union([
      z.object({
        draft: z.object({
          fields: fieldsSchema,
          times: z.array(
            z.object({ startsAt: date, endsAt: date.nullable(), wholeDay: z.boolean(), cancelled: z.boolean() }),
          ),
          key: z.string(),
        }),
        doubts: z.array(z.string() as z.ZodType<Doubt>),
      }),
      z.object({ fault: z.string() as unknown as z.ZodType<RowFault> }),
    ]),
  }),
);
