import Fastify, { type FastifyInstance } from 'fastify';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Mailbox, talkRoutes } from '../../channels/simulator/index.ts';
import { CHROMIUM_PATH, launchBrowser } from '../support/browser.ts';
import { TalkPage } from '../support/talk-page.ts';

const PARTS = [
  { text: 'première partie', buttons: [] },
  { text: 'deuxième partie', buttons: [] },
  { text: 'troisième partie', buttons: [{ label: 'SUITE', payload: 'more:custody' }] },
];

describe.skipIf(CHROMIUM_PATH === undefined)('an answer in several messages', () => {
  let app: FastifyInstance;
  let browser: Browser;
  let address: string;
  const mailbox = new Mailbox();
  let phone = '';

  beforeAll(async () => {
    app = Fastify({ forceCloseConnections: true });
    await app.register(talkRoutes, {
      mailbox,
      submit: async (channel, event) => {
        phone = event.address;
        for (const [index, part] of PARTS.entries())
          mailbox.deliver(channel, { ...part, id: `part-${index}`, address: event.address });
      },
      priceOf: (text) => ({ segments: text.length, euro: 0.09 }),
    });
    [address, browser] = await Promise.all([app.listen({ port: 0, host: '127.0.0.1' }), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.close();
  });

  it('shows all of them in their order, each with its price, and the button of the last', async () => {
    const talk = await TalkPage.open(browser, address);
    await talk.write('bonjour');
    await talk.page.getByRole('button', { name: 'SUITE' }).waitFor();
    expect(await talk.theirs.allInnerTexts()).toEqual(PARTS.map(({ text }) => expect.stringContaining(text)));
    expect(await talk.costs.allInnerTexts()).toEqual(
      PARTS.map(({ text }) => expect.stringMatching(new RegExp(`^${text.length} SMS`))),
    );
    await talk.close();
  });

  it('shows what a person writes later, without being asked', async () => {
    const talk = await TalkPage.open(browser, address);
    await talk.write('bonjour');
    mailbox.deliver('sms', { id: 'later', address: phone, text: 'Bonjour, ici Sophie', buttons: [] });
    await talk.theirs.getByText('Bonjour, ici Sophie').waitFor();
    expect(await talk.theirs.count()).toBe(PARTS.length + 1);
    await talk.close();
  });
});
