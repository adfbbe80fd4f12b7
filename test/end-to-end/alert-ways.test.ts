import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { countSegments } from '../../src/answering/segments.ts';
import { STAFF_TEXTS } from '../../src/handover/staff-texts.ts';
import type { Browser } from '../support/console-site.ts';
import { FakeMail } from '../support/fake-mail.ts';
import { HandoverSite, type Person } from '../support/handover-site.ts';
import { untilTexted } from '../support/observe.ts';
import { StaffChat } from '../support/staff-chat.ts';
import { codeFor, NUMBER, withNumber } from '../support/staff-number.ts';
import { newChat } from '../support/telegram-updates.ts';
import { wholeDatabase } from '../support/whole-database.ts';

const ANNE: Person = { id: 'Anne', territories: ['liege'] };
const BEA: Person = { id: 'Bea', territories: ['namur'], language: 'nl' };
const WIM: Person = { id: 'Wim', role: 'administrator', hours: [] };
const ASKS = 'je voudrais parler à une vraie personne à Liège';
const PAGE = '/console/me/alerts';
const MINUTE = 60_000;
const PATIENCE = { timeout: 30_000, interval: 20 };

let mail: FakeMail;
let site: HandoverSite;
beforeEach(async () => {
  mail = new FakeMail();
  site = await HandoverSite.open([ANNE, BEA, WIM], { SMTP_URL: await mail.start(), MAIL_FROM: 'papote@rfm.example' });
});
afterEach(async () => {
  await site.stop();
  await mail.stop();
});

async function atAlerts(id: string): Promise<Browser> {
  const browser = await site.signIn(id);
  expect((await browser.get(PAGE)).statusCode).toBe(200);
  return browser;
}

function wrongFor(code: string): string {
  return code === '111111' ? '222222' : '111111';
}

describe('alerts by SMS', () => {
  it('go to the number that was confirmed, in one part, with no word of the parent', async () => {
    await withNumber(site, 'Anne');
    const chat = newChat();
    await site.answered(chat, ASKS);
    const alert = (await untilTexted(site.live, NUMBER, 2))[1];
    const { id } = await site.request(chat);
    expect(alert?.body).toBe(`Nouvelle demande, Liège, priorité normale https://papote.example/console/requests/${id}`);
    expect(countSegments(alert?.body ?? '')).toBe(1);
    expect(mail.received).toEqual([]);
  });

  it('the number is shown masked, kept sealed, and forgotten when it is removed', async () => {
    const anne = await withNumber(site, 'Anne');
    const page = (await anne.get(PAGE)).body;
    expect(page).toContain('+32 ••• 54');
    expect(page).not.toMatch(/476 ?98|9876/);
    expect(await wholeDatabase(site.live)).toContain(NUMBER);
    expect((await anne.post(`${PAGE}/sms/remove`)).statusCode).toBe(303);
    expect(await wholeDatabase(site.live)).not.toContain(NUMBER);
    await site.answered(newChat(), ASKS);
    expect((await mail.until(1))[0]?.to).toBe('anne@rfm.example');
  });

  it('who is switched off leaves no number behind', async () => {
    await withNumber(site, 'Anne');
    const wim = await site.signIn('Wim');
    await wim.get('/console/staff/Anne');
    await wim.post('/console/staff/Anne/deactivate');
    expect(await wholeDatabase(site.live)).not.toContain(NUMBER);
  });

  it.each(['02 123 45 67', '+44 7911 123456', '0475 12', 'abc', ''])('no code goes to %j', async (number) => {
    const anne = await atAlerts('Anne');
    const { statusCode, body } = await anne.post(`${PAGE}/sms`, { number });
    expect([statusCode, body.includes('Ce n’est pas un numéro mobile')]).toEqual([422, true]);
    expect(site.live.twilio.taken).toEqual([]);
  });

  it('a wrong code is not taken, and after five not even the right one', async () => {
    const bea = await atAlerts('Bea');
    const code = await codeFor(site, bea, '+32 476 98 76 54');
    for (let guess = 0; guess < 5; guess += 1) {
      const { statusCode, body } = await bea.post(`${PAGE}/sms/confirm`, { code: wrongFor(code) });
      expect([statusCode, body.includes('Deze code is niet juist')]).toEqual([422, true]);
    }
    const { statusCode, body } = await bea.post(`${PAGE}/sms/confirm`, { code });
    expect([statusCode, body.includes('niet meer geldig')]).toEqual([422, true]);
  });

  it('nor one that is over, that was replaced, that was used, or of somebody else', async () => {
    const [anne, bea] = [await atAlerts('Anne'), await atAlerts('Bea')];
    const over = await codeFor(site, anne, NUMBER);
    site.now = new Date(site.now.getTime() + 30 * MINUTE);
    expect((await anne.post(`${PAGE}/sms/confirm`, { code: over })).statusCode).toBe(422);
    const replaced = await codeFor(site, anne, NUMBER);
    const good = await codeFor(site, anne, NUMBER);
    if (replaced !== good) expect((await anne.post(`${PAGE}/sms/confirm`, { code: replaced })).statusCode).toBe(422);
    expect((await bea.post(`${PAGE}/sms/confirm`, { code: good })).statusCode).toBe(422);
    expect((await anne.post(`${PAGE}/sms/confirm`, { code: good })).statusCode).toBe(303);
    expect((await anne.post(`${PAGE}/sms/confirm`, { code: good })).statusCode).toBe(422);
  });

  it('nobody has codes sent again and again', async () => {
    const anne = await atAlerts('Anne');
    for (let asked = 0; asked < 5; asked += 1) await codeFor(site, anne, NUMBER);
    expect((await anne.post(`${PAGE}/sms`, { number: NUMBER })).statusCode).toBe(429);
    expect(site.live.twilio.taken).toHaveLength(5);
  });

  it('a code that could not be sent is not waited for', async () => {
    site.live.twilio.troubles.push({ status: 400, code: 21_211 });
    const anne = await atAlerts('Anne');
    const { statusCode, body } = await anne.post(`${PAGE}/sms`, { number: NUMBER });
    expect([statusCode, body.includes('Le SMS n’a pas pu partir')]).toEqual([422, true]);
    expect(body).not.toContain('sms/confirm');
  });
});

describe('an alert that does not arrive', () => {
  it('for good by SMS comes by e-mail', async () => {
    await withNumber(site, 'Anne');
    site.live.twilio.troubles.push({ status: 400, code: 21_610 });
    await site.answered(newChat(), ASKS);
    expect((await mail.until(1))[0]?.subject).toBe('Nouvelle demande, Liège, priorité normale');
  });

  it('since the network finds no telephone there comes by e-mail, once however often that is said', async () => {
    await withNumber(site, 'Anne');
    await site.answered(newChat(), ASKS);
    const alert = (await untilTexted(site.live, NUMBER, 2))[1];
    const callback = new URL(alert?.statusCallback ?? '').pathname;
    const says = (fields: Readonly<Record<string, string>>) =>
      site.live.postSigned(callback, { MessageSid: alert?.sid ?? '', ...fields });
    expect((await says({ MessageStatus: 'sent' })).statusCode).toBe(204);
    for (let times = 0; times < 2; times += 1)
      expect((await says({ MessageStatus: 'undelivered', ErrorCode: '30006' })).statusCode).toBe(204);
    expect(mail.received.map(({ to, subject }) => [to, subject])).toEqual([
      ['anne@rfm.example', 'Nouvelle demande, Liège, priorité normale'],
    ]);
  });

  it('of a request that a colleague gave comes by e-mail, but not of one that its member took by themselves', async () => {
    await withNumber(site, 'Anne');
    const [given, own] = [newChat(), newChat()];
    await site.answered(own, ASKS);
    await untilTexted(site.live, NUMBER, 2);
    await site.post(await site.signIn('Anne'), own, 'take');
    await site.answered(given, 'je voudrais parler à une vraie personne à Namur');
    await mail.until(1);
    const bea = await site.signIn('Bea');
    await site.post(bea, given, 'take');
    site.now = new Date(site.now.getTime() + MINUTE);
    expect((await site.post(bea, given, 'transfer', { to: 'Anne' })).statusCode).toBe(303);
    const alerts = (await untilTexted(site.live, NUMBER, 3)).slice(1);
    for (const { sid, statusCallback } of alerts) {
      const lost = { MessageSid: sid, MessageStatus: 'undelivered', ErrorCode: '30006' };
      expect((await site.live.postSigned(new URL(statusCallback ?? '').pathname, lost)).statusCode).toBe(204);
    }
    expect(mail.received.map(({ subject }) => subject)).toEqual([
      'Nieuwe aanvraag, Namur, normale prioriteit',
      'Demande transmise, Namur, priorité normale',
    ]);
  });

  it('for now by SMS is sent again, by SMS', async () => {
    await withNumber(site, 'Anne');
    site.live.twilio.troubles.push({ status: 503 });
    const chat = newChat();
    await site.answered(chat, ASKS);
    await vi.waitFor(async () => {
      expect(site.live.twilio.troubles).toEqual([]);
      expect((await site.request(chat)).alerted_at).toBeNull();
    }, PATIENCE);
    await site.duty();
    expect(await untilTexted(site.live, NUMBER, 2)).toHaveLength(2);
    expect(mail.received).toEqual([]);
  });

  it('since the bot was blocked comes by e-mail', async () => {
    await StaffChat.linked(site, 'Anne');
    // By SMS, so that the parent's own answer does not meet the trouble.
    site.live.telegram.troubles.push({ errorCode: 403, description: 'Forbidden: bot was blocked by the user' });
    await site.live.postTwilio('sms', { MessageSid: 'SM1', From: '+32470000001', Body: ASKS });
    expect((await mail.until(1))[0]?.to).toBe('anne@rfm.example');
  });
});

describe('the page where one chooses', () => {
  it('offers what is set up, and keeps the choice', async () => {
    const anne = await withNumber(site, 'Anne');
    expect((await anne.get(PAGE)).body).toMatch(/value="sms" checked/);
    expect((await anne.get(PAGE)).body).not.toContain('value="telegram"');
    expect((await anne.post(`${PAGE}/way`, { by: 'telegram' })).statusCode).toBe(422);
    expect((await anne.post(`${PAGE}/way`, { by: 'pigeon' })).statusCode).toBe(422);
    expect((await anne.post(`${PAGE}/way`, { by: 'mail' })).headers.location).toBe(`${PAGE}?done=way`);
    expect((await anne.get(PAGE)).body).toMatch(/value="mail" checked/);
    await site.answered(newChat(), ASKS);
    expect((await mail.until(1))[0]?.to).toBe('anne@rfm.example');
  });

  it('unlinks the chat, which is told', async () => {
    const bea = await StaffChat.linked(site, 'Bea');
    const { browser } = bea;
    expect((await browser.get(PAGE)).body).toContain('Er is een chat aan uw account gekoppeld.');
    expect((await browser.post(`${PAGE}/telegram/unlink`)).headers.location).toBe(`${PAGE}?done=unlinked`);
    expect((await browser.get(PAGE)).body).toContain('Een code maken');
    expect(bea.shown().at(-1)?.text).toBe(STAFF_TEXTS.nl.unlinked);
  });
});
