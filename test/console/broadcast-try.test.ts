import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMail } from '../../src/handover/mail-alerts.ts';
import { channelsOn } from '../support/broadcast-channels.ts';
import { type Browser, ConsoleSite } from '../support/console-site.ts';
import { FakeMail } from '../support/fake-mail.ts';
import { FakeTelegram } from '../support/fake-telegram.ts';
import { FakeTwilio } from '../support/fake-twilio.ts';

const TEXT = 'La maison est fermée lundi.';
const CHAT = '4242';
const NUMBER = '+32470000009';

describe('a try of a message, sent to oneself', () => {
  const [twilio, telegram, mail] = [new FakeTwilio(), new FakeTelegram(), new FakeMail()];
  let site: ConsoleSite;
  let browser: Browser;
  let id = '';
  let email = '';
  let path = '';
  beforeAll(async () => {
    site = await ConsoleSite.start({
      channels: channelsOn({ twilio: await twilio.start(), telegram: await telegram.start() }),
      mail: openMail({ url: await mail.start(), from: 'papote@rfm.example' }),
    });
    const { db } = site.store;
    await db.insertInto('contacts').values({ id: 'parent', language: 'fr' }).execute();
    const address = { hash: site.sealer.hash('telegram', '1'), sealed: site.sealer.seal('1') };
    await db
      .insertInto('addresses')
      .values({ contact_id: 'parent', channel: 'telegram', ...address })
      .execute();
    const subscription = { territory: 'namur', channel: 'telegram', wording: 'v1', subscribed_at: site.now } as const;
    await db
      .insertInto('subscriptions')
      .values({ contact_id: 'parent', ...subscription })
      .execute();
  });
  beforeEach(async () => {
    twilio.taken.length = 0;
    telegram.calls.length = 0;
    mail.received.length = 0;
    ({ browser, id, email } = await site.signedIn({ role: 'coordinator', name: 'Karim' }));
    await browser.get('/console/broadcasts/new');
    path = /action="([^"]+broadcasts\/[^"]+)"/.exec(browser.html)?.[1] ?? '';
    await browser.post(path, { territory: 'namur', 'text-fr': TEXT, 'send-at': '2026-11-24T17:00' });
    await browser.get(path);
  });
  afterEach(() => {
    expect(telegram.of('sendMessage').filter(({ payload }) => String(payload.chat_id) !== CHAT)).toEqual([]);
  });
  afterAll(async () => {
    await site.stop();
    for (const one of [twilio, telegram, mail]) await one.stop();
  });

  async function reachedBy(
    ways: Readonly<Partial<Record<'telegram' | 'sms', string>>>,
    chosen: 'mail' | 'telegram' | 'sms',
  ) {
    const { db } = site.store;
    await db.updateTable('staff').set({ alert_by: chosen }).where('id', '=', id).execute();
    for (const channel of ['telegram', 'sms'] as const) {
      const address = ways[channel];
      if (address === undefined) continue;
      const hash = site.sealer.hash(channel, `${id} ${address}`);
      await db
        .insertInto('staff_addresses')
        .values({ staff_id: id, channel, hash, sealed: site.sealer.seal(address) })
        .execute();
    }
  }

  /** Presses the button of the one group there is; gives what the page says then. */
  async function tried(): Promise<string> {
    const response = await browser.post(`${path}/test`, { group: 'telegram fr false' });
    await browser.get(String(response.headers.location));
    return /role="status">([^<]+)/.exec(browser.html)?.[1] ?? '';
  }
  const arrived = () => ({
    telegram: telegram.texts(),
    sms: twilio.taken.map(({ to, body }) => [to, body]),
    mail: mail.received.map(({ to, subject }) => [to, subject]),
  });
  const nothing = { telegram: [], sms: [], mail: [] };

  it('arrives in the chat of who chose Telegram, word for word', async () => {
    await reachedBy({ telegram: CHAT, sms: NUMBER }, 'telegram');
    expect(await tried()).toBe('L’essai est parti vers votre Telegram.');
    expect(arrived()).toEqual({ ...nothing, telegram: [TEXT] });
  });

  it('arrives on the phone of who chose SMS', async () => {
    await reachedBy({ telegram: CHAT, sms: NUMBER }, 'sms');
    expect(await tried()).toBe('L’essai est parti vers votre numéro.');
    expect(arrived()).toEqual({ ...nothing, sms: [[NUMBER, TEXT]] });
  });

  it('arrives by e-mail at who chose that', async () => {
    await reachedBy({ telegram: CHAT }, 'mail');
    expect(await tried()).toBe('L’essai est parti vers votre adresse e-mail.');
    expect(arrived()).toEqual({ ...nothing, mail: [[email, 'Essai d’un envoi de Papote']] });
    expect(mail.received[0]?.raw).toContain('La maison est ferm');
  });

  it('goes another way where the chosen one does not take it', async () => {
    await reachedBy({ telegram: CHAT, sms: NUMBER }, 'telegram');
    telegram.troubles.push({ errorCode: 403, description: 'Forbidden: bot was blocked by the user' });
    expect(await tried()).toBe('L’essai est parti vers votre numéro.');
    expect(arrived()).toEqual({ ...nothing, sms: [[NUMBER, TEXT]] });
  });

  it('says so where nothing takes it', async () => {
    await reachedBy({}, 'mail');
    mail.refusals = 1;
    expect(await tried()).toMatch(/^L’essai n’est pas parti/);
    expect(arrived()).toEqual(nothing);
  });

  it('never goes to a parent, and releases nothing', async () => {
    await reachedBy({ telegram: CHAT }, 'telegram');
    await tried();
    expect(await site.store.db.selectFrom('broadcast_sends').selectAll().execute()).toEqual([]);
    const { state } = await site.store.db
      .selectFrom('broadcasts')
      .select('state')
      .where('id', '=', path.split('/').at(-1) ?? '')
      .executeTakeFirstOrThrow();
    expect(state).toBe('draft');
  });
});
