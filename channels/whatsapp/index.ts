import type twilio from 'twilio';
import type { ChannelLimits, Templating } from '../../src/channel.ts';
import { fetchTemplateState } from '../twilio/template-state.ts';
import { createTwilioChannel, type TwilioAccount, type TwilioChannel } from '../twilio/twilio-channel.ts';

/**
 * Through Twilio a body has at most 1,600 characters, also on WhatsApp. Free text goes only within 24 hours of the person's last
 * message (error 63016). Buttons need an approved template, so choices are numbers in the text.
 */
export const WHATSAPP_LIMITS: ChannelLimits = { maxLength: 1_600, segmented: false, buttons: false, windowHours: 24 };

/** @param from the WhatsApp sender's number, without `whatsapp:` */
export function createWhatsAppChannel(
  account: TwilioAccount,
  from: string,
  client: twilio.Twilio,
): TwilioChannel & Templating {
  const channel = createTwilioChannel({
    name: 'whatsapp',
    limits: WHATSAPP_LIMITS,
    account,
    sender: { from: `whatsapp:${from}` },
    client,
    to: (address) => `whatsapp:${address}`,
  });
  return { ...channel, templateState: (contentSid) => fetchTemplateState(client, contentSid) };
}
