import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dropText, invitable, keepText, keptId, readInvitation } from '../../src/broadcast/invite.ts';
import { makeDrafts } from '../../src/broadcast/make-drafts.ts';
import { forgetOld } from '../../src/contacts/forget-old.ts';
import type { Language } from '../../src/languages.ts';
import { keepTemplates, type TemplatePurpose } from '../../src/outbox/templates.ts';
import type { BroadcastRow } from '../../src/store/calendar-tables.ts';
import { BroadcastSite, DAY, HOUR } from '../support/broadcast-site.ts';

const SEND = '3f2a1c9e-0000-4000-8000-000000000001';

let site: BroadcastSite;
beforeEach(async () => {
  site = await BroadcastSite.open();
});
afterEach(() => site.close());

/** Has these texts approved, as 'purpose language'; gives the ContentSid of one. */
async function approve(...names: readonly string[]): Promise<void> {
  const { db } = site.store;
  const given = names.map((name) => name.split(' ') as [TemplatePurpose, Language]);
  for (const purpose of new Set(given.map(([one]) => one))) {
    const sids = given.filter(([one]) => one === purpose).map(([, language]) => [language, `${purpose} ${language}`]);
    await keepTemplates(db, purpose, new Map(sids as [Language, string][]));
  }
  await db.updateTable('templates').set({ state: 'approved' }).execute();
}

describe('the text that waits for the answer to an invitation', () => {
  let contact = '';
  beforeEach(async () => {
    const [parent] = await site.subscribe(1, { channel: 'whatsapp' });
    contact = parent?.contact ?? '';
  });

  const keep = () => {
    const recipient = site.sealer.seal('+32470100001');
    const keepUntil = new Date(site.clock().getTime() + DAY);
    const send = { id: SEND, contact, channel: 'whatsapp', recipient, keepUntil } as const;
    return keepText(site.store.pool, site.sealer, send, 'Yoga samedi');
  };
  const kept = () => site.store.db.selectFrom('outgoing').select(['id', 'state', 'body']).execute();

  it('is kept once, sealed, however often it is tried', async () => {
    await keep();
    await keep();
    const rows = await kept();
    expect(rows.map(({ id, state }) => [id, state])).toEqual([[keptId(SEND), 'waiting']]);
    expect(rows[0]?.body?.toString()).not.toContain('Yoga');
  });

  it('is taken back when the invitation did not leave', async () => {
    await keep();
    expect(await dropText(site.store.pool, SEND)).toBe(true);
    expect(await kept()).toEqual([]);
  });

  it('is not taken back from who wrote meanwhile: it is theirs, and not to be sent again', async () => {
    await keep();
    await site.store.db.updateTable('outgoing').set({ state: 'planned' }).execute();
    expect(await dropText(site.store.pool, SEND)).toBe(false);
    expect(await kept()).toHaveLength(1);
  });

  it('goes with the contact', async () => {
    await keep();
    await site.store.db.deleteFrom('contacts').where('id', '=', contact).execute();
    expect((await kept()).filter(({ body }) => body !== null)).toEqual([]);
  });

  it('is forgotten after 30 days', async () => {
    await keep();
    await forgetOld(site.store.db, new Date(Date.now() + 31 * DAY));
    expect((await kept()).filter(({ body }) => body !== null)).toEqual([]);
  });
});

describe('which approved text asks', () => {
  it.each<[BroadcastRow['kind'], Language, string[], string | undefined]>([
    ['weekly', 'tr', ['weekly-agenda fr', 'weekly-agenda tr', 'news tr'], 'weekly-agenda tr'],
    ['weekly', 'tr', ['weekly-agenda fr', 'news tr'], 'weekly-agenda fr'],
    ['weekly', 'tr', ['news tr', 'answer-waiting tr'], undefined],
    ['correction', 'tr', ['weekly-agenda tr', 'news tr'], 'news tr'],
    ['correction', 'tr', ['weekly-agenda tr', 'news fr'], 'weekly-agenda tr'],
    ['correction', 'tr', ['weekly-agenda fr'], 'weekly-agenda fr'],
    ['special', 'tr', ['weekly-agenda tr', 'news fr'], 'news fr'],
    ['special', 'tr', ['weekly-agenda tr', 'answer-waiting tr'], undefined],
  ])('for a %s message in %s, of %j: %s', async (kind, language, names, expected) => {
    await approve(...names);
    const { db } = site.store;
    const invitation = await readInvitation(db, { kind, language }, (own, key) => `<${own} ${key}>`);
    expect(invitation?.template.contentSid).toBe(expected);
    expect((await invitable(db, kind))(language)).toBe(expected !== undefined);
  });

  it('none that is not approved', async () => {
    await approve('news fr');
    await site.store.db.updateTable('templates').set({ state: 'paused' }).execute();
    expect(await readInvitation(site.store.db, { kind: 'special', language: 'fr' }, () => '')).toBeUndefined();
  });
});

describe('on WhatsApp, to who has not written for a day', () => {
  const done = (id: string) =>
    vi.waitUntil(async () => (await site.row(id)).state === 'done', { timeout: 30_000, interval: 50 });
  const silence = (contact: string) =>
    site.store.pool.query('update addresses set last_inbound_at = $2 where contact_id = $1', [
      contact,
      new Date(site.clock().getTime() - 2 * DAY),
    ]);
  const kept = async (contact: string) => {
    const rows = await site.store.db.selectFrom('outgoing').selectAll().where('contact_id', '=', contact).execute();
    return rows.map(({ state, body, not_after }) => ({
      state,
      text: body === null ? '' : site.sealer.open(body),
      until: not_after?.getTime(),
    }));
  };

  it('a correction is asked for by the approved text, and kept in full until the activity begins', async () => {
    await approve('news fr');
    const [silent, talking] = await site.subscribe(2, { channel: 'whatsapp' });
    const occurrence = await site.activity('Atelier', 40);
    const starts = (await site.store.db.selectFrom('occurrences').select('starts_at').executeTakeFirst())?.starts_at;
    await makeDrafts(site.store.db, site.clock());
    const [weekly] = await site.broadcasts.list(await site.member());
    expect(await site.release(weekly?.id ?? '')).toBe('released');
    site.ahead = HOUR;
    await site.send();
    await done(weekly?.id ?? '');
    await silence(silent?.contact ?? '');
    await site.store.pool.query("update occurrences set state = 'cancelled' where id = $1", [occurrence]);
    await makeDrafts(site.store.db, site.clock());
    const all = await site.broadcasts.list(await site.member());
    const id = all.find(({ kind }) => kind === 'correction')?.id ?? '';
    expect((await site.broadcasts.preview(await site.member(), id))?.lint).toEqual([]);
    expect(await site.release(id)).toBe('released');
    await done(id);
    expect(await site.states(id)).toEqual({ accepted: 2 });
    const taken = site.twilio.taken.slice(2);
    const to = (address: string | undefined) => taken.filter((one) => one.to === `whatsapp:${address}`);
    expect(to(silent?.address)).toMatchObject([{ contentSid: 'news fr', body: '' }]);
    expect(to(talking?.address)).toMatchObject([{ contentSid: undefined, body: expect.stringMatching(/^Annulé/) }]);
    expect(await kept(silent?.contact ?? '')).toEqual([
      { state: 'waiting', text: expect.stringContaining('Annulé'), until: starts?.getTime() },
    ]);
    expect(await kept(talking?.contact ?? '')).toEqual([]);
  });

  it('a special message too, kept for a week; without its own approved text it waits for one', async () => {
    const [parent] = await site.subscribe(1, { channel: 'whatsapp' });
    await silence(parent?.contact ?? '');
    await approve('weekly-agenda fr');
    const first = await site.special('Une sortie de plus.');
    await site.release(first);
    await site.send();
    await done(first);
    expect(await site.states(first)).toEqual({ 'needs-template': 1 });
    await approve('news fr');
    const second = await site.special('Encore une.');
    await site.release(second);
    await done(second);
    expect(site.twilio.taken).toMatchObject([{ contentSid: 'news fr', body: '' }]);
    const [waiting] = await kept(parent?.contact ?? '');
    expect(waiting).toMatchObject({ state: 'waiting', text: expect.stringContaining('Encore une.') });
    expect((waiting?.until ?? 0) - site.clock().getTime()).toBeGreaterThan(7 * DAY - HOUR);
  });
});
