import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeDrafts } from '../../src/broadcast/make-drafts.ts';
import { keepTemplates } from '../../src/outbox/templates.ts';
import { BroadcastSite, DAY, HOUR } from '../support/broadcast-site.ts';
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
    await vi.waitUntil(async () => (await site.row(id)).state === 'done', { timeout: 30_000, interval: 100 });
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

  describe('the week’s agenda on WhatsApp for who has not written for a day', () => {
    const CONTENT = `HX${'a'.repeat(32)}`;
    let id = '';
    let address = '';
    const taken = () => live.twilio.taken.filter(({ to }) => to === `whatsapp:${address}`);
    const untilTaken = (count: number) =>
      vi.waitUntil(() => taken().length >= count, { timeout: 30_000, interval: 100 });
    const writes = (fields: Readonly<Record<string, string>>) =>
      live.postTwilio('whatsapp', { MessageSid: `SM-${randomUUID()}`, From: `whatsapp:${address}`, ...fields });

    beforeAll(async () => {
      const { db } = site.store;
      await keepTemplates(db, 'weekly-agenda', new Map([['fr', CONTENT]]));
      await db.updateTable('templates').set({ state: 'approved' }).execute();
      const [parent] = await site.subscribe(1, { channel: 'whatsapp', language: 'tr', territory: 'ath' });
      address = parent?.address ?? '';
      await db
        .updateTable('addresses')
        .set({ last_inbound_at: new Date(site.clock().getTime() - 2 * DAY) })
        .where('contact_id', '=', parent?.contact ?? '')
        .execute();
      await site.activity('Atelier', 40, { territory: 'ath' });
      await makeDrafts(db, site.clock());
      const found = await db.selectFrom('broadcasts').select('id').where('territory', '=', 'ath').execute();
      id = found[0]?.id ?? '';
    });

    it('is asked for by the approved text, in French for want of another', async () => {
      const preview = await site.broadcasts.preview(await site.member(), id);
      expect(preview?.lint).toEqual([]);
      expect(await site.release(id)).toBe('released');
      site.ahead += HOUR;
      await untilTaken(1);
      expect(taken()).toMatchObject([{ contentSid: CONTENT, body: '' }]);
      await vi.waitUntil(async () => (await site.row(id)).state === 'done', { timeout: 30_000, interval: 100 });
      expect(await progress(id)).toMatchObject([{ channel: 'whatsapp', state: 'accepted', count: 1 }]);
    });

    it('comes in full once they press its button, and only once', async () => {
      await writes({ Body: 'Oui', ButtonText: 'Oui', ButtonPayload: 'read' });
      await untilTaken(2);
      expect(taken()[1]?.body).toMatch(/Atelier[\s\S]*STOP/);
      await writes({ Body: 'danger il me frappe maintenant' });
      await untilTaken(3);
      expect(taken().filter(({ body }) => body.includes('Atelier'))).toHaveLength(1);
    });
  });
});
