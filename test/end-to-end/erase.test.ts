import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type LivePapote, startLivePapote } from '../support/live-papote.ts';
import { addressOf, untilTexted, untilTold } from '../support/observe.ts';
import { messageUpdate, newChat } from '../support/telegram-updates.ts';
import { wholeDatabase } from '../support/whole-database.ts';

/** Nobody else writes these words. */
const PRIVATE = 'mon fils Anatole-Zéphyrin ne mange plus';
const NAME = 'Anatole-Zéphyrin';

const update = z.object({ message: z.object({ message_id: z.number() }) });

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

  /** Writes by Telegram and waits for the answer. Gives the ids of both messages; the answer's is what the fake counts. */
  async function write(chat: number, text: string): Promise<{ theirs: number; answers: number }> {
    const before = told(chat).length;
    const posted = messageUpdate(chat, { text });
    expect((await live.postTelegram(posted)).statusCode).toBe(200);
    const answers = await untilTold(live, chat, before + 1);
    return { theirs: update.parse(posted).message.message_id, answers: answers.length };
  }

  const told = (chat: number): string[] =>
    live.telegram
      .of('sendMessage')
      .filter(({ payload }) => String(payload.chat_id) === String(chat))
      .map(({ payload }) => String(payload.text));

  /** Ids that Telegram gave to our messages in a chat, as we noted them. */
  async function ourIds(chat: number): Promise<number[]> {
    const contact = (await addressOf(live, 'telegram', String(chat)))?.contact ?? '';
    return vi.waitFor(async () => {
      const rows = await live.papote.store.db
        .selectFrom('outgoing')
        .select('provider_id')
        .where('contact_id', '=', contact)
        .execute();
      const ids = rows.map(({ provider_id }) => Number(provider_id ?? Number.NaN));
      expect(ids).toHaveLength(told(chat).length);
      expect(ids).not.toContain(Number.NaN);
      return ids;
    });
  }

  async function sms(from: string, ...texts: string[]): Promise<string[]> {
    for (const [index, Body] of texts.entries()) {
      await live.postTwilio('sms', { MessageSid: `SM-${from}-${index}-${Body}`, From: from, Body });
      await untilTexted(live, from, index + 1);
    }
    return live.twilio.taken.filter(({ to }) => to === from).map(({ body }) => body);
  }
});
