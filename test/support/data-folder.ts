import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { findPlace } from '../../src/store/embedded/place.ts';
import { embeddedPrograms } from '../../src/store/embedded/programs.ts';

/** A data folder of a test's own, and what runs in it. */
export class DataFolder {
  /** What `DATA_DIR` is set to. It does not exist yet. */
  readonly path: string;
  private readonly parent: string;
  private place: string | undefined;

  /** @param mode of the folder above it: 0o755 lets the user `postgres` in, 0o700 does not */
  constructor(mode: 0o700 | 0o755 = 0o755) {
    this.parent = mkdtempSync(join(tmpdir(), 'papote-data-'));
    chmodSync(this.parent, mode);
    this.path = join(this.parent, 'data');
  }

  /** Where PostgreSQL keeps its things: below the data folder, or elsewhere when it cannot run there. */
  get postgres(): string {
    if (this.place === undefined) {
      mkdirSync(this.path, { recursive: true });
      this.place = findPlace(embeddedPrograms(), this.path).folder;
    }
    return this.place;
  }

  get cluster(): string {
    return join(this.postgres, 'db');
  }

  /** The PostgreSQL that runs, or was left running, on this folder. */
  get serverPid(): number | undefined {
    const [pid = ''] = readIfThere(join(this.cluster, 'postmaster.pid')).split('\n');
    return pid !== '' && isRunning(Number(pid)) ? Number(pid) : undefined;
  }

  /** Stops what still runs on it. */
  async stopServer(): Promise<void> {
    if (!isFolder(this.path)) return;
    const { serverPid } = this;
    if (serverPid === undefined) return;
    process.kill(serverPid, 'SIGQUIT');
    await vi.waitUntil(() => !isRunning(serverPid), { timeout: 30_000 });
  }

  async remove(): Promise<void> {
    await this.stopServer();
    if (isFolder(this.path)) rmSync(this.postgres, { recursive: true, force: true });
    rmSync(this.parent, { recursive: true, force: true });
  }
}

/** Does a process run? One that has ended but whose parent has not noticed does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !/\) Z /.test(readIfThere(`/proc/${pid}/stat`));
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
