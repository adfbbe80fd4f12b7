import { randomBytes } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import twilio from 'twilio';
import { type Config, readConfig } from '../../src/config.ts';
import { type Assistant, loadAssistant } from '../../src/content/load-assistant.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { type Papote, type StartOptions, startPapote } from '../../src/papote.ts';
import { wire } from '../../src/wiring.ts';
import { FakeTelegram } from './fake-telegram.ts';
import { FakeTwilio } from './fake-twilio.ts';
import { makeDatabase } from './test-database.ts';

export const ACCOUNT_SID = `AC${'0'.repeat(32)}`;
export const AUTH_TOKEN = 'auth-token-of-the-tests';
export const WEBHOOK_SECRET = 'secret-of-the-telegram-webhook';
export const BOT_TOKEN = '123456:token-of-the-tests';
export const PUBLIC_URL = 'https://papote.example';
export const SMS_NUMBER = '+32460000001';
export const WHATSAPP_NUMBER = '+32460000002';

let compiled: Promise<Assistant> | undefined;

/** The project's real content, compiled once per test file. */
export function realAssistant(): Promise<Assistant> {
  compiled ??= loadAssistant();
  return compiled;
}

export interface LivePapote {
  readonly papote: Papote;
  readonly twilio: FakeTwilio;
  readonly telegram: FakeTelegram;
  readonly config: Config;
  /** Posts an inbound SMS or WhatsApp message with Twilio's signature. */
  postTwilio(channel: 'sms' | 'whatsapp', fields: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  /** Posts any path as Twilio would, signed. */
  postSigned(path: string, fields: Readonly<Record<string, string>>): Promise<LightMyRequestResponse>;
  /** Posts an update with the secret. */
  postTelegram(update: object): Promise<LightMyRequestResponse>;
  stop(): Promise<void>;
}

/** A whole Papote in live mode on a database of its own, with the three channels and fake providers on loopback. */
export async function startLivePapote(
  overrides: Readonly<Record<string, string>> = {},
  options: Pick<StartOptions, 'contentRoot' | 'assistant' | 'logger' | 'clock'> = {},
): Promise<LivePapote> {
  const fakeTwilio = new FakeTwilio();
  const fakeTelegram = new FakeTelegram();
  const config = readConfig({
    PAPOTE_ENV: 'live',
    PORT: '0',
    PUBLIC_URL,
    DATABASE_URL: await makeDatabase(),
    SECRET_KEY: randomBytes(32).toString('base64'),
    TELEGRAM_BOT_TOKEN: BOT_TOKEN,
    TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET,
    TELEGRAM_API_ROOT: await fakeTelegram.start(),
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_SMS_FROM: SMS_NUMBER,
    TWILIO_WHATSAPP_FROM: WHATSAPP_NUMBER,
    TWILIO_API_BASE: await fakeTwilio.start(),
    ...overrides,
  });
  const papote = await startPapote({
    config,
    wiring: wire(config),
    assistant: options.assistant ?? (await realAssistant()),
    logger: SILENT_LOGGER,
    ...options,
  });
  const postSigned = (path: string, fields: Readonly<Record<string, string>>) =>
    papote.app.inject({
      method: 'POST',
      url: path,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(AUTH_TOKEN, PUBLIC_URL + path, fields),
      },
      payload: new URLSearchParams(fields).toString(),
    });
  return {
    papote,
    twilio: fakeTwilio,
    telegram: fakeTelegram,
    config,
    postSigned,
    postTwilio: (channel, fields) => postSigned(`/webhooks/twilio/${channel}`, fields),
    postTelegram: (update) =>
      papote.app.inject({
        method: 'POST',
        url: '/webhooks/telegram',
        headers: { 'x-telegram-bot-api-secret-token': WEBHOOK_SECRET },
        payload: update,
      }),
    async stop() {
      await papote.stop();
      await fakeTwilio.stop();
      await fakeTelegram.stop();
    },
  };
}
