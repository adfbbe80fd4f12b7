import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Addressees } from '../../src/broadcast/broadcasts.ts';
import { BroadcastSite, DAY, TO_HUY } from '../support/broadcast-site.ts';

let site: BroadcastSite;
beforeEach(async () => {
  site = await BroadcastSite.open();
});
afterEach(() => site.close());

/** Parents by the name that the tests call them by, each of another kind. */
async function subscribed(): Promise<Readonly<Record<string, string>>> {
  const people = {
    huy: {},
    mother: { mothers: true },
    arab: { language: 'ar' },
    unknown: { language: null },
    ath: { territory: 'ath' },
    athMother: { territory: 'ath', mothers: true, language: 'ar' },
    mons: { territory: 'mons', channel: 'telegram' },
  } as const;
  const named: Record<string, string> = {};
  for (const [name, options] of Object.entries(people)) {
    const [one] = await site.subscribe(1, options);
    named[one?.contact ?? ''] = name;
  }
  return named;
}

const sentTo = async () => (await site.store.db.selectFrom('broadcast_sends').select('contact_id').execute()) ?? [];

describe('a special message goes', () => {
  it.each<[string, Partial<Addressees>, string[]]>([
    ['to one territory', {}, ['arab', 'huy', 'mother', 'unknown']],
    ['to several', { territories: ['huy', 'ath'] }, ['arab', 'ath', 'athMother', 'huy', 'mother', 'unknown']],
    ['to a territory named twice', { territories: ['ath', 'ath'] }, ['ath', 'athMother']],
    ['to the network', { territories: null }, ['arab', 'ath', 'athMother', 'huy', 'mons', 'mother', 'unknown']],
    ['to mothers only', { territories: null, mothersOnly: true }, ['athMother', 'mother']],
    ['to who reads Arabic', { territories: null, language: 'ar' }, ['arab', 'athMother']],
    ['to whose language is not known as to French', { language: 'fr' }, ['huy', 'mother', 'unknown']],
    ['to all of it at once', { territories: ['huy', 'ath'], mothersOnly: true, language: 'ar' }, ['athMother']],
  ])('%s', async (_case, to, names) => {
    const people = await subscribed();
    const id = await site.special('Bonjour.', { to });
    expect(await site.release(id)).toBe('released');
    expect((await sentTo()).map(({ contact_id }) => people[contact_id]).toSorted()).toEqual(names);
    expect(await site.row(id)).toMatchObject({ recipients: names.length });
  });

  it('in its own language to each, whatever territory they are in', async () => {
    await subscribed();
    const id = await site.special('Bonjour.', { to: { territories: null }, texts: { fr: 'Bonjour.', ar: 'مرحبا' } });
    await site.release(id);
    const { rows } = await sql<{ body: Buffer; count: number }>`
      select body, count(*)::int as count from broadcast_sends join broadcast_texts as texts on texts.id = text_id
      where texts.language = 'ar' group by texts.id, body
    `.execute(site.store.db);
    for (const { body } of rows) expect(site.sealer.open(body)).toContain('مرحبا');
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  it('once to who moves from one territory to the other between the release and the sending', async () => {
    const [parent] = await site.subscribe(1);
    await site.subscribe(1, { territory: 'ath' });
    const id = await site.special('Bonjour.', { to: { territories: ['huy', 'ath'] } });
    await site.release(id);
    await site.store.pool.query("update subscriptions set territory = 'ath' where contact_id = $1", [parent?.contact]);
    await site.send();
    await vi.waitUntil(async () => (await site.row(id)).state === 'done', { timeout: 30_000, interval: 50 });
    expect(site.takenBy()).toHaveLength(2);
    expect(new Set(site.takenBy()).size).toBe(2);
  });

  it('once to who has two addresses on the channel', async () => {
    const [parent] = await site.subscribe(1);
    await site.store.pool.query(
      `insert into addresses (contact_id, channel, hash, sealed) select contact_id, channel, '\\x01', sealed
       from addresses where contact_id = $1`,
      [parent?.contact],
    );
    await site.release(await site.special('Bonjour.', { to: { territories: null } }));
    expect(await sentTo()).toHaveLength(1);
  });
});

describe('its preview', () => {
  it('tells how many people of each territory get it, and what that costs', async () => {
    await site.subscribe(3);
    await site.subscribe(1, { channel: 'telegram' });
    await site.subscribe(1, { territory: 'ath', mothers: true });
    const id = await site.special('Bonjour.', { to: { territories: ['mons', 'ath', 'huy'] } });
    const preview = await site.broadcasts.preview(await site.member(), id);
    expect(preview?.places.map(({ territory, recipients }) => [territory, recipients])).toEqual([
      ['huy', 4],
      ['ath', 1],
    ]);
    expect(preview?.places.map(({ euro }) => euro.toFixed(2))).toEqual(['0.30', '0.10']);
    expect(preview).toMatchObject({ recipients: 5 });
    expect(preview?.euro).toBeCloseTo(0.4, 5);
  });

  it('seen by one and given another audience by the other, it is not released', async () => {
    await site.subscribe(1);
    await site.subscribe(1, { territory: 'ath' });
    const [anne, bilal] = [await site.member('Anne'), await site.member('Bilal')];
    const now = site.clock();
    const id = await site.special('Bonjour.', { sendAt: now });
    const seen = (await site.broadcasts.preview(bilal, id))?.seen ?? '';
    const same = { texts: { fr: 'Bonjour.' }, sendAt: now, notAfter: new Date(now.getTime() + DAY) };
    await site.broadcasts.write(anne, id, { ...same, to: { ...TO_HUY, territories: ['ath'] } });
    expect(await site.broadcasts.release(bilal, id, seen)).toBe('changed');
    await site.broadcasts.write(anne, id, { ...same, to: TO_HUY });
    expect(await site.broadcasts.release(bilal, id, seen)).toBe('released');
  });

  it('says whose release makes it leave, where two must agree', async () => {
    site.secondPersonAbove = 0;
    await site.subscribe(1);
    const { db } = site.store;
    const [anne, bilal, zoe] = [await site.member('Anne'), await site.member('Bilal'), await site.member('Zoé')];
    await site.member('Tania', 'tpr');
    await db.updateTable('staff').set({ password_hash: 'set' }).where('id', '<>', zoe.id).execute();
    const id = await site.special('Bonjour.');
    await db.updateTable('broadcasts').set({ created_by: anne.id }).execute();
    const agreement = async (who = anne) => (await site.broadcasts.preview(who, id))?.agreement;
    expect([await agreement(anne), await agreement(bilal)]).toEqual(['first', 'second']);
    // Zoé has not accepted her invitation yet, and a TPR releases nothing.
    expect((await site.broadcasts.preview(anne, id))?.others.filter((name) => name !== 'Coralie')).toEqual(['Bilal']);
    expect(await site.release(id, anne)).toBe('second-person');
    expect([await agreement(anne), await agreement(bilal)]).toEqual(['given', 'second']);
    site.secondPersonAbove = 1;
    expect(await agreement(anne)).toBe('alone');
  });
});
