import { z } from 'zod';
import type { InboundEvent } from '../channel.ts';

const base = { id: z.string(), address: z.string(), at: z.coerce.date() };

const kind = z.enum(['voice', 'image', 'location', 'other']);
/** Events of before files were fetched have their kinds alone. */
const media = z.union([
  kind.transform((only) => ({ kind: only })),
  z.object({
    kind,
    reference: z.string().exactOptional(),
    mime: z.string().exactOptional(),
    size: z.number().exactOptional(),
    seconds: z.number().exactOptional(),
  }),
]);

/** What sets an event apart that came while the database was away. */
const late = z.object({
  /** When it came. */
  at: z.coerce.date(),
  /** When it was answered as danger without the database; null: it was not, or it is no danger. */
  dangerSaidAt: z.coerce.date().nullable(),
  /** The texts that it was answered with. */
  said: z.array(z.string()).default([]),
});
export type Late = z.infer<typeof late>;

/** An `InboundEvent` as it lies sealed in the database. */
const storedEvent = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('message'),
    text: z.string(),
    media: z.array(media),
    messageId: z.string().exactOptional(),
    heardIn: z.string().exactOptional(),
    languageHint: z.string().exactOptional(),
    replyTo: z.string().exactOptional(),
    start: z.string().exactOptional(),
  }),
  z.object({ ...base, kind: z.literal('button'), payload: z.string(), text: z.string() }),
  z.object({ ...base, kind: z.literal('blocked') }),
  z.object({ ...base, kind: z.literal('unblocked') }),
]);

const lateness = z.object({ late: late.exactOptional() });

export function writeStoredEvent(event: InboundEvent, late?: Late): string {
  return JSON.stringify(late === undefined ? event : { ...event, late });
}

export function readStoredEvent(json: string): InboundEvent {
  return storedEvent.parse(JSON.parse(json));
}

/** Undefined for an event that was stored when it came. */
export function readLateness(json: string): Late | undefined {
  return lateness.parse(JSON.parse(json)).late;
}
