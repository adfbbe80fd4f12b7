import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { codeOf, messageOf, StartError } from '../../start-error.ts';

const holderSchema = z.object({ pid: z.number().int().positive(), startedAt: z.string() });
type Holder = z.infer<typeof holderSchema>;

export interface DataLock {
  release(): void;
}

/**
 * Takes the data folder for this process alone. A lock left by a process that is gone (kill -9, power cut) is taken
 * over. Throws a {@link StartError} when a living process holds it.
 */
export function lockDataDir(dataDir: string): DataLock {
  const path = resolve(dataDir, 'papote.lock');
  const own = join(resolve(dataDir), `.papote.lock.${process.pid}`);
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(own, JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid) } satisfies Holder), {
      mode: 0o600,
    });
  } catch (error) {
    removeIfPossible(own);
    throw new StartError(
      `The data folder ${resolve(dataDir)} cannot be written to (${messageOf(error)}). Set DATA_DIR to another folder.`,
    );
  }
  try {
    if (!tryLink(own, path)) {
      const holder = readHolder(path);
      if (holder && isAlive(holder)) {
        throw new StartError(
          `The data folder ${resolve(dataDir)} is in use by process ${holder.pid}. Stop that one first, or set DATA_DIR to another folder.`,
        );
      }
      rmSync(path, { force: true });
      if (!tryLink(own, path))
        throw new StartError(`The data folder ${resolve(dataDir)} was taken by another process just now.`);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return { release: () => rmSync(path, { force: true }) };
}

/** Whether a living process has the data folder. */
export function isDataDirHeld(dataDir: string): boolean {
  const holder = readHolder(resolve(dataDir, 'papote.lock'));
  return holder !== undefined && isAlive(holder);
}

/** On a full disk a part of it may be there; below a file that stands where the folder should, nothing is. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Nothing was made, so nothing has to go.
  }
}

function tryLink(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new StartError(
      `The lock ${path} cannot be made (${messageOf(error)}). Set DATA_DIR to a folder on a local disk.`,
    );
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  return startOf(pid) === startedAt;
}

/** Start time of a process in clock ticks since boot: tells it from a later one with the same number (Linux only). */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
