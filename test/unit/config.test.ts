import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { embeddingModelOf, readConfig, VARIABLES } from '../../src/config.ts';
import { PROJECT_ROOT } from '../../src/content/paths.ts';
import { messageOf, StartError } from '../../src/start-error.ts';

const SECRET_KEY = randomBytes(32).toString('base64');
const TELEGRAM = { TELEGRAM_BOT_TOKEN: '123456:ABC-def_1', SECRET_KEY };
const TWILIO = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_SMS_FROM: '+32460000001',
  PUBLIC_URL: 'https://papote.example',
  SECRET_KEY,
};

/** What stops the start with these settings. */
function refusal(variables: Readonly<Record<string, string>>): unknown {
  try {
    readConfig(variables);
  } catch (error) {
    return error;
  }
  return undefined;
}

function without<T extends object>(settings: T, ...names: (keyof T)[]): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !names.some((left) => left === name)));
}

describe('a wrong setting stops the start with one line that names it and says what to do', () => {
  it.each([
    ['PORT', 'http', /number/i],
    ['PORT', '70000', /65535/],
    ['PORT', '-1', />=\s*0/],
    ['PORT', '3.5', /int/i],
    ['PUBLIC_URL', 'papote.be', /must be an http or https address/],
    ['PUBLIC_URL', 'ftp://papote.be', /must be an http or https address/],
    ['TELEGRAM_API_ROOT', 'localhost:8081', /must be an http or https address/],
    ['TWILIO_API_BASE', 'api.twilio.com', /must be an http or https address/],
    ['DATABASE_URL', 'mysql://localhost/papote', /must begin with postgres:\/\//],
    ['SECRET_KEY', 'short', /32 bytes in base64/],
    ['SECRET_KEY', randomBytes(31).toString('base64'), /32 bytes in base64/],
    ['SECRET_KEY', randomBytes(32).toString('hex'), /32 bytes in base64/],
    ['TELEGRAM_BOT_TOKEN', 'papote_bot', /BotFather/],
    ['TELEGRAM_WEBHOOK_SECRET', 'too short', /16 to 256/],
    ['TELEGRAM_WEBHOOK_SECRET', 'with a space in it, long', /16 to 256/],
    ['TWILIO_ACCOUNT_SID', 'SK00000000000000000000000000000000', /must begin with AC/],
    ['LOG_LEVEL', 'verbose', /info/],
    ['PAPOTE_ENV', 'production', /live/],
  ])('%s=%s', (name, value, why) => {
    const error = refusal({ [name]: value });
    expect(error).toBeInstanceOf(StartError);
    expect(messageOf(error)).toContain(`${name} `);
    expect(messageOf(error)).toMatch(why);
    expect(messageOf(error)).not.toContain('\n');
  });

  it('names all that are wrong at once', () => {
    const message = messageOf(refusal({ PORT: 'http', LOG_LEVEL: 'verbose', SECRET_KEY: 'short' }));
    for (const name of ['PORT', 'LOG_LEVEL', 'SECRET_KEY']) expect(message).toContain(name);
    expect(message).not.toContain('\n');
  });

  it('never repeats a secret', () => {
    for (const name of ['SECRET_KEY', 'TELEGRAM_BOT_TOKEN', 'TELEGRAM_WEBHOOK_SECRET'])
      expect(messageOf(refusal({ [name]: 'hush hush' }))).not.toContain('hush');
  });
});

describe('a missing setting stops the start with one line that names it', () => {
  it.each<[string, string, Record<string, string>]>([
    ['live without any channel', 'TELEGRAM_BOT_TOKEN', { PAPOTE_ENV: 'live', SECRET_KEY }],
    ['a bot without a key to seal with', 'SECRET_KEY', without(TELEGRAM, 'SECRET_KEY')],
    ['Twilio without a key to seal with', 'SECRET_KEY', without(TWILIO, 'SECRET_KEY')],
    [
      'a webhook of Telegram open to all',
      'TELEGRAM_WEBHOOK_SECRET',
      { ...TELEGRAM, PUBLIC_URL: 'https://papote.example' },
    ],
    ['Twilio without its token', 'TWILIO_AUTH_TOKEN', without(TWILIO, 'TWILIO_AUTH_TOKEN')],
    ['Twilio without its account', 'TWILIO_ACCOUNT_SID', without(TWILIO, 'TWILIO_ACCOUNT_SID')],
    ['Twilio without a public address', 'PUBLIC_URL', without(TWILIO, 'PUBLIC_URL')],
    ['Twilio with nothing to send from', 'TWILIO_SMS_FROM', without(TWILIO, 'TWILIO_SMS_FROM')],
  ])('%s', (_what, name, variables) => {
    const error = refusal(variables);
    expect(error).toBeInstanceOf(StartError);
    expect(messageOf(error)).toMatch(new RegExp(`^${name}\\b.* is not set`));
    expect(messageOf(error)).not.toContain('\n');
  });
});

describe('settings that are right', () => {
  it('none at all: a demo on this machine only', () => {
    expect(readConfig({})).toMatchObject({
      mode: 'demo',
      port: 3000,
      host: '127.0.0.1',
      dataDir: './data',
      logLevel: 'info',
      databaseUrl: undefined,
      secretKey: undefined,
      telegram: undefined,
      twilio: undefined,
    });
  });

  it.each(VARIABLES)('an empty %s counts as not given', (name) => {
    expect(readConfig({ [name]: '' })).toEqual(readConfig({}));
  });

  it.each<[string, Record<string, string>, object]>([
    [
      'a bot fetches its updates without a public address',
      TELEGRAM,
      { mode: 'live', telegram: { webhookSecret: undefined } },
    ],
    [
      'a bot with a public address has a webhook',
      { ...TELEGRAM, PUBLIC_URL: 'https://papote.example/', TELEGRAM_WEBHOOK_SECRET: 'a'.repeat(16) },
      { publicUrl: 'https://papote.example', telegram: { webhookSecret: 'a'.repeat(16) } },
    ],
    ['Twilio with a number', TWILIO, { mode: 'live', smsFrom: { from: '+32460000001' }, whatsappFrom: undefined }],
    [
      'Twilio with a messaging service',
      { ...without(TWILIO, 'TWILIO_SMS_FROM'), TWILIO_MESSAGING_SERVICE_SID: 'MG1' },
      { smsFrom: { messagingServiceSid: 'MG1' } },
    ],
    [
      'Twilio with WhatsApp only, written as Twilio writes it',
      { ...without(TWILIO, 'TWILIO_SMS_FROM'), TWILIO_WHATSAPP_FROM: 'whatsapp:+32460000002' },
      { smsFrom: undefined, whatsappFrom: '+32460000002' },
    ],
    ['a demo in spite of channels', { ...TWILIO, PAPOTE_ENV: 'demo' }, { mode: 'demo' }],
    ['a sentence model', { EMBEDDING_MODEL: ' models/e5-small ' }, { embeddingModel: 'models/e5-small' }],
    ['a speech model', { STT_MODEL_DIR: ' models/whisper ' }, { speechModel: 'models/whisper' }],
    ['a key', { SECRET_KEY }, { secretKey: Buffer.from(SECRET_KEY, 'base64') }],
  ])('%s', (_what, variables, config) => {
    expect(readConfig(variables)).toMatchObject(config);
  });
});

describe('the sentence model that commands share with the server', () => {
  it.each([
    [' models/e5-small ', 'models/e5-small'],
    ['', undefined],
    ['  ', undefined],
    [undefined, undefined],
  ])('%j is %j', (given, model) => {
    expect(embeddingModelOf({ EMBEDDING_MODEL: given })).toBe(model);
    expect(readConfig({ EMBEDDING_MODEL: given }).embeddingModel).toBe(model);
  });
});

describe('.env.example', () => {
  it('lists the variables that are read, all and only', () => {
    const example = readFileSync(join(PROJECT_ROOT, '.env.example'), 'utf8');
    const listed = [...example.matchAll(/^(?:#\s*)?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(VARIABLES.toSorted());
  });
});
