import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DataFolder } from '../support/data-folder.ts';
import { OpenedStores, refusalOf } from '../support/opened-stores.ts';
import { SmallDisk } from '../support/small-disk.ts';
import { leaveMark, marksIn } from '../support/store-marks.ts';

const AS_ROOT = process.getuid?.() === 0;

/** Every file of a folder and what is in it, but for those that PostgreSQL writes at each start. */
function contentOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files
      .map((file) => join(file.parentPath, file.name))
      .filter((path) => !/postmaster\.(opts|pid)$/.test(path))
      .map((path) => [path.slice(folder.length), createHash('sha256').update(readFileSync(path)).digest('hex')]),
  );
}

describe('a start that cannot succeed says why in one line and damages nothing', () => {
  const stores = new OpenedStores();
  const folders: DataFolder[] = [];
  const disks: SmallDisk[] = [];
  afterEach(async () => {
    await stores.closeAll();
    for (const folder of folders) await folder.stopServer();
    for (const disk of disks.splice(0)) disk.unmount();
    for (const folder of folders.splice(0)) await folder.remove();
  });

  function dataFolder(): DataFolder {
    const folder = new DataFolder();
    folders.push(folder);
    return folder;
  }

  it('a file where the data folder should be', async () => {
    const { path } = dataFolder();
    writeFileSync(path, 'precious');
    expect(await refusalOf(stores.embedded(path))).toContain(path);
    expect(readFileSync(path, 'utf8')).toBe('precious');
  });

  it('a database folder that holds files but no PG_VERSION: it may be half of a back-up', async () => {
    const folder = dataFolder();
    mkdirSync(join(folder.cluster, 'base'), { recursive: true });
    writeFileSync(join(folder.cluster, 'base', '1259'), 'precious');
    expect(await refusalOf(stores.embedded(folder.path))).toContain(folder.cluster);
    expect(contentOf(folder.cluster)).toEqual({ '/base/1259': expect.any(String) });
    expect(readFileSync(join(folder.cluster, 'base', '1259'), 'utf8')).toBe('precious');
  });

  describe('a cluster that was damaged', () => {
    const original = new DataFolder();
    beforeAll(async () => {
      const store = await stores.embedded(original.path);
      await leaveMark(store, 'kept');
      await stores.close(store);
    });
    afterAll(() => original.remove());

    function copy(): DataFolder {
      const folder = dataFolder();
      execFileSync('cp', ['-a', `${original.postgres}/.`, folder.postgres]);
      return folder;
    }

    it.each<[string, string, (path: string) => void]>([
      ['the control file is missing', 'db/global/pg_control', (path) => rmSync(path)],
      ['the control file is cut', 'db/global/pg_control', (path) => truncateSync(path, 100)],
      ['the control file is overwritten', 'db/global/pg_control', (path) => writeFileSync(path, Buffer.alloc(8192, 1))],
      ['it was made by another version', 'db/PG_VERSION', (path) => writeFileSync(path, '14\n')],
      ['its settings are unreadable', 'db/postgresql.conf', (path) => writeFileSync(path, 'max_wal_size = = 1\n')],
    ])('%s: not a file is touched; with that one put back, everything is there', async (_case, file, damage) => {
      const folder = copy();
      const putBack = harm(join(folder.postgres, file), damage);
      const before = contentOf(folder.cluster);
      expect(await refusalOf(stores.embedded(folder.path))).toContain('PostgreSQL');
      expect(contentOf(folder.cluster)).toEqual(before);
      expect(folder.serverPid).toBeUndefined();
      putBack();
      expect(await marksIn(await stores.embedded(folder.path))).toEqual(['kept']);
    });

    it.each<[string, string, (path: string) => void]>([
      ['its catalogue is empty', 'db/global/pg_filenode.map', (path) => truncateSync(path, 0)],
      ['the password of its user is lost', 'password', (path) => rmSync(path)],
    ])(
      '%s, so that the server runs but lets nobody in: likewise, and without a long wait',
      async (_case, file, damage) => {
        const folder = copy();
        const putBack = harm(join(folder.postgres, file), damage);
        expect(await refusalOf(stores.embedded(folder.path))).toContain('PostgreSQL');
        expect(folder.serverPid).toBeUndefined();
        putBack();
        expect(await marksIn(await stores.embedded(folder.path))).toEqual(['kept']);
      },
    );
  });

  describe.skipIf(!AS_ROOT)('a full disk', () => {
    /** A data folder whose database lies on a disk of its own. */
    function onSmallDisk(megabytes: number): { folder: DataFolder; disk: SmallDisk } {
      const folder = dataFolder();
      const disk = new SmallDisk(folder.postgres, statSync(folder.postgres), megabytes);
      disks.push(disk);
      return { folder, disk };
    }

    it.each([
      ['not a byte', 0],
      ['a few bytes', 4],
      ['less than a new database needs', 6_000],
    ])('at the first start, %s left; once there is room it starts', async (_case, kilobytes) => {
      const { folder, disk } = onSmallDisk(200);
      disk.fill(kilobytes);
      expect(await refusalOf(stores.embedded(folder.path))).toMatch(/no space left/i);
      expect(folder.serverPid).toBeUndefined();
      disk.free();
      expect(await marksIn(await stores.embedded(folder.path))).toEqual([]);
    });

    it('at a later start; once there is room everything is there', async () => {
      const { folder, disk } = onSmallDisk(200);
      const store = await stores.embedded(folder.path);
      await leaveMark(store, 'kept');
      await stores.close(store);
      disk.fill(0);
      expect(await refusalOf(stores.embedded(folder.path))).toMatch(/no space left/i);
      expect(folder.serverPid).toBeUndefined();
      disk.free();
      expect(await marksIn(await stores.embedded(folder.path))).toEqual(['kept']);
    });

    it('when not even the lock can be written', async () => {
      const folder = dataFolder();
      mkdirSync(folder.path, { recursive: true });
      const disk = new SmallDisk(folder.path, { uid: 0, gid: 0 }, 4);
      disks.push(disk);
      disk.fill(0);
      expect(await refusalOf(stores.embedded(folder.path))).toMatch(/no space left/i);
      expect(readdirSync(folder.path)).toEqual(['ballast']);
    });
  });
});

/** Damages a file. Gives what puts it back as it was. */
function harm(path: string, damage: (path: string) => void): () => void {
  const [content, { mode, uid, gid }] = [readFileSync(path), statSync(path)];
  damage(path);
  return () => {
    writeFileSync(path, content, { mode });
    chownSync(path, uid, gid);
  };
}
