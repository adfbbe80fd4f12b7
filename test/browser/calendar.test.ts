import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { CHROMIUM_PATH } from '../support/browser.ts';
import { ConsoleBrowser } from '../support/console-browser.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { DESKTOP, PHONE } from '../support/talk-page.ts';

const PEOPLE = [
  { id: 'Zoe', role: 'coordinator', centre: true },
  { id: 'Jan', role: 'coordinator', language: 'nl', centre: true },
] as const;
const HEADER = 'Date;Activité;Lieu;Commune;Prix';
/** Next month, whose days all lie ahead. */
const NEXT = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 1, 10));
const MONTH = NEXT.toISOString().slice(0, 7);
const dayOf = (day: number): string => `${String(day).padStart(2, '0')}/${MONTH.slice(5)}/${MONTH.slice(0, 4)}`;
/** A weekday in French that is not that of the 12th. */
const WRONG_DAY = new Date(`${MONTH}-13T12:00:00Z`).toLocaleDateString('fr', { weekday: 'long', timeZone: 'UTC' });

describe.skipIf(CHROMIUM_PATH === undefined)('the calendar in the console', { timeout: 90_000 }, () => {
  const house = new ConsoleBrowser(PEOPLE);

  async function looked(one: ConsolePage, name: string): Promise<void> {
    await house.look(one, name);
    expect(await touching(one.page)).toEqual([]);
  }

  function file(name: string, rows: readonly string[]) {
    return { name, mimeType: 'text/csv', buffer: Buffer.from([HEADER, ...rows].join('\n')) };
  }

  it.each([
    ['fr', 'Zoe', 'desktop', DESKTOP],
    ['fr', 'Zoe', 'phone', PHONE],
    ['nl', 'Jan', 'desktop', DESKTOP],
    ['nl', 'Jan', 'phone', PHONE],
  ] as const)(
    'in %s, %s on a %s fills it: nothing serious is wrong, without JavaScript too',
    async (language, id, screen, viewport) => {
      const one = await house.signedIn(id, { viewport, locale: `${language}-BE` });
      const { page } = one;
      const name = (step: string): string => `${language}-${screen}-calendar-${step}`;
      const title = `Yoga ${language} ${screen}`;
      await one.go(`/console/calendar?month=${MONTH}`);
      await looked(one, name('month'));

      await one.go('/console/calendar/activities/new');
      await page.locator('summary').click();
      await looked(one, name('new'));
      await page.locator('#title').fill(title);
      await page.locator('#date').fill(`${dayOf(4)}, ${dayOf(11)}`);
      await page.locator('#start').fill('10h');
      await page.locator('#town').fill('Atlantis');
      await page.locator('section.card form > button').last().click();
      await page.locator('[aria-invalid]').first().waitFor();
      await looked(one, name('refused'));
      await page.locator('#town').fill('Namur');
      await page.locator('summary').click();
      await page.locator('#title-ar').fill('يوغا');
      await page.locator('section.card form > button').last().click();
      await page.getByRole('status').waitFor();
      await looked(one, name('activity'));

      await page.locator('.dates a').first().click();
      await page.locator('#date').waitFor();
      await looked(one, name('date'));
      await page.locator('#start').fill('18h');
      await page.locator('#place').fill('Parc Louise-Marie');
      await page.locator('form.card button').click();
      await page.getByText('Parc Louise-Marie').waitFor();
      await looked(one, name('moved'));

      const plain = await house.signedIn(id, { viewport, locale: `${language}-BE`, javaScriptEnabled: false });
      await plain.go(new URL(page.url()).pathname);
      await plain.page.locator('form[action$="/cancel"] button').first().click();
      await plain.page.locator('form[action$="/restore"] button').waitFor();
      await plain.picture(name('cancelled'));

      await one.go('/console/calendar');
      await page
        .locator('#file')
        .setInputFiles({ name: 'agenda.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') });
      await page.locator('form[enctype] button').click();
      await page.locator('#file-error').waitFor();
      await looked(one, name('file-refused'));
      await page
        .locator('#file')
        .setInputFiles(
          file(`agenda ${language} ${screen}.csv`, [
            `${dayOf(5)} 14h-16h;Conte ${language} ${screen};Bibliothèque;Namur;gratuit`,
            `${WRONG_DAY} ${dayOf(12)} 10h;Cuisine ${language} ${screen};Salle 1;Namur;2 €`,
            `${dayOf(6)} 10h;Balade ${language} ${screen};;Namur;cher`,
            '31/06 10h;Rien;;Namur;',
          ]),
        );
      await page.locator('form[enctype] button').click();
      await page.locator('form[action$="/confirm"] button').waitFor();
      expect(await page.locator('tr.doubtful').count()).toBe(2);
      expect(await page.locator('tr.unreadable').count()).toBe(1);
      await looked(one, name('preview'));
      await page.locator('form[action$="/confirm"] button').click();
      await page.getByRole('status').waitFor();
      await looked(one, name('entered'));
      await page.locator('form[action$="/undo"] button').click();
      await page.getByRole('status').waitFor();
      await looked(one, name('undone'));
    },
  );

  it('with the keyboard alone a file is chosen, looked at and confirmed, a doubtful row with it', async () => {
    const zoe = await house.signedIn('Zoe', { viewport: DESKTOP });
    const { page } = zoe;
    await zoe.tabTo(page.getByRole('link', { name: 'Agenda', exact: true }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Agenda' }).waitFor();
    await zoe.tabTo(page.locator('#month'));
    await page.keyboard.type(NEXT.toLocaleDateString('fr', { month: 'long', timeZone: 'UTC' }));
    await zoe.tabTo(zoe.button('Afficher'));
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/calendar?month=${MONTH}*`);
    // The list of a month is long: the skip to the import is a link.
    await zoe.tabTo(page.getByRole('link', { name: 'Importer un fichier' }));
    await page.keyboard.press('Enter');
    await zoe.tabTo(page.locator('#file'));
    // The window in which a file is chosen is the system's.
    await page
      .locator('#file')
      .setInputFiles(
        file('clavier.csv', [
          `${dayOf(7)} 14h-16h;Pétanque au clavier;Parc;Huy;gratuit`,
          `${WRONG_DAY} ${dayOf(12)} 10h;Tricot au clavier;Salle 1;Huy;2 €`,
        ]),
      );
    await zoe.tabTo(zoe.button('Voir ce qui est compris'));
    await page.keyboard.press('Enter');
    const take = page.getByRole('checkbox', { name: 'L’ajouter quand même' });
    await take.waitFor();
    await zoe.tabTo(take);
    await page.keyboard.press('Space');
    await zoe.tabTo(zoe.button('Confirmer et mettre dans l’agenda'));
    await page.keyboard.press('Enter');
    await page.getByText('2 ajoutées, 0 changée, 0 annulée.').waitFor();
  });
});

/** Buttons, and links that look like buttons, nearer to each other than a finger is sure of: 8 pixels. */
async function touching(page: Page): Promise<string[]> {
  const boxes = await Promise.all(
    (await page.locator('main button:visible, main a.button:visible').all()).map((one) => one.boundingBox()),
  );
  const shown = boxes.filter((box) => box !== null);
  return shown.flatMap((box, index) =>
    shown.slice(index + 1).flatMap((other) => {
      const besides = Math.max(box.x, other.x) - Math.min(box.x + box.width, other.x + other.width);
      const below = Math.max(box.y, other.y) - Math.min(box.y + box.height, other.y + other.height);
      return Math.max(besides, below) < 8 ? [`${JSON.stringify(box)} ${JSON.stringify(other)}`] : [];
    }),
  );
}
