import type { Logger } from '../observe/logger.ts';
import { codeOf } from '../start-error.ts';
import type { Queryable } from '../store/open-store.ts';
import type { Spool } from './spool.ts';

/** How often the database is asked whether it is back. */
const PAUSE_MS = 2_000;
/** Longest wait for an answer of the database. */
const PATIENCE_MS = 3_000;
/** How many are handed to the database at once. */
const BATCH = 100;
/** Tries after which what a database refuses which answers otherwise must not keep the others waiting. */
const MOST_TRIES = 5;

export interface UnspoolerDependencies {
  readonly db: Queryable;
  readonly logger: Logger;
  /** What is to be stored, in this order. */
  readonly waiting: readonly Waiting[];
}

/** What lies in a spool, and how it is stored. */
export interface Waiting {
  readonly count: () => number;
  readonly oldest: (count: number) => readonly WaitingOne[];
}

interface WaitingOne {
  /** The same object at each try. */
  readonly of: object;
  /** Channel of an event, else what it is. */
  readonly about: { readonly channel?: string; readonly kind?: string };
  /** Stores it, then lets its file go. */
  readonly store: () => Promise<void>;
  readonly setAside: () => void;
}

/** How what lies in a spool is stored. */
export interface Storing<T> {
  /** May be asked to store the same twice. */
  readonly store: (one: T) => Promise<void>;
  /** Of what has the same name here, one is stored after the other. */
  readonly lineOf: (one: T) => string;
  readonly about: (one: T) => WaitingOne['about'];
}

export function waitingIn<T extends object>(spool: Spool<T>, { store, lineOf, about }: Storing<T>): Waiting {
  return {
    count: () => spool.count,
    oldest: (count) =>
      firstOfEach(spool.oldest(count), lineOf).map((one) => ({
        of: one,
        about: about(one),
        setAside: () => spool.setAside(one),
        async store() {
          await store(one);
          await spool.remove(one);
        },
      })),
  };
}

function firstOfEach<T>(all: readonly T[], lineOf: (one: T) => string): T[] {
  const lines = new Map<string, T>();
  for (const one of all) if (!lines.has(lineOf(one))) lines.set(lineOf(one), one);
  return [...lines.values()];
}

/** Stores what is spooled once the database is back, in the order in which it came. A file goes only after the commit. */
export class Unspooler {
  private readonly use: UnspoolerDependencies;
  private readonly failures = new WeakMap<object, number>();
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
      if (this.use.waiting.some((waiting) => waiting.count() > 0)) this.later();
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
    let stored = 0;
    for (const waiting of this.use.waiting) stored += await this.storeThese(waiting);
    if (stored > 0) this.use.logger.info({ count: stored }, 'the database is back: what was kept on disk is stored');
  }

  private async storeThese(waiting: Waiting): Promise<number> {
    let stored = 0;
    let going = true;
    while (going && !this.stopped && waiting.count() > 0 && (await this.isBack())) {
      const taken = await Promise.all(waiting.oldest(BATCH).map((one) => this.store(one)));
      stored += taken.filter(Boolean).length;
      going = taken.every(Boolean);
    }
    return stored;
  }

  private async store(one: WaitingOne): Promise<boolean> {
    try {
      await one.store();
      return true;
    } catch (error) {
      if (await this.isBack()) this.noteFailure(one, error);
      return false;
    }
  }

  private noteFailure({ of, about, setAside }: WaitingOne, error: unknown): void {
    const tries = (this.failures.get(of) ?? 0) + 1;
    this.failures.set(of, tries);
    if (tries < MOST_TRIES) return;
    setAside();
    this.use.logger.error(
      { ...about, code: codeOf(error) },
      'what was kept on disk could not be stored and stays there',
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
