import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LivePapote, startLivePapote, WEBHOOK_SECRET } from '../support/live-papote.ts';
import { addressOf, counter, stored, untilAddress, untilTold } from '../support/observe.ts';
import {
  memberUpdate,
  messageUpdate,
  newChat,
  nextUpdateId,
  person,
  postRaw,
  pressUpdate,
  privateChat,
} from '../support/telegram-updates.ts';

const PATH = '/webhooks/telegram';
const SECRET = { 'x-telegram-bot-api-secret-token': WEBHOOK_SECRET };
const QUESTION = 'mon ex ne paie plus la pension';
const ANOTHER = 'je voudrais parler à une personne';

describe('the webhook for Telegram', () => {
  let live: LivePapote;
  beforeAll(async () => {
    live = await startLivePapote();
  });
  afterAll(() => live.stop());

  const refusals = (code: string) => counter(live, 'papote_webhook_refused_total', { path: PATH, code });
  const ignored = () => counter(live, 'papote_webhook_ignored_total', { channel: 'telegram' });

  describe('refuses with 403, counts, and stores nothing', () => {
    it.each([
      ['a missing secret', {}, 'no-signature'],
      ['an empty secret', { 'x-telegram-bot-api-secret-token': '' }, 'wrong-signature'],
      ['a wrong secret', { 'x-telegram-bot-api-secret-token': 'wrong' }, 'wrong-signature'],
      [
        'the beginning of the secret',
        { 'x-telegram-bot-api-secret-token': WEBHOOK_SECRET.slice(0, -1) },
        'wrong-signature',
      ],
      ['the secret and more', { 'x-telegram-bot-api-secret-token': `${WEBHOOK_SECRET}x` }, 'wrong-signature'],
      ['the secret in another header', { authorization: WEBHOOK_SECRET }, 'no-signature'],
    ])('%s', async (_case, headers, code) => {
      const [before, refused] = [await stored(live), await refusals(code)];
      const response = await postRaw(live, messageUpdate(newChat(), { text: QUESTION }), headers);
      expect(response.statusCode).toBe(403);
      expect(response.body).toBe('');
      expect(await refusals(code)).toBe(refused + 1);
      expect(await stored(live)).toEqual(before);
    });
  });

  describe('answers 400 to what is no JSON, counts, and stores nothing', () => {
    it.each([
      ['a cut body', '{"update_id":1,"message":{"text":"mon ex'],
      ['no JSON at all', 'update_id=1&text=bonjour'],
      ['a NUL byte', '\u0000'],
    ])('%s', async (_case, body) => {
      const [before, refused] = [await stored(live), await refusals('malformed')];
      expect((await postRaw(live, body, SECRET)).statusCode).toBe(400);
      expect(await refusals('malformed')).toBe(refused + 1);
      expect(await stored(live)).toEqual(before);
    });

    it('but 403 without the secret: nobody learns what we can read', async () => {
      expect((await postRaw(live, '{"update_id"', {})).statusCode).toBe(403);
    });
  });

  describe('answers 200 to what does not concern us, counts, and stores nothing', () => {
    const chat = newChat();
    const message = { message_id: 3, date: 1_763_700_000, chat: privateChat(chat), from: person(chat), text: QUESTION };
    const group = { id: -100_123, type: 'supergroup', title: 'Parents' };
    it.each<[string, string | object]>([
      ['an unknown kind of update', { update_id: nextUpdateId(), message_reaction: { chat, date: 1 } }],
      ['an update that holds only its id', { update_id: nextUpdateId() }],
      ['an edited message', { update_id: nextUpdateId(), edited_message: { ...message, edit_date: 1_763_700_050 } }],
      ['a post in a channel', { update_id: nextUpdateId(), channel_post: message }],
      ['a message in a group', { update_id: nextUpdateId(), message: { ...message, chat: group } }],
      [
        'a button pressed in a group',
        {
          update_id: nextUpdateId(),
          callback_query: {
            id: '9',
            from: person(chat),
            data: 'yes',
            message: { message_id: 1, date: 1, chat: group },
          },
        },
      ],
      [
        'a button of a message that is gone',
        { update_id: nextUpdateId(), callback_query: { id: '9', from: person(chat), data: 'yes' } },
      ],
      ['the bot made a member of a group', memberUpdate(chat, 'left', 'member', group)],
      ['a message without a chat', { update_id: nextUpdateId(), message: { ...message, chat: undefined } }],
      ['a message without a date', { update_id: nextUpdateId(), message: { ...message, date: undefined } }],
      ['a date outside of time', { update_id: nextUpdateId(), message: { ...message, date: 1e15 } }],
      ['an update without an id', { message }],
      ['an id that is no number', { update_id: 'one', message }],
      ['a text that is no text', { update_id: nextUpdateId(), message: { ...message, text: { de: 'trop' } } }],
      ['null', 'null'],
      ['a list', '[]'],
      ['a number', '42'],
    ])('%s', async (_case, body) => {
      const [before, count] = [await stored(live), await ignored()];
      expect((await postRaw(live, body, SECRET)).statusCode).toBe(200);
      expect(await ignored()).toBe(count + 1);
      expect(await stored(live)).toEqual(before);
    });
  });

  describe('stores an event once', () => {
    it('sent twice: one reply, and the second is counted', async () => {
      const chat = newChat();
      const duplicates = await counter(live, 'papote_events_duplicate_total', { channel: 'telegram' });
      const update = messageUpdate(chat, { text: QUESTION });
      expect((await live.postTelegram(update)).statusCode).toBe(200);
      await untilTold(live, chat);
      expect((await live.postTelegram(update)).statusCode).toBe(200);
      expect(await counter(live, 'papote_events_duplicate_total', { channel: 'telegram' })).toBe(duplicates + 1);
      await expectOneReplyBefore(chat);
    });

    it('sent five times at the same instant: one reply', async () => {
      const chat = newChat();
      const update = messageUpdate(chat, { text: QUESTION });
      const responses = await Promise.all(Array.from({ length: 5 }, () => live.postTelegram(update)));
      expect(responses.map((response) => response.statusCode)).toEqual([200, 200, 200, 200, 200]);
      await untilTold(live, chat);
      await expectOneReplyBefore(chat);
    });

    it('but two first messages of a person at the same instant are both answered, to one contact', async () => {
      const chat = newChat();
      const before = await stored(live);
      await Promise.all([
        live.postTelegram(messageUpdate(chat, { text: QUESTION })),
        live.postTelegram(messageUpdate(chat, { text: ANOTHER })),
      ]);
      await untilTold(live, chat, 2);
      const after = await stored(live);
      expect(after).toMatchObject({ contacts: (before.contacts ?? 0) + 1, addresses: (before.addresses ?? 0) + 1 });
    });

    /** Answers keep their order: once the next question is answered, a second reply to the first would be there. */
    async function expectOneReplyBefore(chat: number): Promise<void> {
      await live.postTelegram(messageUpdate(chat, { text: ANOTHER }));
      const [first, second, ...others] = await untilTold(live, chat, 2);
      expect(first?.payload.text).toContain('SECAL');
      expect(second?.payload.text).not.toContain('SECAL');
      expect(others).toEqual([]);
    }
  });

  it('answers in the order in which the person wrote, not in which updates arrive', async () => {
    const chat = newChat();
    await live.postTelegram(messageUpdate(chat, { text: 'bonjour' }));
    await untilTold(live, chat);
    const contact = (await addressOf(live, 'telegram', String(chat)))?.contact ?? '';
    await live.papote.store.db.connection().execute(async (db) => {
      // The lock that makes it one at a time per contact: holding it lets both updates wait.
      await sql`select pg_advisory_lock(hashtextextended(${contact}, 0))`.execute(db);
      await live.postTelegram(messageUpdate(chat, { text: ANOTHER, date: 1_763_700_020 }));
      await live.postTelegram(messageUpdate(chat, { text: QUESTION, date: 1_763_700_010 }));
      await sql`select pg_advisory_unlock(hashtextextended(${contact}, 0))`.execute(db);
    });
    const [, earlier, later] = await untilTold(live, chat, 3);
    expect(earlier?.payload.text).toContain('SECAL');
    expect(later?.payload.text).not.toContain('SECAL');
  });

  it('a person who blocks the bot is noted as blocked and opted out, and reachable after unblocking', async () => {
    const chat = newChat();
    await live.postTelegram(memberUpdate(chat, 'member', 'kicked'));
    await untilAddress(live, 'telegram', String(chat), { state: 'blocked', optedOut: true });
    await live.postTelegram(memberUpdate(chat, 'kicked', 'member'));
    await untilAddress(live, 'telegram', String(chat), { state: 'active' });
    await live.postTelegram(messageUpdate(chat, { text: QUESTION }));
    expect(await untilTold(live, chat)).toHaveLength(1);
  });

  it('a pressed button stops spinning at once and does what it says, by its payload', async () => {
    const chat = newChat();
    const response = await live.postTelegram(pressUpdate(chat, 'topic:child-support-unpaid'));
    expect(response.json()).toEqual({
      method: 'answerCallbackQuery',
      callback_query_id: expect.stringMatching(/^press-\d+$/),
    });
    const [reply] = await untilTold(live, chat);
    expect(reply?.payload.text).toContain('SECAL');
    expect(JSON.stringify(reply?.payload.reply_markup)).toContain('more:child-support-unpaid');
  });
});
