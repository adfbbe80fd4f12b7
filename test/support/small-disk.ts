import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../../src/start-error.ts';

const BLOCK = Buffer.alloc(4096, 'full');

/** A disk of a few megabytes in memory, mounted on a folder that exists. Only root can make one. */
export class SmallDisk {
  private readonly folder: string;

  constructor(folder: string, owner: { uid: number; gid: number }, megabytes: number) {
    this.folder = folder;
    const options = `size=${megabytes}m,mode=0700,uid=${owner.uid},gid=${owner.gid}`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  }

  /** Fills it until no more than so many kilobytes are left. */
  fill(left: number): void {
    const file = openSync(this.ballast, 'w');
    let written = 0;
    try {
      for (;;) written += writeSync(file, BLOCK);
    } catch (error) {
      if (codeOf(error) !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
    truncateSync(this.ballast, Math.max(0, written - left * 1024));
  }

  /** Takes away what filled it. */
  free(): void {
    rmSync(this.ballast, { force: true });
  }

  unmount(): void {
    execFileSync('umount', ['-l', this.folder]);
  }

  private get ballast(): string {
    return join(this.folder, 'ballast');
  }
}
