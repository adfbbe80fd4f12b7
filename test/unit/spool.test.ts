import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, renameSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Spool } from '../../src/inbox/spool.ts';
import { SPOOLED_EVENTS, type SpooledEvent } from '../../src/inbox/spooled-event.ts';
import { SPOOLED_STATES, type SpooledStatus } from '../../src/inbox/spooled-status.ts';
import { waitingIn } from '../../src/inbox/unspool.ts';
import { createSealer } from '../../src/store/sealer.ts';

const sealer = createSealer(randomBytes(32));
const AT = new Date('2026-11-22T10:00:00Z');
const SAID = new Date('2026-11-22T10:00:01Z');

function spooled(id: string, dangerSaidAt: Date | null = null): SpooledEvent {
  const event = { id, address: '+32470000001', at: AT, kind: 'message', text: 'aide', media: [] } as const;
  return { channel: 'sms', event, late: { at: AT, dangerSaidAt, said: dangerSaidAt === null ? [] : ['112'] } };
}

describe('what is kept on disk', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'papote-spool-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = async () => await Spool.open(SPOOLED_EVENTS, { folder, sealer });
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
    const { spool, unreadable } = await Spool.open(SPOOLED_EVENTS, { folder, sealer: createSealer(randomBytes(32)) });
    expect([spool.count, unreadable, readdirSync(folder)]).toEqual([0, 1, [expect.any(String)]]);
  });

  it('holds delivery states too, in the order in which they came', async () => {
    const state = (outgoingId: string, state: 'sent' | 'failed', after: number): SpooledStatus => ({
      at: new Date(AT.getTime() + after),
      status: {
        ...{ kind: 'status', outgoingId, state, providerId: 'SM-9' },
        ...(state === 'failed' && { error: { kind: 'throttled', code: '20429', retryAfter: 3 } }),
      },
    });
    const came = [state('b', 'sent', 1), state('a', 'sent', 2), state('b', 'failed', 3)];
    const openStates = async () => (await Spool.open(SPOOLED_STATES, { folder, sealer, mostKept: 3 })).spool;
    const spool = await openStates();
    for (const one of [...came, state('a', 'sent', 9)]) expect(await spool.put(one)).toBe(true);
    expect(await spool.put(state('c', 'sent', 4))).toBe(false);
    const again = await openStates();
    expect(again.oldest(10)).toEqual(came);
    const waiting = waitingIn(again, {
      lineOf: ({ status }) => status.outgoingId,
      about: () => ({}),
      store: async () => undefined,
    });
    // The second of a message waits until the first is stored.
    expect(waiting.oldest(10).map(({ of }) => of)).toEqual(came.slice(0, 2));
    for (const one of waiting.oldest(10)) await one.store();
    expect(waiting.oldest(10).map(({ of }) => of)).toEqual(came.slice(2));
  });
});
