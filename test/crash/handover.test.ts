import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConsoleCaller } from '../support/console-caller.ts';
import { CrashSite } from '../support/crash-site.ts';
import { addPeople } from '../support/handover-site.ts';
import type { PapoteProcess } from '../support/papote-process.ts';

const PARENTS = ['+32470000001', '+32470000002', '+32470000003', '+32470000004', '+32470000005'];
const [PARENT = ''] = PARENTS;
const SEND = /\/Messages\.json$/;
const JOINED = /a rejoint la conversation/;
const REPLY = 'Bonjour, je suis Anne. Que puis-je faire pour vous?';

describe('after kill -9 and a restart, in a conversation with a person', { timeout: 120_000 }, () => {
  let site: CrashSite;
  beforeEach(async () => {
    site = new CrashSite();
    await site.setUp();
    const people = ['Anne', 'Bea'].map((id) => ({ id, role: 'coordinator' as const, centre: true }));
    await addPeople({ databaseUrl: undefined, dataDir: site.folder.path }, people);
  });
  afterEach(() => site.cleanUp());

  /** Parents ask for a human and are answered by the machine. */
  async function ask(papote: PapoteProcess, parents: readonly string[]): Promise<void> {
    for (const parent of parents) expect(await papote.postSms(`SM-${parent}`, parent, 'humain')).toBe(200);
    await site.twilio.untilTaken(parents.length);
  }

  /** Paths of the requests that wait or are in hand. */
  async function requestsSeenBy(one: ConsoleCaller): Promise<string[]> {
    const html = await one.get('/console?view=territories');
    return [...html.matchAll(/href="(\/console\/requests\/\d+)"/g)].map(([, path = '']) => path);
  }

  it.each([
    ['the queue had not taken up yet', 'request', false, 0],
    ['the provider did not have yet', 'request', true, 0],
    ['the provider had, without our knowing,', 'answer', true, 1],
  ] as const)('a reply that %s goes out once, also when it is posted again', async (_case, at, held, takenBefore) => {
    const papote = await site.start();
    await ask(papote, [PARENT]);
    const anne = await ConsoleCaller.signIn(papote.address, 'Anne');
    const [path = ''] = await requestsSeenBy(anne);
    expect(await anne.post(`${path}/take`)).toMatchObject({ status: 303 });
    await site.twilio.untilTaken(2);
    site.twilioGate.close(at, SEND);
    const reply = { id: randomUUID(), text: REPLY };
    expect(await anne.post(`${path}/reply`, reply)).toMatchObject({ status: 303 });
    if (held) await site.twilioGate.untilHeld(1);
    await papote.end('SIGKILL');
    expect(site.twilio.taken).toHaveLength(2 + takenBefore);
    site.twilioGate.open();

    const again = await site.start();
    anne.movesTo(again.address);
    expect(await anne.post(`${path}/reply`, reply)).toMatchObject({ status: 303 });
    await site.twilio.untilTaken(3);
    const page = await anne.get(path);
    expect(page.split(REPLY)).toHaveLength(2);
    expect(page).toContain('Vous avez pris cette demande.');
    expect(await again.end('SIGTERM')).toMatchObject({ code: 0 });
    expect(site.textsTo(PARENT)).toEqual([expect.any(String), expect.stringMatching(JOINED), REPLY]);
    expect(await site.leftBehind()).toEqual({ unhandled: 0, outgoing: { accepted: 3 } });
  });

  it('of two who were about to take the same requests, each is with one, and each parent was told once', async () => {
    const papote = await site.start();
    await ask(papote, PARENTS);
    const [anne, bea] = [
      await ConsoleCaller.signIn(papote.address, 'Anne'),
      await ConsoleCaller.signIn(papote.address, 'Bea'),
    ];
    const paths = await requestsSeenBy(anne);
    expect(paths).toHaveLength(PARENTS.length);
    const takers = [anne, bea];
    const won = new Map<string, ConsoleCaller>();
    const taking = paths.flatMap((path) =>
      takers.map(async (one) => {
        const { status } = await one.post(`${path}/take`);
        if (status === 303) won.set(path, one);
      }),
    );
    // The first answer comes in the middle of the others.
    await Promise.race(taking);
    await papote.end('SIGKILL');
    await Promise.allSettled(taking);
    expect(won.size).toBeGreaterThan(0);

    const again = await site.start();
    for (const one of takers) one.movesTo(again.address);
    expect((await requestsSeenBy(anne)).sort()).toEqual([...paths].sort());
    for (const path of paths) {
      const results = [await anne.post(`${path}/take`), await bea.post(`${path}/take`)];
      expect(results.map(({ status }) => status).sort()).toEqual([303, 409]);
      const holder = results[0]?.status === 303 ? anne : bea;
      if (won.has(path)) expect(holder).toBe(won.get(path));
      expect(results.find(({ status }) => status === 409)?.html).toContain(holder === anne ? 'Anne' : 'Bea');
    }
    await site.twilio.untilTaken(2 * PARENTS.length);
    expect(await again.end('SIGTERM')).toMatchObject({ code: 0 });
    for (const parent of PARENTS)
      expect(site.textsTo(parent)).toEqual([expect.any(String), expect.stringMatching(JOINED)]);
    expect(await site.leftBehind()).toEqual({ unhandled: 0, outgoing: { accepted: 2 * PARENTS.length } });
  });
});
