import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canFetch, type FetchLimits } from '../../src/channel.ts';
import { forgetOld } from '../../src/contacts/forget-old.ts';
import { fetchMedia } from '../../src/media/fetch-media.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { wire } from '../../src/wiring.ts';
import { oggOpus, SILENT_FRAME } from '../support/audio.ts';
import type { Browser } from '../support/console-site.ts';
import { HandoverSite, type Person } from '../support/handover-site.ts';
import { ACCOUNT_SID, realAssistant } from '../support/live-papote.ts';
import { addressOf, untilTexted } from '../support/observe.ts';
import { messageUpdate, newChat } from '../support/telegram-updates.ts';

const ANNE: Person = { id: 'Anne', territories: ['liege'] };
const NORA: Person = { id: 'Nora', territories: ['namur'] };
const ZOE: Person = { id: 'Zoe', role: 'coordinator', centre: true };
const PLACE = 'Liège';
const NOTE = oggOpus(Array.from({ length: 20 }, () => SILENT_FRAME));
const PHOTO = Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF\0 a letter of the judge', 'latin1');
const PAGE = Buffer.from('<!doctype html><script>document.title = 1</script>');
const DAY = 86_400_000;

const { say } = (await realAssistant()).renderer;

let site: HandoverSite;
let anne: Browser;
beforeAll(async () => {
  site = await HandoverSite.open([ANNE, NORA, ZOE]);
  anne = await site.signIn('Anne');
});
afterAll(() => site.stop());

interface Row {
  readonly id: string;
  readonly state: string;
  readonly mime: string | null;
  readonly reference: Buffer | null;
  readonly bytes: Buffer | null;
}

async function rows(channel: 'telegram' | 'whatsapp', address: string): Promise<Row[]> {
  const contact = (await addressOf(site.live, channel, address))?.contact ?? '';
  return site.live.papote.store.db
    .selectFrom('media')
    .select(['id', 'state', 'mime', 'reference', 'bytes'])
    .where('contact_id', '=', contact)
    .orderBy('received_at')
    .orderBy('position')
    .execute();
}

/** Waits until the files of somebody are as expected: the queue fetches them without telling anybody. */
async function untilFiles(
  channel: 'telegram' | 'whatsapp',
  address: string,
  states: readonly string[],
): Promise<Row[]> {
  await expect
    .poll(async () => (await rows(channel, address)).map(({ state }) => state), { timeout: 30_000, interval: 20 })
    .toEqual(states);
  return rows(channel, address);
}

let lastFile = 0;

/** A file at Telegram, and what its message says of it. */
function telegramFile(bytes: Buffer, more: object = {}): object {
  lastFile += 1;
  const file_id = `AwACAgQ-${lastFile}`;
  site.live.telegram.files.set(file_id, bytes);
  return { file_id, file_unique_id: `u-${lastFile}`, file_size: bytes.length, ...more };
}

const note = (): object => ({ voice: telegramFile(NOTE, { duration: 4, mime_type: 'audio/ogg' }) });

function sends(chat: number, content: object): Promise<unknown> {
  return site.live.postTelegram(messageUpdate(chat, { date: site.now.getTime() / 1000, ...content }));
}

/** A parent of Liège who sent something, said yes to a person, and where they live. Gives the address of the conversation. */
async function asked(chat: number, content: object): Promise<string> {
  await site.telling(chat, () => sends(chat, content));
  await site.answered(chat, 'oui');
  await site.answered(chat, PLACE);
  return site.pageOf(chat);
}

describe('a voice note on Telegram', () => {
  const chat = newChat();
  let path: string;
  let file: string;

  it('is answered at once, and a person offered', async () => {
    const told = await site.telling(chat, () => sends(chat, note()));
    expect(told).toContain(`${say('fr', 'media.kept')}\n${say('fr', 'media.offer')}`);
    await site.answered(chat, 'oui');
    await site.answered(chat, PLACE);
    expect(await site.request(chat)).toMatchObject({ reason: 'media', priority: 'normal', holder: 'Anne' });
  });

  it('is fetched and kept, and nobody reads it in the database', async () => {
    const [row] = await untilFiles('telegram', String(chat), ['kept']);
    expect(row).toMatchObject({ mime: 'audio/ogg', reference: null });
    for (const sign of ['OggS', 'OpusHead', 'test']) expect(row?.bytes?.includes(sign)).toBe(false);
    path = await site.pageOf(chat);
    file = `${path}/media/${row?.id}`;
  });

  it('is played to who may open the conversation, all of it or the part that the player asks for', async () => {
    const page = (await anne.get(path)).body;
    expect(page).toContain(`src="${file}"`);
    expect(page).toMatch(/<audio [^>]*controls preload="none"[^>]*aria-label="Message vocal"/);
    const whole = await anne.get(file);
    expect(whole.statusCode).toBe(200);
    expect(whole.rawPayload.equals(NOTE)).toBe(true);
    expect(whole.headers).toMatchObject({
      'content-type': 'audio/ogg',
      'content-disposition': 'inline; filename="message.ogg"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'accept-ranges': 'bytes',
    });
    const part = await anne.get(file, { range: 'bytes=4-9' });
    expect([part.statusCode, part.headers['content-range']]).toEqual([206, `bytes 4-9/${NOTE.length}`]);
    expect(part.rawPayload.equals(NOTE.subarray(4, 10))).toBe(true);
    const beyond = await anne.get(file, { range: 'bytes=100000-' });
    expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, `bytes */${NOTE.length}`]);
  });

  it('which is written down', async () => {
    const { rows } = await sql<{ action: string }>`
      select action from audit where request_id = ${(await site.request(chat)).id} and action = 'opened-media'
    `.execute(site.live.papote.store.db);
    expect(rows).not.toEqual([]);
  });

  it('and to nobody else', async () => {
    const nora = await site.signIn('Nora');
    expect((await nora.get(file)).statusCode).toBe(404);
    const zoe = await site.signIn('Zoe');
    expect((await zoe.get(file)).statusCode).toBe(200);
    expect((await site.live.papote.app.inject(file)).headers.location).toMatch(/^\/console\/sign-in/);
    const other = await asked(newChat(), note());
    expect((await anne.get(`${other}/media/${file.split('/').at(-1)}`)).statusCode).toBe(404);
    for (const wrong of ['x', '../..', '00000000-0000-4000-8000-000000000000'])
      expect((await anne.get(`${path}/media/${encodeURIComponent(wrong)}`)).statusCode).toBe(404);
  });

  it('a second one joins the request that waits; with a person in it, it joins the thread in silence', async () => {
    const told = await site.telling(chat, () => sends(chat, note()));
    expect(told).toBe(`${say('fr', 'media.kept')}\n${say('fr', 'human.already')}`);
    await site.telling(chat, () => anne.get(path).then(() => anne.post(`${path}/take`)));
    const before = site.told(chat).length;
    await sends(chat, note());
    await untilFiles('telegram', String(chat), ['kept', 'kept', 'kept']);
    expect(site.told(chat)).toHaveLength(before);
    expect((await anne.get(path)).body.match(/<audio /g)).toHaveLength(3);
  });
});

describe('a photo', () => {
  it('stands small in the thread, with advice on papers to who sent it', async () => {
    const chat = newChat();
    const path = await asked(chat, { photo: [telegramFile(Buffer.from('small')), telegramFile(PHOTO)] });
    expect(site.told(chat)[0]).toContain(say('fr', 'media.papers'));
    const [row] = await untilFiles('telegram', String(chat), ['kept']);
    const page = (await anne.get(path)).body;
    expect(page).toMatch(
      new RegExp(`<a href="${path}/media/${row?.id}"[^>]*><img src="[^"]+" loading="lazy" alt="Photo`),
    );
    expect((await anne.get(`${path}/media/${row?.id}`)).rawPayload.equals(PHOTO)).toBe(true);
  });

  it('with a question under it is answered, and kept', async () => {
    const chat = newChat();
    const caption = 'mon ex ne paie plus la pension';
    expect(await site.telling(chat, () => sends(chat, { photo: [telegramFile(PHOTO)], caption }))).toContain('SECAL');
    await untilFiles('telegram', String(chat), ['kept']);
  });
});

describe('a file that could do harm', () => {
  it('is only ever saved, whatever it says that it is', async () => {
    const chat = newChat();
    const path = await asked(chat, { document: telegramFile(PAGE, { mime_type: 'image/jpeg', file_name: 'x.html' }) });
    const [row] = await untilFiles('telegram', String(chat), ['kept']);
    const { headers } = await anne.get(`${path}/media/${row?.id}`);
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="message.bin"',
    });
    expect((await anne.get(path)).body).not.toContain('<img');
  });
});

describe('files on WhatsApp', () => {
  let lastNumber = 32_476_000_000;

  /** A message with files at these addresses. */
  async function sent(...urls: string[]): Promise<string> {
    lastNumber += 1;
    const from = `+${lastNumber}`;
    const fields = urls.flatMap((url, at) => [
      [`MediaUrl${at}`, url],
      [`MediaContentType${at}`, 'audio/ogg'],
    ]);
    await site.live.postTwilio('whatsapp', {
      ...{ MessageSid: `MM${lastNumber}`, From: `whatsapp:${from}`, Body: '', NumMedia: String(urls.length) },
      ...Object.fromEntries(fields),
    });
    await untilTexted(site.live, `whatsapp:${from}`);
    return from;
  }

  function served(bytes: Buffer): string {
    lastFile += 1;
    const path = `/2010-04-01/Accounts/${ACCOUNT_SID}/Messages/MM1/Media/ME${lastFile}`;
    site.live.twilio.files.set(path, { body: bytes });
    return site.live.twilio.base + path;
  }

  it('are all kept', async () => {
    const files = await untilFiles('whatsapp', await sent(served(NOTE), served(PHOTO)), ['kept', 'kept']);
    expect(files.map(({ mime }) => mime)).toEqual(['audio/ogg', 'image/jpeg']);
  });

  it.each([
    ['there no more', () => `${site.live.twilio.base}/2010-04-01/gone`],
    ['of 20 megabytes', () => served(Buffer.alloc(20 * 1024 * 1024))],
    ['at an address that is not Twilio’s', () => 'http://127.0.0.1:1/secret'],
  ])('one %s is noted as gone, and the others are kept', async (_, url) => {
    await untilFiles('whatsapp', await sent(url(), served(NOTE)), ['gone', 'kept']);
  });
});

describe('while a provider is away', () => {
  const away = { kind: 'unreachable', code: '503' } as const;

  it('the page says so, the queue tries again, and the last try ends it', async () => {
    const chat = newChat();
    const path = await asked(chat, { voice: telegramFile(NOTE) });
    const [row] = await untilFiles('telegram', String(chat), ['kept']);
    const { store, sealer } = site.live.papote;
    const waiting = { state: 'waiting', reference: sealer.seal('x'), bytes: null } as const;
    await store.db.updateTable('media').set(waiting).where('id', '=', String(row?.id)).execute();
    expect((await anne.get(path)).body).toContain('Message vocal (en cours de réception)');
    const telegram = wire(site.live.config).channels.find((channel) => channel.name === 'telegram');
    if (telegram === undefined || !canFetch(telegram)) throw new Error('no channel');
    const limits: FetchLimits[] = [];
    const failing = {
      ...telegram,
      fetchMedia: async (_: string, asked: FetchLimits) => {
        limits.push(asked);
        return { ok: false, error: away } as const;
      },
    };
    const channels = new Map([['telegram', failing] as const]);
    const dependencies = { db: store.db, sealer, channels, logger: SILENT_LOGGER, hears: false };
    await expect(fetchMedia(String(row?.id), false, dependencies)).rejects.toThrow('503');
    await untilFiles('telegram', String(chat), ['waiting']);
    await fetchMedia(String(row?.id), true, dependencies);
    await untilFiles('telegram', String(chat), ['gone']);
    expect((await anne.get(path)).body).toContain('Message vocal (n’a pas pu être reçu)');
    expect(limits).toEqual(Array.from({ length: 2 }, () => ({ mostBytes: 16 * 1024 * 1024, timeoutMs: 20_000 })));
  });
});

describe('files go', () => {
  const count = async (chat: number) => (await rows('telegram', String(chat))).length;

  it('with whom they are of', async () => {
    const chat = newChat();
    await site.telling(chat, () => sends(chat, note()));
    const [row] = await untilFiles('telegram', String(chat), ['kept']);
    await site.answered(chat, 'effacer');
    await site.answered(chat, 'oui');
    const { db } = site.live.papote.store;
    expect(await db.selectFrom('media').select('id').where('id', '=', String(row?.id)).execute()).toEqual([]);
  });

  it('after 30 days, whoever still waits for a person', async () => {
    const chat = newChat();
    await asked(chat, note());
    await untilFiles('telegram', String(chat), ['kept']);
    const { db } = site.live.papote.store;
    await forgetOld(db, new Date(Date.now() + 30 * DAY - 60_000));
    expect(await count(chat)).toBe(1);
    await forgetOld(db, new Date(Date.now() + 30 * DAY + 60_000));
    expect(await count(chat)).toBe(0);
    expect(await site.request(chat)).toMatchObject({ state: 'open' });
  });
});
