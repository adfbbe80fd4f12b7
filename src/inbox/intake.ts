import { randomUUID } from 'node:crypto';
import type { Channel, InboundEvent, StatusEvent } from '../channel.ts';
import type { Logger } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import { codeOf } from '../start-error.ts';
import type { Acceptor } from './accept.ts';
import type { DangerFromMemory } from './danger-from-memory.ts';
import type { Spool } from './spool.ts';
import type { SpooledEvent } from './spooled-event.ts';
import type { SpooledStatus } from './spooled-status.ts';
import type { Unspooler } from './unspool.ts';

/** Twilio waits 15 seconds for a webhook, and a parent in danger not so long. */
export const PATIENCE_MS = 3_000;

/** Classes of SQLSTATE that blame what was sent: data that cannot be, a constraint broken. */
const FAULT_OF_WHAT_WAS_SENT = /^2[23]/;

/** An answer that must go out at once, before the database is back. */
export interface UrgentReply {
  readonly address: string;
  readonly texts: readonly string[];
  /** It is on its way: the turn that comes later need not say it. */
  readonly said: () => void;
  /** It could not be said: the turn will. */
  readonly unsaid: () => void;
}

/** Neither the database nor the disk takes an event: the provider keeps it and sends it again. */
class NoRoomError extends Error {
  readonly statusCode = 503;
  readonly code = 'no-room';
}

export interface IntakeDependencies {
  readonly acceptor: Acceptor;
  readonly spool: Spool<SpooledEvent>;
  readonly states: Spool<SpooledStatus>;
  readonly record: (status: StatusEvent) => Promise<unknown>;
  readonly unspooler: Pick<Unspooler, 'wake'>;
  readonly danger: DangerFromMemory;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: () => Date;
}

/**
 * Takes events in: to the database or, while that is away, to disk. Danger is then answered from memory. While anything waits on
 * disk, what comes goes there too, so that a parent's messages stay in order.
 */
export class Intake {
  private readonly use: IntakeDependencies;

  constructor(dependencies: IntakeDependencies) {
    this.use = dependencies;
  }

  /**
   * When this resolves, the event is safe and the provider may be told that we have it; a reply is to be said at once. Throws
   * {@link NoRoomError} when it is not safe: then danger has been answered by an ordinary send.
   */
  async take(channel: Channel, event: InboundEvent): Promise<UrgentReply | undefined> {
    const { acceptor, spool, metrics, logger } = this.use;
    if (spool.count === 0) {
      try {
        const id = await acceptor.acceptWithin(PATIENCE_MS, channel.name, event);
        (id === null ? metrics.duplicates : metrics.accepted).inc({ channel: channel.name });
        return undefined;
      } catch (error) {
        const code = codeOf(error);
        if (code !== undefined && FAULT_OF_WHAT_WAS_SENT.test(code)) throw error;
        logger.error({ channel: channel.name, code }, 'the database is away: events are kept on disk');
      }
    }
    return this.takeWithoutDatabase(channel, event);
  }

  /**
   * Records what became of a message or, while the database is away, keeps it: not every provider tells it again. Throws
   * {@link NoRoomError} when neither can be.
   */
  async takeStatus(status: StatusEvent): Promise<void> {
    const { states, record, unspooler, logger, clock } = this.use;
    // Behind those that wait, so that what is told of a message stays in order.
    if (states.count === 0) {
      try {
        await within(PATIENCE_MS, record(status));
        return;
      } catch (error) {
        const code = codeOf(error);
        if (code !== undefined && FAULT_OF_WHAT_WAS_SENT.test(code)) throw error;
        logger.error({ code }, 'the database is away: delivery states are kept on disk');
      }
    }
    const kept = await states.put({ status, at: clock() });
    unspooler.wake();
    if (!kept) throw new NoRoomError('no room to keep a delivery state while the database is away');
  }

  private async takeWithoutDatabase(channel: Channel, event: InboundEvent): Promise<UrgentReply | undefined> {
    const { spool, unspooler, danger, metrics, logger, clock } = this.use;
    const spooled = { channel: channel.name, event, late: { at: clock(), dangerSaidAt: null, said: [] } };
    const [kept, texts] = await Promise.all([
      spool.put(spooled),
      danger.answer(channel, event).catch((error: unknown) => {
        logger.error({ channel: channel.name, code: codeOf(error) }, 'not understood without the database');
        return undefined;
      }),
    ]);
    unspooler.wake();
    const reply = texts && (await this.replyOf(channel, event, texts));
    if (reply !== undefined) metrics.dangerFromMemory.inc({ channel: channel.name });
    if (kept) return reply;
    if (reply !== undefined) await sayNow(channel, reply);
    throw new NoRoomError('no room to keep an event while the database is away');
  }

  private async replyOf(
    channel: Channel,
    event: InboundEvent,
    texts: readonly string[],
  ): Promise<UrgentReply | undefined> {
    const { spool, danger } = this.use;
    const note = async (): Promise<void> => {
      const told = danger.told(channel.name, event.id);
      const late = { at: this.use.clock(), dangerSaidAt: told?.at ?? null, said: [...(told?.texts ?? [])] };
      const spooled = { channel: channel.name, event, late };
      // Noted after the answer has left: after a crash in between it is rather said twice than never.
      if (spool.has(spooled)) await spool.put(spooled);
    };
    if (texts.length === 0) {
      await note();
      return undefined;
    }
    return {
      ...{ address: event.address, texts },
      said: () => void note(),
      unsaid: () => danger.takeBack(channel, event),
    };
  }
}

/** Rejects when it takes longer than `patience` milliseconds; what is awaited may still be done. */
export async function within<T>(patience: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the database does not answer in time')), patience);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Says it by an ordinary send, where no response of a webhook can carry it. */
export async function sayNow(channel: Channel, { address, texts, said, unsaid }: UrgentReply): Promise<void> {
  for (const text of texts) {
    const { ok } = await channel.send({ id: randomUUID(), address, text, buttons: [] });
    if (!ok) return unsaid();
  }
  said();
}
