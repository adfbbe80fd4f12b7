import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TelegramTrouble } from '../support/fake-telegram.ts';
import type { Trouble } from '../support/fake-twilio.ts';
import { type LivePapote, startLivePapote } from '../support/live-papote.ts';
import {
  addressOf,
  counter,
  outgoingTo,
  untilAddress,
  untilOutgoing,
  untilTexted,
  untilTold,
  waitsForRetry,
} from '../support/observe.ts';
import { messageUpdate, newChat } from '../support/telegram-updates.ts';

let live: LivePapote;
beforeAll(async () => {
  live = await startLivePapote();
});
afterAll(() => live.stop());

interface Final {
  readonly error: string;
  readonly outcome: string;
  /** What becomes of the address. */
  readonly state: 'active' | 'blocked' | 'dead';
}

let lastNumber = 32_473_000_000;

/** A message in by SMS or WhatsApp whose answer meets trouble; gives the address. */
async function askTwilio(channel: 'sms' | 'whatsapp', trouble: Trouble): Promise<string> {
  lastNumber += 1;
  live.twilio.troubles.push(trouble);
  const From = channel === 'sms' ? `+${lastNumber}` : `whatsapp:+${lastNumber}`;
  await live.postTwilio(channel, { MessageSid: `SM${lastNumber}`, From, Body: 'bonjour' });
  return `+${lastNumber}`;
}

describe('an error that repeating cannot mend ends the message', () => {
  it.each<[string, TelegramTrouble, Final]>([
    [
      'the person has blocked the bot',
      { errorCode: 403, description: 'Forbidden: bot was blocked by the user' },
      { error: '403', outcome: 'stopped', state: 'blocked' },
    ],
    [
      'the account is gone',
      { errorCode: 403, description: 'Forbidden: user is deactivated' },
      { error: '403', outcome: 'stopped', state: 'blocked' },
    ],
    [
      'the chat does not exist',
      { errorCode: 400, description: 'Bad Request: chat not found' },
      { error: '400', outcome: 'invalid', state: 'dead' },
    ],
    [
      'the text is refused',
      { errorCode: 400, description: 'Bad Request: message is too long' },
      { error: '400', outcome: 'rejected', state: 'active' },
    ],
    [
      'the token is wrong',
      { errorCode: 401, description: 'Unauthorized' },
      { error: '401', outcome: 'rejected', state: 'active' },
    ],
  ])('on Telegram: %s', async (_case, trouble, { error, outcome, state }) => {
    const chat = newChat();
    const before = await counter(live, 'papote_sends_total', { channel: 'telegram', outcome });
    live.telegram.troubles.push(trouble);
    await live.postTelegram(messageUpdate(chat, { text: 'bonjour' }));
    await expectEnd('telegram', String(chat), error, state);
    expect(await counter(live, 'papote_sends_total', { channel: 'telegram', outcome })).toBe(before + 1);
  });

  it.each<['sms' | 'whatsapp', string, Trouble, Final]>([
    [
      'sms',
      'the person sent STOP to Twilio',
      { status: 400, code: 21610 },
      { error: '21610', outcome: 'stopped', state: 'blocked' },
    ],
    ['sms', 'a landline', { status: 400, code: 21614 }, { error: '21614', outcome: 'invalid', state: 'dead' }],
    ['sms', 'no such number', { status: 400, code: 21211 }, { error: '21211', outcome: 'invalid', state: 'dead' }],
    ['sms', 'taken for spam', { status: 400, code: 30007 }, { error: '30007', outcome: 'rejected', state: 'active' }],
    [
      'whatsapp',
      'the 24 hours are over',
      { status: 400, code: 63016 },
      { error: '63016', outcome: 'windowClosed', state: 'active' },
    ],
    [
      'whatsapp',
      'nobody there on WhatsApp',
      { status: 400, code: 63003 },
      { error: '63003', outcome: 'invalid', state: 'dead' },
    ],
    ['sms', 'our credentials are wrong', { status: 401 }, { error: '401', outcome: 'rejected', state: 'active' }],
    ['sms', 'a code nobody knew yet', { status: 400, code: 99 }, { error: '99', outcome: 'rejected', state: 'active' }],
  ])('by %s: %s', async (channel, _case, trouble, { error, outcome, state }) => {
    const before = await counter(live, 'papote_sends_total', { channel, outcome });
    const address = await askTwilio(channel, trouble);
    await expectEnd(channel, address, error, state);
    expect(await counter(live, 'papote_sends_total', { channel, outcome })).toBe(before + 1);
  });

  async function expectEnd(
    channel: 'telegram' | 'sms' | 'whatsapp',
    address: string,
    error: string,
    state: Final['state'],
  ): Promise<void> {
    const row = await untilOutgoing(live, channel, address, { state: 'failed', error, attempts: 1 });
    await untilAddress(live, channel, address, { state, optedOut: state === 'blocked' });
    expect(await waitsForRetry(live, row.id)).toBe(false);
  }

  it('and who writes again is answered again', async () => {
    const from = await askTwilio('sms', { status: 400, code: 21610 });
    await untilAddress(live, 'sms', from, { state: 'blocked' });
    await live.postTwilio('sms', { MessageSid: 'SM-again', From: from, Body: 'mon ex ne paie plus la pension' });
    expect((await untilTexted(live, from))[0]?.body).toContain('SECAL');
    expect(await addressOf(live, 'sms', from)).toMatchObject({ state: 'active' });
  });
});

describe('an error that may pass is tried again, as late as the provider says', () => {
  it.each<[string, TelegramTrouble, number]>([
    ['too fast', { errorCode: 429, description: 'Too Many Requests: retry after 1', retryAfter: 1 }, 1_000],
    ['its own trouble', { errorCode: 500, description: 'Internal Server Error' }, 1_000],
  ])('on Telegram: %s', async (_case, trouble, pause) => {
    const chat = newChat();
    live.telegram.troubles.push(trouble);
    const asked = Date.now();
    await live.postTelegram(messageUpdate(chat, { text: 'bonjour' }));
    const waiting = await untilOutgoing(live, 'telegram', String(chat), { state: 'planned', attempts: 1 });
    expect(waiting.error).toBe(String(trouble.errorCode));
    await expect.poll(() => waitsForRetry(live, waiting.id)).toBe(true);
    expect(await untilTold(live, chat)).toHaveLength(1);
    expect(Date.now() - asked).toBeGreaterThanOrEqual(pause);
    await untilOutgoing(live, 'telegram', String(chat), { state: 'accepted', attempts: 2, error: null });
    expect(await addressOf(live, 'telegram', String(chat))).toMatchObject({ state: 'active', optedOut: false });
  });

  it.each<[string, Trouble, string]>([
    ['too fast', { status: 429, code: 20429, headers: { 'retry-after': '1' } }, '20429'],
    ['its own trouble', { status: 500, code: 20500 }, '20500'],
    ['a connection that breaks', { status: 0, hangUp: true }, 'network'],
  ])('at Twilio: %s', async (_case, trouble, error) => {
    const asked = Date.now();
    const to = await askTwilio('sms', trouble);
    const waiting = await untilOutgoing(live, 'sms', to, { state: 'planned', error, attempts: 1 });
    await expect.poll(() => waitsForRetry(live, waiting.id)).toBe(true);
    expect(await untilTexted(live, to)).toHaveLength(1);
    expect(Date.now() - asked).toBeGreaterThanOrEqual(1_000);
    await untilOutgoing(live, 'sms', to, { state: 'accepted', attempts: 2, error: null });
    expect(await addressOf(live, 'sms', to)).toMatchObject({ state: 'active', optedOut: false });
  });

  it('a message that Twilio took before the connection broke is not sent a second time', async () => {
    const to = await askTwilio('sms', { status: 0, takeFirst: true, hangUp: true });
    await untilOutgoing(live, 'sms', to, { state: 'accepted', error: null });
    expect(await untilTexted(live, to)).toHaveLength(1);
  });

  it('nor one whose delivery is reported while it waits for its next try', async () => {
    const to = await askTwilio('sms', { status: 503, takeFirst: true, headers: { 'retry-after': '2' } });
    const [taken] = await untilTexted(live, to);
    const { id } = await untilOutgoing(live, 'sms', to, { state: 'planned' });
    await live.postSigned(`/webhooks/twilio/status/${id}`, {
      MessageSid: taken?.sid ?? '',
      MessageStatus: 'delivered',
    });
    expect((await outgoingTo(live, 'sms', to))[0]).toMatchObject({ state: 'delivered' });
    await expect.poll(() => waitsForRetry(live, id), { timeout: 30_000 }).toBe(false);
    expect(await untilTexted(live, to)).toHaveLength(1);
  });
});
