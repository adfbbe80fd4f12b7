import { createSmsChannel } from '../../channels/sms/index.ts';
import { createTelegramChannel } from '../../channels/telegram/index.ts';
import { createTwilioClient } from '../../channels/twilio/client.ts';
import { createWhatsAppChannel } from '../../channels/whatsapp/index.ts';
import type { Invitation } from '../../src/broadcast/invite.ts';
import type { SenderTimes } from '../../src/broadcast/sender.ts';
import type { Channel, ChannelName } from '../../src/channel.ts';

/** Where fake providers listen. */
export interface Providers {
  readonly twilio: string;
  readonly telegram: string;
}

/** As quick to look again as a test needs; a lost answer is asked for no sooner than in earnest. */
export const QUICK: SenderTimes = { crashed: 300, lost: 120_000, idle: 40, maintenance: 150 };

/** The approved text of processes that send on their own. */
export const INVITATION: Invitation = {
  text: 'Nous avons une information pour vous.',
  template: { contentSid: `HX${'b'.repeat(32)}`, variables: {} },
};

const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token', publicUrl: 'https://papote.example' };

/** The three real channels on the addresses of fake providers. */
export function channelsOn({ twilio, telegram }: Providers): Map<ChannelName, Channel> {
  const client = createTwilioClient(ACCOUNT.accountSid, ACCOUNT.authToken, twilio);
  const all: Channel[] = [
    createTelegramChannel({ token: '123456:token', webhookSecret: undefined, apiRoot: telegram }),
    createSmsChannel(ACCOUNT, { from: '+32460000001' }, client),
    createWhatsAppChannel(ACCOUNT, '+32460000002', client),
  ];
  return new Map(all.map((channel) => [channel.name, channel]));
}
