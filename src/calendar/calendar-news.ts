import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import type { Tables } from '../store/tables.ts';

/** On this channel of PostgreSQL every process hears that the calendar has changed, whichever process changed it. */
const NEWS = 'papote_calendar';

/** Tells it, once and when the transaction is committed. */
export async function announceChange(trx: Kysely<Tables>): Promise<void> {
  await sql`select pg_notify(${NEWS}, '')`.execute(trx);
}

/** Hears of changes, on a connection of its own. */
export class CalendarNews {
  private client: pg.PoolClient | undefined;
  private stopped = false;
  private readonly pool: Pick<pg.Pool, 'connect'>;
  private readonly onNews: () => void;

  constructor(pool: Pick<pg.Pool, 'connect'>, onNews: () => void) {
    this.pool = pool;
    this.onNews = onNews;
  }

  /** Listens, unless it does already. After a connection is lost, to be called again. */
  async listen(): Promise<void> {
    if (this.stopped || this.client !== undefined) return;
    const client = await this.pool.connect();
    if (this.stopped) return client.release(true);
    this.client = client;
    client.on('notification', this.onNews);
    client.on('end', () => this.leave(client));
    try {
      await client.query(`listen ${NEWS}`);
    } catch (error) {
      this.leave(client);
      throw error;
    }
  }

  stop(): void {
    this.stopped = true;
    if (this.client !== undefined) this.leave(this.client);
  }

  /** Gives the connection up, once. */
  private leave(client: pg.PoolClient): void {
    if (this.client !== client) return;
    this.client = undefined;
    client.removeListener('notification', this.onNews);
    client.release(true);
  }
}
