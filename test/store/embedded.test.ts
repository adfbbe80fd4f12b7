import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { lockDataDir } from '../../src/store/embedded/data-lock.ts';
import { findPlace } from '../../src/store/embedded/place.ts';
import { embeddedPrograms } from '../../src/store/embedded/programs.ts';
import { Child, ROOT } from '../support/child.ts';
import { DataFolder, isRunning } from '../support/data-folder.ts';
import { OpenedStores, refusalOf } from '../support/opened-stores.ts';
import { leaveMark, marksIn } from '../support/store-marks.ts';

const AS_ROOT = process.getuid?.() === 0;

describe('the embedded PostgreSQL', { timeout: 60_000 }, () => {
  const stores = new OpenedStores();
  const folders: DataFolder[] = [];
  const children: Child[] = [];
  afterEach(async () => {
    await stores.closeAll();
    for (const child of children.splice(0)) await child.end('SIGKILL');
    for (const folder of folders.splice(0)) await folder.remove();
  });

  function dataFolder(mode: 0o700 | 0o755 = 0o755): DataFolder {
    const folder = new DataFolder(mode);
    folders.push(folder);
    return folder;
  }

  /** Another process that has the folder open, and has left a mark in the database. */
  async function heldByAnother(folder: DataFolder, mark: string): Promise<Child> {
    const child = new Child(['setup/run.mjs', 'test/support/hold-store.ts', folder.path, mark], ROOT);
    children.push(child);
    await child.untilSaid(/^open$/m);
    return child;
  }

  /** A number that no process has now. */
  async function deadPid(): Promise<number> {
    const child = new Child(['setup/run.mjs', 'no-such-file.ts'], ROOT);
    await child.end('SIGKILL');
    return child.pid;
  }

  it('is made at the first start, and has its data again at the second', async () => {
    const folder = dataFolder();
    const first = await stores.embedded(folder.path);
    await leaveMark(first, 'kept');
    const server = folder.serverPid;
    await stores.close(first);
    expect(server).toBeDefined();
    expect(folder.serverPid).toBeUndefined();
    expect(isRunning(server ?? 0)).toBe(false);
    expect(await marksIn(await stores.embedded(folder.path))).toEqual(['kept']);
  });

  it('listens on a unix socket that only its user may enter, never on the network', async () => {
    const folder = dataFolder();
    const store = await stores.embedded(folder.path);
    const { rows } = await store.pool.query('show listen_addresses');
    expect(rows).toEqual([{ listen_addresses: '' }]);
    expect(statSync(folder.postgres).mode & 0o077).toBe(0);
  });

  it.skipIf(!AS_ROOT)(
    'started as root below a folder that only root can enter: works elsewhere, and says where',
    async () => {
      const folder = dataFolder(0o700);
      const notices: string[] = [];
      const first = await stores.embedded(folder.path, (line) => notices.push(line));
      await leaveMark(first, 'elsewhere');
      await stores.close(first);
      expect(folder.postgres).toMatch(/^\/var\/lib\/papote\//);
      expect(notices).toEqual([expect.stringContaining(folder.postgres)]);
      expect(notices[0]).toContain(folder.path);
      const again: string[] = [];
      expect(await marksIn(await stores.embedded(folder.path, (line) => again.push(line)))).toEqual(['elsewhere']);
      expect(again).toEqual(notices);
    },
  );

  describe('a data folder that another process has open', () => {
    it('is shared by a command, which leaves it running; with nobody there the command has it alone', async () => {
      const folder = dataFolder();
      const other = await heldByAnother(folder, 'theirs');
      const shared = await stores.beside(folder.path);
      await leaveMark(shared, 'ours');
      await stores.close(shared);
      expect(folder.serverPid).toBeDefined();
      await other.end('SIGKILL');
      const alone = await stores.beside(folder.path);
      expect(await marksIn(alone)).toEqual(['ours', 'theirs']);
      await stores.close(alone);
      expect(folder.serverPid).toBeUndefined();
    });

    it('is refused with the number of that process, which is not disturbed', async () => {
      const folder = dataFolder();
      const other = await heldByAnother(folder, 'theirs');
      const server = folder.serverPid;
      const line = await refusalOf(stores.embedded(folder.path));
      expect(line).toContain(String(other.pid));
      expect(line).toContain(folder.path);
      expect(folder.serverPid).toBe(server);
    });

    it('is free again once that process was killed: its PostgreSQL is stopped, what it wrote is there', async () => {
      const folder = dataFolder();
      const other = await heldByAnother(folder, 'before the kill');
      const left = folder.serverPid ?? 0;
      await other.end('SIGKILL');
      expect(isRunning(left)).toBe(true);
      const store = await stores.embedded(folder.path);
      expect(isRunning(left)).toBe(false);
      expect(folder.serverPid).not.toBe(left);
      expect(await marksIn(store)).toEqual(['before the kill']);
    });
  });

  describe('a lock that nobody holds any more is taken over', () => {
    it.each<[string, () => string | Promise<string>]>([
      ['left by a process that is gone', async () => JSON.stringify({ pid: await deadPid(), startedAt: '12345' })],
      [
        'whose number now belongs to another process',
        () => JSON.stringify({ pid: process.pid, startedAt: 'another time' }),
      ],
      ['left empty by a power cut', () => ''],
      ['cut in the middle', () => '{"pid":12'],
      ['holding something else', () => '{"pid":"-1"}'],
    ])('%s', async (_case, left) => {
      const folder = dataFolder();
      mkdirSync(folder.path);
      const path = join(folder.path, 'papote.lock');
      writeFileSync(path, await left());
      const lock = lockDataDir(folder.path);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
      lock.release();
      expect(readdirSync(folder.path)).toEqual([]);
    });
  });

  describe("PostgreSQL's own note of its process, left by a power cut, now names", () => {
    it.each<[string, () => Promise<number>]>([
      ["another folder's PostgreSQL", neighbour],
      ['another program', program],
    ])('%s: that one is left alone, ours starts', async (_case, somebody) => {
      const folder = dataFolder();
      const store = await stores.embedded(folder.path);
      await leaveMark(store, 'kept');
      const path = join(folder.cluster, 'postmaster.pid');
      const note = readFileSync(path, 'utf8');
      await stores.close(store);
      const pid = await somebody();
      writeFileSync(path, note.replace(/^\d+/, String(pid)));
      const start = stores.embedded(folder.path).then(marksIn);
      await start.catch(() => undefined);
      expect(isRunning(pid)).toBe(true);
      expect(await start).toEqual(['kept']);
    });

    async function neighbour(): Promise<number> {
      const folder = dataFolder();
      await stores.embedded(folder.path);
      return folder.serverPid ?? 0;
    }

    /** A program of the user that PostgreSQL runs as. */
    async function program(): Promise<number> {
      const owner = AS_ROOT ? findPlace(embeddedPrograms(), dataFolder().path).runAs : undefined;
      const sleeping = spawn('sleep', ['600'], { ...owner, cwd: '/', stdio: 'ignore' });
      onTestFinished(() => void sleeping.kill('SIGKILL'));
      await once(sleeping, 'spawn');
      return sleeping.pid ?? 0;
    }
  });
});
