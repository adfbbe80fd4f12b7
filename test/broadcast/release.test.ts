import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDrafts } from '../../src/broadcast/make-drafts.ts';
import { BroadcastSite, DAY, HOUR, TO_HUY } from '../support/broadcast-site.ts';

let site: BroadcastSite;
beforeEach(async () => {
  site = await BroadcastSite.open();
});
afterEach(() => site.close());

/** The one weekly draft of Huy. */
async function weekly(): Promise<string> {
  await makeDrafts(site.store.db, site.clock());
  const { id } = await site.store.db
    .selectFrom('broadcasts')
    .select('id')
    .where('kind', '=', 'weekly')
    .where('territory', '=', 'huy')
    .executeTakeFirstOrThrow();
  return id;
}

describe('who gets it', () => {
  it.each<[string, string]>([
    ['has ended the subscription', 'update subscriptions set ended_at = now() where contact_id = $1'],
    ['has paused it', "update subscriptions set paused_until = '2027-09-01' where contact_id = $1"],
    ['has sent STOP', 'update contacts set opted_out_at = now() where id = $1'],
    ['has an address that is dead', "update addresses set state = 'dead' where contact_id = $1"],
    ['has blocked us', "update addresses set state = 'blocked' where contact_id = $1"],
    ['subscribed to another territory', "update subscriptions set territory = 'ath' where contact_id = $1"],
  ])('not who %s', async (_case, change) => {
    const [one, other] = await site.subscribe(2);
    await site.store.pool.query(change, [one?.contact]);
    const id = await site.special('Bonjour.');
    expect(await site.release(id)).toBe('released');
    const sends = await site.store.db.selectFrom('broadcast_sends').select('contact_id').execute();
    expect(sends).toEqual([{ contact_id: other?.contact }]);
  });

  it('who paused until the very day is written to again', async () => {
    const [one] = await site.subscribe(1);
    await site.store.pool.query("update subscriptions set paused_until = '2027-01-17' where contact_id = $1", [
      one?.contact,
    ]);
    expect(await site.release(await site.special('Bonjour.'))).toBe('released');
  });
});

describe('the weekly message', () => {
  it('is drafted once for each territory, for Sunday 17:00', async () => {
    await site.subscribe(2);
    await site.subscribe(1, { territory: 'ath' });
    expect(await makeDrafts(site.store.db, site.clock())).toBe(2);
    expect(await makeDrafts(site.store.db, site.clock())).toBe(0);
    const drafts = await site.broadcasts.list(await site.member());
    expect(drafts.map(({ to, kind, state }) => [to.territories, kind, state]).sort()).toEqual([
      [['ath'], 'weekly', 'draft'],
      [['huy'], 'weekly', 'draft'],
    ]);
    expect(new Set(drafts.map(({ sendAt }) => sendAt.toISOString()))).toEqual(new Set(['2027-01-17T16:00:00.000Z']));
  });

  it('is not drafted a week ahead', async () => {
    await site.subscribe(1);
    site.ahead = HOUR;
    expect(await makeDrafts(site.store.db, site.clock())).toBe(0);
    site.ahead = 5 * DAY;
    expect(await makeDrafts(site.store.db, site.clock())).toBe(1);
  });

  it('tells of the coming ten days; of what is for mothers only, to who said to be one', async () => {
    await site.subscribe(2);
    await site.subscribe(1, { mothers: true });
    await site.subscribe(1, { channel: 'telegram', language: 'tr' });
    await site.activity('Atelier', 30);
    await site.activity('Entre mamans', 40, { visibility: 'mothers', place: 'Refuge' });
    await site.activity('Trop loin', 24 * 11);
    await site.activity('Ailleurs', 30, { territory: 'ath' });
    const cancelled = await site.activity('Annulé', 30);
    await site.store.pool.query("update occurrences set state = 'cancelled' where id = $1", [cancelled]);
    const preview = await site.broadcasts.preview(await site.member(), await weekly());
    const texts = new Map(preview?.groups.map((group) => [`${group.language} ${group.mothers}`, group.text]));
    expect(texts.get('fr false')).toMatch(/HUY.*\n.*Atelier\nTout l'agenda : https:\/\/papote.example\/agenda\/huy/);
    expect(texts.get('fr false')).not.toMatch(/mamans|loin|Ailleurs|Annul/);
    expect(texts.get('fr true')).toMatch(/Atelier\n.*Entre mamans/);
    expect(texts.get('tr false')).toContain('[tr]');
    expect(preview).toMatchObject({ recipients: 4, lint: [], agreement: 'alone' });
    const parts = preview?.groups.map(({ channel, recipients, segments }) => [channel, recipients, segments]);
    expect(parts).toEqual([
      ['sms', 2, 1],
      ['sms', 1, 2],
      ['telegram', 1, 1],
    ]);
    expect(preview?.euro).toBeCloseTo(0.4, 5);
  });

  it('with nobody to read it is done at its release, and says so', async () => {
    const [one] = await site.subscribe(1);
    await site.activity('Atelier', 30);
    const id = await weekly();
    await site.store.pool.query('update subscriptions set ended_at = now() where contact_id = $1', [one?.contact]);
    expect(await site.release(id)).toBe('nobody');
    expect(await site.row(id)).toMatchObject({ state: 'done', reason: 'nobody', recipients: 0 });
  });

  it('with nothing to tell is done at its release, and says so beforehand', async () => {
    await site.subscribe(3);
    const id = await weekly();
    expect((await site.broadcasts.preview(await site.member(), id))?.lint).toEqual([
      { code: 'no-activity', blocks: false, count: 3 },
    ]);
    expect(await site.release(id)).toBe('nobody');
    expect(await site.row(id)).toMatchObject({ state: 'done', reason: 'no-activity' });
  });
});

describe('a release', () => {
  it('twice is one, at the same moment as well', async () => {
    await site.subscribe(5);
    const id = await site.special('Bonjour.');
    const results = await Promise.all([site.release(id), site.release(id), site.release(id)]);
    expect(results.toSorted()).toEqual(['again', 'again', 'released']);
    expect(await site.states(id)).toEqual({ planned: 5 });
  });

  it('freezes who gets it and what they read: each text once', async () => {
    await site.subscribe(3);
    await site.subscribe(2, { channel: 'telegram' });
    const id = await site.special('Bonjour.');
    await site.release(id);
    await site.subscribe(4);
    expect(await site.states(id)).toEqual({ planned: 5 });
    const texts = await site.store.db.selectFrom('broadcast_texts').selectAll().execute();
    expect(texts.map(({ body }) => site.sealer.open(body))).toEqual(['Bonjour.', 'Bonjour.']);
    expect(await site.row(id)).toMatchObject({ state: 'sending', recipients: 5, euro: '0.3000' });
  });

  it('of texts that are no longer those that were seen is refused', async () => {
    await site.subscribe(1);
    await site.activity('Atelier', 30);
    const id = await weekly();
    const member = await site.member();
    const seen = (await site.broadcasts.preview(member, id))?.seen ?? '';
    await site.activity('Un de plus', 31);
    expect(await site.broadcasts.release(member, id, seen)).toBe('changed');
    expect(await site.release(id, member)).toBe('released');
  });

  it('at another time than was seen is refused', async () => {
    await site.subscribe(1);
    const id = await site.special('Bonjour.', { sendAt: new Date(site.clock().getTime() + DAY) });
    const member = await site.member();
    const seen = (await site.broadcasts.preview(member, id))?.seen ?? '';
    await site.store.pool.query('update broadcasts set send_at = now() where id = $1', [id]);
    expect(await site.broadcasts.release(member, id, seen)).toBe('changed');
  });

  it('of many needs two persons: who wrote it cannot release it alone', async () => {
    site.secondPersonAbove = 2;
    await site.subscribe(3);
    const writer = await site.member('Anne');
    const id = await site.special('Bonjour.');
    await site.store.pool.query('update broadcasts set created_by = $2 where id = $1', [id, writer.id]);
    expect(await site.release(id, writer)).toBe('second-person');
    expect(await site.release(id, writer)).toBe('second-person');
    expect(await site.release(id, await site.member('Bilal'))).toBe('released');
  });

  it('of a message by the machine needs two as well, who agree on the same texts', async () => {
    site.secondPersonAbove = 0;
    await site.subscribe(1);
    await site.activity('Atelier', 30);
    const id = await weekly();
    const [anne, bilal] = [await site.member('Anne'), await site.member('Bilal')];
    expect(await site.release(id, anne)).toBe('second-person');
    expect((await site.broadcasts.open(anne, id))?.approvedBy).toBe('Anne');
    await site.activity('Un de plus', 31);
    expect(await site.release(id, bilal)).toBe('second-person');
    expect(await site.release(id, anne)).toBe('released');
  });

  it('past the cap of the month is refused', async () => {
    site.capEuro = 0.5;
    await site.subscribe(3);
    expect(await site.release(await site.special('Bonjour.'))).toBe('released');
    const second = await site.special('Bonsoir.');
    const preview = await site.broadcasts.preview(await site.member(), second);
    expect(preview).toMatchObject({
      monthEuro: 0.3,
      capEuro: 0.5,
      lint: [{ code: 'over-cap', blocks: true, count: 3 }],
    });
    expect(await site.release(second)).toBe('over-cap');
    site.ahead = 20 * DAY;
    const next = await site.special('Bonsoir.');
    expect(await site.release(next)).toBe('released');
  });

  it.each<[string, number, number, string]>([
    ['after its time', 10, -1, 'too-late'],
    ['of a text that takes more than three SMS', 500, 24, 'too-long'],
  ])('%s is refused', async (_case, letters, hours, refusal) => {
    await site.subscribe(1);
    const id = await site.special('a'.repeat(letters), { notAfter: new Date(site.clock().getTime() + hours * HOUR) });
    expect(await site.release(id)).toBe(refusal);
    expect(await site.states(id)).toEqual({});
  });

  it('is not for a TPR, who sees no broadcast at all', async () => {
    await site.subscribe(1);
    const id = await site.special('Bonjour.');
    const tpr = await site.member('Tania', 'tpr');
    const { broadcasts } = site;
    expect(await broadcasts.list(tpr)).toEqual([]);
    expect(await broadcasts.open(tpr, id)).toBeNull();
    expect(await broadcasts.preview(tpr, id)).toBeNull();
    expect(await broadcasts.release(tpr, id, '')).toBe('not-there');
    expect(await broadcasts.stop(tpr, id)).toBe(false);
    expect(await broadcasts.discard(tpr, id)).toBe(false);
    expect(await broadcasts.open(await site.member(), id)).toMatchObject({ id, state: 'draft' });
  });
});

describe('what is not as it should be', () => {
  it('parents on WhatsApp who wrote longer than a day ago, and who read another language', async () => {
    await site.subscribe(2, { channel: 'whatsapp', language: 'ar' });
    const [silent] = await site.subscribe(1, { channel: 'whatsapp' });
    await site.store.pool.query("update addresses set last_inbound_at = '2027-01-01' where contact_id = $1", [
      silent?.contact,
    ]);
    const preview = await site.broadcasts.preview(await site.member(), await site.special('Bonjour.'));
    expect(preview?.lint).toEqual([
      { code: 'missing-template', blocks: false, count: 1 },
      { code: 'untranslated', blocks: false, count: 2 },
    ]);
  });

  it('more SMS than one number can send in time, and an activity that will have begun by then', async () => {
    // A hundred an hour: three on Sunday, twelve hours on Monday, and all must have left by Tuesday 17:00.
    site.rates = { ...site.rates, sms: 100 / 3_600 };
    await site.subscribe(500);
    await site.activity('Demain', 20);
    await site.activity('Vendredi', 110);
    const id = await weekly();
    const lintOf = async () => (await site.broadcasts.preview(await site.member(), id))?.lint;
    expect(await lintOf()).toEqual([{ code: 'past-event', blocks: false, count: 1 }]);
    // What is before it in the line counts.
    await site.subscribe(2_000, { territory: 'ath' });
    await site.release(await site.special('Bonjour.', { to: { territories: ['ath'] } }), await site.member('Zoé'));
    expect(await lintOf()).toEqual([
      { code: 'past-event', blocks: false, count: 1 },
      { code: 'too-slow', blocks: false, count: 500 },
    ]);
  });
});

describe('a draft', () => {
  it('is written again until it is released, and can be thrown away', async () => {
    await site.subscribe(1);
    const member = await site.member();
    const id = await site.special('Bonjour.');
    const { broadcasts } = site;
    const now = site.clock();
    const draft = { to: TO_HUY, sendAt: now, notAfter: new Date(now.getTime() + DAY) };
    expect(await broadcasts.write(member, id, { ...draft, texts: { fr: 'Bonsoir.', nl: 'Goedenavond.' } })).toBe(true);
    expect(await broadcasts.texts(member, id)).toEqual({ fr: 'Bonsoir.', nl: 'Goedenavond.' });
    const other = await site.special('Autre.');
    expect(await broadcasts.discard(member, other)).toBe(true);
    expect(await broadcasts.open(member, other)).toBeNull();
    expect(await site.release(id)).toBe('released');
    expect(await broadcasts.write(member, id, { ...draft, texts: { fr: 'Trop tard.' } })).toBe(false);
    expect(await broadcasts.discard(member, id)).toBe(false);
    expect(await broadcasts.texts(member, id)).toMatchObject({ fr: 'Bonsoir.' });
  });

  it('of the week that is put aside does not come back', async () => {
    await site.subscribe(1);
    const id = await weekly();
    expect(await site.broadcasts.discard(await site.member(), id)).toBe(true);
    expect(await makeDrafts(site.store.db, site.clock())).toBe(0);
    expect(await site.row(id)).toMatchObject({ state: 'stopped', reason: 'by-hand' });
  });
});
