import { z } from 'zod';
import { LANGUAGES } from '../languages.ts';
import { DANGER_CLASSES } from '../understanding/danger.ts';

/** What we asked last and wait for an answer to. */
const waiting = z.discriminatedUnion('for', [
  /** One of these topics, by number. */
  z.object({ for: z.literal('choice'), topics: z.array(z.string()) }),
  /** "More" on this topic. */
  z.object({ for: z.literal('more'), topic: z.string(), page: z.number().default(0), also: z.string().optional() }),
  /** Yes or no to being erased. */
  z.object({ for: z.literal('delete') }),
  /** Yes or no to a human. */
  z.object({ for: z.literal('human'), reason: z.enum(['asked', 'not-understood', 'media']) }),
  /** Where the parent lives, for a request just made. */
  z.object({ for: z.literal('place'), priority: z.enum(['now', 'high', 'normal']) }),
  /** Hours in which alone to write. */
  z.object({ for: z.literal('hours') }),
  /** A language, by number or name. */
  z.object({ for: z.literal('language'), languages: z.array(z.enum(LANGUAGES)) }),
  /** One of the activities shown, by number, "more", or yes or no to what was offered below them. */
  z.object({ for: z.literal('agenda'), offer: z.enum(['mothers', 'subscribe']).nullable() }),
  /** Where to look for activities. */
  z.object({ for: z.literal('agenda-place') }),
  /** Where activities shall be near that are sent each week. */
  z.object({ for: z.literal('subscribe-place') }),
  /** Yes or no to a reminder the day before. */
  z.object({ for: z.literal('remind'), occurrence: z.string() }),
]);
export type Waiting = z.infer<typeof waiting>;

const askedPlace = z.object({ municipality: z.string(), territory: z.string() });
export type AskedPlace = z.infer<typeof askedPlace>;

/** The activities asked for last. */
const askedAgenda = z.object({
  from: z.number(),
  /** Excluded. */
  to: z.number(),
  /** Nothing is left in that time: what comes later is shown. */
  beyond: z.boolean(),
  /** Null: anywhere, or not said yet. */
  place: askedPlace.nullable(),
  /** Occurrences shown last, by their number less one. */
  shown: z.array(z.string()),
  /** All that were shown to this question, the last ones. */
  seen: z.array(z.string()),
  /** The one that was looked at last. */
  picked: z.string().nullable(),
  at: z.number(),
});
export type AskedAgenda = z.infer<typeof askedAgenda>;

/** What is remembered of a conversation between two messages. Times are milliseconds since 1970. */
export const conversationState = z.object({
  introduced: z.boolean(),
  waiting: waiting.nullable(),
  waitingSince: z.number(),
  lastTopic: z.string().nullable(),
  /** Topics that the last question was nearly about. */
  near: z.array(z.string()).default([]),
  /** When an answer was last called not useful; null once something else was said of one. */
  notUsefulAt: z.number().nullable().default(null),
  /** "I don't know" in a row. */
  unknowns: z.number(),
  danger: z.object({ class: z.enum(DANGER_CLASSES), at: z.number() }).nullable(),
  /** When the messages of the last minutes came, newest last. */
  recent: z.array(z.number()),
  /** The last text, as a hash, when, and how often in a row: two machines that answer each other repeat themselves. */
  repeated: z.object({ hash: z.number(), times: z.number(), at: z.number() }),
  /** When we last said that we pause. */
  pausedAt: z.number().nullable(),
  agenda: askedAgenda.nullable().default(null),
  /** Whether the parent declared to be a mother, so that what is for mothers only may be told; asked once. */
  mother: z.enum(['unasked', 'asked', 'yes', 'no']).default('unasked'),
  /** The weekly message has been offered or set: it is not offered again. */
  offered: z.boolean().default(false),
});
export type ConversationState = z.infer<typeof conversationState>;

export const NEW_CONVERSATION: ConversationState = {
  introduced: false,
  waiting: null,
  waitingSince: 0,
  lastTopic: null,
  near: [],
  notUsefulAt: null,
  unknowns: 0,
  danger: null,
  recent: [],
  repeated: { hash: 0, times: 0, at: 0 },
  pausedAt: null,
  agenda: null,
  mother: 'unasked',
  offered: false,
};
