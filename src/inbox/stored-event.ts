import { z } from 'zod';
import type { InboundEvent } from '../channel.ts';

const base = { id: z.string(), address: z.string(), at: z.coerce.date() };

/** An `InboundEvent` as it lies sealed in the database. */
const storedEvent = z.discriminatedUnion('kind', [
  z.object({
    ...base,
    kind: z.literal('message'),
    text: z.string(),
    media: z.array(z.enum(['voice', 'image', 'location', 'other'])),
    messageId: z.string().exactOptional(),
    languageHint: z.string().exactOptional(),
  }),
  z.object({ ...base, kind: z.literal('button'), payload: z.string(), text: z.string() }),
  z.object({ ...base, kind: z.literal('blocked') }),
  z.object({ ...base, kind: z.literal('unblocked') }),
]);

export function readStoredEvent(json: string): InboundEvent {
  return storedEvent.parse(JSON.parse(json));
}
