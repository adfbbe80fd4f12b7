import { mkdirSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keptId } from '../../src/broadcast/invite.ts';
import { INVITATION } from '../support/broadcast-channels.ts';
import { BroadcastSite, DAY, type Subscriber } from '../support/broadcast-site.ts';
import { Child, ROOT } from '../support/child.ts';
import { DataFolder } from '../support/data-folder.ts';
import { PapoteProcess } from '../support/papote-process.ts';

const RECIPIENTS = 2_000;
const KILLS = 30;
/** So few messages between two kills that the broadcast outlives them all. */
const MOST_BETWEEN = 20;

describe('a broadcast killed again and again', () => {
  let site: BroadcastSite;
  beforeEach(async () => {
    site = await BroadcastSite.open({ gates: false });
  });
  afterEach(() => site.close());

  function start(): Child {
    return new Child(['setup/run.mjs', 'test/support/broadcast-process.ts'], ROOT, {
      DATABASE: site.databaseUrl,
      KEY: site.secretKey.toString('base64'),
      TWILIO: site.providers.twilio,
      TELEGRAM: site.providers.telegram,
      AHEAD: String(site.clock().getTime() - Date.now()),
    });
  }

  /** Resolves once one of the providers has taken so many more. */
  async function untilTaken(more: number): Promise<void> {
    const { twilio, telegram } = site;
    await Promise.race([
      twilio.untilTaken(twilio.taken.length + more),
      telegram.untilCalled('sendMessage', telegram.of('sendMessage').length + more),
    ]);
  }

  /** Kills the server that sends after so many messages each, the next one standing by. Gives the last, which still lives. */
  async function killAfter(counts: readonly number[]): Promise<Child> {
    let server = start();
    for (const count of counts) {
      await server.untilSaid(/sends/);
      // The next one stands by while this one sends, and takes over once it is killed.
      const next = start();
      if (count > 0) await untilTaken(count);
      await server.end('SIGKILL');
      server = next;
    }
    return server;
  }

  const untilDone = (id: string): Promise<boolean> =>
    vi.waitUntil(async () => (await site.row(id)).state === 'done', { timeout: 300_000, interval: 100 });

  it(`at ${KILLS} random instants: everybody gets it once, or is in the list of the unknown`, {
    timeout: 600_000,
  }, async () => {
    const instants = fc.array(fc.integer({ min: 0, max: MOST_BETWEEN }), { minLength: KILLS, maxLength: KILLS });
    await fc.assert(
      fc.asyncProperty(instants, (counts) => killAt(counts)),
      { numRuns: 1, endOnFailure: true },
    );
  });

  async function killAt(counts: readonly number[]): Promise<void> {
    await site.subscribe(RECIPIENTS * 0.4);
    await site.subscribe(RECIPIENTS * 0.3, { channel: 'whatsapp' });
    await site.subscribe(RECIPIENTS * 0.3, { channel: 'telegram' });
    const id = await site.special('Bonjour, une sortie de plus ce samedi.');
    const member = await site.member();
    expect(await site.release(id, member)).toBe('released');
    const server = await killAfter(counts);
    expect((await site.states(id)).planned).toBeGreaterThan(0);
    await untilDone(id);
    await server.end('SIGKILL');

    const taken = new Map<string, number>();
    for (const address of site.takenBy()) taken.set(address, (taken.get(address) ?? 0) + 1);
    expect([...taken.values()].filter((times) => times > 1)).toEqual([]);
    const { rows } = await site.store.pool.query<{ state: string; channel: string; recipient: Buffer }>(
      `select broadcast_sends.state, broadcast_sends.channel, addresses.sealed as recipient
       from broadcast_sends join addresses on addresses.id = address_id where broadcast_id = $1`,
      [id],
    );
    expect(rows).toHaveLength(RECIPIENTS);
    const missed = rows.filter(
      ({ state, recipient }) => state === 'accepted' && !taken.has(site.sealer.open(recipient)),
    );
    expect(missed).toEqual([]);
    const others = rows.filter(({ state }) => state !== 'accepted');
    // Twilio can be asked, so that nobody is left in doubt there.
    expect(others.filter(({ state, channel }) => state !== 'unknown' || channel !== 'telegram')).toEqual([]);
    // Each kill leaves no more in doubt than were on their way.
    expect(others.length).toBeLessThanOrEqual(KILLS * 8);
    process.stdout.write(`${KILLS} kills: ${taken.size} taken once, ${others.length} unknown\n`);
  }

  describe('on WhatsApp, to who has not written for a day', () => {
    const FEW_KILLS = 4;
    const SILENT = 160;
    const TALKING = 60;
    const PRESSING = 40;
    const folder = new DataFolder();
    beforeEach(() => void mkdirSync(folder.path));
    afterEach(() => folder.remove());

    const takenBy = ({ address }: Subscriber) => site.twilio.taken.filter(({ to }) => to === `whatsapp:${address}`);

    /** A Papote on the site's database. */
    function papote(): Promise<PapoteProcess> {
      const settings = { DATABASE_URL: site.databaseUrl, SECRET_KEY: site.secretKey.toString('base64') };
      return new PapoteProcess(folder, site.providers, settings).ready();
    }

    /** Servers that were killed count as gone, and what they were sending as in doubt, without waiting for it. */
    async function letTimePass(): Promise<void> {
      await site.store.pool.query("update nodes set seen_at = seen_at - interval '10 minutes'");
      await site.store.pool.query("update outgoing set sending_at = sending_at - interval '10 minutes'");
    }

    it('each is asked once and keeps one text, and gets it once at the button, through kills on both ways', {
      timeout: 300_000,
    }, async () => {
      const silent = await site.subscribe(SILENT, { channel: 'whatsapp' });
      await site.store.db
        .updateTable('addresses')
        .set({ last_inbound_at: new Date(site.clock().getTime() - 2 * DAY) })
        .execute();
      const talking = await site.subscribe(TALKING, { channel: 'whatsapp' });
      const id = await site.special('Bonjour, une sortie de plus ce samedi.');
      expect(await site.release(id, await site.member())).toBe('released');
      const server = await killAfter(Array.from({ length: FEW_KILLS }, (_, index) => (index * 7) % MOST_BETWEEN));
      expect((await site.states(id)).planned).toBeGreaterThan(0);
      await untilDone(id);
      await server.end('SIGKILL');
      expect(await site.states(id)).toEqual({ accepted: SILENT + TALKING });
      const { contentSid } = INVITATION.template;
      expect(silent.map((one) => takenBy(one).map((message) => message.contentSid))).toEqual(
        silent.map(() => [contentSid]),
      );
      expect(talking.map((one) => takenBy(one).map(({ body }) => body.includes('une sortie')))).toEqual(
        talking.map(() => [true]),
      );
      const { rows: kept } = await site.store.pool.query<{ id: string; contact: string; state: string }>(
        'select id, contact_id as contact, state from outgoing',
      );
      const { rows: sends } = await site.store.pool.query<{ id: string; contact: string }>(
        'select id, contact_id as contact from broadcast_sends where contact_id = any($1)',
        [silent.map(({ contact }) => contact)],
      );
      const byId = (one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id);
      expect(kept.toSorted(byId)).toEqual(
        sends.map((send) => ({ id: keptId(send.id), contact: send.contact, state: 'waiting' })).toSorted(byId),
      );

      // Its clock is the real one.
      const soon = new Date(Date.now() + DAY);
      await site.store.db.updateTable('outgoing').set({ not_after: soon }).execute();
      const pressing = silent.slice(0, PRESSING);
      const press = (one: PapoteProcess) =>
        Promise.allSettled(
          pressing.map(({ address }, index) => one.postButton(`SM-press-${index}`, address, 'Oui', 'read')),
        );
      const before = site.twilio.taken.length;
      const killed = await papote();
      const pressed = press(killed);
      await site.twilio.untilTaken(before + PRESSING / 4);
      await killed.end('SIGKILL');
      await pressed;
      await letTimePass();
      const last = await papote();
      // Twilio posts again what was not answered; we post all of it again.
      await press(last);
      await vi.waitUntil(() => pressing.every((one) => takenBy(one).length >= 2), { timeout: 120_000, interval: 100 });
      expect(await last.end('SIGTERM')).toMatchObject({ code: 0 });
      expect(pressing.map((one) => takenBy(one).map(({ body }) => body.includes('une sortie')))).toEqual(
        pressing.map(() => [false, true]),
      );
      expect(silent.slice(PRESSING).map((one) => takenBy(one).length)).toEqual(silent.slice(PRESSING).map(() => 1));
    });
  });
});
