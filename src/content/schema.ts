import { z } from 'zod';
import { FULL_LANGUAGES, LANGUAGES } from '../languages.ts';
import { DANGER_CLASSES } from '../understanding/danger.ts';
import { REGIONS } from '../understanding/find-place.ts';

/** Shapes of the files in `knowledge/` and `intents/`. What does not fit stops the build with file and line. */

export const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'write an id in lower case with hyphens');
export const day = z.iso.date('write a date that exists as 2026-11-21');
export const line = z.string().trim().min(1, 'this text is empty');
export const lines = z.array(line);
export const source = z.strictObject({ name: line, url: z.url().optional(), date: day.optional() });
const language = z.enum(LANGUAGES);
const region = z.enum(REGIONS);

/** `24/7`, or days and hours such as `mo-fr 08:30-17:00`. */
const hours = z
  .string()
  .regex(
    /^(24\/7|(mo|tu|we|th|fr|sa|su)(-(mo|tu|we|th|fr|sa|su))? \d\d:\d\d-\d\d:\d\d)$/,
    'write hours as "24/7" or "mo-fr 08:30-17:00"',
  );

const contact = z.strictObject({
  id,
  name: line,
  phone: line.optional(),
  url: z.url().optional(),
  email: z.email().optional(),
  hours: hours.optional(),
  free: z.boolean().optional(),
  languages: z.array(language).optional(),
  region: region.optional(),
});
export type Contact = z.infer<typeof contact>;

const regionLines = z.strictObject({
  wallonia: line.optional(),
  brussels: line.optional(),
  german: line.optional(),
  any: line.optional(),
});

const answer = z.strictObject({
  title: line.max(40, 'a title has at most 40 characters'),
  short: line,
  more: line,
  region: regionLines.optional(),
  reviewed: z.strictObject({ by: line, on: day }).optional(),
});
export type Answer = z.infer<typeof answer>;

export const topicSchema = z.strictObject({
  id,
  category: id,
  checked: day,
  review_by: day,
  human_first: z.boolean(),
  sources: z.array(source).min(1, 'name a source'),
  /** The answer depends on the commune so far that the nearest relay is said first once it is known. */
  by_place: z.boolean().optional(),
  contacts: z.array(contact),
  see_also: z.array(id),
  never_say: lines,
  /** Words that no answer of this topic may hold in any language: what `never_say` forbids, as far as a machine can see it. */
  forbidden: lines.optional(),
  answers: z.partialRecord(z.enum(FULL_LANGUAGES), answer),
});
export type TopicFile = z.infer<typeof topicSchema>;

export const utterancesSchema = z.strictObject({
  topic: id,
  utterances: z.partialRecord(z.enum(FULL_LANGUAGES), lines),
  /** Lines that this topic and another can both answer; they stand under both. */
  ambiguous: z.partialRecord(z.enum(FULL_LANGUAGES), lines).optional(),
});
export type UtterancesFile = z.infer<typeof utterancesSchema>;

export const distressNumbersSchema = z.strictObject({
  numbers: z.array(
    z.strictObject({
      id,
      number: line,
      service: line,
      label: z.enum(['emergency', 'police', 'listening', 'children', 'shelter', 'missing', 'poison', 'doctor']),
      hours: hours.optional(),
      free: z.boolean(),
      speaks: z.array(language),
      regions: z.array(region).min(1),
      /** Ways to write instead of speaking. */
      chat: z.url().optional(),
      app: line.optional(),
      checked: day,
      review_by: day,
      sources: z.array(line).min(1, 'name a source'),
    }),
  ),
  /** Emergency messages for who cannot hear or speak: shown in the answer about emergencies, never instead of 112. */
  deaf: z.strictObject({ register: line, sources: z.array(line).min(1, 'name a source') }),
  /** For each class of danger: the numbers to give, first one first, by the parent's language; `other` for the rest. */
  classes: z.record(
    z.enum(DANGER_CLASSES),
    z.partialRecord(z.union([language, z.literal('other')]), z.array(id).min(1)),
  ),
  /** Numbers that are given besides, to who lives in a region. */
  regional: z.partialRecord(region, z.partialRecord(z.enum(DANGER_CLASSES), z.array(id).min(1))),
});
export type DistressNumbersFile = z.infer<typeof distressNumbersSchema>;

const show = z.strictObject({
  stop: line,
  start: line,
  help: line,
  human: line,
  delete: line,
  privacy: line,
  language: line,
  more: line,
  yes: line,
  no: line,
});
export type ShownWords = z.infer<typeof show>;

export const commandsSchema = z.strictObject({
  language,
  show,
  stop: lines,
  start: lines,
  help: lines,
  human: lines,
  delete: lines,
  privacy: lines,
  thanks: lines,
  greeting: lines,
  language_words: lines,
  language_names: z.partialRecord(language, lines),
  ask_language: z.array(line.includes('{name}', { message: 'put {name} where the name of the language stands' })),
  /** Words that may stand around the name of a language that is asked for: `write`, `to`, `me`, `from`, `now`, `on`; never a no. */
  talk_words: line,
  /** `and`, between two courtesies. */
  joins: lines,
  polite: lines,
  more: lines,
  yes: lines,
  no: lines,
  useful: lines,
  not_useful: lines,
  numbers: z.strictObject({ 1: lines, 2: lines, 3: lines }),
  /** Free wordings to learn from; `none` uses the same words for something else. */
  examples: z
    .strictObject({
      stop: lines,
      start: lines,
      help: lines,
      human: lines,
      delete: lines,
      privacy: lines,
      thanks: lines,
      greeting: lines,
      language: z.array(z.strictObject({ to: language, text: line })),
      none: lines,
    })
    .optional(),
});
export type CommandsFile = z.infer<typeof commandsSchema>;

/** Wishes about being written to, listed as whole messages; not learnt from. */
export const settingsSchema = z.strictObject({
  language,
  show: z.strictObject({ hours: line, any_time: line, reply_only: line, write_first: line }),
  /** Words around times that change nothing: between, from, o'clock. */
  around: lines,
  /** What stands beside hours when they are wished for. */
  hours: lines.min(5, 'give five wordings or more'),
  /** What stands beside hours in which nothing shall come. */
  not_hours: lines.min(5, 'give five wordings or more'),
  parts: z.strictObject({ morning: lines, afternoon: lines, evening: lines, night: lines, school: lines }),
  show_hours: lines,
  any_time: lines,
  reply_only: lines.min(5, 'give five wordings or more'),
  write_first: lines,
  who: lines.min(5, 'give five wordings or more'),
});
export type SettingsFile = z.infer<typeof settingsSchema>;

export const dangerSchema = z.strictObject({
  language,
  rules: z.array(
    z.strictObject({
      id,
      class: z.enum(DANGER_CLASSES),
      severity: z.enum(['now', 'soon']),
      pattern: line,
      unless: lines.optional(),
      match: lines.min(2, 'give two lines or more that must match'),
      not: lines.min(1, 'give a near line that must not match'),
    }),
  ),
  calm: lines,
  /** More lines to learn from, whether or not a rule finds them. */
  lines: z.array(z.strictObject({ class: z.enum([...DANGER_CLASSES, 'calm']), text: line })).optional(),
});
export type DangerFile = z.infer<typeof dangerSchema>;

/** Words of a language for the ids of the glossary; a form may end in `*`, any ending. */
export const conceptsSchema = z.strictObject({
  language,
  concepts: z.record(id, lines.min(2, 'give two forms or more')),
});

/** Lines with the same id mean the same in every language. `<topic>.<number>` is an example of its topic too. */
export const parallelSchema = z.strictObject({
  language,
  lines: z.record(z.string().regex(/^[a-z-]+\.\d+$/, 'write an id as "custody.01"'), line),
});

/** What people shorten in texts, and what it stands for. */
export const abbreviationsSchema = z.strictObject({ language, abbreviations: z.record(line, line) });

/** Replies that a person of the network sends with one click, in every full language under the same ids. */
export const cannedSchema = z.strictObject({
  language,
  reviewed: z.boolean(),
  replies: z.record(z.string().regex(/^[a-z0-9-]+$/, 'write an id as "call-112"'), line),
});

export const smallTalkSchema = z.strictObject({
  language,
  small_talk: lines.optional(),
  out_of_scope: lines.optional(),
  /** Everyday lines of a language without answers yet, by which it is recognised. */
  sample: lines.optional(),
});
export type SmallTalkFile = z.infer<typeof smallTalkSchema>;

export const neverSaySchema = z.strictObject({ everywhere: lines });

/** What every fact carries: when it was checked, until when it holds, and where it comes from. */
const vouched = { checked: day, review_by: day, sources: z.array(source).min(1, 'name a source') };

const pictogram = z.string().regex(/^\p{Extended_Pictographic}\uFE0F?$/u, 'one pictogram, not more');

export const categoriesSchema = z.strictObject({
  categories: z.record(id, z.strictObject({ pictogram, rights: z.boolean() })),
});
export type Category = z.infer<typeof categoriesSchema>['categories'][string];

/** A day with hours, in Belgian time: `2026-02-05 09:30-12:30`. */
const dated = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}-\d{2}:\d{2}$/, 'write a day and hours as "2026-02-05 09:30-12:30"');

export const permanencesSchema = z.strictObject({
  permanences: z.array(
    z.strictObject({
      id,
      topic: id,
      by: z.enum(['phone', 'mail', 'visit']),
      by_appointment: z.boolean(),
      /** Absent: for every territory. */
      territories: z.array(id).optional(),
      place: line.optional(),
      dates: z.array(dated).optional(),
      phone: line.optional(),
      email: z.email().optional(),
      url: z.url().optional(),
      ...vouched,
    }),
  ),
});
export type Permanence = z.infer<typeof permanencesSchema>['permanences'][number];

export const servicesSchema = z.strictObject({
  services: z.array(
    contact.omit({ region: true }).extend({
      topics: z.array(id).min(1, 'name the topics with which this service is shown'),
      municipality: line,
      address: line.optional(),
      by_appointment: z.boolean().optional(),
      /** For whom, one or more of these. */
      serves: z.strictObject({
        regions: z.array(region).optional(),
        provinces: lines.optional(),
        municipalities: lines.optional(),
      }),
      ...vouched,
    }),
  ),
});
export type Service = z.infer<typeof servicesSchema>['services'][number];
