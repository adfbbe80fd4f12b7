import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../channels/telegram/index.ts';
import { createTwilioClient } from '../../channels/twilio/client.ts';
import { createWhatsAppChannel } from '../../channels/whatsapp/index.ts';
import type { Channel, ChannelEvent, Fetching, FetchResult, Media } from '../../src/channel.ts';
import { FakeTelegram } from '../support/fake-telegram.ts';
import { FakeTwilio } from '../support/fake-twilio.ts';
import { messageUpdate } from '../support/telegram-updates.ts';

const LIMITS = { mostBytes: 1_000, timeoutMs: 5_000 };
const TOKEN = '123456:token-of-the-tests';
const SID = `AC${'0'.repeat(32)}`;
const PATH = `/2010-04-01/Accounts/${SID}/Messages/MM1/Media/ME1`;
const FILE = Buffer.from('a voice note');

const telegramServer = new FakeTelegram();
const twilioServer = new FakeTwilio();
/** Not the provider: nothing may be asked of it. */
let asked = 0;
const stranger = createServer((_request, response) => {
  asked += 1;
  response.end('secret of the inside');
});
let elsewhere: string;
let telegram: Channel & Fetching;
let whatsapp: Channel & Fetching;
beforeAll(async () => {
  const apiRoot = await telegramServer.start();
  const apiBase = await twilioServer.start();
  await new Promise<void>((ready) => stranger.listen(0, '127.0.0.1', ready));
  elsewhere = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`;
  telegram = createTelegramChannel({ token: TOKEN, webhookSecret: undefined, apiRoot });
  whatsapp = whatsappAt(apiBase);
});
afterAll(async () => {
  await telegramServer.stop();
  await twilioServer.stop();
  stranger.close();
});

/** The channel on a REST API at this address. */
function whatsappAt(apiBase: string): Channel & Fetching {
  const account = { accountSid: SID, authToken: 'secret', publicUrl: 'https://papote.example', apiBase };
  return createWhatsAppChannel(account, '+32460000002', createTwilioClient(SID, 'secret', apiBase));
}

function mediaIn([event]: readonly ChannelEvent[]): readonly Media[] | undefined {
  return event?.kind === 'message' ? event.media : undefined;
}

const outcome = (result: FetchResult): string => (result.ok ? Buffer.from(result.bytes).toString() : result.error.kind);

describe('Telegram says of a file', () => {
  const file = { file_id: 'AwACAgQAAxkB', file_unique_id: 'AgADq', file_size: 18_112 };
  const small = { file_id: 'AgACsmall', file_unique_id: 's', file_size: 1_200, width: 90, height: 67 };
  const large = { file_id: 'AgAClarge', file_unique_id: 'l', file_size: 88_000, width: 1280, height: 960 };
  it.each<[string, object, Media[]]>([
    [
      'a voice note',
      { voice: { ...file, duration: 4, mime_type: 'audio/ogg' } },
      [{ kind: 'voice', reference: file.file_id, mime: 'audio/ogg', size: 18_112, seconds: 4 }],
    ],
    [
      'a photo: its largest size',
      { photo: [small, large] },
      [{ kind: 'image', reference: 'AgAClarge', mime: 'image/jpeg', size: 88_000 }],
    ],
    [
      'a photo sent as a file',
      { document: { ...file, file_name: 'x.png', mime_type: 'image/png' } },
      [{ kind: 'image', reference: file.file_id, mime: 'image/png', size: 18_112 }],
    ],
    [
      'a document',
      { document: { ...file, mime_type: 'application/pdf' } },
      [{ kind: 'other', reference: file.file_id, mime: 'application/pdf', size: 18_112 }],
    ],
    ['a sticker', { sticker: file }, [{ kind: 'other' }]],
    ['a location', { location: { latitude: 50.4, longitude: 4.8 } }, [{ kind: 'location' }]],
    ['a voice note of a shape to come', { voice: 'later' }, [{ kind: 'other' }]],
  ])('%s', (_, content, media) => {
    expect(mediaIn(telegram.parse({ ok: true, body: messageUpdate(1, content) }))).toEqual(media);
  });

  it('and of one with words both', () => {
    const body = messageUpdate(1, { photo: [large], caption: 'la lettre du juge' });
    expect(telegram.parse({ ok: true, body })).toMatchObject([
      { text: 'la lettre du juge', media: [{ reference: 'AgAClarge' }] },
    ]);
  });
});

describe('Twilio says of files', () => {
  const inbound = { MessageSid: 'MM1', From: 'whatsapp:+32470000001', Body: '' };
  it.each<[string, Record<string, string>, Media[]]>([
    [
      'one',
      { NumMedia: '1', MediaContentType0: 'audio/ogg', MediaUrl0: 'https://api.twilio.com/1' },
      [{ kind: 'voice', mime: 'audio/ogg', reference: 'https://api.twilio.com/1' }],
    ],
    [
      'two',
      {
        ...{ NumMedia: '2', MediaContentType0: 'image/jpeg', MediaUrl0: 'https://api.twilio.com/1' },
        ...{ MediaContentType1: 'application/pdf', MediaUrl1: 'https://api.twilio.com/2' },
      },
      [
        { kind: 'image', mime: 'image/jpeg', reference: 'https://api.twilio.com/1' },
        { kind: 'other', mime: 'application/pdf', reference: 'https://api.twilio.com/2' },
      ],
    ],
    ['none', { NumMedia: '0' }, []],
    ['a number that is none', { NumMedia: 'many' }, []],
    [
      'more than there can be',
      { NumMedia: '1000000000' },
      Array.from({ length: 10 }, () => ({ kind: 'other' }) as const),
    ],
  ])('%s', (_, fields, media) => {
    expect(mediaIn(whatsapp.parse({ ok: true, body: { ...inbound, ...fields } }))).toEqual(media);
  });
});

describe('a file on Telegram', () => {
  it('is read', async () => {
    telegramServer.files.set('note', FILE);
    expect(outcome(await telegram.fetchMedia('note', LIMITS))).toBe('a voice note');
  });

  it('is not, when it is too large, or there no more', async () => {
    telegramServer.files.set('film', Buffer.alloc(LIMITS.mostBytes + 1));
    expect(outcome(await telegram.fetchMedia('film', LIMITS))).toBe('too-large');
    expect(outcome(await telegram.fetchMedia('unknown', LIMITS))).toBe('gone');
  });

  it('nor while Telegram is away', async () => {
    const away = createTelegramChannel({ token: TOKEN, webhookSecret: undefined, apiRoot: 'http://127.0.0.1:1' });
    expect(outcome(await away.fetchMedia('note', LIMITS))).toBe('unreachable');
  });
});

describe('a file at Twilio', () => {
  const at = (path: string): string => twilioServer.base + path;

  it('is read, with the account shown', async () => {
    twilioServer.files.set(PATH, { headers: { 'content-type': 'audio/ogg' }, body: FILE });
    const result = await whatsapp.fetchMedia(at(PATH), LIMITS);
    expect(result).toMatchObject({ ok: true, mime: 'audio/ogg' });
    expect(outcome(result)).toBe('a voice note');
    const secret = Buffer.from(`${SID}:secret`).toString('base64');
    expect(twilioServer.fetches.at(-1)).toEqual({ path: PATH, authorization: `Basic ${secret}` });
  });

  it('is read where Twilio leads, and the account is not shown there', async () => {
    twilioServer.files.set(PATH, { status: 307, headers: { location: at('/store?signature=1') } });
    twilioServer.files.set('/store?signature=1', { body: FILE });
    expect(outcome(await whatsapp.fetchMedia(at(PATH), LIMITS))).toBe('a voice note');
    expect(twilioServer.fetches.at(-1)).toEqual({ path: '/store?signature=1', authorization: undefined });
  });

  it.each([
    ['an address of this machine', () => `${elsewhere}/admin`],
    ['the address of the cloud’s own data', () => 'http://169.254.169.254/latest/meta-data'],
    ['a name that only looks like Twilio', () => 'https://api.twilio.com.evil.example/x'],
    ['a name that ends like Twilio', () => 'https://eviltwilio.com/x'],
    ['Twilio without encryption', () => 'http://api.twilio.com/x'],
    ['another door of Twilio', () => 'https://api.twilio.com:8443/x'],
    ['a name and password in it', () => 'https://x:y@api.twilio.com/x'],
    ['a file of this machine', () => 'file:///etc/passwd'],
    ['no address', () => 'x'],
  ])('%s is refused without asking', async (_, reference) => {
    expect(outcome(await whatsapp.fetchMedia(reference(), LIMITS))).toBe('refused');
    expect(asked).toBe(0);
  });

  it.each([
    ['elsewhere', () => `${elsewhere}/admin`],
    ['to a bucket of somebody else', () => 'https://s3-external-1.amazonaws.com/evil/x'],
    ['round and round', () => at(PATH)],
    ['nowhere', () => ''],
  ])('is refused when it leads %s', async (_, location) => {
    twilioServer.files.set(PATH, { status: 302, headers: { location: location() } });
    expect(outcome(await whatsapp.fetchMedia(at(PATH), LIMITS))).toBe('refused');
    expect(asked).toBe(0);
  });

  it.each<[string, object, string]>([
    ['there no more', { status: 404 }, 'gone'],
    ['not ours', { status: 401 }, 'refused'],
    ['behind a provider in trouble', { status: 503 }, 'unreachable'],
    ['behind one that is too busy', { status: 429 }, 'unreachable'],
    ['too large', { body: Buffer.alloc(LIMITS.mostBytes + 1) }, 'too-large'],
    ['as large as may be', { body: Buffer.alloc(LIMITS.mostBytes, 'x') }, 'x'.repeat(LIMITS.mostBytes)],
  ])('that is %s', async (_, answer, said) => {
    twilioServer.files.set(PATH, answer);
    expect(outcome(await whatsapp.fetchMedia(at(PATH), LIMITS))).toBe(said);
  });

  it('that does not say its length is read no further than the limit', async () => {
    let written = 0;
    const endless = createServer((_request, response) => {
      const write = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(500))) written += 500;
        response.once('drain', write);
      };
      write();
    });
    await new Promise<void>((ready) => endless.listen(0, '127.0.0.1', ready));
    const apiBase = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`;
    expect(outcome(await whatsappAt(apiBase).fetchMedia(apiBase + PATH, LIMITS))).toBe('too-large');
    expect(written).toBeLessThan(50_000_000);
    endless.closeAllConnections();
    endless.close();
  });

  it('that never comes is given up', async () => {
    const mute = createServer(() => undefined);
    await new Promise<void>((ready) => mute.listen(0, '127.0.0.1', ready));
    const apiBase = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    expect(outcome(await whatsappAt(apiBase).fetchMedia(apiBase + PATH, { ...LIMITS, timeoutMs: 50 }))).toBe(
      'unreachable',
    );
    mute.closeAllConnections();
    mute.close();
  });
});
