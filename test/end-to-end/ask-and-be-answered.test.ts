import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LivePapote, startLivePapote } from '../support/live-papote.ts';

describe('a parent asks and is answered', () => {
  let live: LivePapote;
  beforeAll(async () => {
    live = await startLivePapote();
  });
  afterAll(() => live.stop());

  it('by SMS: the webhook answers an empty TwiML, the reply goes by the REST API with our id in the callback', async () => {
    const response = await live.postTwilio('sms', {
      MessageSid: 'SM1',
      From: '+32470000001',
      Body: 'mon ex ne paie plus la pension',
    });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toContain('text/xml');
    expect(response.body).toContain('<Response/>');
    const [reply] = await live.twilio.untilTaken(1);
    expect(reply).toMatchObject({ to: '+32470000001' });
    expect(reply?.body).toContain('SECAL');
    expect(reply?.statusCallback).toMatch(/^https:\/\/papote\.example\/webhooks\/twilio\/status\/[0-9a-f-]{36}$/);
  });

  it('by Telegram: with a button for the rest', async () => {
    await live.postTelegram({
      update_id: 1,
      message: {
        message_id: 7,
        date: 1_700_000_000,
        chat: { id: 42, type: 'private' },
        from: { id: 42, language_code: 'tr' },
        text: 'eski kocam nafakayı ödemiyor',
      },
    });
    const [call] = await live.telegram.untilCalled('sendMessage', 1);
    expect(call?.payload.text).toContain('SECAL');
    expect(JSON.stringify(call?.payload.reply_markup)).toContain('more:child-support-unpaid');
  });
});
