import { randomUUID } from 'node:crypto';
import type { Channel, ChannelLimits, ChannelName, Fetching } from '../../src/channel.ts';
import type { Mailbox } from './mailbox.ts';
import { fetchSample } from './samples.ts';

export { Mailbox } from './mailbox.ts';
export { type TalkOptions, talkRoutes } from './talk-routes.ts';

/**
 * Stands in for a real channel in demo mode: same limits, same way of a message, but texts go to a page instead of a phone.
 * Nothing reaches it by webhook: its page hands events in directly.
 */
export function createSimulatorChannel(name: ChannelName, limits: ChannelLimits, mailbox: Mailbox): Channel & Fetching {
  return {
    name,
    limits,
    verify: () => ({ ok: false, code: 'no-signature' }),
    parse: () => [],
    async send(outgoing) {
      mailbox.deliver(name, outgoing);
      return { ok: true, providerId: randomUUID() };
    },
    fetchMedia: async (reference) => fetchSample(reference),
    redact: (text) => text,
  };
}
