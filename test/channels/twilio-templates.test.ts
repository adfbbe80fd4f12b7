import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSmsChannel } from '../../channels/sms/index.ts';
import { createTwilioClient } from '../../channels/twilio/client.ts';
import { createWhatsAppChannel } from '../../channels/whatsapp/index.ts';
import { canTemplate } from '../../src/channel.ts';
import { FakeTwilio } from '../support/fake-twilio.ts';
import { ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL, SMS_NUMBER, WHATSAPP_NUMBER } from '../support/live-papote.ts';

describe('what WhatsApp says of a template, asked for at Twilio', () => {
  const twilio = new FakeTwilio();
  const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, publicUrl: PUBLIC_URL };
  let client: ReturnType<typeof createTwilioClient>;
  beforeAll(async () => {
    client = createTwilioClient(ACCOUNT_SID, AUTH_TOKEN, await twilio.start());
  });
  afterAll(() => twilio.stop());

  const CONTENT = `HX${'1'.repeat(32)}`;
  const ask = () => createWhatsAppChannel(account, WHATSAPP_NUMBER, client).templateState(CONTENT);

  it.each([
    ['unsubmitted', 'unsubmitted'],
    ['received', 'pending'],
    ['pending', 'pending'],
    ['approved', 'approved'],
    ['rejected', 'rejected'],
    ['paused', 'paused'],
    ['disabled', 'paused'],
    ['something new', 'unknown'],
  ])('%s is %s', async (status, state) => {
    twilio.approvals.set(CONTENT, status);
    expect(await ask()).toBe(state);
  });

  it('one that Twilio does not have is missing', async () => {
    twilio.approvals.delete(CONTENT);
    expect(await ask()).toBe('missing');
  });

  it('throws when Twilio cannot be asked', async () => {
    twilio.approvals.set(CONTENT, 'trouble');
    await expect(ask()).rejects.toThrow();
  });

  it('is an ability of WhatsApp alone', () => {
    expect(canTemplate(createWhatsAppChannel(account, WHATSAPP_NUMBER, client))).toBe(true);
    expect(canTemplate(createSmsChannel(account, { from: SMS_NUMBER }, client))).toBe(false);
  });
});
