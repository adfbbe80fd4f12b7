import { z } from 'zod';
import { normalise } from '../understanding/normalise.ts';
import { type Activity, AUDIENCES, CHILDREN, KINDS, REGISTRATION } from './activity.ts';
import type { WhenDoubt } from './read-when.ts';

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
  | 'repeated';

/** Doubts with which a row is entered only when somebody says so: a parent would stand before a closed door. */
const GRAVE: ReadonlySet<Doubt> = new Set(['wrong-weekday', 'end-before-start', 'past', 'repeated']);

export function isGrave(doubts: readonly Doubt[]): boolean {
  return doubts.some((doubt) => GRAVE.has(doubt));
}

/** Why a row cannot be entered at all. */
export type RowFault = 'no-title' | 'no-date' | 'unread-date' | 'no-territory' | 'unread-rule' | 'private';

/** An activity as somebody wrote it down, before it has an id. */
export type ActivityFields = Omit<Activity, 'id' | 'titles'>;

/** One activity that a file holds. */
export interface Draft {
  readonly fields: ActivityFields;
  readonly times: readonly DraftTime[];
  /** What it is known by in the next file: see `keyOf`. */
  readonly key: string;
}

/** One time of it. */
export interface DraftTime {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly wholeDay: boolean;
  readonly cancelled: boolean;
}

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
