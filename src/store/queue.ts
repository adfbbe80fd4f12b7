import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { run, type TaskList, type WorkerEvents, Logger as WorkerLogger } from 'graphile-worker';
import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import type { Logger } from '../observe/logger.ts';
import type { Tables } from './tables.ts';

const HEARTBEAT_MS = 10_000;
/** A server that has not been seen for this long is gone: its jobs are freed. */
const GONE_AFTER_S = 45;

export interface Queue {
  /** Takes no new jobs and waits for the running ones. */
  stop(): Promise<void>;
}

export interface QueueOptions {
  readonly db: Kysely<Tables>;
  readonly pool: pg.Pool;
  readonly tasks: TaskList;
  readonly logger: Logger;
  /** Lines of the queue's time table, in UTC (graphile-worker's crontab). */
  readonly crontab: string;
  readonly concurrency: number;
  /** True when no other server can be at work: then every lock found at the start was left by a crash. */
  readonly alone: boolean;
}

/**
 * Runs the jobs of this server. graphile-worker frees the jobs of a crashed worker only after four hours; here every
 * server notes that it is alive, and the jobs of one that is not are freed at once.
 */
export async function startQueue({
  db,
  pool,
  tasks,
  logger,
  crontab,
  concurrency,
  alone,
}: QueueOptions): Promise<Queue> {
  const node = randomUUID();
  const locks: string[] = [];
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => locks.push(workerPool.id));
  events.on('worker:create', ({ worker }) => locks.push(worker.workerId));
  if (alone) await sql`delete from nodes`.execute(db);
  await freeJobsOfTheGone(db, logger);
  const runner = await run({
    pgPool: pool,
    taskList: tasks,
    crontab,
    noHandleSignals: true,
    events,
    logger: new WorkerLogger(() => (level, message) => {
      if (level === 'error' || level === 'warning') logger.warn({ kind: 'queue' }, redactQueueLine(message));
    }),
    preset: {
      worker: {
        concurrentJobs: concurrency,
        localQueue: { size: concurrency * 2 },
        completeJobBatchDelay: 10,
        pollInterval: 2_000,
      },
    },
  });
  const beat = async (): Promise<void> => {
    try {
      await sql`
        insert into nodes (id, worker_ids, seen_at) values (${node}, ${locks}::text[], now())
        on conflict (id) do update set worker_ids = excluded.worker_ids, seen_at = now()
      `.execute(db);
      await freeJobsOfTheGone(db, logger);
    } catch {
      // The next beat tells again; readiness shows that the database is away.
    }
  };
  await beat();
  const timer = setInterval(() => void beat(), HEARTBEAT_MS);
  return {
    async stop() {
      clearInterval(timer);
      await runner.stop();
      await sql`delete from nodes where id = ${node}`.execute(db);
    },
  };
}

async function freeJobsOfTheGone(db: Kysely<Tables>, logger: Logger): Promise<void> {
  await sql`delete from nodes where seen_at < now() - make_interval(secs => ${GONE_AFTER_S})`.execute(db);
  const { rows } = await sql<{ locked_by: string }>`
    select distinct locked_by from graphile_worker._private_jobs
    where locked_by is not null and locked_at < now() - interval '1 second'
      and not exists (select 1 from nodes where locked_by = any (worker_ids))
  `.execute(db);
  if (rows.length === 0) return;
  await sql`select graphile_worker.force_unlock_workers(${rows.map((row) => row.locked_by)}::text[])`.execute(db);
  logger.info({ count: rows.length }, 'jobs of stopped workers freed');
}

/** The queue's own lines name jobs by id; a thrown error's text could hold more and is cut off. */
function redactQueueLine(line: string): string {
  return line.split(/with error|: /)[0] ?? '';
}
