import twilio from 'twilio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  type LivePapote,
  PUBLIC_URL,
  SMS_NUMBER,
  startLivePapote,
} from '../support/live-papote.ts';
import { addressOf, counter, stored, untilAddress, untilTexted } from '../support/observe.ts';

const PATH = '/webhooks/twilio/sms';
type Fields = Record<string, string | string[]>;
const QUESTION = 'mon ex ne paie plus la pension';
const ANOTHER = 'je voudrais parler à une personne';

let lastMessage = 0;
/** Fields as Twilio posts them for an SMS (names and forms of a captured request, made-up values). */
function smsFields(from: string, Body: string): Record<string, string> {
  lastMessage += 1;
  const sid = `SM${String(lastMessage).padStart(32, 'a')}`;
  return {
    ToCountry: 'BE',
    ToState: '',
    SmsMessageSid: sid,
    NumMedia: '0',
    ToCity: '',
    SmsSid: sid,
    SmsStatus: 'received',
    To: SMS_NUMBER,
    NumSegments: '1',
    MessageSid: sid,
    AccountSid: ACCOUNT_SID,
    From: from,
    Body,
    ApiVersion: '2010-04-01',
  };
}

const sign = (url: string, fields: Fields): string => twilio.getExpectedTwilioSignature(AUTH_TOKEN, url, fields);

describe('the webhooks for Twilio', () => {
  let live: LivePapote;
  beforeAll(async () => {
    live = await startLivePapote();
  });
  afterAll(() => live.stop());

  const post = (path: string, payload: string, headers: Record<string, string>) =>
    live.papote.app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload,
    });
  const refusals = (code: string) => counter(live, 'papote_webhook_refused_total', { path: PATH, code });

  describe('refuse with 403, count, and store nothing', () => {
    const fields = smsFields('+32470000010', QUESTION);
    const right = sign(PUBLIC_URL + PATH, fields);
    it.each<[string, Record<string, string>, string]>([
      ['no signature', {}, 'no-signature'],
      ['an empty signature', { 'x-twilio-signature': '' }, 'no-signature'],
      ['a made-up signature', { 'x-twilio-signature': 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }, 'wrong-signature'],
      ['a signature in lower case', { 'x-twilio-signature': right.toLowerCase() }, 'wrong-signature'],
      [
        'the signature of another account',
        { 'x-twilio-signature': twilio.getExpectedTwilioSignature('other-token', PUBLIC_URL + PATH, fields) },
        'wrong-signature',
      ],
      [
        'a signature over another path',
        { 'x-twilio-signature': sign(`${PUBLIC_URL}/webhooks/twilio/whatsapp`, fields) },
        'wrong-signature',
      ],
      [
        'a signature over http',
        { 'x-twilio-signature': sign(`http://papote.example${PATH}`, fields) },
        'wrong-signature',
      ],
      [
        'a signature over the host that the request claims',
        {
          'x-twilio-signature': sign(`https://evil.example${PATH}`, fields),
          host: 'evil.example',
          'x-forwarded-host': 'evil.example',
          'x-forwarded-proto': 'https',
        },
        'wrong-signature',
      ],
    ])('%s', async (_case, headers, code) => {
      const [before, refused] = [await stored(live), await refusals(code)];
      const response = await post(PATH, new URLSearchParams(fields).toString(), headers);
      expect(response.statusCode).toBe(403);
      expect(response.body).toBe('');
      expect(await refusals(code)).toBe(refused + 1);
      expect(await stored(live)).toEqual(before);
    });

    it('a text that was changed on the way', async () => {
      const before = await stored(live);
      const changed = new URLSearchParams({ ...fields, Body: 'stop' }).toString();
      expect((await post(PATH, changed, { 'x-twilio-signature': right })).statusCode).toBe(403);
      expect(await stored(live)).toEqual(before);
    });
  });

  it('answer 400 to a signed body that cannot be read, and count it', async () => {
    const [before, refused] = [await stored(live), await refusals('malformed')];
    const headers = { 'content-type': 'application/json', 'x-twilio-signature': sign(PUBLIC_URL + PATH, {}) };
    expect((await post(PATH, '{"MessageSid":"SM', headers)).statusCode).toBe(400);
    expect(await refusals('malformed')).toBe(refused + 1);
    expect(await stored(live)).toEqual(before);
  });

  it.each<[string, Record<string, string>]>([
    ['no sender', { From: '' }],
    ['no id', { MessageSid: '', SmsSid: '' }],
  ])('answer 200 to a message with %s, and store nothing', async (_case, without) => {
    const [before, count] = [
      await stored(live),
      await counter(live, 'papote_webhook_ignored_total', { channel: 'sms' }),
    ];
    const all = { ...smsFields('+32470000011', QUESTION), ...without };
    const fields = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
    expect((await live.postTwilio('sms', fields)).statusCode).toBe(200);
    expect(await counter(live, 'papote_webhook_ignored_total', { channel: 'sms' })).toBe(count + 1);
    expect(await stored(live)).toEqual(before);
  });

  describe('accept the signature over the configured public address', () => {
    let number = 32_470_100_000;
    const accepted = async (path: string, extra: Fields): Promise<void> => {
      number += 1;
      const fields: Fields = { ...smsFields(`+${number}`, QUESTION), ...extra };
      const form = new URLSearchParams();
      for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
      const headers = { 'x-twilio-signature': sign(PUBLIC_URL + path, fields), host: '127.0.0.1:3000' };
      const response = await post(path, form.toString(), headers);
      expect(response.statusCode).toBe(200);
      expect((await untilTexted(live, `+${number}`))[0]?.body).toContain('SECAL');
    };

    it('plain', () => accepted(PATH, {}));
    it('with a query in it', () => accepted(`${PATH}?site=a%20b&x=1`, {}));
    it('with the fields of a Messaging Service', () =>
      accepted(PATH, { MessagingServiceSid: `MG${'b'.repeat(32)}`, AddOns: '{"status":"successful"}' }));
    it('with an empty field', () => accepted(PATH, { ToZip: '' }));
    it('with a field that nobody knew yet', () => accepted(PATH, { Émoji: '😀 & = +' }));
    it('with a field that stands twice', () => accepted(PATH, { Tag: ['b', 'a'] }));
  });

  it('answer one message for one that comes twice, and five times at the same instant', async () => {
    const from = '+32470000020';
    const fields = smsFields(from, QUESTION);
    const responses = await Promise.all(Array.from({ length: 5 }, () => live.postTwilio('sms', fields)));
    expect(responses.map((response) => response.statusCode)).toEqual([200, 200, 200, 200, 200]);
    await untilTexted(live, from);
    await live.postTwilio('sms', fields);
    await live.postTwilio('sms', smsFields(from, ANOTHER));
    const [first, second, ...others] = await untilTexted(live, from, 2);
    expect([first?.body.includes('SECAL'), second?.body.includes('SECAL')]).toEqual([true, false]);
    expect(others).toEqual([]);
  });

  it('know the old name of the id', async () => {
    const { MessageSid: _new, ...fields } = smsFields('+32470000021', QUESTION);
    await live.postTwilio('sms', fields);
    expect(await untilTexted(live, '+32470000021')).toHaveLength(1);
  });

  it('do what a WhatsApp button says, by its payload', async () => {
    const from = 'whatsapp:+32470000022';
    await live.postTwilio('whatsapp', {
      ...smsFields(from, 'Voir'),
      ButtonText: 'Voir',
      ButtonPayload: 'topic:child-support-unpaid',
    });
    expect((await untilTexted(live, from))[0]?.body).toContain('SECAL');
  });

  it('answer a person on WhatsApp who shows no phone number', async () => {
    await live.postTwilio('whatsapp', {
      ...smsFields('whatsapp:BE.123abc', QUESTION),
      ExternalUserId: 'whatsapp:BE.123abc',
    });
    expect((await untilTexted(live, 'whatsapp:BE.123abc'))[0]?.body).toContain('SECAL');
    expect(await addressOf(live, 'whatsapp', 'BE.123abc')).toMatchObject({ state: 'active' });
  });

  it('take an opt-out that Twilio has recognised in words we do not know, and the way back', async () => {
    const from = '+32470000023';
    await live.postTwilio('sms', { ...smsFields(from, 'laisse ça'), OptOutType: 'STOP' });
    await untilAddress(live, 'sms', from, { optedOut: true });
    await live.postTwilio('sms', { ...smsFields(from, 'allez-y'), OptOutType: 'START' });
    await untilAddress(live, 'sms', from, { optedOut: false });
  });
});
