import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CrashSite } from '../support/crash-site.ts';
import { isRunning } from '../support/data-folder.ts';

/** More parents than answers that one process works on at the same time. */
const PARENTS = Array.from({ length: 13 }, (_, index) => `+3247000${String(index).padStart(4, '0')}`);
const AT_ONCE = 10;

describe('a stop by signal', { timeout: 120_000 }, () => {
  let site: CrashSite;
  beforeEach(async () => {
    site = new CrashSite();
    await site.setUp();
  });
  afterEach(() => site.cleanUp());

  it('SIGINT while nothing happens: code 0, and nothing is left running', async () => {
    const papote = await site.start();
    const server = site.folder.serverPid ?? 0;
    expect(isRunning(server)).toBe(true);
    expect(await papote.end('SIGINT')).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(isRunning(server)).toBe(false);
    expect(existsSync(join(site.folder.cluster, 'postmaster.pid'))).toBe(false);
    expect(readdirSync(site.folder.path)).not.toContain('papote.lock');
  });

  it('SIGINT once more while it stops: it stops in good order all the same', async () => {
    const papote = await site.start();
    const server = site.folder.serverPid ?? 0;
    site.twilioGate.close('answer', /\/Messages\.json$/);
    expect(await papote.postSms('SM-twice', '+32470000001', 'aide')).toBe(200);
    await site.twilioGate.untilHeld(1);
    const ended = papote.end('SIGINT');
    await vi.waitUntil(async () => !(await papote.listens()), { timeout: 30_000 });
    for (let times = 0; times < 3; times += 1) process.kill(papote.pid, 'SIGINT');
    site.twilioGate.open();
    expect(await ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(isRunning(server)).toBe(false);
  });

  it('SIGTERM in the middle of answers: takes nothing new, finishes those, leaves the others to the next start', async () => {
    const papote = await site.start();
    site.twilioGate.close('answer', /\/Messages\.json$/);
    for (const parent of PARENTS) expect(await papote.postSms(`SM-${parent}`, parent, 'aide')).toBe(200);
    await site.twilioGate.untilHeld(AT_ONCE);
    const ended = papote.end('SIGTERM');
    await vi.waitUntil(async () => !(await papote.listens()), { timeout: 30_000 });
    site.twilioGate.open();
    expect(await ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    expect(site.folder.serverPid).toBeUndefined();
    const finished = site.twilio.taken.length;
    expect(finished).toBeGreaterThanOrEqual(AT_ONCE);
    expect(await site.leftBehind()).toEqual({
      unhandled: PARENTS.length - finished,
      outgoing: { accepted: finished },
    });

    await site.start();
    await site.twilio.untilTaken(PARENTS.length);
    for (const parent of PARENTS) expect(site.textsTo(parent)).toHaveLength(1);
  });

  it('SIGTERM while it still starts: leaves no PostgreSQL running', async () => {
    const starting = site.start();
    starting.catch(() => undefined);
    await vi.waitUntil(() => site.folder.serverPid !== undefined, { timeout: 90_000, interval: 20 });
    const server = site.folder.serverPid ?? 0;
    await site.endAll('SIGTERM');
    expect(isRunning(server)).toBe(false);
  });
});
