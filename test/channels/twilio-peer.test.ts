import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSmsChannel } from '../../channels/sms/index.ts';
import { createTwilioClient } from '../../channels/twilio/client.ts';
import type { TwilioSender } from '../../channels/twilio/twilio-channel.ts';
import { createWhatsAppChannel } from '../../channels/whatsapp/index.ts';
import type { Outgoing } from '../../src/channel.ts';
import { ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL, SMS_NUMBER, WHATSAPP_NUMBER } from '../support/live-papote.ts';
import { SpecifiedTwilio } from '../support/specified-twilio.ts';

const SERVICE = `MG${'1'.repeat(32)}`;
const ID = '7d0b2c1e-93f5-4a52-9d0a-2f6f3a1f7b11';
const SINCE = new Date('2026-11-21T10:00:00Z');

describe('what the Twilio channels ask of the REST API is what Twilio specifies', () => {
  const peer = new SpecifiedTwilio(ACCOUNT_SID, AUTH_TOKEN);
  let base: string;
  beforeAll(async () => {
    base = await peer.start();
  });
  beforeEach(() => {
    peer.seen.length = 0;
    peer.complaints.length = 0;
    peer.message = {};
  });
  afterAll(() => peer.stop());

  const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, publicUrl: PUBLIC_URL };
  const client = (authToken = AUTH_TOKEN) => createTwilioClient(ACCOUNT_SID, authToken, base);
  const sms = (sender: TwilioSender = { from: SMS_NUMBER }) => createSmsChannel(account, sender, client());
  const whatsapp = () => createWhatsAppChannel(account, WHATSAPP_NUMBER, client());
  const outgoing = (address: string, text = "Le SECAL peut avancer l'argent: 0800 12 302."): Outgoing => ({
    id: ID,
    address,
    text,
    buttons: [],
  });

  describe('to send', () => {
    it('an SMS from our number, with our id in the callback', async () => {
      expect(await sms().send(outgoing('+32470000001'))).toEqual({
        ok: true,
        providerId: expect.stringMatching(/^SM[0-9a-f]{32}$/),
      });
      expect(peer.complaints).toEqual([]);
      expect(peer.seen).toEqual([
        {
          operation: 'CreateMessage',
          fields: {
            To: '+32470000001',
            From: SMS_NUMBER,
            Body: "Le SECAL peut avancer l'argent: 0800 12 302.",
            StatusCallback: `${PUBLIC_URL}/webhooks/twilio/status/${ID}`,
          },
        },
      ]);
    });

    it('an SMS from a Messaging Service, then without a number of our own', async () => {
      expect(await sms({ messagingServiceSid: SERVICE }).send(outgoing('+32470000001'))).toMatchObject({ ok: true });
      expect(peer.complaints).toEqual([]);
      expect(peer.seen[0]?.fields).toMatchObject({ MessagingServiceSid: SERVICE });
      expect(peer.seen[0]?.fields).not.toHaveProperty('From');
    });

    it.each([
      ['with a phone number', '+32470000001', 'whatsapp:+32470000001'],
      ['without one', 'BE.123abc', 'whatsapp:BE.123abc'],
    ])('a WhatsApp message to a person %s', async (_case, address, To) => {
      expect(await whatsapp().send(outgoing(address))).toMatchObject({ ok: true });
      expect(peer.complaints).toEqual([]);
      expect(peer.seen[0]?.fields).toMatchObject({ To, From: `whatsapp:${WHATSAPP_NUMBER}` });
    });

    it.each([
      ['is of use for an hour', 3_600_000, 3_600],
      ['is of use for days', 3 * 86_400_000, 36_000],
      ['is hardly of use any more', -5_000, 1],
    ])('what %s, with how long it may wait', async (_case, ahead, seconds) => {
      const until = new Date(Date.now() + ahead);
      expect(await sms().send({ ...outgoing('+32470000001'), until })).toMatchObject({ ok: true });
      expect(peer.complaints).toEqual([]);
      const validity = Number(peer.seen[0]?.fields.ValidityPeriod);
      expect(validity).toBeLessThanOrEqual(seconds);
      expect(validity).toBeGreaterThanOrEqual(Math.max(seconds - 60, 1));
    });

    it('a template by its id and variables, never beside a text', async () => {
      const template = { contentSid: `HX${'a'.repeat(32)}`, variables: { 1: 'Liège' } };
      expect(await whatsapp().send({ ...outgoing('+32470000001'), template })).toMatchObject({ ok: true });
      expect(
        await whatsapp().send({ ...outgoing('+32470000001'), template: { ...template, variables: {} } }),
      ).toMatchObject({ ok: true });
      expect(peer.complaints).toEqual([]);
      const sent = {
        ContentSid: template.contentSid,
        To: 'whatsapp:+32470000001',
        From: `whatsapp:${WHATSAPP_NUMBER}`,
      };
      expect(peer.seen.map(({ fields }) => fields)).toEqual([
        { ...sent, ContentVariables: '{"1":"Liège"}', StatusCallback: expect.anything() },
        { ...sent, StatusCallback: expect.anything() },
      ]);
    });

    it.each([
      ['signs of a form', 'a&Body=b=c+d%20e;f #g'],
      ['Arabic, emoji and line breaks', 'مرحبا 😀\r\n\nhttps://papote.example/?a=b&c=d'],
      ['1,600 characters', 'é'.repeat(1_600)],
    ])('a text with %s, word for word', async (_case, text) => {
      await sms().send(outgoing('+32470000001', text));
      expect(peer.seen[0]?.fields.Body).toBe(text);
    });
  });

  describe('to find out after a crash whether it has a message', () => {
    const ours = outgoing('+32470000001');
    const NO_OTHERS: ReadonlySet<string> = new Set();

    it('lists what went to that person since then, and finds ours by its text', async () => {
      peer.message = { body: ours.text, sid: `SM${'c'.repeat(32)}`, direction: 'outbound-api', to: ours.address };
      expect(await sms().reconcile(ours, SINCE, NO_OTHERS)).toEqual({ found: true, providerId: `SM${'c'.repeat(32)}` });
      expect(peer.complaints).toEqual([]);
      expect(peer.seen).toEqual([
        {
          operation: 'ListMessage',
          fields: { To: '+32470000001', 'DateSent>': '2026-11-21T09:59:00Z', PageSize: expect.anything() },
        },
      ]);
    });

    it('on WhatsApp too', async () => {
      peer.message = { body: ours.text, direction: 'outbound-api' };
      expect(await whatsapp().reconcile(outgoing('BE.123abc'), SINCE, NO_OTHERS)).toMatchObject({ found: true });
      expect(peer.complaints).toEqual([]);
      expect(peer.seen[0]?.fields).toMatchObject({ To: 'whatsapp:BE.123abc' });
    });

    it.each([
      ['another text', { body: 'Bonjour', direction: 'outbound-api' }],
      ['the same text, written by the person', { body: ours.text, direction: 'inbound' }],
    ])('%s is not ours', async (_case, message) => {
      peer.message = message;
      expect(await sms().reconcile(ours, SINCE, NO_OTHERS)).toEqual({ found: false });
      expect(peer.complaints).toEqual([]);
    });

    it('another of our messages with the same words is not this one', async () => {
      const sid = `SM${'c'.repeat(32)}`;
      peer.message = { body: ours.text, sid, direction: 'outbound-api', to: ours.address };
      expect(await sms().reconcile(ours, SINCE, new Set([sid]))).toEqual({ found: false });
    });

    it('a template is found by whatever words were approved for it, unless the message is known as another one', async () => {
      const sid = `SM${'c'.repeat(32)}`;
      peer.message = { body: 'Des mots approuvés', sid, direction: 'outbound-api' };
      const asked = { ...outgoing('BE.123abc'), template: { contentSid: `HX${'1'.repeat(32)}`, variables: {} } };
      expect(await whatsapp().reconcile(asked, SINCE, NO_OTHERS)).toEqual({ found: true, providerId: sid });
      expect(await whatsapp().reconcile(asked, SINCE, new Set([sid]))).toEqual({ found: false });
      peer.message = { body: 'Bonjour', sid, direction: 'inbound' };
      expect(await whatsapp().reconcile(asked, SINCE, NO_OTHERS)).toEqual({ found: false });
    });

    it('throws when it cannot ask', async () => {
      const refused = createSmsChannel(account, { from: SMS_NUMBER }, client('wrong-token'));
      await expect(refused.reconcile(ours, SINCE, NO_OTHERS)).rejects.toThrow();
    });
  });

  describe('and what it does not specify is refused', () => {
    it.each<[string, () => Promise<unknown>, RegExp]>([
      [
        'a Messaging Service that is none',
        () => sms({ messagingServiceSid: 'MG1' }).send(outgoing('+32470000001')),
        /MessagingServiceSid/,
      ],
      ['a recipient that is none', () => sms().send(outgoing('0470 00 00 01')), /phone-number/],
      [
        'credentials of somebody else',
        () => createSmsChannel(account, { from: SMS_NUMBER }, client('wrong-token')).send(outgoing('+32470000001')),
        /credentials/,
      ],
    ])('%s', async (_case, send, complaint) => {
      expect(await send()).toMatchObject({ ok: false, error: { kind: 'rejected' } });
      expect(peer.complaints.join('\n')).toMatch(complaint);
      expect(peer.seen).toEqual([]);
    });
  });
});
