import Excel from 'exceljs';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAgenda } from '../../src/calendar/read-agenda.ts';
import { makeTemplate } from '../../src/calendar/template.ts';
import { readFile, told } from '../support/calendar-files.ts';
import { type Browser, ConsoleSite } from '../support/console-site.ts';

const CALENDAR = '/console/calendar';
/** The clock of the site stands on 23 November 2026. */
const HEADER = 'Date;Activité;Lieu;Commune;Prix';
const YOGA = '04/12/2026 10h-11h;Yoga;Salle 1;Namur;2 €';
const TALE = '05/12/2026 14h;Conte;Bibliothèque;Namur;gratuit';

describe('the calendar in the console', () => {
  let site: ConsoleSite;
  let coordinator: Browser;
  let tpr: Browser;
  beforeAll(async () => {
    site = await ConsoleSite.start();
    ({ browser: coordinator } = await site.signedIn({ role: 'coordinator', name: 'Karim' }));
    ({ browser: tpr } = await site.signedIn({ role: 'tpr', territories: ['namur'] }));
  });
  beforeEach(async () => {
    await sql`truncate activities, imports cascade`.execute(site.store.db);
    await coordinator.get(CALENDAR);
  });
  afterAll(() => site.stop());

  const upload = (rows: readonly string[], name = 'agenda.csv', browser = coordinator) =>
    browser.upload(`${CALENDAR}/imports`, { name, bytes: Buffer.from([HEADER, ...rows].join('\n')) });

  /** Brings a file and opens its preview. Gives its path. */
  async function preview(rows: readonly string[], name?: string): Promise<string> {
    await coordinator.get(CALENDAR);
    const response = await upload(rows, name);
    expect(response.statusCode).toBe(303);
    const path = String(response.headers.location);
    expect((await coordinator.get(path)).statusCode).toBe(200);
    return path;
  }

  const confirm = (path: string, fields: Readonly<Record<string, string | readonly string[]>> = {}) =>
    coordinator.post(`${path}/confirm`, { fingerprint: coordinator.hidden('fingerprint') ?? '', ...fields });

  const all = () =>
    readAgenda(site.store.db, {
      from: new Date('2020-01-01'),
      to: new Date('2030-01-01'),
      ...{ mothers: true, cancelled: true },
    });
  const titles = async () => (await all()).map(({ activity, state }) => `${activity.title} ${state}`);

  it('is for coordinators and administrators', async () => {
    await tpr.get('/console');
    expect(tpr.html).not.toContain(`href="${CALENDAR}"`);
    for (const path of ['', '/template.xlsx', '/activities/new'])
      expect((await tpr.get(CALENDAR + path)).statusCode).toBe(403);
    await tpr.get('/console/me');
    expect((await upload([YOGA], 'agenda.csv', tpr)).statusCode).toBe(403);
    expect((await tpr.post(`${CALENDAR}/activities/new`, { title: 'x' })).statusCode).toBe(403);
    expect((await site.browser().get(CALENDAR)).statusCode).toBe(303);
    expect(await site.store.db.selectFrom('imports').selectAll().execute()).toEqual([]);
  });

  it('a file without the proof that the form is ours is not taken', async () => {
    const response = await coordinator.upload(
      `${CALENDAR}/imports`,
      { name: 'agenda.csv', bytes: Buffer.from(`${HEADER}\n${YOGA}`) },
      { csrf: 'wrong' },
    );
    expect(response.statusCode).toBe(403);
    expect(await site.store.db.selectFrom('imports').selectAll().execute()).toEqual([]);
  });

  it('a file is looked at, confirmed and taken back', async () => {
    const path = await preview([YOGA, TALE, '31/06 10h;Rien;;Namur;']);
    for (const words of ['2 à ajouter', '1 non lue', '04/12/2026 10:00-11:00', 'la date n’a pas été comprise'])
      expect(coordinator.html).toContain(words);
    expect(await titles()).toEqual([]);
    expect((await confirm(path)).headers.location).toBe(`${path}?done=confirmed`);
    expect(await titles()).toEqual(['Yoga planned', 'Conte planned']);
    await coordinator.get(path);
    expect(coordinator.html).toContain('2 ajoutées, 0 changée, 0 annulée.');
    expect((await coordinator.post(`${path}/undo`)).headers.location).toBe(`${path}?done=undone`);
    expect(await titles()).toEqual([]);
    await coordinator.get(CALENDAR);
    expect(coordinator.html).toContain('import annulé');
  });

  it('a corrected file shows what changes; what is missing is cancelled when ticked', async () => {
    await confirm(await preview([YOGA, TALE]));
    const path = await preview([YOGA.replace('2 €', '3 €')], 'agenda v2.csv');
    expect(coordinator.html).toContain('<del>2,00 €</del> <ins>3,00 €</ins>');
    const cancel = /name="cancel" value="([^"]+)"/.exec(coordinator.html)?.[1] ?? '';
    await confirm(path, { cancel });
    expect((await all()).map(({ activity, state }) => [activity.title, activity.price, state])).toEqual([
      ['Yoga', 300, 'planned'],
      ['Conte', 0, 'cancelled'],
    ]);
  });

  it('a grave doubt is entered only when ticked', async () => {
    const rows = ['lundi 04/12/2026 10h;Yoga;Salle 1;Namur;', TALE];
    const path = await preview(rows);
    expect(coordinator.html).toContain('le jour de la semaine ne correspond pas à la date');
    expect(coordinator.html).toMatch(/name="take" value="0" aria-label="[^"]*">/);
    await confirm(path);
    expect(await titles()).toEqual(['Conte planned']);
    await confirm(await preview(rows), { take: '0' });
    expect(await titles()).toEqual(['Yoga planned', 'Conte planned']);
  });

  it('a preview that somebody else has overtaken is shown again', async () => {
    const path = await preview([YOGA]);
    const fingerprint = coordinator.hidden('fingerprint') ?? '';
    await confirm(await preview([YOGA]));
    await coordinator.get(path);
    const response = await coordinator.post(`${path}/confirm`, { fingerprint });
    expect(response.statusCode).toBe(409);
    expect(response.body).toContain('L’agenda a changé entre-temps');
    expect(await titles()).toEqual(['Yoga planned']);
  });

  it('what was built on is not taken back, and said so', async () => {
    const first = await preview([YOGA]);
    await confirm(first);
    await confirm(await preview([YOGA.replace('Salle 1', 'Salle 2')]));
    await coordinator.get(first);
    const response = await coordinator.post(`${first}/undo`);
    expect(response.statusCode).toBe(409);
    expect(response.body).toContain('(Yoga)');
  });

  it.each([
    ['agenda.pdf', Buffer.from('%PDF-1.7'), 'Ce n’est pas un fichier Excel'],
    ['agenda.csv', Buffer.alloc(0), 'Le fichier est vide'],
    ['agenda.xlsx', Buffer.alloc(11 * 1024 * 1024, 'a'), 'plus de 10 Mo'],
    ['agenda.xlsx', Buffer.alloc(50 * 1024 * 1024, 'a'), 'plus de 10 Mo'],
    ['agenda.csv', Buffer.from('Bonjour;<script>\n1;2'), 'Bonjour, &#60;script&#62;'],
    ['', Buffer.alloc(0), 'Choisissez un fichier'],
  ])('%s: why a file is not read is said beside it', async (name, bytes, words) => {
    const response = await coordinator.upload(`${CALENDAR}/imports`, { name, bytes });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain(words);
    expect(response.body).toContain('Rien n’a été importé');
  });

  it('a file of some megabytes is read', async () => {
    const path = await preview([YOGA, `${TALE};${' '.repeat(3 * 1024 * 1024)}`]);
    expect((await confirm(path)).statusCode).toBe(303);
    expect(await titles()).toEqual(['Yoga planned', 'Conte planned']);
  });

  it('formulas and html of a file are shown as text', async () => {
    await preview(['04/12/2026 10h;"=HYPERLINK(""http://evil.example"")<b>";Salle;Namur;']);
    expect(coordinator.html).toContain('&#61;HYPERLINK(&#34;http://evil.example&#34;)&#60;b&#62;');
  });

  it('the list is that of a month and a territory', async () => {
    await confirm(
      await preview([YOGA, TALE.replace('Namur', 'Ath'), TALE.replace('05/12', '05/01').replace('2026', '2027')]),
    );
    const shown = async (query: string) => {
      await coordinator.get(`${CALENDAR}?${query}`);
      return [...coordinator.html.matchAll(/activities\/[\w-]{36}" dir="auto">([^<]+)</g)].map(([, title]) => title);
    };
    expect(await shown('month=2026-12')).toEqual(['Yoga', 'Conte']);
    expect(await shown('month=2026-12&territory=ath')).toEqual(['Conte']);
    expect(await shown('month=2027-01')).toEqual(['Conte']);
    expect(await shown('month=2026-13&territory=mars')).toEqual([]);
    expect(coordinator.html).toContain('Rien dans l’agenda');
  });

  it('speaks Dutch with who does', async () => {
    const { browser } = await site.signedIn({ role: 'coordinator', language: 'nl' });
    await browser.get(CALENDAR);
    expect(browser.html).toContain('Een bestand importeren');
  });

  describe('by hand', () => {
    const YOGA_TYPED = {
      ...{ title: 'Yoga', date: '04/12/2026', start: '10h', end: '11h', kind: 'sport', audience: 'parents' },
      ...{ place: 'Salle 1', town: 'Namur', price: '2 €', children: 'care', registration: 'required' },
      ...{ contact: '081 00 00 00', until: '02/12/2026', places: '12', ages: '16+ ans' },
    };
    const add = async (fields: Readonly<Record<string, string>>) => {
      await coordinator.get(`${CALENDAR}/activities/new`);
      return coordinator.post(`${CALENDAR}/activities/new`, fields);
    };

    it('an activity is added, read as a row of a file is', async () => {
      expect((await add(YOGA_TYPED)).statusCode).toBe(303);
      const [found] = await all();
      expect(found).toMatchObject({
        startsAt: new Date('2026-12-04T09:00:00Z'),
        endsAt: new Date('2026-12-04T10:00:00Z'),
        activity: {
          ...{ title: 'Yoga', territory: 'namur', kind: 'sport', audience: 'parents', price: 200, children: 'care' },
          ages: { from: 16, to: null },
          registration: { is: 'required', how: '081 00 00 00', until: new Date('2026-12-02T22:59:00Z'), places: 12 },
          visibility: 'public',
        },
      });
    });

    it.each([
      [{ title: '' }, 'pas de titre'],
      [{ date: 'bientôt' }, 'la date n’a pas été comprise'],
      [{ town: 'Atlantis' }, 'pas de commune connue'],
      [{ price: 'cher' }, 'le prix n’a pas été compris'],
      [{ until: 'bientôt' }, 'la date n’a pas été comprise'],
    ])('%j is told in words, and what was typed stays', async (wrong, words) => {
      const response = await add({ ...YOGA_TYPED, contact: '081 11 11 11', ...wrong });
      expect(response.statusCode).toBe(422);
      expect(response.body).toContain(words);
      expect(response.body).toContain('value="081 11 11 11"');
      expect(await all()).toEqual([]);
    });

    it('what is doubtful is saved once somebody is sure', async () => {
      const wrong = { ...YOGA_TYPED, date: 'lundi 04/12/2026' };
      expect((await add(wrong)).statusCode).toBe(422);
      expect(coordinator.html).toContain('le jour de la semaine ne correspond pas à la date');
      expect((await coordinator.post(`${CALENDAR}/activities/new`, { ...wrong, sure: 'on' })).statusCode).toBe(303);
      expect((await add({ ...YOGA_TYPED, title: 'Conte' })).body).toContain('une autre activité est au même endroit');
      expect(await titles()).toEqual(['Yoga planned']);
    });

    it('a form that is sent twice adds one activity; another one written in it is added too', async () => {
      await coordinator.get(`${CALENDAR}/activities/new`);
      const id = coordinator.hidden('id') ?? '';
      expect(id).not.toBe('');
      const csrf = coordinator.hidden('csrf') ?? '';
      const send = (title: string) =>
        coordinator.postAs(`${CALENDAR}/activities/new`, { ...YOGA_TYPED, title, csrf, id, place: '' });
      const [first, second] = await Promise.all([send('Yoga'), send('Yoga')]);
      expect(second?.headers.location).toBe(first?.headers.location);
      expect((await send('Yoga')).statusCode).toBe(303);
      expect(await titles()).toEqual(['Yoga planned']);
      expect((await send('Conte')).statusCode).toBe(303);
      expect(await titles()).toHaveLength(2);
    });

    it('a place for mothers only is never public', async () => {
      await add({ ...YOGA_TYPED, audience: 'mothers' });
      await add({ ...YOGA_TYPED, title: 'Conte', place: 'Salle 2', visibility: 'on' });
      expect((await all()).map(({ activity }) => activity.visibility)).toEqual(['mothers', 'mothers']);
    });

    it('an activity is changed; its dates are cancelled, kept and added', async () => {
      const path = String((await add(YOGA_TYPED)).headers.location).replace(/\?.*/, '');
      await coordinator.get(path);
      expect(coordinator.html).toContain('value="dès 16 ans"');
      await coordinator.post(path, { ...YOGA_TYPED, title: 'Yoga doux' });
      const time = (await all())[0]?.id ?? '';
      await coordinator.get(path);
      expect((await coordinator.post(`${path}/times/${time}/cancel`)).headers.location).toBe(`${path}?done=cancelled`);
      expect(await titles()).toEqual(['Yoga doux cancelled']);
      await coordinator.post(`${path}/times/${time}/restore`);
      await coordinator.post(`${path}/times`, { date: '11/12/2026', start: '10h', end: '' });
      expect(await titles()).toEqual(['Yoga doux planned', 'Yoga doux planned']);
      expect((await coordinator.post(`${path}/times`, { date: '' })).statusCode).toBe(422);
    });

    it('a date that is added and doubtful is saved once somebody is sure', async () => {
      const path = String((await add(YOGA_TYPED)).headers.location).replace(/\?.*/, '');
      await coordinator.get(path);
      const wrong = { date: 'lundi 11/12/2026', start: '10h', end: '11h' };
      expect((await coordinator.post(`${path}/times`, wrong)).statusCode).toBe(422);
      for (const words of [
        'le jour de la semaine ne correspond pas à la date',
        'value="lundi 11/12/2026"',
        'name="sure"',
      ])
        expect(coordinator.html).toContain(words);
      expect(await titles()).toEqual(['Yoga planned']);
      expect((await coordinator.post(`${path}/times`, { ...wrong, sure: 'on' })).statusCode).toBe(303);
      expect(await titles()).toHaveLength(2);
    });

    it('hours that cannot be read are never taken for a whole day', async () => {
      const bad = { date: '11/12/2026', start: '25:99', end: '21:00' };
      const refused = async (path: string, fields: Readonly<Record<string, string>>) => {
        const { statusCode, body } = await coordinator.post(path, fields);
        expect(statusCode).toBe(422);
        expect(body).toContain('l’heure n’a pas été comprise');
        expect(body).toContain('value="25:99"');
      };
      await refused(`${CALENDAR}/activities/new`, { ...YOGA_TYPED, ...bad });
      const { path, first } = await twoFridays();
      const before = await dates();
      await refused(first, { ...FIRST, ...bad });
      await refused(`${path}/times`, bad);
      expect(await dates()).toEqual(before);
    });

    it.each([
      ['01/05/2020', 'la date est passée'],
      ['tous les mardis', 'se répète sans date de fin'],
    ])('added dates are asked about where they are doubtful: %s', async (date, doubt) => {
      const { path } = await twoFridays();
      const refused = await coordinator.post(`${path}/times`, { date, start: '10h', end: '' });
      expect(refused.statusCode).toBe(422);
      expect(refused.body).toContain(doubt);
      expect(refused.body).toContain(`value="${date}"`);
      expect(await dates()).toHaveLength(2);
      const sure = await coordinator.post(`${path}/times`, { date, start: '10h', end: '', sure: 'on' });
      expect(sure.statusCode).toBe(303);
    });

    /** An activity on two Fridays. Gives its path and the path of its first date. */
    async function twoFridays(): Promise<{ path: string; first: string }> {
      const added = await add({ ...YOGA_TYPED, date: '04/12/2026 et 11/12/2026' });
      const path = String(added.headers.location).replace(/\?.*/, '');
      return { path, first: `${path}/times/${(await all())[0]?.id}` };
    }
    const FIRST = { date: '04/12/2026', start: '10:00', end: '11:00', place: 'Salle 1', town: 'Namur' };
    const dates = async () =>
      (await all()).map(({ startsAt, endsAt, activity: { place } }) =>
        [startsAt.toISOString().slice(0, 16), endsAt?.toISOString().slice(11, 16), place.name, place.town].join(' '),
      );

    it('one date of several goes to another day, hour and place; the others stay, and its id too', async () => {
      const { path, first } = await twoFridays();
      const [before] = await all();
      await coordinator.get(path);
      expect(coordinator.html).toContain(`href="${first}"`);
      await coordinator.get(first);
      for (const value of Object.values(FIRST)) expect(coordinator.html).toContain(`value="${value}"`);
      const moved = { ...FIRST, date: '05/12/2026', start: '14h', end: '15h30', place: 'Parc', address: 'allée 2' };
      expect((await coordinator.post(first, moved)).headers.location).toBe(`${path}?done=moved`);
      expect(await dates()).toEqual(['2026-12-05T13:00 14:30 Parc Namur', '2026-12-11T09:00 10:00 Salle 1 Namur']);
      expect((await all())[0]?.id).toBe(before?.id);
      await coordinator.get(path);
      expect(coordinator.html).toContain('<bdi>Parc, allée 2, Namur</bdi>');
      // Back where the activity takes place, it goes with it again.
      await coordinator.get(first);
      await coordinator.post(first, { ...moved, place: 'Salle 1', address: '' });
      await coordinator.get(path);
      await coordinator.post(path, { ...YOGA_TYPED, place: 'Salle 2' });
      expect((await dates()).map((date) => date.split(' ').slice(2))).toEqual([
        ['Salle', '2', 'Namur'],
        ['Salle', '2', 'Namur'],
      ]);
    });

    it.each([
      [{ date: 'bientôt' }, 'la date n’a pas été comprise'],
      [{ date: 'tous les mardis de décembre' }, 'la date n’a pas été comprise'],
      [{ date: '11/12/2026' }, 'une autre date de cette activité commence au même moment'],
      [{ date: 'lundi 05/12/2026' }, 'le jour de la semaine ne correspond pas à la date'],
      [{ date: '01/11/2026' }, 'la date est passée'],
    ])('one date is not moved to %j', async (wrong, words) => {
      const { first } = await twoFridays();
      await coordinator.get(first);
      const response = await coordinator.post(first, { ...FIRST, ...wrong });
      expect(response.statusCode).toBe(422);
      expect(response.body).toContain(words);
      expect(await dates()).toEqual(['2026-12-04T09:00 10:00 Salle 1 Namur', '2026-12-11T09:00 10:00 Salle 1 Namur']);
    });

    it('a doubtful date is moved once somebody is sure; where another activity is, only then', async () => {
      const { path, first } = await twoFridays();
      await add({ ...YOGA_TYPED, title: 'Conte', place: 'Parc', date: '05/12/2026' });
      await coordinator.get(first);
      const there = { ...FIRST, date: '05/12/2026', place: 'Parc' };
      expect((await coordinator.post(first, there)).body).toContain('une autre activité est au même endroit');
      expect((await coordinator.post(first, { ...there, sure: 'on' })).headers.location).toBe(`${path}?done=moved`);
    });

    it('a date of several days keeps them when only its place changes', async () => {
      await add({ ...YOGA_TYPED, date: 'du 22/12/2026 au 24/12/2026', start: '', end: '' });
      const [camp] = await all();
      const path = `${CALENDAR}/activities/${camp?.activity.id}/times/${camp?.id}`;
      await coordinator.get(path);
      expect(coordinator.html).toContain('value="22/12/2026 - 24/12/2026"');
      await coordinator.post(path, { date: '22/12/2026 - 24/12/2026', start: '', end: '', place: 'Parc' });
      expect((await all())[0]).toMatchObject({ startsAt: camp?.startsAt, endsAt: camp?.endsAt, wholeDay: true });
      await coordinator.get(path);
      await coordinator.post(path, { date: '23/12/2026 - 25/12/2026', start: '', end: '', place: 'Parc' });
      expect((await all())[0]?.endsAt).toEqual(new Date('2026-12-25T23:00:00Z'));
    });

    it('an import that was before is not undone over a date moved by hand, and the same file does not move it back', async () => {
      const path = await preview([YOGA]);
      await confirm(path);
      const [found] = await all();
      const date = `${CALENDAR}/activities/${found?.activity.id}/times/${found?.id}`;
      await coordinator.get(date);
      await coordinator.post(date, { ...FIRST, start: '18h', end: '19h', place: 'Parc' });
      await preview([YOGA]);
      expect(coordinator.html).toContain('1 sans changement');
      await coordinator.get(path);
      expect((await coordinator.post(`${path}/undo`)).statusCode).toBe(409);
      expect(await dates()).toEqual(['2026-12-04T17:00 18:00 Parc Namur']);
    });

    it('what is undone puts a date back where somebody had moved it', async () => {
      await confirm(await preview([YOGA]));
      const [found] = await all();
      const date = `${CALENDAR}/activities/${found?.activity.id}/times/${found?.id}`;
      await coordinator.get(date);
      await coordinator.post(date, { ...FIRST, place: 'Parc' });
      const path = await preview([YOGA.replace('2 €', '3 €').replace('10h-11h', '15h-16h')]);
      await confirm(path);
      expect(await dates()).toEqual(['2026-12-04T14:00 15:00 Parc Namur']);
      await coordinator.get(path);
      await coordinator.post(`${path}/undo`);
      expect(await dates()).toEqual(['2026-12-04T09:00 10:00 Parc Namur']);
    });

    it('titles are translated; a corrected file keeps them, unless it changes the title', async () => {
      const event = (title: string, hour: string): string =>
        ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:1@x', `DTSTART:20261204T${hour}0000Z`, `SUMMARY:${title}`]
          .concat(['LOCATION:Salle 1\\, 5000 Namur', 'END:VEVENT', 'END:VCALENDAR'])
          .join('\r\n');
      const bring = async (text: string): Promise<void> => {
        await coordinator.get(CALENDAR);
        const sent = await coordinator.upload(`${CALENDAR}/imports`, { name: 'a.ics', bytes: Buffer.from(text) });
        const path = String(sent.headers.location);
        await coordinator.get(path);
        expect((await confirm(path)).headers.location).toBe(`${path}?done=confirmed`);
      };
      const titlesOf = async () => (await all())[0]?.activity.titles;
      await bring(event('Yoga', '09'));
      const path = `${CALENDAR}/activities/${(await all())[0]?.activity.id}`;
      await coordinator.get(path);
      const translated = { 'title-ar': ' يوغا ', 'title-nl': 'Yoga <voor ouders>', 'title-xx': 'x', 'title-de': '' };
      await coordinator.post(path, { ...YOGA_TYPED, ...translated });
      expect(await titlesOf()).toEqual({ ar: 'يوغا', nl: 'Yoga <voor ouders>' });
      await coordinator.get(path);
      expect(coordinator.html).toContain('value="Yoga &#60;voor ouders&#62;"');
      await bring(event('Yoga', '10'));
      expect(await titlesOf()).toEqual({ ar: 'يوغا', nl: 'Yoga <voor ouders>' });
      await bring(event('Pétanque', '10'));
      expect(await titlesOf()).toEqual({});
    });

    it.each(['nobody', '00000000-0000-4000-8000-000000000000'])('the date %s is not there', async (time) => {
      const { path } = await twoFridays();
      await coordinator.get(path);
      expect((await coordinator.get(`${path}/times/${time}`)).statusCode).toBe(404);
      expect((await coordinator.post(`${path}/times/${time}`, FIRST)).statusCode).toBe(404);
    });

    it('what an import brought and somebody changed by hand is not taken back', async () => {
      const path = await preview([YOGA]);
      await confirm(path);
      const [found] = await all();
      const activity = `${CALENDAR}/activities/${found?.activity.id}`;
      await coordinator.get(activity);
      await coordinator.post(activity, { ...YOGA_TYPED, place: 'Salle 3' });
      await coordinator.get(path);
      expect((await coordinator.post(`${path}/undo`)).statusCode).toBe(409);
      // The same file again does not put it back either: it says nothing new.
      await preview([YOGA]);
      expect(coordinator.html).toContain('1 sans changement');
    });

    it.each(['/activities/nobody', '/activities/00000000-0000-4000-8000-000000000000', '/imports/nobody'])(
      '%s is not there',
      async (path) => {
        expect((await coordinator.get(CALENDAR + path)).statusCode).toBe(404);
      },
    );
  });
});

describe('the template', () => {
  it('is read back by the import, its example included', async () => {
    const { rows, sheets } = await readFile(await makeTemplate([]), { name: 'agenda.xlsx' });
    expect(rows.map(told)).toEqual(['2: 22/05/2026 09:30-11:00 | Café papote | huy']);
    expect(sheets).toMatchObject([{ read: true }, { read: false }]);
  });

  it('holds no formula, whatever stands in it', async () => {
    const book = new Excel.Workbook();
    const bytes = await makeTemplate([{ id: 'x', name: '=HYPERLINK("http://evil.example")' }]);
    await book.xlsx.load(Uint8Array.from(bytes).buffer as Parameters<typeof book.xlsx.load>[0]);
    const kinds = new Set<number>();
    for (const sheet of book.worksheets) sheet.eachRow((row) => row.eachCell((cell) => kinds.add(cell.type)));
    expect(kinds).toEqual(new Set([Excel.ValueType.String]));
  });
});
