import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frAlerts } from '../../src/console/texts/fr-alerts.ts';
import { nlAlerts } from '../../src/console/texts/nl-alerts.ts';
import { ConsoleSite } from '../support/console-site.ts';

const PAGE = '/console/me/alerts';

describe('the page of alerts where only e-mail is configured', () => {
  let site: ConsoleSite;
  beforeAll(async () => {
    site = await ConsoleSite.start();
  });
  afterAll(() => site.stop());

  it.each([
    ['fr', frAlerts],
    ['nl', nlAlerts],
  ] as const)('offers nothing else, in %s', async (language, texts) => {
    const { browser } = await site.signedIn({ language });
    expect((await browser.get('/console/me')).body).toContain(`href="${PAGE}"`);
    const { body } = await browser.get(PAGE);
    expect(body).toContain(texts.intro);
    expect(body).toMatch(/value="mail" checked/);
    for (const word of ['value="telegram"', 'value="sms"', 'id="telegram"', 'id="sms"', texts.fallback])
      expect(body).not.toContain(word);
    expect((await browser.post(`${PAGE}/way`, { by: 'sms' })).statusCode).toBe(422);
    const { statusCode, body: again } = await browser.post(`${PAGE}/sms`, { number: '0475 12 34 56' });
    expect([statusCode, again.includes('id="way"')]).toEqual([422, true]);
  });

  it('is for who is signed in', async () => {
    const { statusCode, headers } = await site.browser().get(PAGE);
    expect([statusCode, headers.location]).toEqual([303, `/console/sign-in?next=${encodeURIComponent(PAGE)}`]);
  });
});
