import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BroadcastSite } from '../support/broadcast-site.ts';
import { Child, ROOT } from '../support/child.ts';

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
    let server = start();
    for (const count of counts) {
      await server.untilSaid(/sends/);
      // The next one stands by while this one sends, and takes over once it is killed.
      const next = start();
      if (count > 0) await untilTaken(count);
      await server.end('SIGKILL');
      server = next;
    }
    expect((await site.states(id)).planned).toBeGreaterThan(0);
    await vi.waitUntil(async () => (await site.row(id)).state === 'done', { timeout: 300_000, interval: 100 });
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
});
