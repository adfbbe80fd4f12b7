import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { STAFF_TEXTS } from '../../src/handover/staff-texts.ts';
import { FakeMail } from '../support/fake-mail.ts';
import { HandoverSite, type Person } from '../support/handover-site.ts';
import { SMS_NUMBER } from '../support/live-papote.ts';
import { addressOf, untilTexted } from '../support/observe.ts';
import { NUMBER, withNumber } from '../support/staff-number.ts';
import { newChat } from '../support/telegram-updates.ts';
import { wholeDatabase } from '../support/whole-database.ts';

const ANNE: Person = { id: 'Anne', territories: ['liege'] };
const BEA: Person = { id: 'Bea', territories: ['namur'], language: 'nl' };
const ASKS = 'je voudrais parler à une vraie personne à Liège';
const QUESTION = 'mon ex ne paie plus la pension';
const ANSWER = 'Bonjour madame, je vous appelle demain matin';
const DANGER = 'mon mari me frappe';
const CONSOLE = 'https://papote.example/console';
const PAGE = '/console/me/alerts';
const MINUTE = 60_000;

let mail: FakeMail;
let site: HandoverSite;
beforeEach(async () => {
  mail = new FakeMail();
  site = await HandoverSite.open([ANNE, BEA], { SMTP_URL: await mail.start(), MAIL_FROM: 'papote@rfm.example' });
});
afterEach(async () => {
  await site.stop();
  await mail.stop();
});

let lastMessage = 0;
/** An SMS from a number; resolves once it is dealt with. */
async function texts(body: string, from = NUMBER): Promise<void> {
  lastMessage += 1;
  const id = `SM${String(lastMessage).padStart(32, 'd')}`;
  await site.live.postTwilio('sms', { MessageSid: id, From: from, To: SMS_NUMBER, Body: body, NumMedia: '0' });
  await vi.waitFor(
    async () => {
      const { db } = site.live.papote.store;
      const rows = await db.selectFrom('events').select('handled_at').where('provider_id', '=', id).execute();
      expect(rows.map(({ handled_at }) => handled_at !== null)).toEqual([true]);
    },
    { timeout: 30_000, interval: 20 },
  );
}

/** Writes from a number and is answered; gives with what. */
async function answered(body: string, from = NUMBER): Promise<string> {
  const before = textedTo(from).length;
  await texts(body, from);
  return (await untilTexted(site.live, from, before + 1))[before]?.body ?? '';
}

function textedTo(number: string): string[] {
  return site.live.twilio.taken.filter(({ to }) => to === number).map(({ body }) => body);
}

/** Anne is alerted by SMS to the request of a new parent; gives its page. */
async function alerted(): Promise<string> {
  const before = textedTo(NUMBER).length;
  const chat = newChat();
  await site.answered(chat, ASKS);
  await untilTexted(site.live, NUMBER, before + 1);
  return `${CONSOLE}/requests/${(await site.request(chat)).id}`;
}

const untilNoContact = () =>
  vi.waitFor(async () => expect(await addressOf(site.live, 'sms', NUMBER)).toBeUndefined(), {
    timeout: 30_000,
    interval: 20,
  });

describe('who answers an alert by SMS', () => {
  it('is told where to answer, no parent gets it, and no contact or word of it stays', async () => {
    await withNumber(site, 'Anne');
    const page = await alerted();
    expect(await answered(ANSWER)).toBe(STAFF_TEXTS.fr.smsGoesNowhere(page));
    await untilNoContact();
    expect(await wholeDatabase(site.live)).not.toContain('demain matin');
    const { db } = site.live.papote.store;
    const rows = await db.selectFrom('requests').select('state').execute();
    expect(rows).toEqual([{ state: 'open' }]);
  });

  it('is told in Dutch, to the inbox where no alert was', async () => {
    await withNumber(site, 'Bea');
    expect(await answered('wie is dit?')).toBe(STAFF_TEXTS.nl.smsGoesNowhere(CONSOLE));
    expect(await answered('hallo', '+32470000009')).not.toContain(CONSOLE);
  });

  it('is not told again for ten minutes, so that two machines do not talk to each other', async () => {
    await withNumber(site, 'Anne');
    const page = await alerted();
    expect(await answered('En réunion, je réponds plus tard.')).toContain(page);
    const told = textedTo(NUMBER).length;
    await texts('En réunion, je réponds plus tard.');
    site.now = new Date(site.now.getTime() + 10 * MINUTE);
    expect(await answered(ANSWER)).toContain(page);
    expect(textedTo(NUMBER)).toHaveLength(told + 1);
  });

  it('with a question gets no answer of a parent’s', async () => {
    await withNumber(site, 'Anne');
    expect(await answered(QUESTION)).toBe(STAFF_TEXTS.fr.smsGoesNowhere(CONSOLE));
  });

  it('with words of danger gets the numbers, as anybody, and then a person', async () => {
    await withNumber(site, 'Anne');
    await alerted();
    expect(await answered(DANGER)).toContain('112');
    const known = await addressOf(site.live, 'sms', NUMBER);
    const { db } = site.live.papote.store;
    const request = await db
      .selectFrom('requests')
      .select(['reason', 'state'])
      .where('contact_id', '=', known?.contact ?? '')
      .executeTakeFirst();
    expect(request).toEqual({ reason: 'danger', state: 'open' });
    // Whoever waits for a person is heard as a parent, also within the hour after an alert.
    expect(await answered(QUESTION)).toContain('SECAL');
  });
});

describe('STOP from a number of the network', () => {
  it('ends the alerts by SMS: they come by e-mail, and the console says so until one chooses anew', async () => {
    const anne = await withNumber(site, 'Anne');
    await alerted();
    expect(await answered('STOP')).toBe(STAFF_TEXTS.fr.smsStopped(`${CONSOLE}/me/alerts`));
    await untilNoContact();
    await site.answered(newChat(), ASKS);
    expect((await mail.until(1))[0]?.to).toBe('anne@rfm.example');
    const said = 'Vous avez répondu STOP à une alerte';
    expect((await anne.get(PAGE)).body).toContain(said);
    expect((await anne.post(`${PAGE}/way`, { by: 'mail' })).statusCode).toBe(303);
    expect((await anne.get(PAGE)).body).not.toContain(said);
  });

  it('does so for each of two who share a telephone', async () => {
    await withNumber(site, 'Anne');
    const bea = await withNumber(site, 'Bea');
    await texts('stop');
    expect((await bea.get(PAGE)).body).toContain('U hebt STOP geantwoord op een melding');
    await alertedByMail('Anne');
  });

  it('is no sentence that only sounds like one', async () => {
    await withNumber(site, 'Anne');
    expect(await answered('il faut que ça cesse entre ces deux-là')).toBe(STAFF_TEXTS.fr.smsGoesNowhere(CONSOLE));
  });

  it('and is not noted when the number is removed in the console', async () => {
    const anne = await withNumber(site, 'Anne');
    await anne.post(`${PAGE}/sms/remove`);
    expect((await anne.get(PAGE)).body).not.toContain('STOP');
  });
});

async function alertedByMail(id: string): Promise<void> {
  await site.answered(newChat(), ASKS);
  expect((await mail.until(1))[0]?.to).toBe(`${id.toLowerCase()}@rfm.example`);
}

describe('a number that is a parent’s too', () => {
  it('is a parent’s, but for the hour after an alert', async () => {
    expect(await answered(QUESTION)).toContain('SECAL');
    await withNumber(site, 'Anne');
    expect(await answered(QUESTION)).toContain('SECAL');
    const page = await alerted();
    expect(await answered(ANSWER)).toBe(STAFF_TEXTS.fr.smsGoesNowhere(page));
    expect(await answered(DANGER)).toContain('112');
  });

  it('and again an hour later', async () => {
    await texts('bonjour');
    await withNumber(site, 'Anne');
    await alerted();
    site.now = new Date(site.now.getTime() + 61 * MINUTE);
    expect(await answered(QUESTION)).toContain('SECAL');
    expect(await addressOf(site.live, 'sms', NUMBER)).toMatchObject({ optedOut: false });
  });

  it('STOP ends both', async () => {
    await texts('bonjour');
    await withNumber(site, 'Anne');
    const alert = await alerted();
    expect(await answered('stop')).not.toContain(CONSOLE);
    expect(alert).toContain(CONSOLE);
    expect(await addressOf(site.live, 'sms', NUMBER)).toMatchObject({ optedOut: true });
    await alertedByMail('Anne');
  });
});
