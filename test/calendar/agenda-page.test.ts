import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FULL_LANGUAGES, isRightToLeft } from '../../src/languages.ts';
import { AgendaSite } from '../support/agenda-site.ts';
import { realContent } from '../support/real-model.ts';

let site: AgendaSite;
beforeAll(async () => {
  site = await AgendaSite.start();
});
afterAll(() => site.stop());

/** The articles of a page, as text without tags. */
function articles(page: string): string[] {
  return [...page.matchAll(/<article[\s\S]*?<\/article>/g)].map(([one]) => textOf(one));
}

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_whole, code: string) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ')
    .trim();
}

const headings = (page: string): string[] => [...page.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, text = '']) => text);

describe('the page of a territory', () => {
  it('tells day by day what takes place, in the words of the calendar', async () => {
    await site.add(
      {
        ...{ territory: 'huy', title: 'Bricolage de Noël', kind: 'workshop', audience: 'parents-and-children' },
        ...{ age_from: 3, age_to: 10, place: 'Maison de quartier', address: 'rue du Pont 1', postcode: '4500' },
        ...{ town: 'Huy', price: 250, children: 'welcome', registration: 'required', register_how: '085 00 00 00' },
        ...{ register_until: new Date('2026-12-10T11:00:00Z'), accessibility: 'Rampe', organiser: 'Relais de Huy' },
        description: 'Apportez\nune boîte.',
      },
      { starts_at: '2026-12-12T13:00:00Z', ends_at: '2026-12-12T15:00:00Z' },
    );
    await site.add(
      { territory: 'huy', title: 'Stage', kind: 'holidays', town: null },
      { starts_at: '2026-12-20T23:00:00Z', ends_at: '2026-12-24T23:00:00Z', whole_day: true },
      { starts_at: '2026-12-11T23:00:00Z', ends_at: '2026-12-12T23:00:00Z', whole_day: true },
    );
    const response = await site.get('/agenda/huy?month=2026-12');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headings(response.body)).toEqual(['samedi 12 décembre', 'lundi 21 décembre']);
    expect(articles(response.body)).toEqual([
      'Stage vacances · parents sans inscription',
      'Bricolage de Noël 14:00-16:00 atelier · parents et enfants · 3-10 ans Apportez une boîte. ' +
        'Maison de quartier, rue du Pont 1, 4500 Huy 2,50 € par personne enfants bienvenus ' +
        'sur inscription, avant le jeudi 10 décembre: 085 00 00 00 Rampe Relais de Huy',
      'Stage lun. 21 déc.-jeu. 24 déc. vacances · parents sans inscription',
    ]);
  });

  it('shows this month from today on, and then month by month to the year’s end', async () => {
    const ids = { territory: 'ath', title: 'Marche' };
    await site.add(ids, '2026-11-22T13:00:00Z', '2026-11-23T06:00:00Z', '2026-11-30T22:59:00Z', '2026-11-30T23:00:00Z');
    await site.add(
      { ...ids, title: 'Hier' },
      {
        ...{ starts_at: '2026-11-21T23:00:00Z', ends_at: '2026-11-22T23:00:00Z', whole_day: true },
      },
    );
    const page = await site.page('/agenda/ath');
    expect(headings(page)).toEqual(['lundi 23 novembre', 'lundi 30 novembre']);
    expect(page).not.toContain('rel="prev"');
    expect(page).toContain('<a rel="next" href="/agenda/ath?month=2026-12&lang=fr">Mois suivant</a>');
    const next = await site.page('/agenda/ath?month=2026-12');
    expect(headings(next)).toEqual(['mardi 1 décembre']);
    expect(next).toContain('<a rel="prev" href="/agenda/ath?month=2026-11&lang=fr">Mois précédent</a>');
    expect((await site.get('/agenda/ath?month=2027-11')).body).not.toContain('rel="next"');
  });

  it.each(['2026-10', '2030-01', 'noel', '%00', ''])('leads from the month %j to this one', async (month) => {
    const response = await site.get(`/agenda/ath?month=${month}&lang=nl`);
    expect(response.statusCode).toBe(302);
    expect(response.headers.location).toBe('/agenda/ath?lang=nl');
  });

  it('strikes through what is cancelled, with the word', async () => {
    await site.add({ territory: 'mons', title: 'Sortie' }, { starts_at: '2026-12-05T09:00:00Z', state: 'cancelled' });
    const { body } = await site.get('/agenda/mons?month=2026-12');
    expect(body).toContain('<strong class="mark">ANNULÉ</strong> <s><span dir="auto">Sortie</span></s>');
  });

  it('never tells of what is for mothers only, nor where it is', async () => {
    const secret = {
      territory: 'namur',
      title: 'Cercle caché',
      address: 'rue cachée 7',
      visibility: 'mothers',
    } as const;
    await site.add({ ...secret, place: 'Maison cachée' }, '2026-12-05T09:00:00Z');
    await site.add({ territory: 'namur', title: 'Goûter entre mamans', audience: 'mothers' }, '2026-12-06T09:00:00Z');
    for (const path of ['/agenda/namur?month=2026-12', '/agenda/namur.ics']) {
      const { body } = await site.get(path);
      expect(body).toContain('Goûter entre mamans');
      expect(body).not.toMatch(/cach/);
    }
  });

  it('shows what is written as text, be it markup or a formula', async () => {
    await site.add(
      {
        ...{ territory: 'dinant', title: '<script>alert(1)</script><img src=x onerror=alert(2)>' },
        ...{ description: '</p><iframe src="//evil.example">', place: '"><b>gras</b>', organiser: '&lt;b&gt;' },
        ...{ registration: 'required', register_how: '=HYPERLINK("https://evil.example";"ici")' },
      },
      '2026-12-05T09:00:00Z',
    );
    const { body, headers } = await site.get('/agenda/dinant?month=2026-12');
    const text = textOf(body);
    expect(text).toContain('<script>alert(1)</script><img src=x onerror=alert(2)>');
    expect(text).toContain('=HYPERLINK("https://evil.example";"ici")');
    expect(text).toContain('</p><iframe src="//evil.example">');
    expect(text).toContain('"><b>gras</b>');
    expect(text).toContain('&lt;b&gt;');
    expect(body).not.toMatch(/<(script|img|iframe|b)\b/);
    expect(headers['content-security-policy']).toContain("script-src 'self'");
  });

  it('has a translated title where there is one, and says that the French ones are French', async () => {
    await site.add(
      { territory: 'wavre', title: 'Marche', titles: JSON.stringify({ nl: 'Wandeling' }) },
      '2026-12-05T09:00:00Z',
    );
    expect((await site.get('/agenda/wavre?month=2026-12&lang=nl')).body).toContain(
      '<h3><span dir="auto">Wandeling</span></h3>',
    );
    expect((await site.get('/agenda/wavre?month=2026-12&lang=tr')).body).toContain(
      '<h3><span lang="fr" dir="auto">Marche</span></h3>',
    );
  });

  it('says it in words when there is nothing', async () => {
    const { body } = await site.get('/agenda/tubize?lang=en');
    expect(body).toContain('Nothing is planned for this month yet. Come back soon.');
  });

  it('has a title that may be read over a shoulder, and nothing of who reads', async () => {
    const { body, headers } = await site.get('/agenda/wavre?month=2026-12', { cookie: 'session=abc' });
    expect(/<title>(.*?)<\/title>/.exec(body)?.[1]).toBe('Activités · Wavre · décembre 2026');
    expect(body).not.toMatch(/mono|parent solo|famille|abc/i);
    expect(headers['set-cookie']).toBeUndefined();
    expect(body).not.toContain('<script');
  });
});

describe('in fifteen languages', () => {
  it.each(FULL_LANGUAGES)('%s: page, list and unknown place are in its words and direction', async (language) => {
    const texts = realContent().agendaPage.get(language);
    const direction = isRightToLeft(language) ? 'rtl' : 'ltr';
    for (const path of ['/agenda/ath', '/agenda', '/agenda/nulle-part']) {
      const { body } = await site.get(`${path}?lang=${language}`);
      expect(body).toContain(`<html lang="${language}" dir="${direction}">`);
      expect(textOf(/<h1>[\s\S]*?<\/h1>/.exec(body)?.[0] ?? '')).toMatch(new RegExp(`^${texts?.title}`));
    }
  });

  it('goes by the browser where the link names none, and caches are told so', async () => {
    const { body, headers } = await site.get('/agenda/ath', { 'accept-language': 'ar,fr;q=0.5' });
    expect(body).toContain('<html lang="ar" dir="rtl">');
    expect(headers.vary).toContain('accept-language');
  });

  it('offers each language in its own name, and stays in the month', async () => {
    const body = await site.page('/agenda/ath?month=2026-12');
    expect(body).toContain('<a href="/agenda/ath?month=2026-12&lang=ar" lang="ar" hreflang="ar" dir="rtl">العربية</a>');
    expect(body.match(/<li><a [^>]*hreflang=/g)).toHaveLength(FULL_LANGUAGES.length);
    expect(body.match(/aria-current="page"/g)).toHaveLength(1);
  });
});

describe('the list of territories', () => {
  it('stands by province', async () => {
    const body = await site.page('/agenda');
    expect(headings(body).map(textOf)).toEqual([
      'Hainaut',
      'Liège',
      'Namur',
      'Luxembourg',
      'Brabant wallon',
      'Bruxelles-Capitale',
    ]);
    for (const { id, name } of realContent().territories.values())
      expect(body).toContain(`<a href="/agenda/${id}?lang=fr">${name}</a>`);
  });

  it.each(['nulle-part', 'LIEGE', '%3Cb%3E', 'liege%2F..', 'constructor', 'nulle-part.ics', 'nulle-part/poster.pdf'])(
    'is what /agenda/%s gives, with 404',
    async (path) => {
      expect((await site.get(`/agenda/${path}`)).statusCode).toBe(404);
      const body = await site.page(`/agenda/${path}`);
      expect(body).toContain('pas dans notre agenda. Choisissez-en un ici.');
      expect(body).toContain('href="/agenda/liege?lang=fr"');
    },
  );
});

describe('for caches', () => {
  it.each(['/agenda', '/agenda/liege', '/agenda/liege.ics', '/agenda/assets/agenda.css'])(
    '%s is sent once, until it changes',
    async (path) => {
      const first = await site.get(path);
      expect(first.headers['cache-control']).toBe('public, max-age=300');
      const tag = String(first.headers.etag);
      expect(tag).toMatch(/^"[\w-]{22}"$/);
      for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
        const again = await site.get(path, { 'if-none-match': known });
        expect([again.statusCode, again.body]).toEqual([304, '']);
      }
      expect((await site.get(path, { 'if-none-match': '"other"' })).statusCode).toBe(200);
    },
  );

  it('what changes has another tag', async () => {
    const before = (await site.get('/agenda/rebecq?month=2026-12')).headers.etag;
    await site.add({ territory: 'rebecq' }, '2026-12-05T09:00:00Z');
    expect((await site.get('/agenda/rebecq?month=2026-12')).headers.etag).not.toBe(before);
  });
});

it('one address may ask 600 times in a minute', async () => {
  const from = (remoteAddress: string) => site.app.inject({ url: '/agenda/assets/agenda.css', remoteAddress });
  for (let count = 0; count < 600; count += 1) expect((await from('10.9.9.9')).statusCode).toBe(200);
  const refused = await from('10.9.9.9');
  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await from('10.9.9.8')).statusCode).toBe(200);
});
