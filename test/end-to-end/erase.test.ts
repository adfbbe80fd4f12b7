import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { ChannelName } from '../../src/channel.ts';
import { type LivePapote, startLivePapote } from '../support/live-papote.ts';
import { addressOf, outgoingTo, untilTexted, untilTold } from '../support/observe.ts';
import { messageUpdate, newChat } from '../support/telegram-updates.ts';
import { wholeDatabase } from '../support/whole-database.ts';

const CONFIRMED = z
  .object({ delete: z.object({ done: z.string() }) })
  .parse(JSON.parse(readFileSync(new URL('../../knowledge/phrases/fr.json', import.meta.url), 'utf8'))).delete.done;

const posted = z.object({ message: z.object({ message_id: z.number() }) });

describe('a parent has everything erased', () => {
  let live: LivePapote;
  beforeAll(async () => {
    live = await startLivePapote();
  });
  afterAll(() => live.stop());

  let lastNumber = 32_473_000_000;
  const newNumber = (): string => {
    lastNumber += 1;
    return `+${lastNumber}`;
  };

  /** Words that only one parent writes. */
  function secret(): string {
    return `mon ex ne paie plus la pension alimentaire depuis des mois, dossier ${randomUUID()}`;
  }

  /** All that points to a person: address, keyed hash of it, our own id, their words. */
  async function tracesOf(channel: ChannelName, address: string, words: string): Promise<string[]> {
    const contact = (await addressOf(live, channel, address))?.contact;
    if (contact === undefined) throw new Error('nobody is known there');
    return [address, live.papote.sealer.hash(channel, address).toString('hex'), contact, words];
  }

  async function expectNoneLeft(traces: readonly string[]): Promise<void> {
    await vi.waitFor(
      async () => {
        const whole = await wholeDatabase(live);
        expect(traces.filter((trace) => whole.includes(trace))).toEqual([]);
      },
      { timeout: 30_000, interval: 50 },
    );
  }

  async function expectAllThere(traces: readonly string[]): Promise<void> {
    const whole = await wholeDatabase(live);
    expect(traces.filter((trace) => !whole.includes(trace))).toEqual([]);
  }

  describe('by Telegram', () => {
    const toldSoFar = (chat: number): string[] =>
      live.telegram
        .of('sendMessage')
        .filter(({ payload }) => String(payload.chat_id) === String(chat))
        .map(({ payload }) => String(payload.text));

    /** Writes and waits for the answer. Gives the id that the parent's own message has in the chat. */
    async function write(chat: number, text: string): Promise<number> {
      const answers = toldSoFar(chat).length;
      const update = messageUpdate(chat, { text });
      expect((await live.postTelegram(update)).statusCode).toBe(200);
      await untilTold(live, chat, answers + 1);
      return posted.parse(update).message.message_id;
    }

    /** Ids that our answers have in the chat. */
    function ourIds(chat: number): Promise<number[]> {
      return vi.waitFor(async () => {
        const rows = await outgoingTo(live, 'telegram', String(chat));
        expect(rows.map(({ state }) => state)).toEqual(toldSoFar(chat).map(() => 'accepted'));
        return rows.map(({ provider_id }) => Number(provider_id));
      });
    }

    /** Ids of the messages that we took back from the chat. */
    async function takenBack(chat: number): Promise<number[]> {
      for (;;) {
        const all = live.telegram.of('deleteMessages');
        const here = all.filter(({ payload }) => String(payload.chat_id) === String(chat));
        if (here.length > 0) return here.flatMap(({ payload }) => z.array(z.number()).parse(payload.message_ids));
        await live.telegram.untilCalled('deleteMessages', all.length + 1);
      }
    }

    it('only after a yes: a no keeps everything', async () => {
      const [chat, words] = [newChat(), secret()];
      for (const text of [words, 'effacer', 'non']) await write(chat, text);
      await expectAllThere(await tracesOf('telegram', String(chat), words));
      expect(toldSoFar(chat)).not.toContainEqual(expect.stringContaining(CONFIRMED));
    });

    it('address, language, messages, requests; both sides of the chat are taken back; the confirmation stays', async () => {
      const [chat, words] = [newChat(), secret()];
      const theirs: number[] = [];
      for (const text of [words, 'humain', 'effacer']) theirs.push(await write(chat, text));
      const ours = await ourIds(chat);
      const traces = await tracesOf('telegram', String(chat), words);
      await expectAllThere(traces);

      theirs.push(await write(chat, 'oui'));
      expect(toldSoFar(chat)).toHaveLength(4);
      expect(toldSoFar(chat).at(-1)).toContain(CONFIRMED);
      expect((await takenBack(chat)).sort()).toEqual([...theirs, ...ours].sort());
      await expectNoneLeft(traces);
    });

    it('of messages older than 48 hours, which Telegram no longer lets us delete, none is taken back', async () => {
      const chat = newChat();
      await write(chat, 'aide');
      await ourIds(chat);
      const { db } = live.papote.store;
      const contact = (await addressOf(live, 'telegram', String(chat)))?.contact ?? '';
      const before = new Date(Date.now() - 49 * 3_600_000);
      await db.updateTable('events').set({ received_at: before }).where('contact_id', '=', contact).execute();
      await db.updateTable('outgoing').set({ created_at: before }).where('contact_id', '=', contact).execute();
      const asked = await write(chat, 'effacer');
      const question = (await ourIds(chat)).at(-1);
      const confirmed = await write(chat, 'oui');
      expect((await takenBack(chat)).sort()).toEqual([asked, question, confirmed].sort());
    });

    it('the yes that Telegram posts again does not make them known again', async () => {
      const chat = newChat();
      await write(chat, 'effacer');
      const yes = messageUpdate(chat, { text: 'oui' });
      await live.postTelegram(yes);
      await untilTold(live, chat, 2);
      expect((await live.postTelegram(yes)).statusCode).toBe(200);
      expect(await addressOf(live, 'telegram', String(chat))).toBeUndefined();
    });

    it('who blocks us before the confirmation comes leaves no trace either', async () => {
      const [chat, words] = [newChat(), secret()];
      for (const text of [words, 'effacer']) await write(chat, text);
      await ourIds(chat);
      const traces = await tracesOf('telegram', String(chat), words);
      live.telegram.troubles.push({ errorCode: 403, description: 'Forbidden: bot was blocked by the user' });
      await live.postTelegram(messageUpdate(chat, { text: 'oui' }));
      await takenBack(chat);
      await vi.waitFor(() => expect(live.telegram.troubles).toEqual([]));
      await expectNoneLeft(traces);
    });
  });

  describe.each(['sms', 'whatsapp'] as const)('by %s', (channel) => {
    /** Writes and waits for the answer; gives it. */
    async function write(from: string, Body: string): Promise<string> {
      const [address, to] = channel === 'sms' ? [from, from] : [`whatsapp:${from}`, `whatsapp:${from}`];
      const answers = live.twilio.taken.filter((message) => message.to === to).length;
      const MessageSid = `SM${randomUUID()}`;
      expect((await live.postTwilio(channel, { MessageSid, From: address, Body })).statusCode).toBe(200);
      return (await untilTexted(live, to, answers + 1)).at(-1)?.body ?? '';
    }

    it('and is somebody new with the next message', async () => {
      const [from, somebodyNew, words] = [newNumber(), newNumber(), secret()];
      for (const text of [words, 'effacer']) await write(from, text);
      const traces = await tracesOf(channel, from, words);
      await expectAllThere(traces);
      expect(await write(from, 'oui')).toContain(CONFIRMED);
      await expectNoneLeft(traces);
      expect(await write(from, 'aide')).toBe(await write(somebodyNew, 'aide'));
    });
  });
});
