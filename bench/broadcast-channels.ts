import { createSmsChannel } from '../channels/sms/index.ts';
import { createTelegramChannel } from '../channels/telegram/index.ts';
import { createTwilioClient } from '../channels/twilio/client.ts';
import { createWhatsAppChannel } from '../channels/whatsapp/index.ts';
import type { Channel, ChannelName } from '../src/channel.ts';
import { ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL } from './settings.ts';

export const RECIPIENTS = Number(process.env.BENCH_RECIPIENTS ?? 100_000);

/** Calls on their way at the same time, as the sender has them. */
export const CONCURRENCY: Readonly<Record<ChannelName, number>> = { sms: 64, whatsapp: 64, telegram: 16 };

const TURNS: readonly ChannelName[] = ['sms', 'whatsapp', 'telegram'];

export function channelOf(number: number): ChannelName {
  return TURNS[number % TURNS.length] ?? 'sms';
}

export function addressOf(number: number): string {
  return channelOf(number) === 'telegram' ? String(10_000_000 + number) : `+3247${String(number).padStart(7, '0')}`;
}

/** The three real channels on a fake provider. */
export function benchChannels(provider: string): Map<ChannelName, Channel> {
  const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, publicUrl: PUBLIC_URL };
  const client = createTwilioClient(ACCOUNT_SID, AUTH_TOKEN, provider);
  const all: Channel[] = [
    createSmsChannel(account, { from: '+32460000001' }, client),
    createWhatsAppChannel(account, '+32460000002', client),
    createTelegramChannel({ token: '123456:token', webhookSecret: undefined, apiRoot: provider }),
  ];
  return new Map(all.map((channel) => [channel.name, channel]));
}
