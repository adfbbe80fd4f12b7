import type twilio from 'twilio';
import type { ChannelLimits } from '../../src/channel.ts';
import {
  createTwilioChannel,
  type TwilioAccount,
  type TwilioChannel,
  type TwilioSender,
} from '../twilio/twilio-channel.ts';

/** Twilio takes bodies of up to 1,600 characters (error 21617) and sends them as parts of 160 or 70. */
export const SMS_LIMITS: ChannelLimits = { maxLength: 1_600, segmented: true, buttons: false };

/** @param sender a Belgian mobile number, or the Messaging Service that holds it */
export function createSmsChannel(account: TwilioAccount, sender: TwilioSender, client: twilio.Twilio): TwilioChannel {
  return createTwilioChannel({ name: 'sms', limits: SMS_LIMITS, account, sender, client, to: (address) => address });
}
