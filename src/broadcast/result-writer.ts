import type { Logger } from '../observe/logger.ts';
import { codeOf } from '../start-error.ts';
import type { Queryable } from '../store/open-store.ts';
import { type Result, writeResults } from './results.ts';

const AGAIN_AFTER_MS = 1_000;

/** Writes what became of sends in batches: while one is being written, the next gathers. */
export class ResultWriter {
  private waiting: Result[] = [];
  private writing: Promise<void> | undefined;
  private closing = false;
  private readonly db: Queryable;
  private readonly clock: () => Date;
  private readonly logger: Logger;

  constructor(db: Queryable, clock: () => Date, logger: Logger) {
    this.db = db;
    this.clock = clock;
    this.logger = logger;
  }

  put(result: Result): void {
    this.waiting.push(result);
    this.writing ??= this.write();
  }

  /** Resolves once all that was put is written, or the database has refused it once more. */
  async close(): Promise<void> {
    this.closing = true;
    await this.writing;
  }

  private async write(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        for (const broadcast of await writeResults(this.db, batch, this.clock()))
          this.logger.error({ broadcast, kind: 'broadcast' }, 'too many failures: the broadcast was stopped');
      } catch (error) {
        this.logger.error(
          { kind: 'broadcast', code: codeOf(error), count: batch.length },
          'results could not be written',
        );
        // Without it the sends are in doubt, and settled as such by the next start.
        if (this.closing) break;
        this.waiting = [...batch, ...this.waiting];
        await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
      }
    }
    this.writing = undefined;
  }
}
