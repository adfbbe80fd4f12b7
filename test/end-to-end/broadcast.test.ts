import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BroadcastSite } from '../support/broadcast-site.ts';
import { type LivePapote, startLivePapote } from '../support/live-papote.ts';

describe('a broadcast by a whole Papote', () => {
  let site: BroadcastSite;
  let live: LivePapote;
  beforeAll(async () => {
    site = await BroadcastSite.open();
    const settings = { DATABASE_URL: site.databaseUrl, SECRET_KEY: site.secretKey.toString('base64') };
    live = await startLivePapote({ ...settings, SMS_PARTS_PER_SECOND: '100' }, { clock: site.clock });
  });
  afterAll(async () => {
    await live.stop();
    await site.close();
  });

  const progress = async (id: string) => site.broadcasts.progress(await site.member(), id);

  it('leaves once released, and what Twilio tells of it is noted', async () => {
    const [parent] = await site.subscribe(1);
    await site.subscribe(1, { channel: 'telegram' });
    const id = await site.special('Bonjour, une sortie samedi.');
    expect(await site.release(id)).toBe('released');
    await vi.waitUntil(async () => (await site.row(id)).state === 'done', { timeout: 15_000, interval: 100 });
    expect(live.twilio.taken).toMatchObject([{ to: parent?.address, body: 'Bonjour, une sortie samedi.' }]);
    expect(live.telegram.texts()).toEqual(['Bonjour, une sortie samedi.']);
    const [taken] = live.twilio.taken;
    const callback = new URL(taken?.statusCallback ?? '').pathname;
    const told = { MessageSid: taken?.sid ?? '', MessageStatus: 'delivered' };
    expect((await live.postSigned(callback, told)).statusCode).toBe(204);
    expect(await progress(id)).toEqual([
      { channel: 'sms', state: 'delivered', reason: null, count: 1 },
      { channel: 'telegram', state: 'accepted', reason: null, count: 1 },
    ]);
  });
});
