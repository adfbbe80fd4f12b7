import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool, type SpooledEvent } from '../../src/inbox/spool.ts';
import { createSealer } from '../../src/store/sealer.ts';

const sealer = createSealer(randomBytes(32));
const AT = new Date('2026-11-22T10:00:00Z');
const SAID = new Date('2026-11-22T10:00:01Z');

function spooled(id: string, dangerSaidAt: Date | null = null): SpooledEvent {
  const event = { id, address: '+32470000001', at: AT, kind: 'message', text: 'aide', media: [] } as const;
  return { channel: 'sms', event, late: { at: AT, dangerSaidAt } };
}

describe('what is kept on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'papote-spool-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = async () => await Spool.open({ folder, sealer });
  const [path, beside] = [(name: string) => join(folder, name), (name: string) => `${name}.${randomUUID()}`];
  async function keep(event: SpooledEvent): Promise<string> {
    const before = new Set(readdirSync(folder));
    expect(await (await open()).spool.put(event)).toBe(true);
    return readdirSync(folder).find((name) => !before.has(name)) ?? '';
  }

  it('is there for the next process, until it is stored', async () => {
    await keep(spooled('SM-1'));
    const { spool, unreadable } = await open();
    expect([spool.oldest(10), unreadable]).toEqual([[spooled('SM-1')], 0]);
    await spool.remove(spooled('SM-1'));
    expect([spool.count, readdirSync(folder)]).toEqual([0, []]);
  });

  it('and was whole but had no name yet when the process was killed, gets its name', async () => {
    const name = await keep(spooled('SM-1'));
    renameSync(path(name), path(beside(name)));
    const { spool, unreadable } = await open();
    expect([spool.oldest(10), unreadable, readdirSync(folder)]).toEqual([[spooled('SM-1')], 0, [name]]);
  });

  it('and was torn when the process was killed is nobody’s: the provider never heard that we have it', async () => {
    const name = await keep(spooled('SM-1'));
    const torn = beside(name);
    copyFileSync(path(name), path(torn));
    truncateSync(path(torn), 20);
    const { spool, unreadable } = await open();
    expect([spool.oldest(10), unreadable, readdirSync(folder)]).toEqual([[spooled('SM-1')], 0, [name]]);
  });

  it.each([
    { first: null, second: SAID, what: 'adds that danger was answered' },
    { first: SAID, second: null, what: 'takes nothing back' },
  ])('a second writing cut short before its end $what, and leaves no file behind', async ({ first, second }) => {
    const name = await keep(spooled('SM-1', second));
    const later = beside(name);
    renameSync(path(name), path(later));
    renameSync(path(later), join(tmpdir(), later));
    await keep(spooled('SM-1', first));
    renameSync(join(tmpdir(), later), path(later));
    const { spool } = await open();
    expect(spool.oldest(10)).toEqual([spooled('SM-1', SAID)]);
    await spool.remove(spooled('SM-1'));
    expect([spool.count, readdirSync(folder)]).toEqual([0, []]);
  });

  it('and cannot be opened with this key stays, and is counted', async () => {
    await keep(spooled('SM-1'));
    const { spool, unreadable } = await Spool.open({ folder, sealer: createSealer(randomBytes(32)) });
    expect([spool.count, unreadable, readdirSync(folder)]).toEqual([0, 1, [expect.any(String)]]);
  });
});
