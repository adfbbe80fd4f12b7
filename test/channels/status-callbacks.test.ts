import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OutgoingState } from '../../src/store/tables.ts';
import { AUTH_TOKEN, type LivePapote, PUBLIC_URL, startLivePapote } from '../support/live-papote.ts';
import { addressOf, counter, outgoingTo, untilAddress, untilOutgoing, untilTexted } from '../support/observe.ts';

const STATUS = '/webhooks/twilio/status';

describe('delivery states that Twilio calls back with', () => {
  let live: LivePapote;
  beforeAll(async () => {
    live = await startLivePapote();
  });
  afterAll(() => live.stop());

  let lastNumber = 32_472_000_000;

  interface Sent {
    readonly to: string;
    readonly id: string;
    readonly sid: string;
  }

  /** A question asked and answered by SMS; its answer has been accepted. */
  async function answered(): Promise<Sent> {
    lastNumber += 1;
    const to = `+${lastNumber}`;
    await live.postTwilio('sms', { MessageSid: `SM-in-${lastNumber}`, From: to, Body: 'bonjour' });
    const [message] = await untilTexted(live, to);
    const { id } = await untilOutgoing(live, 'sms', to, { state: 'accepted' });
    return { to, id, sid: message?.sid ?? '' };
  }

  const fields = ({ to, sid }: Sent, MessageStatus: string, ErrorCode?: string): Record<string, string> => ({
    SmsSid: sid,
    SmsStatus: MessageStatus,
    MessageStatus,
    To: to,
    MessageSid: sid,
    AccountSid: live.config.twilio?.accountSid ?? '',
    From: '+32460000001',
    ApiVersion: '2010-04-01',
    ...(ErrorCode !== undefined && { ErrorCode }),
  });

  async function report(sent: Sent, status: string, errorCode?: string): Promise<void> {
    const response = await live.postSigned(`${STATUS}/${sent.id}`, fields(sent, status, errorCode));
    expect(response.statusCode).toBe(204);
  }

  const stateOf = async (to: string) => (await outgoingTo(live, 'sms', to))[0]?.state;

  describe('move a message up and never down', () => {
    it.each<[string, string[], OutgoingState]>([
      ['the usual order', ['queued', 'sending', 'sent', 'delivered'], 'delivered'],
      ['the reverse order', ['delivered', 'sent', 'sending', 'queued'], 'delivered'],
      ['sent after delivered', ['delivered', 'sent'], 'delivered'],
      ['delivered after read', ['sent', 'read', 'delivered'], 'read'],
      ['each one twice', ['sent', 'sent', 'delivered', 'delivered'], 'delivered'],
      ['scheduled and accepted', ['scheduled', 'accepted'], 'accepted'],
      ['undelivered after sent', ['sent', 'undelivered'], 'failed'],
      ['failed is final', ['failed', 'sent', 'delivered'], 'failed'],
      ['a late failure after delivered', ['delivered', 'undelivered'], 'delivered'],
      ['cancelled at the provider', ['canceled'], 'failed'],
      ['a state that nobody knew yet', ['sent', 'teleported'], 'sent'],
      ['an empty state', ['sent', ''], 'sent'],
    ])('%s', async (_case, statuses, expected) => {
      const sent = await answered();
      for (const status of statuses) await report(sent, status);
      expect(await stateOf(sent.to)).toBe(expected);
    });

    it('all at the same instant', async () => {
      const sent = await answered();
      await Promise.all(
        ['queued', 'delivered', 'sent', 'sending', 'sent', 'delivered'].map((one) => report(sent, one)),
      );
      expect(await stateOf(sent.to)).toBe('delivered');
    });

    it('also when the first overtakes the answer of the REST API', async () => {
      const to = '+32472999999';
      await live.postTwilio('sms', { MessageSid: 'SM-in-overtaken', From: to, Body: 'bonjour' });
      const [message] = await untilTexted(live, to);
      const id = message?.statusCallback?.split('/').at(-1) ?? '';
      await report({ to, id, sid: message?.sid ?? '' }, 'delivered');
      // The next answer is sent only once the first one's acceptance has been written.
      await live.postTwilio('sms', { MessageSid: 'SM-in-next', From: to, Body: 'merci' });
      await untilTexted(live, to, 2);
      expect((await outgoingTo(live, 'sms', to)).find((row) => row.id === id)?.state).toBe('delivered');
    });
  });

  describe('tell what an address is good for', () => {
    it.each([
      ['21610', 'the person stopped us at Twilio', 'blocked', true],
      ['63032', 'the person blocked us on WhatsApp', 'blocked', true],
      ['30006', 'a landline', 'dead', false],
      ['30003', 'a phone that is off', 'active', false],
      ['30007', 'filtered as spam', 'active', false],
      ['99999', 'a code that nobody knew yet', 'active', false],
    ])('undelivered with %s (%s): the address is %s', async (code, _meaning, state, optedOut) => {
      const sent = await answered();
      await report(sent, 'undelivered', code);
      const [row] = await outgoingTo(live, 'sms', sent.to);
      expect(row).toMatchObject({ state: 'failed', error: code });
      expect(await addressOf(live, 'sms', sent.to)).toMatchObject({ state, optedOut });
    });

    it('a person who writes again is reachable again, and the old report sent twice does not undo that', async () => {
      const sent = await answered();
      await report(sent, 'undelivered', '30006');
      expect(await addressOf(live, 'sms', sent.to)).toMatchObject({ state: 'dead' });
      await live.postTwilio('sms', { MessageSid: `${sent.sid}-again`, From: sent.to, Body: 'merci' });
      await untilTexted(live, sent.to, 2);
      await untilAddress(live, 'sms', sent.to, { state: 'active' });
      await report(sent, 'undelivered', '30006');
      expect(await addressOf(live, 'sms', sent.to)).toMatchObject({ state: 'active' });
    });

    it('a late failure of a message that was delivered says nothing', async () => {
      const sent = await answered();
      await report(sent, 'delivered');
      await report(sent, 'undelivered', '30006');
      expect(await addressOf(live, 'sms', sent.to)).toMatchObject({ state: 'active' });
      expect((await outgoingTo(live, 'sms', sent.to))[0]).toMatchObject({ state: 'delivered', error: null });
    });
  });

  it.each([
    ['an id that is not ours', '00000000-0000-4000-8000-000000000000'],
    ['no uuid', 'abc'],
    ['quotes', "x'%20or%201=1--"],
  ])('%s in the address changes nothing and is answered all the same', async (_case, id) => {
    const sent = await answered();
    const response = await live.postSigned(`${STATUS}/${id}`, fields(sent, 'delivered'));
    expect(response.statusCode).toBe(204);
    expect(await stateOf(sent.to)).toBe('accepted');
  });

  it.each<[string, (url: string) => Record<string, string>]>([
    ['without a signature', () => ({})],
    ['with a wrong signature', () => ({ 'x-twilio-signature': 'AAAA' })],
    ['with a signature over an empty form', (url) => ({ 'x-twilio-signature': signEmpty(url) })],
  ])('%s: 403, counted, nothing changed', async (_case, headersFor) => {
    const sent = await answered();
    const refusals = async () =>
      (await counter(live, 'papote_webhook_refused_total', { path: STATUS, code: 'no-signature' })) +
      (await counter(live, 'papote_webhook_refused_total', { path: STATUS, code: 'wrong-signature' }));
    const before = await refusals();
    const url = `${STATUS}/${sent.id}`;
    const response = await live.papote.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headersFor(PUBLIC_URL + url) },
      payload: new URLSearchParams(fields(sent, 'delivered')).toString(),
    });
    expect(response.statusCode).toBe(403);
    expect(await refusals()).toBe(before + 1);
    expect(await stateOf(sent.to)).toBe('accepted');
  });
});

function signEmpty(url: string): string {
  return twilio.getExpectedTwilioSignature(AUTH_TOKEN, url, {});
}
