import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeDrafts } from '../../src/broadcast/make-drafts.ts';
import { type Browser, ConsoleSite, DAY, HOUR } from '../support/console-site.ts';

const BROADCASTS = '/console/broadcasts';

describe('messages to many in the console', () => {
  let site: ConsoleSite;
  let karim: Browser;
  let rachida: Browser;
  let jan: Browser;
  let tpr: Browser;
  let lastNumber = 32_470_000_000;
  beforeAll(async () => {
    site = await ConsoleSite.start();
    ({ browser: karim } = await site.signedIn({ role: 'coordinator', name: 'Karim' }));
    ({ browser: rachida } = await site.signedIn({ role: 'administrator', name: 'Rachida' }));
    ({ browser: jan } = await site.signedIn({ role: 'coordinator', name: 'Jan', language: 'nl' }));
    ({ browser: tpr } = await site.signedIn({ role: 'tpr', territories: ['namur'] }));
  });
  beforeEach(async () => {
    await sql`truncate broadcasts, contacts, activities cascade`.execute(site.store.db);
    await karim.get(BROADCASTS);
  });
  afterAll(() => site.stop());

  async function subscribe(count: number, channel = 'sms', language = 'fr'): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      lastNumber += 1;
      const contact = randomUUID();
      const address = `+${lastNumber}`;
      await sql`insert into contacts (id, language) values (${contact}, ${language})`.execute(site.store.db);
      await sql`insert into addresses (contact_id, channel, hash, sealed, last_inbound_at)
        values (${contact}, ${channel}, ${site.sealer.hash('sms', address)}, ${site.sealer.seal(address)}, ${site.now})`.execute(
        site.store.db,
      );
      await sql`insert into subscriptions (contact_id, territory, channel, wording, subscribed_at)
        values (${contact}, 'namur', ${channel}, 'v1', ${site.now})`.execute(site.store.db);
    }
  }

  /** A special message, written in a browser. Gives its path. */
  async function written(text: string, fields: Readonly<Record<string, string>> = {}): Promise<string> {
    await karim.get(`${BROADCASTS}/new`);
    const path = /action="([^"]+broadcasts\/[^"]+)"/.exec(karim.html)?.[1] ?? '';
    const values = { territory: 'namur', 'text-fr': text, 'send-at': '2026-11-24T17:00', ...fields };
    const response = await karim.post(path, values);
    expect(response.headers.location).toBe(`${path}?done=saved`);
    await karim.get(path);
    return path;
  }

  const release = (browser: Browser, path: string) =>
    browser.post(`${path}/release`, { seen: browser.hidden('seen') ?? '' });

  it('are for coordinators and administrators', async () => {
    const path = await written('Bonjour.');
    for (const one of ['', '/new', path.slice(BROADCASTS.length)])
      expect((await tpr.get(BROADCASTS + one)).statusCode).toBe(403);
    await tpr.get('/console/me');
    expect((await tpr.post(`${path}/release`, { seen: '' })).statusCode).toBe(403);
    expect((await site.browser().get(BROADCASTS)).statusCode).toBe(303);
    expect((await karim.get(`${BROADCASTS}/${randomUUID()}`)).statusCode).toBe(404);
    await karim.get(path);
    expect((await karim.postAs(`${path}/release`, { csrf: 'wrong', seen: '' })).statusCode).toBe(403);
    expect((await site.store.db.selectFrom('broadcasts').select('state').execute()).map(({ state }) => state)).toEqual([
      'draft',
    ]);
  });

  it('the preview shows texts, parts, people and prices, and no number', async () => {
    await subscribe(2);
    await subscribe(1, 'telegram', 'ar');
    await written(`${'La maison est fermée. '.repeat(10)}<b>`, { 'text-ar': 'البيت مغلق' });
    expect(karim.html).toContain('La maison est fermée.');
    expect(karim.html).toContain('&#60;b&#62;');
    expect(karim.html).toContain('SMS 1 sur 2');
    expect(karim.html).toContain('2 personnes · 2 SMS chacune · 0,40');
    expect(karim.html).toMatch(/dir="auto" lang="ar">البيت مغلق/);
    expect(karim.html).toMatch(/0,40\s€ \/ 10,00\s€/);
    expect(karim.html).toContain('mar. 24 nov., 17:00');
    expect(karim.html).not.toMatch(/\+?324\d{6,}/);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no text', { 'text-fr': ' ' }, 'Écrivez le texte en français.'],
    ['no such territory', { territory: 'mars' }, 'Choisissez un territoire.'],
    ['a time that is over', { 'send-at': '2026-11-20T17:00' }, 'Choisissez un jour et une heure à venir'],
    ['no time', { 'send-at': 'demain' }, 'Choisissez un jour et une heure à venir'],
  ])('with %s nothing is kept, and what was typed is still there', async (_case, fields, words) => {
    await karim.get(`${BROADCASTS}/new`);
    const path = /action="([^"]+broadcasts\/[^"]+)"/.exec(karim.html)?.[1] ?? '';
    const values = { territory: 'namur', 'text-fr': 'Bonjour.', 'text-nl': 'Dag.', 'send-at': '2026-11-24T17:00' };
    expect((await karim.post(path, { ...values, ...fields })).statusCode).toBe(422);
    expect(karim.html).toContain(words);
    expect(karim.html).toContain('>Dag.</textarea>');
    expect(await site.store.db.selectFrom('broadcasts').selectAll().execute()).toEqual([]);
  });

  it('above so many people two persons release it; twice is once', async () => {
    await subscribe(3);
    const path = await written('Bonjour.');
    // Written by Karim: alone he cannot release it.
    expect(karim.html).toContain('une deuxième personne doit aussi valider');
    expect((await release(karim, path)).headers.location).toBe(`${path}?done=second-person`);
    await rachida.get(path);
    expect(rachida.html).toContain('Karim est d’accord.');
    const seen = rachida.hidden('seen') ?? '';
    expect((await release(rachida, path)).headers.location).toBe(`${path}?done=released`);
    expect((await rachida.post(`${path}/release`, { seen })).headers.location).toBe(`${path}?done=again`);
    expect(await site.store.db.selectFrom('broadcast_sends').select('state').execute()).toHaveLength(3);
    await rachida.get(path);
    expect(rachida.html).toContain('validé, attend son heure');
    expect(rachida.html).toContain('Validé par Rachida, avec l’accord de Karim');
  });

  it('what somebody changed meanwhile is looked at again', async () => {
    await subscribe(1);
    const path = await written('Bonjour.');
    await rachida.get(path);
    await karim.get(`${path}/edit`);
    await karim.post(path, { territory: 'namur', 'text-fr': 'Autre chose.', 'send-at': '2026-11-24T17:00' });
    expect((await release(rachida, path)).statusCode).toBe(409);
    expect(rachida.html).toContain('ont changé entre-temps');
    expect(rachida.html).toContain('Autre chose.');
  });

  it('what is too long is not offered for a release', async () => {
    await subscribe(1);
    const path = await written('long '.repeat(110));
    expect(karim.html).toContain('Trop long pour 1 personne(s)');
    expect(karim.html).not.toContain(`${path}/release`);
  });

  it('is followed, paused, resumed and stopped', async () => {
    await subscribe(2);
    const path = await written('Bonjour.');
    await release(karim, path);
    await karim.get(path);
    expect(karim.html).toMatch(/<progress id="bar" max="2" value="0">0 sur 2 traités \(0 %\)<\/progress>/);
    expect((await karim.post(`${path}/pause`)).headers.location).toBe(`${path}?done=paused`);
    await karim.get(path);
    expect(karim.html).toContain('en pause');
    expect((await karim.post(`${path}/resume`)).headers.location).toBe(`${path}?done=resumed`);
    await sql`update broadcast_sends set state = 'unknown' where position = (select min(position) from broadcast_sends)`.execute(
      site.store.db,
    );
    await karim.get(`${path}/live`);
    expect(karim.html).toContain('1 sur 2 traités (50 %)');
    expect(karim.html).toContain('on ne sait pas s’ils sont arrivés');
    await karim.get(path);
    expect((await karim.post(`${path}/stop`)).headers.location).toBe(`${path}?done=stopped`);
    await karim.get(path);
    expect(karim.html).toContain('arrêté (arrêté à la main)');
    expect(karim.html).toContain('envoi arrêté');
    expect(karim.html).not.toContain('hx-trigger');
  });

  it('the week’s agenda lies there to be released, in Dutch as well, and may be put aside', async () => {
    await subscribe(1);
    await sql`with made as (insert into activities (territory, title, kind, audience)
        values ('namur', 'Yoga', 'sport', 'parents') returning id)
      insert into occurrences (activity_id, starts_at)
      select id, ${new Date(site.now.getTime() + 7 * DAY)}::timestamptz from made`.execute(site.store.db);
    await makeDrafts(site.store.db, new Date(site.now.getTime() + 4 * DAY));
    await jan.get(BROADCASTS);
    expect(jan.html).toContain('Agenda van de week, Namur');
    const path = /href="(\/console\/broadcasts\/[0-9a-f-]{36})"/.exec(jan.html)?.[1] ?? '';
    await jan.get(path);
    expect(jan.html).toContain('Yoga');
    expect(jan.html).toContain('zo 29 nov');
    expect((await jan.post(`${path}/discard`)).headers.location).toBe(`${BROADCASTS}?done=discarded`);
    await jan.get(path);
    expect(jan.html).toContain('met de hand gestopt');
  });

  it('a try to oneself without a chat or number is only shown', async () => {
    await subscribe(1);
    const path = await written('Bonjour.');
    const response = await karim.post(`${path}/test`, { group: 'sms fr false' });
    expect(response.headers.location).toBe(`${path}?done=test-none`);
  });

  it('corrections that wait stand beside what was sent there', async () => {
    await subscribe(1);
    const path = await written('Bonjour.');
    await release(karim, path);
    await sql`insert into broadcasts (id, kind, territory, send_at, not_after, occurrence_id)
      values (${randomUUID()}, 'correction', 'namur', ${site.now}, ${new Date(site.now.getTime() + HOUR)}, ${randomUUID()})`.execute(
      site.store.db,
    );
    await karim.get(path);
    expect(karim.html).toContain('Correction, Namur');
  });
});
