import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { frInbox } from '../../src/console/texts/fr-inbox.ts';
import { forgetOld } from '../../src/contacts/forget-old.ts';
import { Acceptor } from '../../src/inbox/accept.ts';
import { DatabaseProxy } from '../support/database-proxy.ts';
import { DeskSite } from '../support/desk-site.ts';
import { type LivePapote, SMS_NUMBER, startLivePapote, WHATSAPP_NUMBER } from '../support/live-papote.ts';
import { addressOf, counter, outgoingTo, stored, untilTexted, untilTold } from '../support/observe.ts';
import { messageUpdate, newChat, postRaw } from '../support/telegram-updates.ts';
import { makeDatabase } from '../support/test-database.ts';

const DANGER = 'mon mari me frappe';
const DANGER_IN_ARABIC = 'زوجي يضربني الآن ساعدوني';
const QUESTION = 'mon ex ne paie plus la pension';
const PARENT = '+32470000001';
const PATIENCE = { timeout: 30_000, interval: 50 };

let lastMessage = 0;
function fields(From: string, Body: string): Record<string, string> {
  lastMessage += 1;
  const To = From.startsWith('whatsapp:') ? `whatsapp:${WHATSAPP_NUMBER}` : SMS_NUMBER;
  return { MessageSid: `SM${String(lastMessage).padStart(32, 'c')}`, From, To, Body, NumMedia: '0' };
}

/** The texts in a TwiML response, in order. */
function textsIn(twiml: string): string[] {
  const plain = (text: string): string =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  return [...twiml.matchAll(/<Message>([^<]*)<\/Message>/g)].map(([, text = '']) => plain(text));
}

const telegramReply = z.object({ method: z.literal('sendMessage'), chat_id: z.string(), text: z.string() });

describe('while the database is away', { timeout: 60_000 }, () => {
  let proxy: DatabaseProxy;
  let folder: string;
  let live: LivePapote;
  let now: Date;
  beforeEach(async () => {
    proxy = new DatabaseProxy();
    folder = await mkdtemp(join(tmpdir(), 'papote-away-'));
    now = new Date();
    live = await startLivePapote(
      { DATABASE_URL: await proxy.start(await makeDatabase()), DATA_DIR: folder },
      { clock: () => now },
    );
  });
  afterEach(async () => {
    proxy.restore();
    await live.stop();
    await proxy.stop();
    await rm(folder, { recursive: true });
  });

  const spoolFolder = (): string => join(folder, 'spool');
  const files = (): string[] => readdirSync(spoolFolder()).map((name) => join(spoolFolder(), name));
  const spooled = async (): Promise<number> => {
    const { body } = await live.papote.app.inject('/metrics');
    return Number(/^papote_spooled_events (\d+)$/m.exec(body)?.[1]);
  };
  const restored = async (): Promise<void> => {
    proxy.restore();
    await vi.waitFor(async () => expect(await spooled()).toBe(0), PATIENCE);
  };
  const requests = async (): Promise<object[]> =>
    live.papote.store.db.selectFrom('requests').select(['reason', 'danger_class', 'state']).execute();
  const untilHandled = (count: number): Promise<void> =>
    vi.waitFor(async () => {
      const { db } = live.papote.store;
      const rows = await db.selectFrom('events').select('id').where('handled_at', 'is not', null).execute();
      expect(rows).toHaveLength(count);
    }, PATIENCE);

  describe('danger is answered at once in the response of the webhook, and a human is asked for once it is back', () => {
    it.each([
      ['sms', PARENT, DANGER, /^112: /m, 'fr'],
      ['whatsapp', `whatsapp:${PARENT}`, DANGER, /^112: /m, 'fr'],
      ['sms', PARENT, DANGER_IN_ARABIC, /112/, 'ar'],
      ['whatsapp', `whatsapp:${PARENT}`, DANGER_IN_ARABIC, /112/, 'ar'],
    ] as const)('%s from %s: %s', async (channel, from, text, numbers, language) => {
      proxy.cut();
      const response = await live.postTwilio(channel, fields(from, text));
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toMatch(/^text\/xml/);
      const [said = '', ...others] = textsIn(response.body);
      expect(said).toMatch(numbers);
      expect(/\p{Script=Arabic}/u.test(said)).toBe(language === 'ar');
      expect(others).toEqual([]);
      await restored();
      await untilHandled(1);
      expect(await requests()).toEqual([{ reason: 'danger', danger_class: 'violence', state: 'open' }]);
      expect(live.twilio.taken).toEqual([]);
      expect(await stored(live)).toEqual({ events: 1, contacts: 1, addresses: 1 });
    });

    it('by Telegram, in the language of the text', async () => {
      const chat = newChat();
      proxy.cut();
      const response = await live.postTelegram(messageUpdate(chat, { text: DANGER_IN_ARABIC }));
      expect(response.statusCode).toBe(200);
      const reply = telegramReply.parse(response.json());
      expect(reply.chat_id).toBe(String(chat));
      expect(reply.text).toMatch(/112/);
      expect(reply.text).toMatch(/\p{Script=Arabic}/u);
      await restored();
      await untilHandled(1);
      expect(await requests()).toEqual([{ reason: 'danger', danger_class: 'violence', state: 'open' }]);
      expect(live.telegram.of('sendMessage')).toEqual([]);
    });
  });

  describe('what was said in danger', () => {
    /** A parent in danger is answered without the database; gives the texts, once the database is back and knows. */
    async function toldWhileAway(): Promise<string[]> {
      proxy.cut();
      const said = textsIn((await live.postTwilio('sms', fields(PARENT, DANGER))).body);
      await vi.waitFor(() => expect(files()).toHaveLength(1), PATIENCE);
      await restored();
      await untilHandled(1);
      return said;
    }

    it('stands in the conversation, said then, and is not sent again', async () => {
      const began = now;
      const said = await toldWhileAway();
      expect(said).toHaveLength(1);
      const { store, sealer } = live.papote;
      const site = await DeskSite.on(store, sealer);
      const anne = await site.member('Anne', { role: 'coordinator' });
      const { id } = await store.db.selectFrom('requests').select('id').executeTakeFirstOrThrow();
      const thread = (await site.desk.open(anne, id))?.thread ?? [];
      expect(thread.map(({ from, text }) => [from, text])).toEqual([
        ['parent', DANGER],
        ['machine', said[0]],
      ]);
      expect(thread[1]).toMatchObject({ whileAway: true, at: began, state: 'sent' });
      expect((await site.get(anne, `/requests/${id}`)).body).toContain(frInbox.conversation.whileAway);
      await live.postTwilio('sms', fields(PARENT, 'merci'));
      await untilHandled(2);
      expect(live.twilio.taken.filter(({ body }) => body === said[0])).toEqual([]);
      await site.app.close();
    });

    it('is said where the noting came before a crash, too: each part once, in order, before what follows', async () => {
      const at = new Date(now.getTime() - 60_000);
      const late = { at, dangerSaidAt: at, said: ['112', '0800 30 030'] };
      const acceptor = new Acceptor(live.papote.store.pool, live.papote.sealer);
      // Danger that the learned column alone raised: its question is answered as well, in the turn.
      const event = { kind: 'message', id: 'SM-late', address: PARENT, at, text: QUESTION, media: [] } as const;
      await acceptor.accept('sms', event, late);
      await untilTexted(live, PARENT);
      const { sealer } = live.papote;
      const rows = await outgoingTo(live, 'sms', PARENT);
      const texts = rows.map(({ body }) => (body ? JSON.parse(sealer.open(body)).text : ''));
      expect(texts.slice(0, 2)).toEqual(late.said);
      expect(rows.map(({ while_away: away }) => away)).toEqual([true, true, false]);
    });

    it('goes with its parent, and after 30 days', async () => {
      await toldWhileAway();
      const { db } = live.papote.store;
      await db.updateTable('requests').set({ state: 'closed' }).execute();
      await forgetOld(db, new Date(Date.now() + 31 * 86_400_000));
      expect(await outgoingTo(live, 'sms', PARENT)).toMatchObject([{ body: null, recipient: null, while_away: true }]);
      await db.deleteFrom('contacts').execute();
      expect(await db.selectFrom('outgoing').select('id').execute()).toEqual([]);
    });
  });

  it('a plain question is taken without a word, and answered once when it is back', async () => {
    proxy.cut();
    const asked = fields(PARENT, QUESTION);
    for (const response of [await live.postTwilio('sms', asked), await live.postTwilio('sms', asked)]) {
      expect(response.statusCode).toBe(200);
      expect(textsIn(response.body)).toEqual([]);
    }
    expect(await spooled()).toBe(1);
    await restored();
    const [first] = await untilTexted(live, PARENT);
    expect(first?.body).toContain('SECAL');
    await untilHandled(1);
    expect(live.twilio.taken).toHaveLength(1);
    expect(files()).toEqual([]);
  });

  it('what a parent writes in the silence is answered in the order in which it was written', async () => {
    proxy.cut();
    for (const text of [QUESTION, 'plus', 'aide']) await live.postTwilio('sms', fields(PARENT, text));
    await restored();
    const answers = await untilTexted(live, PARENT, 3);
    expect(answers.map(({ body }) => body.includes('SECAL'))).toEqual([true, expect.any(Boolean), false]);
    expect(new Set(answers.map(({ body }) => body)).size).toBe(3);
  });

  it('a database that does not answer is not waited for, and what reaches it late is not answered twice', async () => {
    proxy.silence();
    const response = await live.postTwilio('sms', fields(PARENT, DANGER));
    expect(textsIn(response.body)).toHaveLength(1);
    await restored();
    await untilHandled(1);
    expect(await requests()).toHaveLength(1);
    expect(live.twilio.taken).toEqual([]);
  });

  it('danger that is delivered again is answered again after a minute, not before', async () => {
    proxy.cut();
    const again = fields(PARENT, DANGER);
    const said = async (): Promise<number> => textsIn((await live.postTwilio('sms', again)).body).length;
    expect([await said(), await said()]).toEqual([1, 0]);
    now = new Date(now.getTime() + 61_000);
    expect([await said(), await said()]).toEqual([1, 0]);
    expect(await counter(live, 'papote_danger_from_memory_total', { channel: 'sms' })).toBe(2);
    await restored();
    await untilHandled(1);
    expect(live.twilio.taken).toEqual([]);
  });

  it('the same danger in other words gets the short answer, and after the silence too', async () => {
    proxy.cut();
    const [first = ''] = textsIn((await live.postTwilio('sms', fields(PARENT, DANGER))).body);
    const [second = ''] = textsIn((await live.postTwilio('sms', fields(PARENT, 'il me frappe encore'))).body);
    expect(second).toContain('112');
    expect(second.length).toBeLessThan(first.length / 3);
    await restored();
    await untilHandled(2);
    await live.postTwilio('sms', fields(PARENT, DANGER));
    const [after] = await untilTexted(live, PARENT);
    expect(after?.body).toBe(second);
    expect(live.twilio.taken).toHaveLength(1);
  });

  it('one in danger and one with a question: only the question is answered later', async () => {
    proxy.cut();
    await live.postTwilio('sms', fields(PARENT, DANGER));
    await live.postTwilio('sms', fields('+32470000002', QUESTION));
    await restored();
    await untilTexted(live, '+32470000002');
    await untilHandled(2);
    expect(live.twilio.taken.map(({ to }) => to)).toEqual(['+32470000002']);
  });

  it('an answer that would come six hours later is not given, but STOP holds', async () => {
    proxy.cut();
    await live.postTwilio('sms', fields(PARENT, QUESTION));
    await live.postTwilio('sms', fields('+32470000002', 'stop'));
    now = new Date(now.getTime() + 6 * 3_600_000 + 60_000);
    await restored();
    await untilHandled(2);
    expect(await addressOf(live, 'sms', '+32470000002')).toMatchObject({ optedOut: true });
    expect(await outgoingTo(live, 'sms', PARENT)).toEqual([]);
    expect(live.twilio.taken).toEqual([]);
  });

  it('a wrong signature or secret is refused, and nothing is kept', async () => {
    proxy.cut();
    const response = await live.papote.app.inject({
      method: 'POST',
      url: '/webhooks/twilio/sms',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 'AAAA' },
      payload: new URLSearchParams(fields(PARENT, DANGER)).toString(),
    });
    expect(response.statusCode).toBe(403);
    const wrong = { 'x-telegram-bot-api-secret-token': 'wrong' };
    expect((await postRaw(live, messageUpdate(newChat(), { text: DANGER }), wrong)).statusCode).toBe(403);
    expect(await spooled()).toBe(0);
  });

  it('files hold no readable text or number, tell nothing by their name, and are for us alone', async () => {
    proxy.cut();
    const told = fields(PARENT, DANGER);
    await live.postTwilio('sms', told);
    await vi.waitFor(() => expect(files()).toHaveLength(1), PATIENCE);
    const [file = ''] = files();
    const content = readFileSync(file, 'latin1');
    const name = file.slice(folder.length);
    // Sealed bytes may hold any two or three letters by chance: only what is long enough is looked for among them.
    for (const open of ['frappe', PARENT.slice(1), told.MessageSid ?? '?', '"channel"', '"event"'])
      expect(content + name).not.toContain(open);
    for (const open of ['sms', 'SM', 'event']) expect(name).not.toContain(open);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(spoolFolder()).mode & 0o777).toBe(0o700);
  });

  it('readiness says so, and how many events wait', async () => {
    proxy.cut();
    await live.postTwilio('sms', fields(PARENT, QUESTION));
    await live.postTwilio('sms', fields(PARENT, 'merci'));
    const response = await live.papote.app.inject('/health/ready');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({
      status: 'not ready',
      checks: { database: 'failed', model: 'ok' },
      notes: ['events kept on disk until the database is back: 2'],
    });
    await restored();
    expect((await live.papote.app.inject('/health/ready')).json()).toMatchObject({ status: 'ready', notes: [] });
  });

  it('with no room on disk either, the provider is told to come back, and danger is answered by an ordinary send', async () => {
    // A file where the folder should be: nothing can be written there.
    writeFileSync(spoolFolder(), '');
    proxy.cut();
    expect((await live.postTwilio('sms', fields('+32470000002', QUESTION))).statusCode).toBe(503);
    const told = fields(PARENT, DANGER);
    expect((await live.postTwilio('sms', told)).statusCode).toBe(503);
    const chat = newChat();
    expect((await live.postTelegram(messageUpdate(chat, { text: DANGER }))).statusCode).toBe(503);
    expect((await untilTexted(live, PARENT))[0]?.body).toMatch(/^112: /m);
    expect(await untilTold(live, chat)).toHaveLength(1);
    proxy.restore();
    expect((await live.postTwilio('sms', told)).statusCode).toBe(200);
    await untilHandled(1);
    expect(await requests()).toHaveLength(1);
    expect(live.twilio.taken).toHaveLength(1);
  });

  describe('what became of messages', () => {
    /** A question asked and answered while the database is there; gives the path of its delivery states. */
    async function answered(to = PARENT): Promise<string> {
      await live.postTwilio('sms', fields(to, QUESTION));
      const [message] = await untilTexted(live, to);
      await vi.waitFor(async () => expect(await stateOf(to)).toBe('accepted'), PATIENCE);
      return new URL(message?.statusCallback ?? '').pathname;
    }
    const stateOf = async (to = PARENT) => (await outgoingTo(live, 'sms', to))[0]?.state;
    const reports = async (path: string, MessageStatus: string, ErrorCode?: string): Promise<number> =>
      (await live.postSigned(path, { MessageSid: 'SM-out', MessageStatus, ...(ErrorCode && { ErrorCode }) }))
        .statusCode;
    const notes = async (): Promise<unknown> => (await live.papote.app.inject('/health/ready')).json().notes;
    const recorded = async (): Promise<void> => {
      proxy.restore();
      await vi.waitFor(async () => expect(await notes()).toEqual([]), PATIENCE);
    };

    it('is kept, sealed, each once, and written when it is back, in order', async () => {
      const path = await answered();
      proxy.cut();
      for (const state of ['sent', 'sent', 'delivered', 'undelivered']) expect(await reports(path, state)).toBe(204);
      expect(await notes()).toEqual(['delivery states kept on disk until the database is back: 3']);
      const kept = readdirSync(join(folder, 'spool-states'));
      expect(kept).toHaveLength(3);
      for (const name of kept) {
        const content = readFileSync(join(folder, 'spool-states', name), 'latin1') + name;
        for (const open of ['delivered', path.split('/').at(-1) ?? '?', 'SM-out']) expect(content).not.toContain(open);
      }
      await recorded();
      // What was delivered cannot fail any more: had the order been another, it would have failed.
      expect(await stateOf()).toBe('delivered');
      expect(readdirSync(join(folder, 'spool-states'))).toEqual([]);
    });

    it('of a number that is dead is known of the address as well', async () => {
      const path = await answered();
      proxy.cut();
      expect(await reports(path, 'undelivered', '30006')).toBe(204);
      await recorded();
      expect(await stateOf()).toBe('failed');
      expect(await addressOf(live, 'sms', PARENT)).toMatchObject({ state: 'dead' });
    });

    it('is not waited for where the database does not answer, and what arrives late changes nothing', async () => {
      const path = await answered();
      proxy.silence();
      expect(await reports(path, 'delivered')).toBe(204);
      await recorded();
      expect(await stateOf()).toBe('delivered');
    });

    it('is refused where there is no room on disk either', async () => {
      const path = await answered();
      writeFileSync(join(folder, 'spool-states'), '');
      proxy.cut();
      expect(await reports(path, 'delivered')).toBe(503);
    });

    it('of a message that nobody knows is kept, and forgotten', async () => {
      proxy.cut();
      expect(await reports('/webhooks/twilio/status/of-nobody', 'delivered')).toBe(204);
      await recorded();
    });
  });
});
