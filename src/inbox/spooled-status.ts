import { z } from 'zod';
import { DELIVERY_STATES, type StatusEvent } from '../channel.ts';
import type { SpoolKind } from './spool.ts';

/** What became of a message, and when we heard of it: it waits for the database. */
export interface SpooledStatus {
  readonly status: StatusEvent;
  readonly at: Date;
}

const code = z.string();
const sendError = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['unreachable', 'stopped', 'windowClosed', 'invalid', 'rejected']), code }),
  z.object({ kind: z.literal('throttled'), code, retryAfter: z.number() }),
]);

const spooledStatus = z.object({
  at: z.coerce.date(),
  status: z.object({
    kind: z.literal('status'),
    outgoingId: z.string(),
    state: z.enum(DELIVERY_STATES),
    providerId: z.string().exactOptional(),
    error: sendError.exactOptional(),
  }),
});

/** Delivery states in a spool: each state of each message once, however often it is told. */
export const SPOOLED_STATES: SpoolKind<SpooledStatus> = {
  nameOf: ({ status }) => ['state', `${status.outgoingId} ${status.state}`],
  arrivedAt: ({ at }) => at,
  join: (before) => before,
  saysMore: () => false,
  write: (one) => JSON.stringify(one),
  read: (text) => spooledStatus.parse(JSON.parse(text)),
};
