import type { Channel, ChannelEvent, ChannelName, InboundEvent } from '../channel.ts';
import type { Assistant } from '../content/load-assistant.ts';
import type { Logger } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Acceptor } from './accept.ts';
import { DangerFromMemory } from './danger-from-memory.ts';
import { Intake, sayNow, type UrgentReply } from './intake.ts';
import { Spool } from './spool.ts';
import { Unspooler } from './unspool.ts';

export interface OpenIntakeOptions {
  readonly db: Queryable;
  readonly acceptor: Acceptor;
  readonly sealer: Sealer;
  /** Folder of what waits for the database. */
  readonly folder: string;
  readonly assistant: () => Assistant;
  readonly record: (status: Extract<ChannelEvent, { kind: 'status' }>) => Promise<unknown>;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: () => Date;
}

export interface OpenIntake {
  /** Takes in what a webhook brought; gives what its response must say. */
  accept(channel: Channel, events: readonly ChannelEvent[]): Promise<UrgentReply[]>;
  /** The same where there is no response to say it with: says it by sending. */
  acceptAndSay(channel: Channel, events: readonly ChannelEvent[]): Promise<void>;
  dangerSaidAt(channel: ChannelName, event: string): Date | undefined;
  /** What an operator should know. */
  notes(): string[];
  forgetOld(now: Date): Promise<void>;
  stop(): Promise<void>;
}

/** The way in for events, with the disk behind it for when the database is away. Stores what an earlier process left there. */
export async function openIntake(options: OpenIntakeOptions): Promise<OpenIntake> {
  const { db, acceptor, sealer, folder, assistant, record, metrics, logger, clock } = options;
  const { spool, unreadable } = await Spool.open({ folder, sealer, onCount: (count) => metrics.spooled.set(count) });
  if (unreadable > 0) logger.error({ count: unreadable }, 'events kept on disk that this SECRET_KEY does not open');
  const unspooler = new Unspooler({ db, spool, acceptor, metrics, logger });
  const danger = new DangerFromMemory(assistant, clock);
  const intake = new Intake({ acceptor, spool, unspooler, danger, metrics, logger, clock });
  await unspooler.run();

  const accept: OpenIntake['accept'] = async (channel, events) => {
    const replies: UrgentReply[] = [];
    for (const event of events) {
      if (event.kind === 'status') await record(event);
      else replies.push(...(await takeOne(channel, event)));
    }
    return replies;
  };
  const takeOne = async (channel: Channel, event: InboundEvent): Promise<UrgentReply[]> => {
    const reply = await intake.take(channel, event);
    return reply === undefined ? [] : [reply];
  };
  return {
    accept,
    async acceptAndSay(channel, events) {
      for (const reply of await accept(channel, events)) await sayNow(channel, reply);
    },
    dangerSaidAt: (channel, event) => danger.saidAt(channel, event),
    notes: () => (spool.count === 0 ? [] : [`events kept on disk until the database is back: ${spool.count}`]),
    forgetOld: (now) => spool.forgetOld(now),
    stop: () => unspooler.stop(),
  };
}
