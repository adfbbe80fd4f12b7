import { z } from 'zod';
import { CHANNEL_NAMES, type ChannelName, type InboundEvent } from '../channel.ts';
import type { SpoolKind } from './spool.ts';
import { type Late, readLateness, readStoredEvent, writeStoredEvent } from './stored-event.ts';

/** An event that waits for the database. */
export interface SpooledEvent {
  readonly channel: ChannelName;
  readonly event: InboundEvent;
  readonly late: Late;
}

const record = z.object({ channel: z.enum(CHANNEL_NAMES), event: z.string() });

/** Events in a spool: of one that is sent again, what is new is that its danger was answered. */
export const SPOOLED_EVENTS: SpoolKind<SpooledEvent> = {
  nameOf: ({ channel, event }) => [channel, event.id],
  arrivedAt: ({ late }) => late.at,
  join: (before, { channel, event, late }) => ({
    channel,
    event,
    late: { ...(late.dangerSaidAt === null ? before.late : late), at: before.late.at },
  }),
  saysMore: ({ late }) => late.dangerSaidAt !== null,
  write: ({ channel, event, late }) => JSON.stringify({ channel, event: writeStoredEvent(event, late) }),
  read(text) {
    const { channel, event } = record.parse(JSON.parse(text));
    const late = readLateness(event);
    return late && { channel, event: readStoredEvent(event), late };
  },
};
