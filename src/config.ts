import { existsSync } from 'node:fs';
import { z } from 'zod';
import { StartError } from './start-error.ts';

const optional = z.string().optional();

const optionalUrl = z
  .string()
  .regex(/^https?:\/\/[^/\s]+\S*$/, 'must be an http or https address')
  .transform((value) => value.replace(/\/+$/, ''))
  .optional();

const rate = (messages: number) => z.coerce.number().positive('must be more than 0').max(1_000).default(messages);
const price = (euro: number) => z.coerce.number().min(0, 'must be a price in euro').default(euro);

const environment = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: optionalUrl,
  DATABASE_URL: z
    .union([
      z.literal('').transform(() => undefined),
      z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://'),
    ])
    .optional(),
  DATA_DIR: z.string().default('./data'),
  SECRET_KEY: optional.refine(
    (value) => value === undefined || Buffer.from(value, 'base64').length === 32,
    'must be 32 bytes in base64 (openssl rand -base64 32)',
  ),
  TELEGRAM_BOT_TOKEN: optional.refine(
    (value) => value === undefined || /^\d+:[\w-]+$/.test(value),
    'must be the token that BotFather gave',
  ),
  TELEGRAM_WEBHOOK_SECRET: optional.refine(
    (value) => value === undefined || /^[\w-]{16,256}$/.test(value),
    'must be 16 to 256 characters of A-Z a-z 0-9 _ -',
  ),
  TELEGRAM_API_ROOT: optionalUrl,
  TWILIO_ACCOUNT_SID: optional.refine(
    (value) => value === undefined || /^AC[0-9a-f]{32}$/i.test(value),
    'must begin with AC and have 34 characters',
  ),
  TWILIO_AUTH_TOKEN: optional,
  TWILIO_SMS_FROM: optional,
  TWILIO_MESSAGING_SERVICE_SID: optional,
  TWILIO_WHATSAPP_FROM: optional,
  TWILIO_API_BASE: optionalUrl,
  EMBEDDING_MODEL: optional,
  STT_MODEL_DIR: optional,
  SMS_PARTS_PER_SECOND: rate(1),
  WHATSAPP_PER_SECOND: rate(80),
  TELEGRAM_PER_SECOND: rate(25),
  SMS_EURO_A_PART: price(0.09),
  WHATSAPP_EURO_A_MESSAGE: price(0.005),
  BROADCAST_CAP_EURO: z.coerce.number().min(0, 'must be an amount in euro').optional(),
  BROADCAST_SECOND_PERSON_ABOVE: z.coerce.number().int().min(0, 'must be a number of recipients').default(200),
  CHROMIUM_PATH: optional,
  SMTP_URL: optional.refine(
    (value) => value === undefined || /^smtps?:\/\/[^/\s]+/.test(value),
    'must begin with smtp:// or smtps://',
  ),
  MAIL_FROM: optional,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  PAPOTE_ENV: z.enum(['demo', 'live']).optional(),
});

/** Names of all variables that Papote reads; `.env.example` lists the same. */
export const VARIABLES = Object.keys(environment.shape);

export interface TelegramConfig {
  readonly token: string;
  /** Present with `PUBLIC_URL`: updates come by webhook. Absent: they are fetched by long polling. */
  readonly webhookSecret: string | undefined;
  readonly apiRoot: string | undefined;
}

export interface TwilioConfig {
  readonly accountSid: string;
  readonly authToken: string;
  readonly publicUrl: string;
  readonly apiBase: string | undefined;
}

/** What broadcasts may take and cost. */
export interface BroadcastConfig {
  /** Messages a second; for SMS, parts a second. */
  readonly rates: Readonly<Record<'telegram' | 'sms' | 'whatsapp', number>>;
  /** Euro for one message; for an SMS, for one part. */
  readonly prices: Readonly<Record<'telegram' | 'sms' | 'whatsapp', number>>;
  /** The most that a month of broadcasts may cost; null: no limit. */
  readonly capEuro: number | null;
  /** Above so many recipients a second person must agree. */
  readonly secondPersonAbove: number;
}

export interface Config {
  readonly mode: 'demo' | 'live';
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly dataDir: string;
  /** Absent in demo: one is made in the data folder. */
  readonly secretKey: Buffer | undefined;
  readonly telegram: TelegramConfig | undefined;
  readonly twilio: TwilioConfig | undefined;
  /** Number or Messaging Service that SMS are sent from. */
  readonly smsFrom: { readonly from: string } | { readonly messagingServiceSid: string } | undefined;
  readonly whatsappFrom: string | undefined;
  /** Folder or name of a sentence model. Absent: the built-in features are all there is. */
  readonly embeddingModel: string | undefined;
  /** Folder of a speech model. Absent: voice notes are only played. */
  readonly speechModel: string | undefined;
  /** Chromium that prints posters. Absent: the one of the system, if there is one. */
  readonly chromiumPath: string | undefined;
  /** Where alerts for people of the network are handed over; undefined: they see requests in the console only. */
  readonly mail: { readonly url: string; readonly from: string } | undefined;
  readonly broadcast: BroadcastConfig;
  readonly logLevel: string;
}

type Environment = z.infer<typeof environment>;

/** The environment, with what stands in `.env` and not in it. */
export function environmentWithFile(): Readonly<Record<string, string | undefined>> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** The one setting that commands share with the server: both must understand alike. */
export function embeddingModelOf({
  EMBEDDING_MODEL,
}: Readonly<Record<string, string | undefined>>): string | undefined {
  return EMBEDDING_MODEL?.trim() || undefined;
}

/** Reads the settings once. Throws a {@link StartError} that names the variable and what to do. */
export function readConfig(variables: Readonly<Record<string, string | undefined>>): Config {
  // An empty value in `.env` is one that was not given.
  const trimmed = Object.entries(variables).map(([name, value]) => [name, value?.trim()]);
  const parsed = environment.safeParse(
    Object.fromEntries(trimmed.filter(([, value]) => value !== undefined && value !== '')),
  );
  if (!parsed.success) {
    throw new StartError(
      `Wrong settings: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}.`,
    );
  }
  const given = parsed.data;
  const telegram = telegramOf(given);
  const twilio = twilioOf(given);
  const smsFrom = smsFromOf(given);
  if (!twilio && (smsFrom || given.TWILIO_WHATSAPP_FROM !== undefined))
    throw missing('TWILIO_ACCOUNT_SID', 'a number of Twilio is set');
  if (twilio && !smsFrom && !given.TWILIO_WHATSAPP_FROM)
    throw missing(
      'TWILIO_SMS_FROM, TWILIO_MESSAGING_SERVICE_SID or TWILIO_WHATSAPP_FROM',
      'Twilio is configured but has nothing to send from',
    );
  const mode = given.PAPOTE_ENV ?? (telegram || twilio ? 'live' : 'demo');
  if (mode === 'live' && !telegram && !twilio)
    throw missing('TELEGRAM_BOT_TOKEN or TWILIO_ACCOUNT_SID', 'PAPOTE_ENV is live but no channel is configured');
  if (mode === 'live' && given.SECRET_KEY === undefined)
    throw missing('SECRET_KEY', 'live mode needs a key to seal what is personal');
  return {
    mode,
    port: given.PORT,
    host: given.HOST,
    publicUrl: given.PUBLIC_URL,
    databaseUrl: given.DATABASE_URL,
    dataDir: given.DATA_DIR,
    secretKey: given.SECRET_KEY === undefined ? undefined : Buffer.from(given.SECRET_KEY, 'base64'),
    telegram,
    twilio,
    smsFrom,
    whatsappFrom: given.TWILIO_WHATSAPP_FROM?.replace(/^whatsapp:/, ''),
    embeddingModel: given.EMBEDDING_MODEL,
    speechModel: given.STT_MODEL_DIR,
    chromiumPath: given.CHROMIUM_PATH,
    mail: mailOf(given),
    broadcast: broadcastOf(given),
    logLevel: given.LOG_LEVEL,
  };
}

function telegramOf(given: Environment): TelegramConfig | undefined {
  if (given.TELEGRAM_BOT_TOKEN === undefined) return undefined;
  if (given.PUBLIC_URL !== undefined && given.TELEGRAM_WEBHOOK_SECRET === undefined) {
    throw missing(
      'TELEGRAM_WEBHOOK_SECRET',
      'with PUBLIC_URL, Telegram calls our webhook, which must not be open to all',
    );
  }
  return {
    token: given.TELEGRAM_BOT_TOKEN,
    webhookSecret: given.PUBLIC_URL === undefined ? undefined : given.TELEGRAM_WEBHOOK_SECRET,
    apiRoot: given.TELEGRAM_API_ROOT,
  };
}

function twilioOf(given: Environment): TwilioConfig | undefined {
  if (given.TWILIO_ACCOUNT_SID === undefined) {
    if (given.TWILIO_AUTH_TOKEN !== undefined) throw missing('TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN is set');
    return undefined;
  }
  if (given.TWILIO_AUTH_TOKEN === undefined)
    throw missing('TWILIO_AUTH_TOKEN', 'without it the signature of Twilio cannot be checked');
  if (given.PUBLIC_URL === undefined)
    throw missing('PUBLIC_URL', 'the signature of Twilio covers the public address of the webhook');
  return {
    accountSid: given.TWILIO_ACCOUNT_SID,
    authToken: given.TWILIO_AUTH_TOKEN,
    publicUrl: given.PUBLIC_URL,
    apiBase: given.TWILIO_API_BASE,
  };
}

function smsFromOf(given: Environment): Config['smsFrom'] {
  if (given.TWILIO_MESSAGING_SERVICE_SID !== undefined)
    return { messagingServiceSid: given.TWILIO_MESSAGING_SERVICE_SID };
  return given.TWILIO_SMS_FROM === undefined ? undefined : { from: given.TWILIO_SMS_FROM };
}

function mailOf({ SMTP_URL: url, MAIL_FROM: from }: Environment): Config['mail'] {
  if (url === undefined) return undefined;
  if (from === undefined) throw missing('MAIL_FROM', 'alerts by e-mail need a sender');
  return { url, from };
}

function broadcastOf(given: Environment): BroadcastConfig {
  return {
    rates: {
      telegram: given.TELEGRAM_PER_SECOND,
      sms: given.SMS_PARTS_PER_SECOND,
      whatsapp: given.WHATSAPP_PER_SECOND,
    },
    prices: { telegram: 0, sms: given.SMS_EURO_A_PART, whatsapp: given.WHATSAPP_EURO_A_MESSAGE },
    capEuro: given.BROADCAST_CAP_EURO ?? null,
    secondPersonAbove: given.BROADCAST_SECOND_PERSON_ABOVE,
  };
}

function missing(variable: string, why: string): StartError {
  return new StartError(`${variable} is not set: ${why}. Set it in the environment or in .env.`);
}
