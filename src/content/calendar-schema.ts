import { z } from 'zod';
import { AUDIENCES, CHILDREN, KINDS, REGISTRATION } from '../calendar/activity.ts';
import { LANGUAGES } from '../languages.ts';
import { CALENDAR_WISHES } from '../understanding/calendar-wishes.ts';
import { id, line, lines } from './schema.ts';

/** Shapes of the files about the calendar: its words, the times that parents write, their settings, the sample month. */

const language = z.enum(LANGUAGES);

/** A text with a place for each of these values. */
function withPlaces(...names: readonly string[]): z.ZodType<string> {
  return names.reduce((text, name) => text.includes(`{${name}}`, { message: `put {${name}} where it stands` }), line);
}

/** The words with which an activity is shown, as in `knowledge/vocabulary/<lang>.yaml`. */
export const activityWordsSchema = z.strictObject({
  language,
  kinds: z.record(z.enum(KINDS), line),
  audiences: z.record(z.enum(AUDIENCES), line),
  ages: z.strictObject({
    between: withPlaces('from', 'to'),
    from: withPlaces('from'),
    to: withPlaces('to'),
  }),
  children: z.record(z.enum(CHILDREN), line),
  registration: z.record(z.enum(REGISTRATION), line),
  register_until: withPlaces('when'),
  price: z.strictObject({ free: line, person: withPlaces('price') }),
  hours: withPlaces('from', 'to'),
  hidden_address: line,
  cancelled: line,
});

/** The words of the public agenda around its activities, as in `knowledge/agenda-page/<lang>.yaml`. */
export const agendaPageSchema = z.strictObject({
  language,
  /** Stands in the tab of the browser as well, where others may read it: it tells nothing of the reader. */
  title: line,
  /** Of the page with all territories, and of the link to it. */
  places: line,
  /** What screen readers call the choice of a language and of a month. */
  languages: line,
  months: line,
  previous: line,
  next: line,
  /** A month without activities. */
  empty: line,
  poster: line,
  picture: line,
  feed: line,
  /** No such territory. */
  unknown: line,
  no_poster: line,
  /** Under a poster that has no room for all: how many are left out, and the address of the page. */
  more: withPlaces('count', 'address'),
});
export type AgendaPageTexts = z.infer<typeof agendaPageSchema>;

const parts = z.strictObject({ morning: lines, afternoon: lines, evening: lines });

/** How people name days, as in `intents/times/<lang>.yaml`; every form in any spelling, compared in normal form. */
export const timesSchema = z.strictObject({
  language,
  days: z.strictObject({ today: lines, tomorrow: lines, after_tomorrow: lines }),
  /** Of today, in a word of its own: "tonight". */
  today_parts: parts.partial().optional(),
  weekdays: z.strictObject({ 1: lines, 2: lines, 3: lines, 4: lines, 5: lines, 6: lines, 7: lines }),
  months: z.strictObject({
    1: lines,
    2: lines,
    3: lines,
    4: lines,
    5: lines,
    6: lines,
    7: lines,
    8: lines,
    9: lines,
    10: lines,
    11: lines,
    12: lines,
  }),
  week: lines,
  weekend: lines,
  month: lines,
  /** Said in one word or in an order of its own: "haftaya". */
  fixed: z
    .strictObject({
      this_week: lines,
      next_week: lines,
      this_weekend: lines,
      next_weekend: lines,
      this_month: lines,
      next_month: lines,
    })
    .partial()
    .optional(),
  this: lines,
  next: lines,
  /** Words before a weekday or a month: "en", "in". */
  on: lines,
  /** Words after which a number is a day of the month: "le 12". */
  before_number: lines,
  /** Words before which it is one: "12 числа". */
  after_number: lines.optional(),
  parts,
  /** A weekday and a part of the day are written as one word: "zaterdagnamiddag". */
  joined: z.boolean().optional(),
  /** "December 12" is a day too. */
  month_first: z.boolean().optional(),
  /** What makes an hour of the number before it: "12 uur". */
  hours: lines,
  /** What may follow the number of a day: "12th". */
  endings: lines,
  /** Forms of this file that are everyday words too. */
  unsure: lines,
});
export type TimesFile = z.infer<typeof timesSchema>;

const LEAST_WORDINGS = 15;
const wordings = lines.min(LEAST_WORDINGS, `give ${LEAST_WORDINGS} wordings or more`);

/** What a parent sets by message, each as whole messages, as in `intents/subscription/<lang>.yaml`; a pause holds `{when}` where a time may stand, or nothing. */
export const subscriptionSchema = z.strictObject({
  language,
  settings: z.record(z.enum(CALENDAR_WISHES), wordings),
});

const LEAST_LINES = 6;

/** How people ask what there is to do, as in `intents/whats-on/<lang>.yaml`; `{age}` stands for a number. */
export const whatsOnSchema = z.strictObject({
  language,
  asks: lines,
  goes: lines,
  /** Words that may stand beside: every other one makes another question of it. */
  besides: lines,
  /** Lines that ask it, and near lines that ask something else; each is a test. */
  match: lines.min(LEAST_LINES),
  not: lines.min(LEAST_LINES),
});
export type WhatsOnFile = z.infer<typeof whatsOnSchema>;

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write an hour as "14:00"');

/** A month of activities to show what a calendar looks like: no date, so that it is always the coming weeks. */
export const sampleSchema = z.strictObject({
  activities: z.array(
    z.strictObject({
      territory: id,
      title: line,
      kind: z.enum(KINDS),
      audience: z.enum(AUDIENCES),
      /** Weeks in which it takes place; 0 is this one. */
      weeks: z.array(z.int().min(0).max(4)).min(1, 'name a week'),
      /** 1 is Monday. */
      weekday: z.int().min(1).max(7),
      from: clock,
      to: clock,
      place: line,
      town: line,
      /** Euro; 0 is free. */
      price: z.union([z.literal(0), z.literal(2)]),
      children: z.enum(CHILDREN).optional(),
      registration: z.enum(REGISTRATION),
      ages: z.tuple([z.int(), z.int()]).optional(),
      mothers_only: z.boolean().optional(),
    }),
  ),
});
export type SampleActivity = z.infer<typeof sampleSchema>['activities'][number];
