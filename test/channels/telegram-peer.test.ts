import { createServer } from 'node:net';
import { TelegramServer } from 'telegram-test-api/lib/telegramServer.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTelegramChannel, pollUpdates, type TelegramChannel } from '../../channels/telegram/index.ts';
import type { ChannelEvent } from '../../src/channel.ts';
import { BOT_TOKEN } from '../support/live-papote.ts';

const CHAT = 5_100_000_001;
/** Buttons as rows. */
const keyboard = z.object({ inline_keyboard: z.array(z.array(z.unknown())) });
const PARENT = { userId: CHAT, chatId: CHAT, firstName: 'Parent' };

/**
 * The Bot API as others have rebuilt it (telegram-test-api). It sends no secret with webhooks and answers getUpdates at once,
 * so only sending and polling are tried on it.
 */
describe('the Telegram channel with a Bot API server that is not ours', () => {
  let server: TelegramServer;
  let channel: TelegramChannel;
  let polling: ReturnType<typeof pollUpdates> | undefined;

  beforeAll(async () => {
    server = new TelegramServer({ host: '127.0.0.1', port: await freePort() });
    await server.start();
    channel = createTelegramChannel({
      token: BOT_TOKEN,
      webhookSecret: undefined,
      apiRoot: server.config.apiURL,
    });
  });
  afterEach(async () => {
    await polling?.stop();
    polling = undefined;
  });
  afterAll(() => server.stop());

  const outgoing = (text: string, buttons: { label: string; payload: string }[] = []) => ({
    id: 'out-1',
    address: String(CHAT),
    text,
    buttons,
  });

  /** Polls until so many events have come; fails on the first problem. */
  function untilPolled(count: number): Promise<ChannelEvent[]> {
    return new Promise((resolve, reject) => {
      const come: ChannelEvent[] = [];
      polling = pollUpdates(
        channel.api,
        async (events) => {
          come.push(...events);
          if (come.length >= count) resolve(come);
        },
        reject,
      );
    });
  }

  /** What the parent sees next: text and buttons. */
  async function seen() {
    const { result } = await server.getClient(BOT_TOKEN, PARENT).getUpdates();
    return result.map(({ message }) => message);
  }

  it('a text arrives word for word, signs of markup and right-to-left letters included', async () => {
    const text = '*Bonjour* <b>_toi_</b> & [co](x)\nمرحبا 😀 1_000 €';
    const sent = await channel.send(outgoing(text));
    expect(sent).toEqual({ ok: true, providerId: expect.stringMatching(/^\d+$/) });
    const [message] = await seen();
    expect(message).toMatchObject({ chat_id: String(CHAT), text });
    expect(message).not.toHaveProperty('parse_mode');
    expect(message).not.toHaveProperty('reply_markup');
  });

  it('buttons arrive one a line, and a press comes back with what we put on it', async () => {
    const buttons = [
      { label: 'Suite', payload: 'more:child-support-unpaid' },
      { label: 'Français', payload: 'language:fr' },
    ];
    await channel.send(outgoing('Choisissez', buttons));
    const [message] = await seen();
    const { inline_keyboard: rows } = keyboard.parse(message?.reply_markup);
    // Telegram drops rows without buttons.
    expect(rows.filter((row) => row.length > 0)).toEqual([
      [{ text: 'Suite', callback_data: 'more:child-support-unpaid' }],
      [{ text: 'Français', callback_data: 'language:fr' }],
    ]);
    const client = server.getClient(BOT_TOKEN, PARENT);
    await client.sendCallback(
      client.makeCallbackQuery('more:child-support-unpaid', {
        message: { message_id: 2 },
      }) as Parameters<typeof client.sendCallback>[0],
    );
    expect(await untilPolled(1)).toEqual([
      expect.objectContaining({ kind: 'button', address: String(CHAT), payload: 'more:child-support-unpaid' }),
    ]);
  });

  it('messages are polled in order, with their date; commands without their slash', async () => {
    const client = server.getClient(BOT_TOKEN, PARENT);
    await client.sendMessage(client.makeMessage('mon ex ne paie plus'));
    await client.sendCommand(client.makeCommand('/start depuis-une-affiche'));
    const events = await untilPolled(2);
    expect(events).toEqual([
      expect.objectContaining({ kind: 'message', address: String(CHAT), text: 'mon ex ne paie plus', media: [] }),
      expect.objectContaining({ kind: 'message', address: String(CHAT), text: 'start' }),
    ]);
    const [first] = events;
    expect(first?.kind === 'message' && Math.abs(Date.now() - first.at.getTime())).toBeLessThan(60_000);
  });

  it('polling takes down a webhook that is left from before: with one, Telegram gives no updates', async () => {
    await channel.register(`${server.config.apiURL}/nowhere`);
    const event = untilPolled(1);
    const asked = server.getClient(BOT_TOKEN, PARENT);
    await expect.poll(() => Object.keys(webhooksOf(server))).toEqual([]);
    await asked.sendMessage(asked.makeMessage('bonjour'));
    expect(await event).toMatchObject([{ text: 'bonjour' }]);
  });

  it('an answer that is none of the Bot API is an error that may pass', async () => {
    const broken = createTelegramChannel({
      token: BOT_TOKEN,
      webhookSecret: undefined,
      apiRoot: `${server.config.apiURL}/elsewhere`,
    });
    expect(await broken.send(outgoing('bonjour'))).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
  });

  it('polling stops at once, and without a problem', async () => {
    const problems: unknown[] = [];
    const idle = pollUpdates(
      channel.api,
      async () => undefined,
      (error) => problems.push(error),
    );
    await idle.stop();
    expect(problems).toEqual([]);
  });
});

/** A port that is free now: the server takes none that the system chooses. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function webhooksOf(server: object): object {
  return 'webhooks' in server && typeof server.webhooks === 'object' && server.webhooks !== null ? server.webhooks : {};
}
