import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSmsChannel } from '../../channels/sms/index.ts';
import { createTwilioClient } from '../../channels/twilio/client.ts';
import type { Member } from '../../src/handover/desk.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import { Outbox } from '../../src/outbox/outbox.ts';
import { DeskSite } from '../support/desk-site.ts';
import { FakeTwilio } from '../support/fake-twilio.ts';
import { ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL, SMS_NUMBER } from '../support/live-papote.ts';

describe('what a person writes arrives in the order in which it was written', () => {
  const twilio = new FakeTwilio();
  let site: DeskSite;
  let outbox: Outbox;
  let anne: Member;
  beforeAll(async () => {
    site = await DeskSite.open();
    anne = await site.member('Anne', { territories: ['liege'] });
    const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, publicUrl: PUBLIC_URL };
    const client = createTwilioClient(ACCOUNT_SID, AUTH_TOKEN, await twilio.start());
    const { relaxed } = site.store;
    outbox = new Outbox({
      ...{ relaxed, sealer: site.sealer, metrics: createMetrics(), logger: SILENT_LOGGER, clock: () => site.now() },
      channels: new Map([['sms', createSmsChannel(account, { from: SMS_NUMBER }, client)]]),
    });
  });
  beforeEach(() => void twilio.taken.splice(0));
  afterAll(async () => {
    await site.close();
    await twilio.stop();
  });

  const deliver = (...ids: string[]) => outbox.deliver(site.store.pool, ids);
  const texted = () => twilio.taken.map(({ body }) => body);

  /** A request that Anne has taken, of which the parent was told. */
  async function taken(): Promise<string> {
    const id = await site.waiting({ territory: 'liege' });
    await site.desk.take(anne, id);
    const [notice] = await site.outgoing(id);
    await deliver(notice?.id ?? '');
    twilio.taken.splice(0);
    return id;
  }

  async function replies(id: string, ...texts: string[]): Promise<string[]> {
    const ids = texts.map(() => randomUUID());
    for (const [index, text] of texts.entries())
      expect(await site.desk.reply(anne, id, ids[index] ?? '', text)).toBe('sent');
    return ids;
  }

  it('also when the queue comes to the second one first', async () => {
    const [first = '', second = ''] = await replies(await taken(), 'un', 'deux');
    await deliver(second);
    await deliver(first);
    expect(texted()).toEqual(['un', 'deux']);
  });

  it('also when many jobs run at the same instant, whichever is first', async () => {
    const words = Array.from({ length: 8 }, (_, index) => `mot ${index}`);
    const ids = await replies(await taken(), ...words);
    await Promise.all(ids.toReversed().map((id) => deliver(id)));
    expect(texted()).toEqual(words);
  });

  it('also when they are written at the same instant: as the thread shows them', async () => {
    for (const _round of [1, 2, 3, 4, 5]) {
      const id = await taken();
      const ids = [randomUUID(), randomUUID(), randomUUID()];
      await Promise.all(
        ids.map(async (reply, index) => {
          await site.desk.reply(anne, id, reply, `mot ${index}`);
          await deliver(reply);
        }),
      );
      const opened = await site.desk.open(anne, id);
      const shown = opened?.thread.filter(({ from }) => from === 'human').map(({ text }) => text);
      expect(texted()).toEqual(shown);
      expect(texted()).toHaveLength(3);
    }
  });

  it('the second waits while the first has to be tried again', async () => {
    const [first = '', second = ''] = await replies(await taken(), 'un', 'deux');
    twilio.troubles.push({ status: 503 }, { status: 503 });
    await deliver(first);
    await deliver(second);
    expect(texted()).toEqual([]);
    await deliver(first, second);
    expect(texted()).toEqual(['un', 'deux']);
  });

  it('in parts, all of the first before any of the second', async () => {
    const long = Array.from({ length: 400 }, (_, index) => `mot${index}`).join(' ');
    const [, second = ''] = await replies(await taken(), long, 'court');
    await deliver(second);
    expect(texted().slice(0, -1).join(' ')).toBe(long);
    expect(texted().at(-1)).toBe('court');
  });

  it('and nobody else’s message goes along', async () => {
    const [other = ''] = await replies(await taken(), 'pour une autre personne');
    const [mine = ''] = await replies(await taken(), 'un');
    await deliver(mine);
    expect(texted()).toEqual(['un']);
    await deliver(other);
    expect(texted()).toEqual(['un', 'pour une autre personne']);
  });
});
