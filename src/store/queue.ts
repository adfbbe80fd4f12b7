import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import {
  type Runner,
  type RunnerOptions,
  run,
  type TaskList,
  type WorkerEvents,
  Logger as WorkerLogger,
} from 'graphile-worker';
import { type Kysely, sql } from 'kysely';
import type pg from 'pg';
import type { Logger } from '../observe/logger.ts';
import type { Tables } from './tables.ts';

const HEARTBEAT_MS = 10_000;
/** A server that has not been seen for this long is gone: its jobs are freed. */
const GONE_AFTER_S = 45;
/** Pause before the queue is started again after it gave up. */
const RESTART_PAUSE_MS = 2_000;
/** Failed fetches in a row, two seconds apart, after which a run is given up for a new one. */
const MOST_FAILED_FETCHES = 3;
const FAILED_FETCH = /^Error occurred fetching jobs/;

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
 * server notes that it is alive, and the jobs of one that is not are freed at once. It also ends for good when the database goes
 * away while a job is noted as done, and remembers an error of its first fetch for ever; here it is started again until it works.
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
  let failedFetches = 0;
  events.on('localQueue:getJobs:complete', () => {
    failedFetches = 0;
  });
  if (alone) await sql`delete from nodes`.execute(db);
  await freeJobsOfTheGone(db, logger);
  const start = (): Promise<Runner> => {
    // What an earlier run of ours held is to be freed.
    locks.length = 0;
    failedFetches = 0;
    // A new object: it keeps what it learnt about a run by the options it was given.
    return run({ ...options });
  };
  const options: RunnerOptions = {
    pgPool: pool,
    taskList: tasks,
    crontab,
    noHandleSignals: true,
    events,
    logger: new WorkerLogger(() => (level, message) => {
      if (level === 'error' || level === 'warning') logger.warn({ kind: 'queue' }, redactQueueLine(message));
      if (FAILED_FETCH.test(message)) noteFailedFetch();
    }),
    preset: {
      worker: {
        concurrentJobs: concurrency,
        localQueue: { size: concurrency * 2 },
        completeJobBatchDelay: 10,
        // In batches a failure to note a failure ends the run; alone it would end the process.
        failJobBatchDelay: 10,
        pollInterval: 2_000,
      },
    },
  };
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
  let runner: Runner | undefined;
  let stopping = false;
  let pause: NodeJS.Timeout | undefined;
  const begin = async (): Promise<void> => {
    const begun = await start();
    runner = begun;
    const ended = (): void => {
      if (runner === begun) beginAgain();
    };
    begun.promise.then(ended, ended);
    await beat();
  };
  const beginAgain = (): void => {
    const given = runner;
    runner = undefined;
    // What it still does it may finish: no two turns of a contact run at the same time.
    given?.stop().catch(() => undefined);
    if (stopping) return;
    logger.warn({ kind: 'queue' }, 'the queue is started again');
    pause = setTimeout(() => void begin().catch(beginAgain), RESTART_PAUSE_MS);
  };
  const noteFailedFetch = (): void => {
    failedFetches += 1;
    if (failedFetches >= MOST_FAILED_FETCHES && runner !== undefined) beginAgain();
  };
  await begin();
  const timer = setInterval(() => void beat(), HEARTBEAT_MS);
  return {
    async stop() {
      stopping = true;
      clearInterval(timer);
      clearTimeout(pause);
      await runner?.stop();
      // Without the database nobody is told; the others notice by themselves.
      await sql`delete from nodes where id = ${node}`.execute(db).catch(() => undefined);
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
