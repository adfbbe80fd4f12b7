import type { Kysely } from 'kysely';
import type pg from 'pg';
import type { Tables } from '../store/tables.ts';
import type { Agenda } from './agenda.ts';
import { CalendarNews } from './calendar-news.ts';
import { readAgenda } from './read-agenda.ts';

/** How often the calendar is read again without news of a change: time passes, and news may be lost with their connection. */
const REFRESH_MS = 30_000;
/** What is further ahead is told to nobody who asks. */
const DAYS_AHEAD = 60;
/** Many times what the network plans in that time. */
const MOST_OCCURRENCES = 5_000;

/** What is planned, at hand for every message: parents are answered without waiting for the database. */
export class AgendaKeeper {
  private agenda: Agenda | null = null;
  private wanted = false;
  private reading: Promise<void> | undefined;
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

  /**
   * Reads the calendar. One reading at a time, and one more for what changed meanwhile, so that an older one never takes the place
   * of a newer one.
   */
  refresh(): Promise<void> {
    this.wanted = true;
    this.reading ??= this.readWhileWanted().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  /** Reads the calendar again whenever it changes, and each half minute. Returns what ends it. */
  watch(pool: Pick<pg.Pool, 'connect'>, onError: (error: unknown) => void): () => void {
    let ended = false;
    const fail = (error: unknown): void => {
      if (!ended) onError(error);
    };
    const refresh = (): void => void this.refresh().catch(fail);
    const news = new CalendarNews(pool, refresh);
    // What changed before there was somebody to hear it is read after that.
    const listen = (): void => void news.listen().then(refresh, fail);
    listen();
    const timer = setInterval(listen, REFRESH_MS);
    timer.unref();
    return () => {
      ended = true;
      clearInterval(timer);
      news.stop();
    };
  }

  private async readWhileWanted(): Promise<void> {
    while (this.wanted) {
      this.wanted = false;
      await this.read();
    }
  }

  private async read(): Promise<void> {
    const from = this.clock();
    const to = new Date(from.getTime() + DAYS_AHEAD * 86_400_000);
    const any = await this.db.selectFrom('activities').select('id').limit(1).executeTakeFirst();
    const occurrences =
      any === undefined ? undefined : await readAgenda(this.db, { from, to, mothers: true, limit: MOST_OCCURRENCES });
    this.agenda = occurrences === undefined ? null : { occurrences, provinces: this.provinces };
  }
}
