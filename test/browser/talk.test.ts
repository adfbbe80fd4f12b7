import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHROMIUM_PATH, type Demo, launchBrowser, startDemo } from '../support/browser.ts';
import { DESKTOP, directionOf, hasFocus, leftOf, overflows, PHONE, SMALLEST, TalkPage } from '../support/talk-page.ts';

const UNPAID = 'mon ex ne paie plus la pension';
const UNPAID_ARABIC = 'طليقي لا يدفع النفقة';
const VIOLENCE_ARABIC = 'زوجي يضربني';
const SOURCE = /Source ?: .+, vérifié le \d\d\/\d\d\/\d{4}/;

describe.skipIf(CHROMIUM_PATH === undefined)('the page where one writes as a parent', () => {
  let demo: Demo;
  let browser: Browser;
  let talk: TalkPage;

  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });
  beforeEach(async () => {
    talk = await TalkPage.open(browser, demo.address);
  });
  afterEach(() => talk.close());

  describe('on three channels', () => {
    it('by SMS, an answer shows its source, how many SMS it takes and what they cost', async () => {
      const answer = await talk.write(UNPAID);
      expect(await answer.innerText()).toContain('SECAL');
      expect(await answer.innerText()).toMatch(SOURCE);
      expect(await talk.costs.allInnerTexts()).toEqual([expect.stringMatching(/^[1-9] SMS, environ \d,\d\d\s€$/)]);
      expect(await directionOf(answer)).toBe('ltr');
      await talk.picture('talk-fr-phone');
    });

    it.each(['WhatsApp', 'Telegram'] as const)('by %s, an answer shows its source and no price', async (channel) => {
      await talk.channel(channel).check();
      expect(await (await talk.write(UNPAID)).innerText()).toMatch(SOURCE);
      expect(await talk.costs.count()).toBe(0);
    });

    it('by Telegram, a button brings the rest of the answer', async () => {
      await talk.channel('Telegram').check();
      const short = await (await talk.write(UNPAID)).innerText();
      const rest = await (await talk.press('SUITE')).innerText();
      expect(await talk.mine.last().innerText()).toContain('SUITE');
      expect(rest).toContain('MyMinfin');
      expect(short).not.toContain('MyMinfin');
    });

    it('each channel keeps its conversation, and an answer comes where the question was asked', async () => {
      await talk.field.fill(UNPAID);
      await talk.field.press('Enter');
      await talk.channel('WhatsApp').check();
      expect(await talk.mine.count()).toBe(0);
      await talk.write('bonjour');
      expect(await talk.thread.innerText()).not.toContain('SECAL');
      await talk.channel('SMS').check();
      await talk.theirs.getByText('SECAL').first().waitFor();
      expect(await talk.mine.allInnerTexts()).toEqual([expect.stringContaining(UNPAID)]);
    });

    it('another phone begins a conversation that knows nothing of the last one', async () => {
      await talk.write(UNPAID);
      await talk.page.getByRole('button', { name: 'Recommencer avec un autre téléphone' }).click();
      expect(await talk.mine.count()).toBe(0);
      const answer = await talk.write('suite');
      expect(await answer.innerText()).not.toContain('MyMinfin');
    });

    it('an example is asked by pressing it', async () => {
      const answer = await talk.press(UNPAID);
      expect(await answer.innerText()).toContain('SECAL');
      expect(await hasFocus(talk.field)).toBe(true);
    });
  });

  describe('from right to left', () => {
    it('an Arabic question and its answer, though the answer begins with a Latin name', async () => {
      const answer = await talk.write(UNPAID_ARABIC);
      expect(await answer.innerText()).toMatch(/SECAL[\s\S]*\p{Script=Arabic}/u);
      expect(await directionOf(talk.mine.first())).toBe('rtl');
      expect(await directionOf(answer)).toBe('rtl');
      await talk.picture('talk-ar-phone');
    });

    it('a phone number still reads from left to right', async () => {
      const answer = await talk.write(VIOLENCE_ARABIC);
      expect(await answer.innerText()).toMatch(/0800\s30\s030/);
      const [first = 0, last = 0] = await leftOf(answer, ['0800', '030']);
      expect(first).toBeLessThan(last);
    });
  });

  describe('what a parent may send', () => {
    it('danger: of the numbers, 112 comes first', async () => {
      const answer = await talk.write('mon mari me frappe');
      expect(await answer.innerText()).toMatch(/^\D*112\b/);
    });

    it('markup is shown as text', async () => {
      const markup = '<b>x</b><script>document.title = "pris"</script><img src="/talk" onerror="alert(1)">';
      await talk.write(markup);
      expect(await talk.mine.first().innerText()).toContain(markup);
      expect(await talk.thread.locator('b, script, img').count()).toBe(0);
      expect(await talk.page.title()).not.toBe('pris');
    });

    it('a voice note is answered in words', async () => {
      await talk.write('bonjour');
      const answer = await talk.press('Envoyer un message vocal (simulé)');
      expect(await answer.innerText()).toContain('gardé 30 jours');
    });

    it.each([PHONE, SMALLEST])('a word without end stays inside a screen of $width x $height', async (viewport) => {
      await talk.page.setViewportSize(viewport);
      await talk.write(`${'x'.repeat(300)} https://example.org/${'tres-long-'.repeat(20)}`);
      expect(await overflows(talk.thread)).toBe(false);
      expect(await overflows(talk.page.locator('html'))).toBe(false);
    });

    it('words that could not be sent are given back', async () => {
      await talk.page.context().setOffline(true);
      await talk.field.fill(UNPAID);
      await talk.field.press('Enter');
      await talk.page.getByText("Le message n'est pas parti").waitFor();
      expect(await talk.field.inputValue()).toBe(UNPAID);
    });
  });

  describe('for everybody', () => {
    it('works with the keyboard alone', async () => {
      await talk.tabTo(talk.channel('SMS'));
      await talk.page.keyboard.press('ArrowRight');
      expect(await hasFocus(talk.channel('WhatsApp'))).toBe(true);
      await talk.page.keyboard.press('ArrowRight');
      expect(await talk.channel('Telegram').isChecked()).toBe(true);
      await talk.tabTo(talk.field);
      await talk.page.keyboard.type(UNPAID);
      const answer = await talk.answered(() => talk.page.keyboard.press('Enter'));
      expect(await answer.innerText()).toContain('SECAL');
      expect(await hasFocus(talk.field)).toBe(true);
    });

    it('a long answer is read from the question on', async () => {
      await talk.page.setViewportSize({ width: 390, height: 500 });
      await talk.channel('Telegram').check();
      await talk.write(UNPAID);
      await talk.press('SUITE');
      const [thread, question] = await Promise.all([talk.thread.boundingBox(), talk.mine.last().boundingBox()]);
      expect((question?.y ?? 0) - (thread?.y ?? 0)).toBeGreaterThanOrEqual(0);
      expect((question?.y ?? 0) - (thread?.y ?? 0)).toBeLessThan(40);
    });

    it.each([
      ['a desktop', DESKTOP],
      ['a phone', PHONE],
    ] as const)('axe finds nothing serious on %s', async (screen, viewport) => {
      await talk.page.setViewportSize(viewport);
      expect(await seriousFindings(talk)).toEqual([]);
      for (const channel of ['SMS', 'WhatsApp', 'Telegram'] as const) {
        await talk.channel(channel).check();
        await talk.write(UNPAID);
        if (channel === 'SMS' && screen === 'a desktop') await talk.picture('talk-fr-desktop');
        await talk.write(UNPAID_ARABIC);
        expect(await seriousFindings(talk)).toEqual([]);
      }
    });
  });
});

/** What axe finds on the page as it stands, without what it calls minor or moderate. */
async function seriousFindings({ page }: TalkPage): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
