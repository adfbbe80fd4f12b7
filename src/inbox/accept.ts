import { randomBytes } from 'node:crypto';
import type { ChannelName, InboundEvent } from '../channel.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Sealer } from '../store/sealer.ts';

/** Jobs with a smaller number run first: what parents ask comes before anything we send of our own accord. */
const INBOUND_PRIORITY = -10;

/** Most events stored in one transaction. */
const LARGEST_BATCH = 100;

interface Waiting {
  readonly channel: ChannelName;
  readonly event: InboundEvent;
  readonly resolve: (id: string | null) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Stores events once and queues their contacts' jobs. What arrives while a batch is being written goes into the next one, so
 * that under load many events share a commit; alone, an event does not wait.
 */
export class Acceptor {
  private readonly db: Queryable;
  private readonly sealer: Sealer;
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(db: Queryable, sealer: Sealer) {
    this.db = db;
    this.sealer = sealer;
  }

  /**
   * When this resolves, the event is on disk and the provider may be told that we have it. Gives our id of the event; null when the
   * provider had sent it before, also at the same instant to another server.
   */
  accept(channel: ChannelName, event: InboundEvent): Promise<string | null> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ channel, event, resolve, reject });
      if (!this.writing) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.slice(0, LARGEST_BATCH);
      this.waiting = this.waiting.slice(LARGEST_BATCH);
      await this.writeBatch(batch);
    }
    this.writing = false;
  }

  private async writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const ids = await this.write(batch);
      for (const [index, one] of batch.entries()) one.resolve(ids[index] ?? null);
    } catch (error) {
      // One bad event must not take the others with it.
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const one of batch) await this.writeBatch([one]);
    }
  }

  private async write(batch: readonly Waiting[]): Promise<(string | null)[]> {
    const { sealer } = this;
    const { rows } = await this.db.query<{ ids: (string | null)[] }>({
      name: 'accept-events',
      text: 'select accept_events($1, $2, $3, $4, $5, $6, $7, $8) as ids',
      values: [
        batch.map(({ channel }) => channel),
        batch.map(({ event }) => event.id),
        batch.map(({ channel, event }) => sealer.hash(channel, event.address)),
        batch.map(({ event }) => sealer.seal(event.address)),
        batch.map(newContactId),
        batch.map(({ event }) => sealer.seal(JSON.stringify(event))),
        batch.map(({ event }) => event.at),
        INBOUND_PRIORITY,
      ],
    });
    return rows[0]?.ids ?? [];
  }
}

/** 96 random bits: says nothing about the person and cannot be guessed. */
function newContactId(): string {
  return randomBytes(12).toString('hex');
}
