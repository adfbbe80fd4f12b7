import type { Kysely } from 'kysely';
import type { Tables } from '../store/tables.ts';
import type { Agenda } from './agenda.ts';
import { readAgenda } from './read-agenda.ts';

/** How often the calendar is read again: another server may have changed it. */
const REFRESH_MS = 30_000;
/** What is further ahead is told to nobody who asks. */
const DAYS_AHEAD = 60;
/** Many times what the network plans in that time. */
const MOST_OCCURRENCES = 5_000;

/** What is planned, at hand for every message: parents are answered without waiting for the database. */
export class AgendaKeeper {
  private agenda: Agenda | null = null;
  private readonly db: Kysely<Tables>;
  private readonly provinces: Agenda['provinces'];
  private readonly clock: () => Date;

  /** @param provinces province of each territory */
  constructor(db: Kysely<Tables>, provinces: Agenda['provinces'], clock: () => Date) {
    this.db = db;
    this.provinces = provinces;
    this.clock = clock;
  }

  /** Null while there is no calendar at all. */
  current(): Agenda | null {
    return this.agenda;
  }

  /** To be called after the calendar has changed here. */
  async refresh(): Promise<void> {
    const from = this.clock();
    const to = new Date(from.getTime() + DAYS_AHEAD * 86_400_000);
    const any = await this.db.selectFrom('activities').select('id').limit(1).executeTakeFirst();
    const occurrences =
      any === undefined ? undefined : await readAgenda(this.db, { from, to, mothers: true, limit: MOST_OCCURRENCES });
    this.agenda = occurrences === undefined ? null : { occurrences, provinces: this.provinces };
  }

  /** Reads the calendar again and again. Returns what ends it. */
  watch(onError: (error: unknown) => void): () => void {
    const timer = setInterval(() => void this.refresh().catch(onError), REFRESH_MS);
    timer.unref();
    return () => clearInterval(timer);
  }
}
