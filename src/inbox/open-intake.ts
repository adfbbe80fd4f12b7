import type { Channel, ChannelEvent, ChannelName, InboundEvent, StatusEvent } from '../channel.ts';
import type { Assistant } from '../content/load-assistant.ts';
import type { Logger } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Sealer } from '../store/sealer.ts';
import type { Acceptor } from './accept.ts';
import { DangerFromMemory, type Told } from './danger-from-memory.ts';
import { Intake, PATIENCE_MS, sayNow, type UrgentReply, within } from './intake.ts';
import { Spool } from './spool.ts';
import { SPOOLED_EVENTS, type SpooledEvent } from './spooled-event.ts';
import { SPOOLED_STATES, type SpooledStatus } from './spooled-status.ts';
import { Unspooler, type Waiting, waitingIn } from './unspool.ts';

export interface OpenIntakeOptions {
  readonly db: Queryable;
  readonly acceptor: Acceptor;
  readonly sealer: Sealer;
  /** Folders of what waits for the database. */
  readonly folders: { readonly events: string; readonly states: string };
  readonly assistant: () => Assistant;
  /** Records a delivery state; again, the same changes nothing. */
  readonly record: (status: StatusEvent) => Promise<unknown>;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: () => Date;
}

export interface OpenIntake {
  /** Takes in what a webhook brought; gives what its response must say. */
  accept(channel: Channel, events: readonly ChannelEvent[]): Promise<UrgentReply[]>;
  /** The same where there is no response to say it with: says it by sending. */
  acceptAndSay(channel: Channel, events: readonly ChannelEvent[]): Promise<void>;
  /** Takes in what became of a message. */
  takeStatus(status: StatusEvent): Promise<void>;
  /** With what an event was answered as danger without the database, if it was. */
  dangerTold(channel: ChannelName, event: string): Told | undefined;
  /** What an operator should know. */
  notes(): string[];
  forgetOld(now: Date): Promise<void>;
  stop(): Promise<void>;
}

/** The way in for events, with the disk behind it for when the database is away. Stores what an earlier process left there. */
export async function openIntake(options: OpenIntakeOptions): Promise<OpenIntake> {
  const { db, acceptor, sealer, folders, assistant, record, metrics, logger, clock } = options;
  const { spool, unreadable } = await Spool.open(SPOOLED_EVENTS, {
    ...{ folder: folders.events, sealer },
    onCount: (count) => metrics.spooled.set(count),
  });
  const { spool: states, unreadable: lost } = await Spool.open(SPOOLED_STATES, { folder: folders.states, sealer });
  if (unreadable + lost > 0)
    logger.error({ count: unreadable + lost }, 'what is kept on disk is not opened by this SECRET_KEY');
  const unspooler = new Unspooler({
    db,
    logger,
    waiting: [waitingEvents(spool, options), waitingStates(states, options)],
  });
  const danger = new DangerFromMemory(assistant, clock);
  const intake = new Intake({ acceptor, spool, states, record, unspooler, danger, metrics, logger, clock });
  await unspooler.run();

  const accept: OpenIntake['accept'] = async (channel, events) => {
    const replies: UrgentReply[] = [];
    for (const event of events) {
      if (event.kind === 'status') await intake.takeStatus(event);
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
    takeStatus: (status) => intake.takeStatus(status),
    dangerTold: (channel, event) => danger.told(channel, event),
    notes: () =>
      Object.entries({ events: spool.count, 'delivery states': states.count })
        .filter(([, count]) => count > 0)
        .map(([what, count]) => `${what} kept on disk until the database is back: ${count}`),
    async forgetOld(now) {
      await spool.forgetOld(now);
      await states.forgetOld(now);
    },
    stop: () => unspooler.stop(),
  };
}

function waitingEvents(
  spool: Spool<SpooledEvent>,
  { acceptor, metrics }: Pick<OpenIntakeOptions, 'acceptor' | 'metrics'>,
): Waiting {
  return waitingIn(spool, {
    // They are stored as one batch, in order.
    lineOf: ({ channel, event }) => `${channel} ${event.id}`,
    about: ({ channel }) => ({ channel }),
    async store({ channel, event, late }) {
      const id = await acceptor.acceptWithin(PATIENCE_MS, channel, event, late);
      // A try that was given up may have arrived after all, and does not know then that danger was answered.
      if (id === null) await acceptor.amend(channel, event, late);
      (id === null ? metrics.duplicates : metrics.accepted).inc({ channel });
    },
  });
}

function waitingStates(states: Spool<SpooledStatus>, { record }: Pick<OpenIntakeOptions, 'record'>): Waiting {
  return waitingIn(states, {
    lineOf: ({ status }) => status.outgoingId,
    about: () => ({ kind: 'delivery state' }),
    store: async ({ status }) => void (await within(PATIENCE_MS, record(status))),
  });
}
