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
]);
export type Waiting = z.infer<typeof waiting>;

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
};
