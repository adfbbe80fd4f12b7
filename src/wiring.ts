import { createSimulatorChannel, Mailbox, talkRoutes } from '../channels/simulator/index.ts';
import { createSmsChannel, SMS_LIMITS } from '../channels/sms/index.ts';
import { createTelegramChannel, pollUpdates, TELEGRAM_LIMITS } from '../channels/telegram/index.ts';
import { createTwilioClient } from '../channels/twilio/client.ts';
import type { TwilioChannel } from '../channels/twilio/twilio-channel.ts';
import { createWhatsAppChannel, WHATSAPP_LIMITS } from '../channels/whatsapp/index.ts';
import type { Channel } from './channel.ts';
import type { Config } from './config.ts';
import type { Closer, Door, Wiring } from './papote.ts';
import { codeOf } from './start-error.ts';

const PATHS = {
  telegram: '/webhooks/telegram',
  sms: '/webhooks/twilio/sms',
  whatsapp: '/webhooks/twilio/whatsapp',
  status: '/webhooks/twilio/status',
} as const;

/** The channels that the settings ask for, and their doors. In demo mode the simulator stands in for all three. */
export function wire(config: Config): Wiring {
  return config.mode === 'demo' ? demoWiring() : liveWiring(config);
}

function demoWiring(): Wiring {
  const mailbox = new Mailbox();
  return {
    channels: [
      createSimulatorChannel('sms', SMS_LIMITS, mailbox),
      createSimulatorChannel('whatsapp', WHATSAPP_LIMITS, mailbox),
      createSimulatorChannel('telegram', TELEGRAM_LIMITS, mailbox),
    ],
    webhooks: new Map(),
    async open({ app, submit, priceOf }) {
      await app.register(talkRoutes, { mailbox, submit, priceOf });
      return undefined;
    },
  };
}

function liveWiring(config: Config): Wiring {
  const webhooks = new Map<string, Channel>();
  const twilioChannels = twilioWiring(config, webhooks);
  const telegram = config.telegram && createTelegramChannel(config.telegram);
  if (telegram && config.publicUrl !== undefined) webhooks.set(PATHS.telegram, telegram);
  const [anyTwilio] = twilioChannels;
  return {
    channels: [...twilioChannels, ...(telegram ? [telegram] : [])],
    webhooks,
    status: anyTwilio && { path: PATHS.status, channel: anyTwilio, parse: anyTwilio.parseStatus },
    open: (door) => openTelegram(config, telegram, door),
  };
}

function twilioWiring({ twilio, smsFrom, whatsappFrom }: Config, webhooks: Map<string, Channel>): TwilioChannel[] {
  if (!twilio) return [];
  const client = createTwilioClient(twilio.accountSid, twilio.authToken, twilio.apiBase);
  const channels: TwilioChannel[] = [];
  if (smsFrom) {
    const sms = createSmsChannel(twilio, smsFrom, client);
    webhooks.set(PATHS.sms, sms);
    channels.push(sms);
  }
  if (whatsappFrom !== undefined) {
    const whatsapp = createWhatsAppChannel(twilio, whatsappFrom, client);
    webhooks.set(PATHS.whatsapp, whatsapp);
    channels.push(whatsapp);
  }
  return channels;
}

/** With a public address Telegram is told where to post; without one, updates are fetched. */
async function openTelegram(
  config: Config,
  telegram: ReturnType<typeof createTelegramChannel> | undefined,
  door: Door,
): Promise<Closer | undefined> {
  if (!telegram) return undefined;
  const { logger } = door;
  if (config.publicUrl !== undefined) {
    const url = config.publicUrl + PATHS.telegram;
    telegram
      .register(url)
      .catch((error: unknown) =>
        logger.error(
          { channel: 'telegram', code: codeOf(error) },
          telegram.redact(`Telegram did not take the webhook address: ${String(error)}`),
        ),
      );
    return undefined;
  }
  const polling = pollUpdates(
    telegram.api,
    (events) => door.accept(telegram, events),
    (error) =>
      logger.warn(
        { channel: 'telegram', code: codeOf(error) },
        telegram.redact(`cannot fetch updates: ${String(error)}`),
      ),
  );
  return () => polling.stop();
}
