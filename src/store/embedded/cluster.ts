import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { codeOf, messageOf, StartError } from '../../start-error.ts';
import type { Place } from './place.ts';

const USER = 'papote';
/** A unix socket's path may have some 107 bytes; PostgreSQL adds `/.s.PGSQL.5432`. */
const LONGEST_SOCKET_FOLDER = 85;
const START_TIMEOUT_MS = 60_000;
/** What a connection meets before the server is ready: no socket yet, nobody behind it, "the database system is starting up". */
const STILL_STARTING: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P03']);
const STOP_TIMEOUT_MS = 20_000;
const STOP_DAMAGED_MS = 2_000;

export interface Cluster {
  /** How to reach a database of the cluster: a unix socket, never the network. */
  connection(database: string): pg.PoolConfig;
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL of a place, making its cluster the first time. A server left running by a process
 * that was killed is stopped first. Nothing that exists is ever deleted.
 */
export async function startCluster(place: Place): Promise<Cluster> {
  const data = join(place.folder, 'db');
  const password = readOrMakePassword(place);
  if (!existsSync(join(data, 'PG_VERSION'))) makeCluster(place, data);
  await stopLeftOver(data);
  const sockets = socketFolder(place);
  const child = launch(place, data, sockets);
  const connection = connectionAt(sockets, password);
  await untilReady(child, connection('postgres'), place);
  return { connection, stop: () => stopServer(child) };
}

/** How to reach the embedded PostgreSQL of a place while another process of Papote runs it. */
export function runningCluster(place: Place): Pick<Cluster, 'connection'> {
  return { connection: connectionAt(socketFolder(place), readOrMakePassword(place)) };
}

function connectionAt(sockets: string, password: string): Cluster['connection'] {
  return (database) => ({ host: sockets, user: USER, password, database });
}

function readOrMakePassword(place: Place): string {
  const path = join(place.folder, 'password');
  if (!existsSync(path)) {
    // Written beside and renamed: a full disk leaves no half of it.
    const fresh = `${path}.new`;
    writeFileSync(fresh, randomBytes(24).toString('base64url'), { mode: 0o600 });
    own(fresh, place);
    renameSync(fresh, path);
  }
  return readFileSync(path, 'utf8').trim();
}

/** Makes the cluster beside its final place and renames it, so that an interrupted start leaves no half one. */
function makeCluster(place: Place, data: string): void {
  if (existsSync(data) && readdirSync(data).length > 0) {
    throw new StartError(
      `The database folder ${data} is broken (PG_VERSION is missing). Put a back-up in its place, or move it away to start empty.`,
    );
  }
  const fresh = `${data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const made = spawnSync(
    join(place.programs, 'bin', 'initdb'),
    [
      '-D',
      fresh,
      '-U',
      USER,
      '-A',
      'scram-sha-256',
      '--pwfile',
      join(place.folder, 'password'),
      '-E',
      'UTF8',
      '--locale=C',
    ],
    { ...place.runAs, cwd: place.folder, encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } },
  );
  if (made.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new StartError(
      `The database could not be made in ${data}: ${lastLine(made.stderr || messageOf(made.error))}`,
    );
  }
  rmSync(data, { recursive: true, force: true });
  renameSync(fresh, data);
}

/**
 * Stops a server whose Papote is gone. The data lock has made sure that no living Papote uses it. PostgreSQL's note of its
 * process may name a number that belongs to another program by now (power cut): that one is left alone, and the note,
 * which would keep ours from starting, goes.
 */
async function stopLeftOver(data: string): Promise<void> {
  const note = join(data, 'postmaster.pid');
  const pid = Number.parseInt(readIfThere(note).split('\n')[0] ?? '', 10);
  if (Number.isNaN(pid)) return;
  if (!isServerOf(pid, data)) {
    rmSync(note, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (isServerOf(pid, data)) {
    if (Date.now() > deadline)
      throw new StartError(
        `A PostgreSQL left by an earlier start (process ${pid}) does not stop. Stop it by hand and start again.`,
      );
    await pause(50);
  }
}

/** Is this process the PostgreSQL of this folder? Its command line names the folder. */
function isServerOf(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const commandLine =
    process.platform === 'linux'
      ? readIfThere(`/proc/${pid}/cmdline`).split('\0').join(' ')
      : spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  return commandLine.includes('postgres') && commandLine.includes(`-D ${data} `);
}

function socketFolder(place: Place): string {
  const preferred = join(place.folder, 'run');
  const id = createHash('sha256').update(place.folder).digest('hex').slice(0, 12);
  const folder = preferred.length <= LONGEST_SOCKET_FOLDER ? preferred : join(tmpdir(), `papote-${id}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  own(folder, place);
  return folder;
}

function launch(place: Place, data: string, sockets: string): ChildProcess {
  const log = openSync(join(place.folder, 'postgres.log'), 'w', 0o600);
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${sockets}`,
    'max_connections=80',
    'shared_buffers=64MB',
    'log_min_messages=warning',
  ];
  return spawn(
    join(place.programs, 'bin', 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    // Detached: a Ctrl-C in the terminal reaches Papote alone, which then closes the database last.
    {
      ...place.runAs,
      cwd: place.folder,
      stdio: ['ignore', log, log],
      detached: true,
      env: { ...process.env, LC_ALL: 'C' },
    },
  );
}

async function untilReady(child: ChildProcess, connection: pg.PoolConfig, place: Place): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new StartError(`PostgreSQL did not start: ${lastFatal(join(place.folder, 'postgres.log'))}`);
    }
    const problem = await tryConnection(connection);
    if (problem === undefined) return;
    if (!STILL_STARTING.has(codeOf(problem) ?? '') || Date.now() > deadline) {
      // A damaged server may never finish an orderly stop; nothing was written that it would save.
      await stopServer(child, STOP_DAMAGED_MS);
      throw new StartError(
        `PostgreSQL started but cannot be used: ${messageOf(problem)} (see ${join(place.folder, 'postgres.log')})`,
      );
    }
    await pause(25);
  }
}

async function tryConnection(connection: pg.PoolConfig): Promise<unknown> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Fast shutdown; immediate when that takes too long (the next start then recovers from the log). */
async function stopServer(child: ChildProcess, patience: number = STOP_TIMEOUT_MS): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), patience);
  await gone;
  clearTimeout(timer);
}

function own(path: string, place: Place): void {
  if (place.runAs && statSync(path).uid !== place.runAs.uid) chownSync(path, place.runAs.uid, place.runAs.gid);
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function lastFatal(log: string): string {
  const lines = readIfThere(log)
    .split('\n')
    .filter((line) => /FATAL|PANIC|could not/.test(line));
  if (lines[0] === undefined && isFull(dirname(log))) return `no space left on the disk of ${dirname(log)}`;
  return `${lines[0]?.replace(/^.*?(FATAL|PANIC):\s*/, '') ?? 'no reason given'} (see ${log})`;
}

function isFull(folder: string): boolean {
  return statfsSync(folder).bavail === 0;
}

function lastLine(text: string): string {
  const lines = text.trim().split('\n');
  return lines.find((line) => /error|fatal|space/i.test(line)) ?? lines.at(-1) ?? 'no reason given';
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
