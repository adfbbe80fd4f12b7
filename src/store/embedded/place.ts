import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { StartError } from '../../start-error.ts';

/** The user that PostgreSQL runs as, where it is not the one who starts Papote. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** Where the embedded PostgreSQL keeps its programs and data, and as whom it runs. */
export interface Place {
  readonly programs: string;
  /** Holds `db` (the cluster), `password` and `postgres.log`. */
  readonly folder: string;
  readonly runAs: RunAs | undefined;
  /** One line for the operator when programs or data had to go elsewhere than into the data folder. */
  readonly notice: string | undefined;
}

/** Where things go when the database's user cannot enter the project's folder. */
const SHARED_ROOT = '/var/lib/papote';

/**
 * Finds a place where PostgreSQL can run. It refuses to run as root; started as root, it runs as the user `postgres`,
 * and that user must reach both programs and data, which fails under a home that only root can enter: then both go to
 * `/var/lib/papote/<id of the data folder>`.
 *
 * @param programs folder with `bin/postgres`
 * @param dataDir the data folder that the operator asked for
 */
export function findPlace(programs: string, dataDir: string): Place {
  const wanted = resolve(dataDir, 'postgres');
  if (process.getuid?.() !== 0) {
    makeFolder(wanted, undefined);
    return { programs, folder: wanted, runAs: undefined, notice: undefined };
  }
  const runAs = ownerOf(wanted) ?? postgresUser();
  makeFolder(wanted, runAs);
  if (canEnter(wanted, runAs) && canRun(programs, runAs)) return { programs, folder: wanted, runAs, notice: undefined };
  if (existsSync(join(wanted, 'db'))) {
    throw new StartError(
      `The database in ${wanted} exists, but its user (id ${runAs.uid}) cannot enter that folder. ` +
        "Move DATA_DIR to a folder that this user can enter, or start Papote as the folder's owner.",
    );
  }
  return movedPlace(programs, wanted, runAs);
}

function movedPlace(programs: string, wanted: string, runAs: RunAs): Place {
  const id = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const folder = join(SHARED_ROOT, id);
  mkdirSync(SHARED_ROOT, { recursive: true, mode: 0o755 });
  makeFolder(folder, runAs);
  const copied = copyPrograms(programs, runAs);
  if (!canEnter(folder, runAs) || !canRun(copied, runAs)) {
    throw new StartError(
      `The user ${runAs.uid} can run PostgreSQL neither in ${wanted} nor in ${folder}. Set DATABASE_URL, or start Papote as another user than root.`,
    );
  }
  return {
    programs: copied,
    folder,
    runAs,
    notice: `PostgreSQL cannot run as root and its own user cannot enter ${dirname(wanted)}: programs and data are in ${SHARED_ROOT} (data: ${folder}).`,
  };
}

/** Copies the programs once per version. The copy is made beside and then renamed, so that a half one is never used. */
function copyPrograms(programs: string, runAs: RunAs): string {
  const source = realpathSync(programs);
  const id = createHash('sha256')
    .update(`${source}:${statSync(join(source, 'bin', 'postgres')).mtimeMs}`)
    .digest('hex')
    .slice(0, 12);
  const target = join(SHARED_ROOT, `programs-${id}`);
  if (existsSync(target) && canRun(target, runAs)) return target;
  // Copied while they were being installed, perhaps.
  rmSync(target, { recursive: true, force: true });
  const fresh = `${target}.${process.pid}`;
  cpSync(source, fresh, { recursive: true, verbatimSymlinks: true, force: true });
  try {
    renameSync(fresh, target);
  } catch {
    // Another start was quicker: its copy is as good.
    rmSync(fresh, { recursive: true, force: true });
  }
  return target;
}

function makeFolder(folder: string, owner: RunAs | undefined): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (owner) chownSync(folder, owner.uid, owner.gid);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `The data folder ${folder} cannot be made (${reason}). Set DATA_DIR to a folder that can be written to.`,
    );
  }
}

/** The user who owns an existing cluster: it goes on running as that user. */
function ownerOf(folder: string): RunAs | undefined {
  const cluster = join(folder, 'db');
  if (!existsSync(cluster)) return undefined;
  const { uid, gid } = statSync(cluster);
  return uid === 0 ? undefined : { uid, gid };
}

function postgresUser(): RunAs {
  const found = lookUpUser();
  if (found) return found;
  spawnSync('groupadd', ['--system', 'postgres']);
  spawnSync('useradd', [
    '--system',
    '--gid',
    'postgres',
    '--no-create-home',
    '--shell',
    '/usr/sbin/nologin',
    'postgres',
  ]);
  const made = lookUpUser();
  if (made) return made;
  throw new StartError(
    'PostgreSQL cannot run as root, and a user "postgres" can neither be found nor made. Start Papote as another user, or set DATABASE_URL.',
  );
}

function lookUpUser(): RunAs | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number.parseInt(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout, 10),
  );
  if (uid === undefined || gid === undefined || Number.isNaN(uid) || Number.isNaN(gid)) return undefined;
  return { uid, gid };
}

function canEnter(folder: string, { uid, gid }: RunAs): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1" && test -w .', 'sh', folder], { uid, gid, cwd: '/' }).status === 0;
}

function canRun(programs: string, { uid, gid }: RunAs): boolean {
  return spawnSync(join(programs, 'bin', 'postgres'), ['--version'], { uid, gid, cwd: '/' }).status === 0;
}
