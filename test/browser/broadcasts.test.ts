import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM_PATH } from '../support/browser.ts';
import { ConsoleBrowser } from '../support/console-browser.ts';
import { DESKTOP, hasFocus, PHONE } from '../support/talk-page.ts';

const PEOPLE = [
  { id: 'Zoe', role: 'coordinator', centre: true },
  { id: 'Jan', role: 'coordinator', language: 'nl', centre: true },
  { id: 'Ada', role: 'administrator', centre: true },
] as const;
const HEADER = 'Date;Activité;Lieu;Commune;Prix';

describe.skipIf(CHROMIUM_PATH === undefined)('messages to many', { timeout: 90_000 }, () => {
  const house = new ConsoleBrowser(PEOPLE);

  beforeAll(async () => {
    await subscribe([
      ['sms', 'fr'],
      ['telegram', 'ar'],
      ['sms', 'uk'],
      ['sms', 'fr', 'liege'],
    ]);
  });

  /** Parents who subscribed, of Namur where nothing else is said, and this week's draft for Namur. */
  async function subscribe(
    people: readonly (readonly [channel: string, language: string, territory?: string])[],
  ): Promise<void> {
    const client = new pg.Client({ connectionString: house.demo.databaseUrl });
    await client.connect();
    for (const [channel, language, territory = 'namur'] of people) {
      const contact = randomUUID();
      await client.query('insert into contacts (id, language) values ($1, $2)', [contact, language]);
      await client.query(
        'insert into addresses (contact_id, channel, hash, sealed, last_inbound_at) values ($1, $2, $3, $4, now())',
        [contact, channel, Buffer.from(contact), house.demo.seal(`phone-${contact}`)],
      );
      await client.query(
        `insert into subscriptions (contact_id, territory, channel, wording, subscribed_at) values ($1, $3, $2, 'v1', now())`,
        [contact, channel, territory],
      );
    }
    await client.query(
      `insert into broadcasts (id, kind, territory, send_at, not_after)
       values ($1, 'weekly', 'namur', now(), now() + interval '2 days')`,
      [randomUUID()],
    );
    await client.end();
  }

  it('from a file to the calendar, to the preview, to the release, to its progress: with the keyboard alone', async () => {
    const zoe = await house.signedIn('Zoe', { viewport: DESKTOP });
    const { page } = zoe;
    const day = new Date(Date.now() + 3 * 86_400_000).toLocaleDateString('fr-BE');
    await zoe.go('/console/calendar');
    await page.getByLabel('Fichier', { exact: true }).setInputFiles({
      name: 'agenda.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`${HEADER}\n${day} 10h-12h;Yoga entre parents;Salle 1;Namur;2 €`),
    });
    await zoe.tabTo(zoe.button('Voir ce qui est compris'));
    await page.keyboard.press('Enter');
    await zoe.tabTo(zoe.button('Confirmer et mettre dans l’agenda'));
    await page.keyboard.press('Enter');
    await page.getByText('C’est dans l’agenda.').waitFor();

    await zoe.tabTo(page.getByRole('link', { name: 'Envois' }));
    await page.keyboard.press('Enter');
    const draft = page.getByRole('link', { name: 'Agenda de la semaine, Namur' });
    await draft.waitFor();
    await house.look(zoe, 'fr-desktop-broadcasts');
    await zoe.tabTo(draft);
    await page.keyboard.press('Enter');
    await page.getByText('Yoga entre parents').first().waitFor();
    await house.look(zoe, 'fr-desktop-broadcast-preview');
    await zoe.tabTo(zoe.button('Valider l’envoi'));
    await page.keyboard.press('Enter');
    await page.getByText('L’envoi est validé.').waitFor();
    await page.getByRole('progressbar').waitFor();
    await house.look(zoe, 'fr-desktop-broadcast-progress');
  });

  it.each([
    ['desktop', DESKTOP],
    ['phone', PHONE],
  ] as const)('the hour of the weekly message is set on a %s, with the keyboard alone', async (screen, viewport) => {
    const ada = await house.signedIn('Ada', { viewport });
    const { page } = ada;
    await ada.go('/console/broadcasts');
    await ada.tabTo(page.getByRole('link', { name: 'Changer le jour ou l’heure' }));
    await page.keyboard.press('Enter');
    await page.getByLabel('Jour', { exact: true }).selectOption('4');
    await page.getByLabel('Heure', { exact: true }).fill('09:30');
    await ada.tabTo(ada.button('Enregistrer'));
    await page.keyboard.press('Enter');
    await page.getByText('part le jeudi à 09:30').waitFor();
    await house.look(ada, `fr-${screen}-broadcast-weekly`);
  });

  it.each([
    ['fr', 'Zoe', 'desktop', DESKTOP],
    ['fr', 'Zoe', 'phone', PHONE],
    ['nl', 'Jan', 'desktop', DESKTOP],
    ['nl', 'Jan', 'phone', PHONE],
  ] as const)(
    'in %s, %s on a %s writes a special message, without JavaScript too',
    async (language, id, screen, viewport) => {
      const one = await house.signedIn(id, { viewport, locale: `${language}-BE` });
      const { page } = one;
      await one.go('/console/broadcasts/new');
      for (const territory of ['namur', 'liege']) await page.locator(`[name=territory][value=${territory}]`).check();
      await page.locator('#text-fr').fill('La maison des parents est fermée lundi. '.repeat(5));
      await page.locator('summary').click();
      await page.locator('#text-ar').fill('بيت الأهل مغلق يوم الاثنين.');
      await house.look(one, `${language}-${screen}-broadcast-write`);
      await page.locator('form.card button').click();
      await page.locator('.bubble').first().waitFor();
      await house.look(one, `${language}-${screen}-broadcast-special`);
      const path = new URL(page.url()).pathname;
      const plain = await house.signedIn(id, { viewport, locale: `${language}-BE`, javaScriptEnabled: false });
      await plain.go(path);
      await plain.page.locator('form[action$="/release"] button').click();
      await plain.page.locator('progress').waitFor();
      await plain.picture(`${language}-${screen}-broadcast-released`);
      await plain.page.locator('form[action$="/pause"] button').click();
      await plain.page.locator('form[action$="/resume"] button').waitFor();
      await one.go(path);
      await house.look(one, `${language}-${screen}-broadcast-paused`);
      const resume = page.locator('form[action$="/resume"] button');
      await one.tabTo(resume);
      await page.waitForResponse((response) => response.url().endsWith(`${path}/live`));
      await expect.poll(() => page.locator('.htmx-request').count()).toBe(0);
      expect(await hasFocus(resume)).toBe(true);
      await one.go('/console/broadcasts');
      await house.look(one, `${language}-${screen}-broadcasts`);
    },
  );
});
