import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgendaSite } from '../support/agenda-site.ts';
import { CHROMIUM_PATH, launchBrowser } from '../support/browser.ts';
import { ARTIFACTS, DESKTOP, directionOf, leftOf, overflows, PHONE, SMALLEST } from '../support/talk-page.ts';

describe.skipIf(CHROMIUM_PATH === undefined)('the public agenda', () => {
  let site: AgendaSite;
  let address: string;
  let browser: Browser;

  beforeAll(async () => {
    [site, browser] = await Promise.all([AgendaSite.start(), launchBrowser()]);
    await site.addSampleMonth();
    await site.add(
      { title: 'Sortie à la ferme', kind: 'outing' },
      { starts_at: '2026-11-25T17:00:00Z', state: 'cancelled' },
    );
    await site.add(
      {
        ...{ title: 'Atelier "peinture" <b>libre</b>', kind: 'workshop', audience: 'parents-and-children', price: 250 },
        ...{ place: 'Maison de quartier', address: 'rue du Pont 1', postcode: '4000', town: 'Liège', age_from: 3 },
        ...{ registration: 'required', register_how: '0470 00 00 00 (Anne)', accessibility: 'Rampe, bus 4' },
      },
      { starts_at: '2026-11-25T09:00:00Z', ends_at: '2026-11-25T11:30:00Z' },
    );
    address = await site.app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });

  async function open(path: string, viewport: typeof DESKTOP): Promise<Page> {
    const page = await browser.newPage({ viewport });
    await page.goto(address + path);
    return page;
  }

  describe.each([
    ['French', 'fr'],
    ['Arabic', 'ar'],
  ] as const)('in %s', (_name, lang) => {
    it.each([
      ['desktop', DESKTOP],
      ['phone', PHONE],
      ['smallest', SMALLEST],
    ] as const)('on a %s, axe finds nothing serious and nothing is wider than the screen', async (screen, viewport) => {
      for (const [name, path] of [
        ['page', `/agenda/liege?lang=${lang}`],
        ['empty', `/agenda/liege?lang=${lang}&month=2027-10`],
        ['places', `/agenda?lang=${lang}`],
      ] as const) {
        const page = await open(path, viewport);
        if (name === 'places') await page.locator('summary').click();
        await page.screenshot({ path: `${ARTIFACTS}agenda-${lang}-${screen}-${name}.png`, fullPage: true });
        expect(await overflows(page.locator('html'))).toBe(false);
        expect(await directionOf(page.locator('html'))).toBe(lang === 'ar' ? 'rtl' : 'ltr');
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
        await page.close();
      }
    });
  });

  it('is found by headings: one of the page, one for each day, one for each activity', async () => {
    const page = await open('/agenda/liege?lang=fr', DESKTOP);
    expect(await page.getByRole('heading', { level: 1 }).allInnerTexts()).toEqual(['Activités Liège']);
    const day = page.getByRole('heading', { level: 2, name: 'mercredi 25 novembre' });
    const section = page.locator('section').filter({ has: day });
    expect(await section.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      'Atelier "peinture" <b>libre</b>',
      'Café papote du mercredi',
      'ANNULÉ Sortie à la ferme',
    ]);
    await page.close();
  });

  it('shows drawings, which screen readers pass over', async () => {
    const page = await open('/agenda/liege?lang=fr', DESKTOP);
    const drawing = page.locator('article .pictogram').first();
    expect(await drawing.boundingBox()).toMatchObject({ width: 40, height: 40 });
    expect(await page.locator('main svg:not([aria-hidden=true])').count()).toBe(0);
    await page.close();
  });

  it('keeps the order of French places and prices among Arabic words', async () => {
    const page = await open('/agenda/liege?lang=ar', DESKTOP);
    const article = page.locator('article').filter({ hasText: 'peinture' });
    const place = article.locator('li').filter({ hasText: 'rue du Pont' });
    const [house = 0, street = 0, town = 0] = await leftOf(place, ['Maison', 'rue', 'Liège']);
    expect([house < street, street < town]).toEqual([true, true]);
    await page.close();
  });

  it('is worked with the keyboard: the languages open, and one is chosen', async () => {
    const page = await open('/agenda/liege?lang=fr', PHONE);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const turkish = page.getByRole('link', { name: 'Türkçe' });
    await turkish.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Etkinlikler' }).waitFor();
    await page.close();
  });

  it('goes on paper without what only a screen can do', async () => {
    const page = await open('/agenda/liege?lang=fr', { width: 794, height: 1123 });
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['.languages', 'footer', '.months a'])
      expect(await page.locator(hidden).first().isVisible()).toBe(false);
    expect(await page.locator('article').first().isVisible()).toBe(true);
    await page.screenshot({ path: `${ARTIFACTS}agenda-fr-print.png` });
    await page.close();
  });
});
