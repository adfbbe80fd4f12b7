import type { Logger } from '../observe/logger.ts';
import type { Metrics } from '../observe/metrics.ts';
import { codeOf } from '../start-error.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Acceptor } from './accept.ts';
import type { Spool, SpooledEvent } from './spool.ts';

/** How often the database is asked whether it is back. */
const PAUSE_MS = 2_000;
/** Longest wait for an answer of the database. */
const PATIENCE_MS = 3_000;
/** Events handed to the database at once. */
const BATCH = 100;
/** Tries after which an event that a database refuses which answers otherwise must not keep the others waiting. */
const MOST_TRIES = 5;

export interface UnspoolerDependencies {
  readonly db: Queryable;
  readonly spool: Spool;
  readonly acceptor: Acceptor;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** Stores what is spooled once the database is back, in the order in which it came. A file goes only after the commit. */
export class Unspooler {
  private readonly use: UnspoolerDependencies;
  private readonly failures = new WeakMap<SpooledEvent, number>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(dependencies: UnspoolerDependencies) {
    this.use = dependencies;
  }

  /** Something is spooled: see to it soon. */
  wake(): void {
    if (this.timer === undefined && this.running === undefined) this.later();
  }

  /** Stores all that the database takes now. */
  run(): Promise<void> {
    this.running ??= this.storeAll().finally(() => {
      this.running = undefined;
      if (this.use.spool.count > 0) this.later();
    });
    return this.running;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private later(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.run();
    }, PAUSE_MS);
    this.timer.unref();
  }

  private async storeAll(): Promise<void> {
    const { spool, logger } = this.use;
    let stored = 0;
    let going = true;
    while (going && !this.stopped && spool.count > 0 && (await this.isBack())) {
      const taken = await Promise.all(spool.oldest(BATCH).map((one) => this.store(one)));
      stored += taken.filter(Boolean).length;
      going = taken.every(Boolean);
    }
    if (stored > 0) logger.info({ count: stored }, 'the database is back: what was kept on disk is stored');
  }

  private async store(one: SpooledEvent): Promise<boolean> {
    const { spool, acceptor, metrics } = this.use;
    const { channel, event, late } = one;
    try {
      const id = await acceptor.acceptWithin(PATIENCE_MS, channel, event, late);
      // A try that was given up may have arrived after all, and does not know then that danger was answered.
      if (id === null) await acceptor.amend(channel, event, late);
      await spool.remove(one);
      (id === null ? metrics.duplicates : metrics.accepted).inc({ channel });
      return true;
    } catch (error) {
      if (await this.isBack()) this.noteFailure(one, error);
      return false;
    }
  }

  private noteFailure(one: SpooledEvent, error: unknown): void {
    const { spool, logger } = this.use;
    const tries = (this.failures.get(one) ?? 0) + 1;
    this.failures.set(one, tries);
    if (tries < MOST_TRIES) return;
    spool.setAside(one);
    logger.error(
      { channel: one.channel, code: codeOf(error) },
      'an event kept on disk could not be stored and stays there',
    );
  }

  private async isBack(): Promise<boolean> {
    const query = { text: 'select 1', query_timeout: PATIENCE_MS };
    return this.use.db.query(query).then(
      () => true,
      () => false,
    );
  }
}
