import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeDrafts } from '../../src/broadcast/make-drafts.ts';
import { type Browser, ConsoleSite, DAY, type Fields, HOUR } from '../support/console-site.ts';

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

  async function subscribe(count: number, channel = 'sms', language = 'fr', territory = 'namur'): Promise<void> {
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
        values (${contact}, ${territory}, ${channel}, 'v1', ${site.now})`.execute(site.store.db);
    }
  }

  /** A special message, written in a browser. Gives its path. */
  async function written(text: string, fields: Fields = {}): Promise<string> {
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

  it.each<[string, Fields, string]>([
    ['no text', { 'text-fr': ' ' }, 'Écrivez le texte en français.'],
    ['no such territory', { territory: 'mars' }, 'Cochez au moins un territoire'],
    ['territories and the whole network', { where: 'everywhere' }, 'pas les deux'],
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

  it('who has agreed is told who else can release it, and is offered no second release', async () => {
    await subscribe(3);
    const path = await written('Bonjour.');
    expect(karim.html).toContain('Peuvent le faire : Jan et Rachida.');
    await release(karim, path);
    await karim.get(path);
    expect(karim.html).toContain('Votre accord est noté.');
    expect(karim.html).not.toContain(`${path}/release`);
    await jan.get(BROADCASTS);
    expect(jan.html).toContain('Karim is akkoord, een andere persoon moet nog vrijgeven');
    await site.store.db.updateTable('staff').set({ active: false }).where('name', 'in', ['Jan', 'Rachida']).execute();
    await karim.get(path);
    expect(karim.html).toContain('Demandez à l’administration d’inviter une deuxième personne.');
    await site.store.db.updateTable('staff').set({ active: true }).execute();
  });

  it('to several territories: each with its people, those without anybody by name, and the whole in the list', async () => {
    await subscribe(2);
    await subscribe(1, 'telegram', 'fr', 'liege');
    const path = await written('Bonjour.', { territory: ['namur', 'liege', 'ath'] });
    expect(karim.html).toContain('Pour : Liège, Namur, Ath.');
    expect(karim.html).toMatch(/<th scope="row">Namur<\/th>\s*<td class="number">2<\/td>\s*<td class="number">0,20/);
    expect(karim.html).toMatch(/<th scope="row">Liège<\/th>\s*<td class="number">1<\/td>\s*<td class="number">gratuit/);
    expect(karim.html).toContain('dans ces territoires : Ath.');
    await karim.get(`${path}/edit`);
    for (const id of ['namur', 'liege', 'ath']) expect(karim.html).toContain(`name="territory" value="${id}" checked`);
    await karim.get(BROADCASTS);
    expect(karim.html).toContain('Information spéciale, Liège, Namur, Ath</a>');
  });

  it('to the whole network, to mothers who read Arabic: said in its title, and kept in its form', async () => {
    await subscribe(1);
    const fields = { territory: [], where: 'everywhere', who: 'mothers', language: 'ar' };
    const path = await written('Bonjour.', fields);
    expect(karim.html).toContain('Information spéciale, tout le réseau, mamans seulement, qui lisent en arabe');
    await karim.get(`${path}/edit`);
    expect(karim.html).toContain('value="everywhere" checked');
    expect(karim.html).toContain('<option value="mothers" selected>');
    expect(karim.html).toContain('<option value="ar" selected>');
  });

  it.each<[string, Fields, string]>([
    ['the whole network', {}, 'Personne n’est encore abonné dans tout le réseau.'],
    ['mothers of the whole network', { who: 'mothers' }, 'Personne ne correspond à ce choix.'],
  ])('to %s, where that is nobody: said in words, and nothing to release', async (_case, fields, words) => {
    const path = await written('Bonjour.', { territory: [], where: 'everywhere', ...fields });
    expect(karim.html).toContain(words);
    expect(karim.html).toContain('Il n’y a rien à valider');
    expect(karim.html).not.toContain(`${path}/release`);
    await jan.get(path);
    expect(jan.html).toContain('Er valt niets vrij te geven');
  });

  describe('the hour of the week’s agenda', () => {
    const WEEKLY = `${BROADCASTS}/weekly`;
    afterEach(() => sql`update weekly_hour set weekday = 7, minutes = 1020`.execute(site.store.db));

    it('stands with the messages, with when the next one leaves', async () => {
      expect(karim.html).toContain('L’agenda de la semaine part le dimanche à 17:00.');
      expect(karim.html).toContain('Le prochain à cette heure : dim. 29 nov., 17:00.');
      await jan.get(WEEKLY);
      expect(jan.html).toContain('De agenda van de week vertrekt op zondag om 17:00.');
      expect(jan.html).not.toContain('<select');
    });

    it('is set by an administrator, and shown in the audit', async () => {
      await rachida.get(WEEKLY);
      const saved = await rachida.post(WEEKLY, { day: '4', time: '9:30' });
      expect(saved.headers.location).toBe(`${WEEKLY}?done=weekly-set`);
      await rachida.get(`${WEEKLY}?done=weekly-set`);
      expect(rachida.html).toContain('C’est enregistré.');
      expect(rachida.html).toContain('part le jeudi à 09:30. Le prochain à cette heure : jeu. 26 nov., 09:30.');
      await rachida.get('/console/audit?action=set-weekly-hour');
      expect(rachida.html).toContain('A changé l’heure de l’agenda de la semaine');
      expect(rachida.html).toContain('jeudi · 09:30');
    });

    it.each([
      ['too late', '20:00'],
      ['no hour', 'midi'],
      ['nothing', ''],
    ])('that is %s is not kept, and shown as it was typed', async (_case, time) => {
      await rachida.get(WEEKLY);
      expect((await rachida.post(WEEKLY, { day: '4', time })).statusCode).toBe(422);
      expect(rachida.html).toContain('Choisissez une heure entre 8:00 et 19:30.');
      expect(rachida.html).toContain(`value="${time}" required aria-invalid="true"`);
      expect(rachida.html).toContain('part le dimanche à 17:00');
    });

    it('is not set by a coordinator, nor seen by a TPR', async () => {
      expect((await karim.post(WEEKLY, { day: '4', time: '09:30' })).statusCode).toBe(403);
      expect((await tpr.get(WEEKLY)).statusCode).toBe(403);
      await karim.get(WEEKLY);
      expect(karim.html).toContain('dimanche à 17:00');
    });
  });

  it('who released and stopped it stands in the audit, with which one, where and for how many', async () => {
    await subscribe(2);
    const path = await written('Bonjour.', { territory: ['namur', 'ath'] });
    await release(karim, path);
    await karim.get(path);
    await karim.post(`${path}/stop`);
    await rachida.get('/console/audit');
    const lines = rachida.html.split('<tr>').filter((line) => line.includes(path));
    expect(lines.map((line) => /<td>(A [^<]+)<\/td>/.exec(line)?.[1])).toEqual([
      'A arrêté un envoi',
      'A validé un envoi',
    ]);
    for (const line of lines) {
      expect(line).toContain('Karim');
      expect(line).toContain('Information spéciale · Namur, Ath · 2 personnes');
    }
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
