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
  }),
  z.object({ ...base, kind: z.literal('button'), payload: z.string(), text: z.string() }),
  z.object({ ...base, kind: z.literal('blocked') }),
  z.object({ ...base, kind: z.literal('unblocked') }),
]);

export function readStoredEvent(json: string): InboundEvent {
  return storedEvent.parse(JSON.parse(json));
}
