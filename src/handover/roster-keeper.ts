import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { Roster } from './roster.ts';
import { readRosterWorkers } from './staff.ts';

/** How often the roster is read again: another server may have changed it. */
const REFRESH_MS = 30_000;

/** Who works when, at hand for every message: the promise to a parent is made without waiting for the database. */
export class RosterKeeper {
  private roster: Roster;
  private readonly db: Kysely<Tables>;

  /** @param provinces province of each territory */
  constructor(db: Kysely<Tables>, provinces: ReadonlyMap<string, string>) {
    this.db = db;
    this.roster = { workers: [], provinces };
  }

  current(): Roster {
    return this.roster;
  }

  async refresh(): Promise<void> {
    this.roster = { ...this.roster, workers: await readRosterWorkers(this.db) };
  }

  /** Reads the roster again and again. Returns what ends it. */
  watch(onError: (error: unknown) => void): () => void {
    const timer = setInterval(() => void this.refresh().catch(onError), REFRESH_MS);
    timer.unref();
    return () => clearInterval(timer);
  }
}
