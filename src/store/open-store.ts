import { makeWorkerUtils } from 'graphile-worker';
import { Kysely, type Migration, Migrator, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { codeOf, messageOf, StartError } from '../start-error.ts';
import { type Cluster, runningCluster, startCluster } from './embedded/cluster.ts';
import { isDataDirHeld, lockDataDir } from './embedded/data-lock.ts';
import { findPlace } from './embedded/place.ts';
import { embeddedPrograms } from './embedded/programs.ts';
import { up as first } from './migrations/001-first.ts';
import { up as places } from './migrations/002-places.ts';
import { up as handover } from './migrations/003-handover.ts';
import { up as staffReach } from './migrations/004-staff-reach.ts';
import { up as media } from './migrations/005-media.ts';
import { up as discretion } from './migrations/006-discretion.ts';
import { up as audit } from './migrations/007-audit.ts';
import { up as templates } from './migrations/008-templates.ts';
import { up as calendar } from './migrations/010-calendar.ts';
import { up as agenda } from './migrations/011-agenda.ts';
import { up as broadcast } from './migrations/012-broadcast.ts';
import { up as addressees } from './migrations/013-broadcast-addressees.ts';
import { up as changes } from './migrations/014-changes.ts';
import { up as smsAndOutage } from './migrations/015-sms-and-outage.ts';
import { up as hoursOverMidnight } from './migrations/016-hours-over-midnight.ts';
import type { Tables } from './tables.ts';

const OLDEST_SERVER = 150_000;
/** A server that does not answer for so long is away. */
const CONNECT_TIMEOUT_MS = 10_000;
const MIGRATIONS: Record<string, Migration> = {
  '001-first': { up: first },
  '002-places': { up: places },
  '003-handover': { up: handover },
  '004-staff-reach': { up: staffReach },
  '005-media': { up: media },
  '006-discretion': { up: discretion },
  '007-audit': { up: audit },
  '008-templates': { up: templates },
  '010-calendar': { up: calendar },
  '011-agenda': { up: agenda },
  '012-broadcast': { up: broadcast },
  '013-broadcast-addressees': { up: addressees },
  '014-changes': { up: changes },
  '015-sms-and-outage': { up: smsAndOutage },
  '016-hours-over-midnight': { up: hoursOverMidnight },
};

/** Anything that runs SQL: a pool or one connection. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

export interface Store {
  readonly db: Kysely<Tables>;
  readonly pool: pg.Pool;
  /**
   * Connections whose commits do not wait for the disk: for what is found out again after a power cut (which jobs are
   * done, that the provider has taken a message). A crash of ours alone loses nothing.
   */
  readonly relaxed: pg.Pool;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Absent: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /** Told of what the operator should know, such as a data folder elsewhere than asked. */
  readonly notice: (line: string) => void;
}

/** Opens the database and brings its tables up to date. Throws a {@link StartError} with one clear line. */
export async function openStore(options: StoreOptions): Promise<Store> {
  return options.databaseUrl === undefined
    ? openEmbedded(options)
    : openServer({ connectionString: options.databaseUrl });
}

/** The same for a command, which may be given while the server runs: with an embedded PostgreSQL they share the server's. */
export async function openStoreBeside(options: StoreOptions): Promise<Store> {
  const { databaseUrl, dataDir } = options;
  if (databaseUrl !== undefined || !isDataDirHeld(dataDir)) return openStore(options);
  return openServer(runningCluster(findPlace(embeddedPrograms(), dataDir)).connection('papote'));
}

async function openEmbedded({ dataDir, notice }: StoreOptions): Promise<Store> {
  const lock = lockDataDir(dataDir);
  let cluster: Cluster | undefined;
  try {
    const place = findPlace(embeddedPrograms(), dataDir);
    if (place.notice !== undefined) notice(place.notice);
    cluster = await startCluster(place);
    await makeDatabase(cluster);
    const store = await openServer(cluster.connection('papote'));
    const { stop } = cluster;
    return {
      ...store,
      async close() {
        await store.close();
        await stop();
        lock.release();
      },
    };
  } catch (error) {
    await cluster?.stop();
    lock.release();
    if (codeOf(error) === 'ENOSPC')
      throw new StartError(`There is no space left on the disk of ${dataDir}. Make room and start again.`);
    throw error;
  }
}

async function makeDatabase(cluster: Cluster): Promise<void> {
  const client = new pg.Client(cluster.connection('postgres'));
  await client.connect();
  try {
    const found = await client.query("select 1 from pg_database where datname = 'papote'");
    if (found.rowCount === 0) await client.query('create database papote');
  } finally {
    await client.end();
  }
}

async function openServer(connection: pg.PoolConfig): Promise<Store> {
  const pool = makePool({ ...connection, max: 24 });
  const relaxed = makePool({ ...connection, max: 16, options: '-c synchronous_commit=off' });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const close = async (): Promise<void> => {
    await db.destroy();
    await relaxed.end();
  };
  try {
    await checkServer(pool);
    await migrate(db, pool);
  } catch (error) {
    await close();
    throw error;
  }
  return { db, pool, relaxed, close };
}

function makePool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ connectionTimeoutMillis: CONNECT_TIMEOUT_MS, ...config, application_name: 'papote' });
  // An idle connection that breaks is replaced by the pool; whoever needs one then gets the error.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

async function checkServer(pool: pg.Pool): Promise<void> {
  let version: number;
  try {
    const { rows } = await pool.query<{ server_version_num: string }>('show server_version_num');
    version = Number(rows[0]?.server_version_num);
  } catch (error) {
    throw new StartError(
      `The database cannot be reached: ${messageOf(error) || 'no answer'}. Check DATABASE_URL and that the server runs.`,
    );
  }
  if (version < OLDEST_SERVER) throw new StartError('The PostgreSQL server is older than version 15. Use a newer one.');
}

/** Several processes may start at once: a lock lets one migrate while the others wait. */
async function migrate(db: Kysely<Tables>, pool: pg.Pool): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } });
  const { error } = await migrator.migrateToLatest();
  if (error) throw new StartError(`The database could not be brought up to date: ${messageOf(error)}`);
  try {
    const queue = await makeWorkerUtils({ pgPool: pool });
    await queue.migrate();
    await queue.release();
  } catch (queueError) {
    throw new StartError(
      `The queue's tables could not be made: ${messageOf(queueError)}. The user of DATABASE_URL must be allowed to create schemas.`,
    );
  }
}

/** True when the database answers and every migration has run. */
export async function isStoreReady(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return Object.keys(MIGRATIONS).every((name) => rows.some((row) => row.name === name));
}
