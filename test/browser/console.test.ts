import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { STAFF_TEXTS } from '../../src/handover/staff-texts.ts';
import { CHROMIUM_PATH } from '../support/browser.ts';
import { ConsoleBrowser } from '../support/console-browser.ts';
import type { ConsolePage } from '../support/console-page.ts';
import { DESKTOP, directionOf, hasFocus, leftOf, overflows, PHONE } from '../support/talk-page.ts';

const talkAnswer = z.object({ replies: z.array(z.object({ text: z.string() })) });

const PEOPLE = [
  { id: 'Anne', territories: ['liege'] },
  { id: 'Bea', territories: ['liege'] },
  { id: 'Zoe', role: 'coordinator', centre: true },
  { id: 'Jan', role: 'coordinator', language: 'nl', centre: true },
] as const;

describe.skipIf(CHROMIUM_PATH === undefined)('the console', () => {
  const house = new ConsoleBrowser(PEOPLE);
  let lastParent = 0;

  /** Somebody writes on the simulated phone; gives what each text was answered. */
  async function writes(from: string, channel: string, texts: readonly string[]): Promise<string[][]> {
    const answers: string[][] = [];
    for (const text of texts) {
      const answer = await fetch(`${house.demo.address}/talk/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ channel, from, text }),
      });
      expect(answer.status).toBe(200);
      const { replies } = talkAnswer.parse(await answer.json());
      answers.push(replies.map((reply) => reply.text));
    }
    return answers;
  }

  /** A parent of Liège who asks for a human, in Arabic by WhatsApp unless told otherwise. */
  async function parentAsks(
    channel = 'whatsapp',
    texts = ['زوجي السابق لا يدفع النفقة', 'أريد أن أتكلم مع إنسان', 'Liège'],
  ): Promise<string> {
    lastParent += 1;
    const from = `parent-${lastParent}`;
    await writes(from, channel, texts);
    return from;
  }

  /** Opens the newest request, which stands last: all are equally urgent. */
  async function openNewest(one: ConsolePage): Promise<string> {
    await one.go('/console?view=waiting');
    await one.page.locator('a.request-link').last().click();
    await one.thread.waitFor();
    return new URL(one.page.url()).pathname;
  }

  it('two see a request, one takes it, the other is told who and the coordinator sees it', async () => {
    await parentAsks();
    const [anne, bea, zoe] = [await house.signedIn('Anne'), await house.signedIn('Bea'), await house.signedIn('Zoe')];
    const path = await openNewest(anne);
    await bea.go(path);
    await anne.button('Prendre').click();
    await anne.field.waitFor();
    await bea.button('Prendre').click();
    await bea.page.getByRole('alert').filter({ hasText: 'Anne' }).waitFor();
    expect(await bea.field.count()).toBe(0);
    expect(await bea.button('Prendre').count()).toBe(0);
    await zoe.go('/console?view=waiting');
    const row = zoe.page.locator('.request').filter({ has: zoe.page.locator(`a[href="${path}"]`) });
    expect(await row.innerText()).toMatch(/Prise par\s+Anne/);
    await zoe.go(path);
    await anne.go(path);
    await anne.page.getByText('Bea et Zoe regardent aussi').waitFor();
  });

  it('what is new comes by itself, and words half typed stay', async () => {
    const parent = await parentAsks();
    const anne = await house.signedIn('Anne');
    await anne.page.clock.install();
    await openNewest(anne);
    await anne.button('Prendre').click();
    await anne.field.fill('à moitié');
    await writes(parent, 'whatsapp', ['شكرا جزيلا']);
    await anne.page.clock.runFor(21_000);
    await anne.bubble('شكرا جزيلا').waitFor();
    expect(await anne.field.inputValue()).toBe('à moitié');
    await anne.go('/console?view=mine');
    const [, before = 'none'] = /^\((\d+)\)/.exec(await anne.page.title()) ?? [];
    await parentAsks();
    await anne.page.clock.runFor(16_000);
    await expect.poll(() => anne.page.title()).toMatch(new RegExp(`^\\(${Number(before) + 1}\\) `));
  });

  it('is read from right to left where the parent writes so', async () => {
    await parentAsks();
    const anne = await house.signedIn('Anne');
    await openNewest(anne);
    const theirs = anne.bubble('زوجي السابق').locator('.words');
    expect(await directionOf(theirs)).toBe('rtl');
    expect(await directionOf(anne.page.locator('html'))).toBe('ltr');
    await anne.button('Prendre').click();
    await anne.field.fill('Bonjour');
    expect(await directionOf(anne.field)).toBe('ltr');
    await anne.field.fill('مرحبا');
    expect(await directionOf(anne.field)).toBe('rtl');
    await anne.field.fill('Bonjour madame.');
    await anne.button('Envoyer').click();
    const [first = 0, stop = 0] = await leftOf(anne.bubble('Bonjour madame.').locator('.words'), ['Bonjour', '.']);
    expect(first).toBeLessThan(stop);
  });

  it('works with the keyboard alone: find, take, reply', async () => {
    await parentAsks();
    const anne = await house.signedIn('Anne');
    const { keyboard } = anne.page;
    await anne.tabTo(anne.page.locator('#view-waiting'));
    await keyboard.press('Enter');
    await anne.page.locator('#view-waiting[aria-current]').waitFor();
    await anne.tabTo(anne.page.locator('a.request-link').last());
    await keyboard.press('Enter');
    await anne.tabTo(anne.button('Prendre'));
    await keyboard.press('Enter');
    await anne.field.waitFor();
    await anne.tabTo(anne.field);
    await keyboard.type('Bonjour, je suis Anne.');
    await keyboard.press('Control+Enter');
    await anne.bubble('Bonjour, je suis Anne.').waitFor();
    expect(await anne.field.inputValue()).toBe('');
    await anne.tabTo(anne.field);
    expect(await hasFocus(anne.field)).toBe(true);
  });

  it('a reply that stands ready goes with one click, in the parent’s language', async () => {
    await parentAsks();
    const anne = await house.signedIn('Anne');
    await openNewest(anne);
    await anne.button('Prendre').click();
    await anne.page.getByText(/^Réponses toutes prêtes/).click();
    const ready = anne.page.locator('button.ready').first();
    const words = await ready.locator('.theirs').innerText();
    expect(words).toMatch(/\p{Script=Arabic}/u);
    await ready.click();
    const sent = anne.thread.locator('.from-human');
    await sent.waitFor();
    expect(await sent.locator('.words').innerText()).toBe(words);
  });

  it('10,000 characters are refused in words, and are still there', async () => {
    await parentAsks();
    const anne = await house.signedIn('Anne', { viewport: PHONE });
    await openNewest(anne);
    await anne.button('Prendre').click();
    const long = 'mot '.repeat(2_500).trimEnd();
    await anne.field.fill(long);
    await anne.button('Envoyer').click();
    await anne.page.locator('#text-problem').waitFor();
    expect(await anne.page.locator('#text-problem').innerText()).toContain('9 999'.replace(' ', '\u202f'));
    expect(await anne.field.inputValue()).toBe(long);
    expect(await overflows(anne.page.locator('html'))).toBe(false);
  });

  it('without JavaScript: read, take, reply, close', async () => {
    await parentAsks();
    const anne = await house.signedIn('Anne', { javaScriptEnabled: false });
    const path = await openNewest(anne);
    await anne.bubble('زوجي السابق').waitFor();
    await anne.button('Prendre').click();
    await anne.field.fill('Bonjour sans script.');
    await anne.button('Envoyer').click();
    await anne.bubble('Bonjour sans script.').waitFor();
    await anne.page.getByLabel('Comment cela s’est-il terminé ?').selectOption('answered');
    await anne.button('Clôturer').click();
    await anne.page.getByText('La conversation est clôturée.').waitFor();
    await anne.go(path);
    expect(await anne.button('Prendre').count()).toBe(0);
    expect(await anne.field.count()).toBe(0);
  });

  it('without JavaScript one links a chat with a code, and the chat is then no parent’s', async () => {
    const bea = await house.signedIn('Bea', { javaScriptEnabled: false, viewport: PHONE });
    await bea.go('/console/me');
    await bea.page.getByRole('link', { name: 'Choisir comment je reçois les alertes' }).click();
    await bea.button('Créer un code').click();
    const code = await bea.page.locator('code.key').innerText();
    await bea.picture('fr-phone-alerts-code');
    expect(await writes('chat-of-bea', 'telegram', [`/start ${code}`])).toEqual([[STAFF_TEXTS.fr.linked]]);
    expect(await writes('chat-of-bea', 'telegram', ['Bonjour', '/aide'])).toEqual([
      [expect.stringContaining('je ne sais pas pour qui')],
      [STAFF_TEXTS.fr.help],
    ]);
    await bea.go('/console/me/alerts');
    expect(await bea.page.getByLabel('Telegram', { exact: true }).isChecked()).toBe(true);
    await bea.page.getByLabel(/Recevoir dans Telegram/).check();
    await bea.page.locator('#telegram').getByRole('button', { name: 'Enregistrer' }).click();
    await bea.page.getByText('C’est enregistré.').waitFor();
    expect(await bea.page.getByLabel(/Recevoir dans Telegram/).isChecked()).toBe(true);
    await bea.picture('fr-phone-alerts-linked');
    expect(await overflows(bea.page.locator('html'))).toBe(false);
    await bea.button('Délier le chat').click();
    await bea.page.getByText('Le chat est délié.').waitFor();
  });

  describe.each([
    ['French', 'Zoe', 'fr-BE', 'Prendre'],
    ['Dutch', 'Jan', 'nl-BE', 'Nemen'],
  ] as const)('in %s', { timeout: 60_000 }, (_language, id, locale, take) => {
    it.each([
      ['desktop', DESKTOP],
      ['phone', PHONE],
    ] as const)('on a %s, axe finds nothing serious and nothing is wider than the screen', async (screen, viewport) => {
      await parentAsks('telegram', ['mon mari me frappe <b>maintenant</b>', 'Liège']);
      await parentAsks('sms', ['je voudrais parler à une vraie personne']);
      await parentAsks();
      const looked = async (one: ConsolePage, name: string) => {
        await one.picture(`${locale.slice(0, 2)}-${screen}-${name}`);
        expect(await one.seriousFindings()).toEqual([]);
        expect(await overflows(one.page.locator('html'))).toBe(false);
      };
      const stranger = await house.open({ viewport, locale });
      await stranger.go('/console');
      expect(await stranger.page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
      await looked(stranger, 'sign-in');
      const one = await house.signedIn(id, { viewport, locale });
      await one.go('/console?view=waiting');
      await looked(one, 'inbox');
      await openNewest(one);
      await looked(one, 'waiting');
      await one.button(take).click();
      await one.page.locator('#text').fill('Bonjour, je suis là pour vous.');
      await one.page.locator('#text').press('Control+Enter');
      await one.thread.locator('.from-human').waitFor();
      await looked(one, 'conversation');
      for (const closed of await one.page.locator('summary').all()) await closed.click();
      await looked(one, 'conversation-open');
      for (const [name, path] of [
        ['me', '/console/me'],
        ['alerts', '/console/me/alerts'],
        ['staff', '/console/staff'],
        ['member', '/console/staff/Anne'],
        ['nothing', '/console?view=closed'],
      ] as const) {
        await one.go(path);
        await looked(one, name);
      }
    });
  });
});
