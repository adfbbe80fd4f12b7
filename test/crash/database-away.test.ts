import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CrashSite } from '../support/crash-site.ts';
import { DatabaseProxy } from '../support/database-proxy.ts';
import { makeDatabase } from '../support/test-database.ts';

const [ASKING, IN_DANGER] = ['+32470000001', '+32470000002'];
const SEND = /\/Messages\.json$/;

describe('a process whose database goes away', { timeout: 120_000 }, () => {
  let site: CrashSite;
  let proxy: DatabaseProxy;
  let database: string;
  let settings: Record<string, string>;
  beforeEach(async () => {
    site = new CrashSite();
    await site.setUp();
    proxy = new DatabaseProxy();
    database = await makeDatabase();
    settings = { DATABASE_URL: await proxy.start(database) };
  });
  afterEach(async () => {
    await site.cleanUp();
    await proxy.stop();
  });

  /** Those that have their name: one that is being written again stands beside for a moment. */
  const spooled = (): string[] => readdirSync(join(site.folder.path, 'spool')).filter((name) => !name.includes('.'));
  async function openRequests(): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: database });
    await client.connect();
    try {
      return (await client.query("select reason from requests where state = 'open'")).rows;
    } finally {
      await client.end();
    }
  }

  it('and which is then killed loses nothing, and says nothing twice', async () => {
    const papote = await site.start(settings);
    proxy.cut();
    expect(await papote.postSms('SM-1', ASKING, 'aide')).toBe(200);
    expect(await papote.postSms('SM-2', IN_DANGER, 'mon mari me frappe')).toBe(200);
    expect(spooled()).toHaveLength(2);
    // That danger was answered is noted once the answer has left.
    expect(await papote.postSms('SM-2', IN_DANGER, 'mon mari me frappe')).toBe(200);
    await papote.end('SIGKILL');
    proxy.restore();
    const again = await site.start(settings);
    await site.twilio.untilTaken(1);
    await vi.waitFor(async () => expect(await openRequests()).toEqual([{ reason: 'danger' }]), { timeout: 30_000 });
    expect(spooled()).toEqual([]);
    expect(await again.end('SIGTERM')).toMatchObject({ code: 0 });
    expect(site.twilio.taken.map(({ to }) => to)).toEqual([ASKING]);
  });

  it('in the middle of an answer goes on by itself when it is back', async () => {
    const papote = await site.start(settings);
    site.twilioGate.close('request', SEND);
    expect(await papote.postSms('SM-1', ASKING, 'aide')).toBe(200);
    await site.twilioGate.untilHeld(1);
    proxy.cut();
    site.twilioGate.open();
    await site.twilio.untilTaken(1);
    expect(await papote.postSms('SM-2', IN_DANGER, 'mon mari me frappe')).toBe(200);
    expect(await papote.postSms('SM-3', ASKING, 'vie privée')).toBe(200);
    proxy.restore();
    await vi.waitFor(() => expect(site.textsTo(ASKING).length).toBeGreaterThanOrEqual(2), { timeout: 60_000 });
    await vi.waitFor(async () => expect(await openRequests()).toEqual([{ reason: 'danger' }]), { timeout: 30_000 });
    expect(await papote.end('SIGTERM')).toMatchObject({ code: 0 });
  });
});
