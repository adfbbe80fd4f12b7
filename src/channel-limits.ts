import { SMS_LIMITS } from '../channels/sms/index.ts';
import { TELEGRAM_LIMITS } from '../channels/telegram/index.ts';
import { WHATSAPP_LIMITS } from '../channels/whatsapp/index.ts';
import type { ChannelLimits, ChannelName } from './channel.ts';

/** What every channel can carry, whether it is configured or not: to try answers out. */
export const CHANNEL_LIMITS: Readonly<Record<ChannelName, ChannelLimits>> = {
  sms: SMS_LIMITS,
  whatsapp: WHATSAPP_LIMITS,
  telegram: TELEGRAM_LIMITS,
};
