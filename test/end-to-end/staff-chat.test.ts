import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { forgetOld } from '../../src/contacts/forget-old.ts';
import { createDesk } from '../../src/handover/open-desk.ts';
import { hearStaff } from '../../src/handover/staff-chat.ts';
import { STAFF_TEXTS } from '../../src/handover/staff-texts.ts';
import { noTranslator } from '../../src/handover/translator.ts';
import { wire } from '../../src/wiring.ts';
import { FakeMail } from '../support/fake-mail.ts';
import { HandoverSite, type Person } from '../support/handover-site.ts';
import { realAssistant } from '../support/live-papote.ts';
import { addressOf, counter, outgoingTo, untilTold } from '../support/observe.ts';
import { StaffChat, untilRemembered } from '../support/staff-chat.ts';
import { memberUpdate, messageUpdate, newChat, pressUpdate } from '../support/telegram-updates.ts';
import { wholeDatabase } from '../support/whole-database.ts';

const ANNE: Person = { id: 'Anne', territories: ['liege'] };
const BEA: Person = { id: 'Bea', deputyOf: ['liege'], language: 'nl' };
const WIM: Person = { id: 'Wim', role: 'administrator', hours: [] };
const ASKS = 'je voudrais parler à une vraie personne à Liège';
const DANGER = 'à Liège mon mari me frappe maintenant';
const HELLO = 'Bonjour, je suis là. Zéphyrin.';
const CONSOLE = 'https://papote.example/console';
const MINUTE = 60_000;
const DAY = 86_400_000;
const PATIENCE = { timeout: 30_000, interval: 20 };
const FR = STAFF_TEXTS.fr;
const NL = STAFF_TEXTS.nl;

const { say } = (await realAssistant()).renderer;

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

/** What people of the network wrote to the parent of a chat. */
async function written(chat: number): Promise<string[]> {
  const rows = await outgoingTo(site.live, 'telegram', String(chat));
  const { sealer } = site.live.papote;
  return rows
    .filter(({ kind }) => kind === 'human')
    .map(({ body }) => (body ? JSON.parse(sealer.open(body)).text : ''));
}

/** Nothing was understood, stored as a conversation, or changed for the contact that a chat of the network has. */
async function expectNoParent(chat: number): Promise<void> {
  const known = await addressOf(site.live, 'telegram', String(chat));
  expect(known).toMatchObject({ optedOut: false, state: 'active' });
  const { rows } = await sql<{ conversations: number; requests: number; outgoing: number; bodies: number }>`
    select (select count(*)::int from conversations where contact_id = ${known?.contact}) as conversations,
      (select count(*)::int from requests where contact_id = ${known?.contact}) as requests,
      (select count(*)::int from outgoing where contact_id = ${known?.contact}) as outgoing,
      (select count(*)::int from events where contact_id = ${known?.contact} and body is not null) as bodies
  `.execute(site.live.papote.store.db);
  expect(rows).toEqual([{ conversations: 0, requests: 0, outgoing: 0, bodies: 0 }]);
}

function untilAllHandled(): Promise<void> {
  const { db } = site.live.papote.store;
  return vi.waitFor(async () => {
    const { rows } = await sql`select 1 from events where handled_at is null`.execute(db);
    expect(rows).toHaveLength(0);
  }, PATIENCE);
}

describe('a chat is linked to a member', () => {
  it('by the link with a code, once; alerts then arrive there, with no word of the parent', async () => {
    const { member, code, link } = await StaffChat.withCode(site, 'Anne');
    expect(link).toBe(`https://t.me/papote_test_bot?start=${code}`);
    expect(await wholeDatabase(site.live)).not.toContain(code);
    expect(await member.tells(`/start ${code}`)).toBe(FR.linked);
    const chat = newChat();
    const alert = await member.alertedBy(chat, ASKS);
    const [line, url] = alert.text.split('\n');
    expect(line).toBe('Nouvelle demande, Liège, priorité normale');
    expect(url).toBe(`${CONSOLE}/requests/${(await site.request(chat)).id}`);
    expect(alert.text).not.toContain('vraie personne');
    expect(mail.received).toEqual([]);
    await expectNoParent(member.chat);
  });

  it('by the bare code in small letters; writing /start again changes nothing', async () => {
    const { member, code } = await StaffChat.withCode(site, 'Bea');
    expect(await member.tells(code.toLowerCase())).toBe(NL.linked);
    expect(await member.tells('/start')).toBe(NL.help);
    expect(await member.tells(`/start ${code}`)).toBe(NL.linked);
    await expectNoParent(member.chat);
  });

  it('not by a code that was used, is over, was replaced, or belongs to who is switched off', async () => {
    const { member: anne, code: used } = await StaffChat.withCode(site, 'Anne');
    const other = newChat();
    expect(await anne.tells(used)).toBe(FR.linked);
    expect(await site.answered(other, used)).toBe(FR.code.used);
    const { member: bea, code: replaced } = await StaffChat.withCode(site, 'Bea');
    const { code: late } = await bea.newCode();
    site.now = new Date(site.now.getTime() + 30 * MINUTE);
    expect(await bea.tells(late)).toBe(NL.code.expired);
    expect(await bea.tells(`/start ${replaced}`)).not.toBe(NL.linked);
    const wim = await site.signIn('Wim');
    await wim.get('/console/staff/Anne');
    await wim.post('/console/staff/Anne/deactivate');
    expect(await site.answered(other, used)).not.toBe(FR.linked);
  });

  it('nor by guessing: after five, not even by the right one, but the right one stays good', async () => {
    const { member, code } = await StaffChat.withCode(site, 'Anne');
    const thief = newChat();
    for (let guess = 0; guess < 20; guess += 1) {
      const wrong = `AAAA-${String(2222 + guess)}`;
      await site.writes(thief, guess % 2 === 0 ? wrong : `/start ${wrong}`);
    }
    await site.writes(thief, `/start ${code}`);
    // The machine says nothing any more to who writes so much: what was written is handled all the same.
    await untilAllHandled();
    expect(site.told(thief)).not.toContain(FR.linked);
    expect(await member.tells(code)).toBe(FR.linked);
  });

  it('and to one only: with a code of somebody else it changes hands', async () => {
    const anne = await StaffChat.linked(site, 'Anne');
    const { code } = await StaffChat.withCode(site, 'Bea');
    expect(await anne.tells(code)).toBe(NL.linked);
    expect(await anne.tells('/aide')).toBe(NL.help);
    expect((await anne.browser.get('/console/me/alerts')).body).not.toContain('Un chat est lié');
  });
});

describe('a reply to the alert', () => {
  it('takes the request and reaches the parent once, also when Telegram brings it twice', async () => {
    const anne = await StaffChat.linked(site, 'Anne');
    const chat = newChat();
    const alert = await anne.alertedBy(chat, ASKS);
    const update = anne.update(HELLO, alert.id);
    expect((await anne.after(() => site.live.postTelegram(update))).text).toBe(FR.reply.sent);
    await site.live.postTelegram(update);
    const told = (await untilTold(site.live, chat, 3)).map(({ payload }) => payload.text);
    expect(told.slice(1)).toEqual([say('fr', 'human.joined'), HELLO]);
    expect(await site.request(chat)).toMatchObject({ state: 'taken', taken_by: 'Anne', last_human_at: site.now });
    expect(await anne.tells('Et voici la suite.', alert.id)).toBe(FR.reply.sent);
    expect(await written(chat)).toEqual([HELLO, 'Et voici la suite.']);
    await expectNoParent(anne.chat);
  });

  it('done twice, as after a crash before it was noted, reaches the parent once and says the same', async () => {
    const anne = await StaffChat.linked(site, 'Anne');
    const chat = newChat();
    const alert = await anne.alertedBy(chat, ASKS);
    const { db } = site.live.papote.store;
    const { sealer } = site.live.papote;
    const channels = new Map(wire(site.live.config).channels.map((channel) => [channel.name, channel]));
    const desk = createDesk({ db, sealer, channels, say, translator: noTranslator, clock: () => site.now });
    const hear = (text: string, id: string) =>
      hearStaff(
        { db, sealer, desk, consoleUrl: CONSOLE },
        {
          ...{ id, contact: 'of-anne', channel: 'telegram', recipient: sealer.seal(String(anne.chat)) },
          event: {
            ...{ kind: 'message', id, address: String(anne.chat), at: site.now, text, media: [] },
            replyTo: String(alert.id),
          },
        },
        site.now,
      );
    for (let times = 0; times < 2; times += 1)
      expect(await hear(HELLO, '900001')).toEqual({ says: FR.reply.sent, unlinks: [] });
    expect((await hear('/clore', '900002'))?.says).toBe(FR.done.close);
    // It has left, whatever became of the request since.
    expect((await hear(HELLO, '900001'))?.says).toBe(FR.reply.again);
    expect(await hear('/stop', '900003')).toEqual({ says: FR.unlinked, unlinks: ['Anne'] });
    expect(await hear('/stop', '900003')).toEqual({ says: FR.unlinked, unlinks: ['Anne'] });
    expect(await written(chat)).toEqual([HELLO]);
  });

  it('by two at once: one has it, the other is told who', async () => {
    const [anne, bea] = [await StaffChat.linked(site, 'Anne'), await StaffChat.linked(site, 'Bea')];
    const chat = newChat();
    const toBea = bea.after(async () => undefined);
    const alert = await anne.alertedBy(chat, DANGER);
    const alertToBea = await toBea;
    await untilRemembered(site, alertToBea.id);
    const said = await Promise.all([anne.tells('Anne ici', alert.id), bea.tells('Bea hier', alertToBea.id)]);
    const winner = (await site.request(chat)).taken_by;
    expect(said).toEqual(winner === 'Anne' ? [FR.reply.sent, NL.takenBy('Anne')] : [FR.takenBy('Bea'), NL.reply.sent]);
    expect((await written(chat)).map((text) => text.split('\n').at(-1))).toEqual([
      winner === 'Anne' ? 'Anne ici' : 'Bea hier',
    ]);
  });

  it('with a command takes, gives back and closes, in both languages; a slip goes to nobody', async () => {
    const bea = await StaffChat.linked(site, 'Bea');
    const chat = newChat();
    const alert = await bea.alertedBy(chat, DANGER);
    expect(await bea.tells('/sluiten', alert.id)).toBe(NL.notYours);
    expect(await bea.tells('/nemen', alert.id)).toBe(NL.done.take);
    expect(await site.request(chat)).toMatchObject({ state: 'taken', taken_by: 'Bea' });
    expect(await bea.tells('/cloree', alert.id)).toBe(NL.unknownCommand);
    expect(await bea.tells('/rendre', alert.id)).toBe(NL.done['give-back']);
    expect(await site.request(chat)).toMatchObject({ state: 'open', taken_by: null });
    expect(await bea.tells('/prendre', alert.id)).toBe(NL.done.take);
    expect(await bea.tells('/clore', alert.id)).toBe(NL.done.close);
    expect(await site.request(chat)).toMatchObject({ state: 'closed', closed_by: 'Bea', outcome: 'answered' });
    for (const late of ['/clore', '/prendre', 'Encore là ?'])
      expect(await bea.tells(late, alert.id)).toBe(NL.closedAlready);
    expect(await written(chat)).toEqual([]);
  });

  it('that is too long, or to a parent who said STOP, is told back and goes nowhere', async () => {
    const anne = await StaffChat.linked(site, 'Anne');
    const chat = newChat();
    const alert = await anne.alertedBy(chat, ASKS);
    expect(await anne.tells('a'.repeat(4_001), alert.id)).toBe(FR.reply['too-long']);
    expect(await site.request(chat)).toMatchObject({ state: 'open' });
    await site.answered(chat, 'STOP');
    expect(await anne.tells(HELLO, alert.id)).toBe(FR.reply['window-closed']);
    expect(await written(chat)).toEqual([]);
  });
});

describe('what is no reply to an alert reaches no parent, and nobody understands it', () => {
  it('a text, a danger, a STOP word, a photo, a press, a reply to something else', async () => {
    const anne = await StaffChat.linked(site, 'Anne');
    const chat = newChat();
    const alert = await anne.alertedBy(chat, ASKS);
    expect(await anne.tells('/prendre', alert.id)).toBe(FR.done.take);
    const decided = () => counter(site.live, 'papote_turns_total', { rule: 'staff chat' });
    const before = await decided();
    for (const text of [HELLO, DANGER, 'humain', 'désabonner', 'AAAA-2222'])
      expect(await anne.tells(text)).toBe(FR.whichRequest(CONSOLE));
    expect(await anne.tells(HELLO, 1)).toBe(FR.notThere(CONSOLE));
    const photo = messageUpdate(anne.chat, {
      photo: [{ file_id: 'x' }],
      caption: HELLO,
      reply_to_message: { message_id: alert.id },
    });
    expect((await anne.after(() => site.live.postTelegram(photo))).text).toBe(FR.onlyText);
    expect((await anne.after(() => site.live.postTelegram(pressUpdate(anne.chat, 'more')))).text).toBe(
      FR.whichRequest(CONSOLE),
    );
    await site.live.postTelegram(memberUpdate(anne.chat, 'member', 'kicked'));
    expect(await anne.tells('/aide')).toBe(FR.help);
    expect(await decided()).toBe(before + 10);
    expect(await written(chat)).toEqual([]);
    await expectNoParent(anne.chat);
    expect(await wholeDatabase(site.live)).not.toContain('Zéphyrin');
  });

  it('/stop unlinks: the next alert comes by mail', async () => {
    const anne = await StaffChat.linked(site, 'Anne');
    const first = newChat();
    const alert = await anne.alertedBy(first, ASKS);
    expect(await anne.tells('/stop')).toBe(FR.unlinked);
    await expectNoParent(anne.chat);
    await site.answered(newChat(), ASKS);
    expect((await mail.until(1)).map(({ to }) => to)).toEqual(['anne@rfm.example']);
    // A code links the chat again; what was said before stands for nothing.
    const { code } = await anne.newCode();
    expect(await anne.tells(code)).toBe(FR.linked);
    expect(await anne.tells(HELLO, alert.id)).toBe(FR.notThere(CONSOLE));
  });

  it('who is switched off is told so and let go', async () => {
    const anne = await StaffChat.linked(site, 'Anne');
    const chat = newChat();
    const alert = await anne.alertedBy(chat, ASKS);
    const wim = await site.signIn('Wim');
    await wim.get('/console/staff/Anne');
    expect((await wim.post('/console/staff/Anne/deactivate')).statusCode).toBe(303);
    expect(await anne.tells(HELLO, alert.id)).toBe(FR.switchedOff);
    expect(await site.request(chat)).toMatchObject({ state: 'open' });
    expect(await written(chat)).toEqual([]);
    const { rows } = await sql`select 1 from staff_addresses`.execute(site.live.papote.store.db);
    expect(rows).toEqual([]);
  });

  it('nobody answers themselves: who tries Papote as a parent in the same chat uses the console', async () => {
    const { member, code } = await StaffChat.withCode(site, 'Anne');
    await site.answered(member.chat, ASKS);
    await mail.until(1);
    expect(await member.tells(code)).toBe(FR.linked);
    const { db } = site.live.papote.store;
    await sql`update requests set alerted_at = null`.execute(db);
    const alert = await member.after(() => site.duty());
    await untilRemembered(site, alert.id);
    for (const text of ['/prendre', '/rendre', HELLO])
      expect(await member.tells(text, alert.id)).toBe(FR.notThere(CONSOLE));
  });
});

describe('what the parent writes meanwhile', () => {
  async function setRelays(member: StaffChat, on: boolean): Promise<void> {
    await member.browser.get('/console/me/alerts');
    const { statusCode } = await member.browser.post('/console/me/alerts/relays', on ? { relays: '1' } : {});
    expect(statusCode).toBe(303);
  }

  it('is shown in the chat of who has the request only if they want it, once, and can be replied to', async () => {
    const anne = await StaffChat.linked(site, 'Anne');
    const chat = newChat();
    const alert = await anne.alertedBy(chat, ASKS);
    expect(await anne.tells('/prendre', alert.id)).toBe(FR.done.take);
    const silences = () => counter(site.live, 'papote_turns_total', { rule: 'human has it' });
    const before = await silences();
    await site.writes(chat, 'Un premier mot');
    await vi.waitFor(async () => expect(await silences()).toBe(before + 1), PATIENCE);
    await setRelays(anne, true);
    const update = messageUpdate(chat, { text: 'Zéphyrin a faim', date: site.now.getTime() / 1000 });
    const relayed = await anne.after(() => site.live.postTelegram(update));
    await site.live.postTelegram(update);
    const { id } = await site.request(chat);
    expect(relayed.text).toBe(`${FR.parentWrote('Liège', id)}\n\nZéphyrin a faim`);
    await untilRemembered(site, relayed.id);
    expect(await anne.tells('Je viens.', relayed.id)).toBe(FR.reply.sent);
    const voice = messageUpdate(chat, { voice: { file_id: 'x' }, date: site.now.getTime() / 1000 });
    expect((await anne.after(() => site.live.postTelegram(voice))).text).toBe(
      `${FR.parentWrote('Liège', id)}\n\n${FR.media}`,
    );
    await setRelays(anne, false);
    await site.writes(chat, 'Encore un mot');
    expect(await anne.tells('/aide')).toBe(FR.help);
    expect(anne.shown().filter(({ text }) => /mot/.test(text))).toEqual([]);
    expect(await written(chat)).toEqual(['Je viens.']);
  });
});

describe('what an alert stands for is kept', () => {
  const kept = async (): Promise<number> =>
    (await sql`select 1 from alert_messages`.execute(site.live.papote.store.db)).rows.length;

  it('for 30 days, and no longer than the contact; codes and guesses for a day', async () => {
    const anne = await StaffChat.linked(site, 'Anne');
    const [chat, other] = [newChat(), newChat()];
    await anne.alertedBy(chat, ASKS);
    await anne.alertedBy(other, ASKS);
    await site.answered(newChat(), 'AAAA-2222');
    const { db } = site.live.papote.store;
    expect(await kept()).toBe(2);
    await site.answered(chat, 'effacer');
    await site.answered(chat, 'oui');
    await vi.waitFor(async () => expect(await kept()).toBe(1), PATIENCE);
    await forgetOld(db, new Date(site.now.getTime() + 2 * DAY));
    expect((await db.selectFrom('staff_codes').selectAll().execute()).length).toBe(0);
    expect((await db.selectFrom('sign_in_attempts').selectAll().execute()).length).toBe(0);
    expect(await kept()).toBe(1);
    await forgetOld(db, new Date(site.now.getTime() + 30 * DAY + MINUTE));
    expect(await kept()).toBe(0);
  });
});
