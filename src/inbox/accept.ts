import { randomBytes } from 'node:crypto';
import type { ChannelName, InboundEvent } from '../channel.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Sealer } from '../store/sealer.ts';
import { type Late, writeStoredEvent } from './stored-event.ts';

/** Jobs with a smaller number run first: what parents ask comes before anything we send of our own accord. */
const INBOUND_PRIORITY = -10;

/** Most events stored in one transaction. */
const LARGEST_BATCH = 100;

/** A database that takes longer for a batch is away: the connection is given up. */
const QUERY_TIMEOUT_MS = 10_000;

interface Waiting {
  readonly channel: ChannelName;
  readonly event: InboundEvent;
  readonly late: Late | undefined;
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
   *
   * @param late what sets it apart if it was kept elsewhere until now
   */
  accept(channel: ChannelName, event: InboundEvent, late?: Late): Promise<string | null> {
    return new Promise((resolve, reject) => this.enter({ channel, event, late, resolve, reject }));
  }

  /**
   * The same for whoever cannot wait: rejects after `patience` milliseconds. What is not being written by then will not be; what is
   * may still reach the database.
   */
  acceptWithin(patience: number, channel: ChannelName, event: InboundEvent, late?: Late): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting = this.waiting.filter((other) => other !== one);
        reject(new Error('the database does not answer in time'));
      }, patience);
      const one: Waiting = {
        ...{ channel, event, late },
        resolve: (id) => {
          clearTimeout(timer);
          resolve(id);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.enter(one);
    });
  }

  /** Tells of an event that was stored already, and not handled yet, what sets it apart. */
  async amend(channel: ChannelName, event: InboundEvent, late: Late): Promise<void> {
    const body = this.sealer.seal(writeStoredEvent(event, late));
    await this.db.query(
      `update events set body = $3
       where channel = $1 and provider_id = $2 and handled_at is null and body is not null`,
      [channel, event.id, body],
    );
  }

  private enter(one: Waiting): void {
    this.waiting.push(one);
    if (!this.writing) void this.writeAll();
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
    const query = {
      name: 'accept-events',
      text: 'select accept_events($1, $2, $3, $4, $5, $6, $7, $8) as ids',
      values: [
        batch.map(({ channel }) => channel),
        batch.map(({ event }) => event.id),
        batch.map(({ channel, event }) => sealer.hash(channel, event.address)),
        batch.map(({ event }) => sealer.seal(event.address)),
        batch.map(newContactId),
        batch.map(({ event, late }) => sealer.seal(writeStoredEvent(event, late))),
        batch.map(({ event }) => event.at),
        INBOUND_PRIORITY,
      ],
      // One that pg reads from the query, though its types know it for whole connections only.
      query_timeout: QUERY_TIMEOUT_MS,
    };
    const { rows } = await this.db.query<{ ids: (string | null)[] }>(query);
    return rows[0]?.ids ?? [];
  }
}

/** 96 random bits: says nothing about the person and cannot be guessed. */
function newContactId(): string {
  return randomBytes(12).toString('hex');
}
