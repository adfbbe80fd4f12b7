import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTwilioClient } from '../../channels/twilio/client.ts';
import { createWhatsAppChannel } from '../../channels/whatsapp/index.ts';
import { LANGUAGES } from '../../src/languages.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { checkTemplates, listTemplates } from '../../src/outbox/templates.ts';
import { type Browser, ConsoleSite } from '../support/console-site.ts';
import { FakeTwilio } from '../support/fake-twilio.ts';
import { ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL, WHATSAPP_NUMBER } from '../support/live-papote.ts';

const [ONE, TWO] = [`HX${'1'.repeat(32)}`, `HX${'2'.repeat(32)}`];

describe('the page of WhatsApp’s templates', () => {
  const twilio = new FakeTwilio();
  let site: ConsoleSite;
  let administrator: Browser;
  beforeAll(async () => {
    site = await ConsoleSite.start();
    ({ browser: administrator } = await site.signedIn({ role: 'administrator' }));
    const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, publicUrl: PUBLIC_URL };
    const client = createTwilioClient(ACCOUNT_SID, AUTH_TOKEN, await twilio.start());
    const channels = new Map([['whatsapp', createWhatsAppChannel(account, WHATSAPP_NUMBER, client)]]);
    const { db } = site.store;
    site.checkTemplates = () => checkTemplates({ db, channels, logger: SILENT_LOGGER, clock: () => site.now });
  });
  afterAll(async () => {
    await site.stop();
    await twilio.stop();
  });

  const page = async () => (await administrator.get('/console/templates')).body;
  const kept = async () =>
    (await listTemplates(site.store.db)).map(({ purpose, language, contentSid, state }) => [
      purpose,
      language,
      contentSid,
      state,
    ]);
  async function save(fields: Readonly<Record<string, string>>, purpose = 'answer-waiting') {
    await page();
    return administrator.post('/console/templates', { purpose, ...fields });
  }
  async function check(): Promise<string> {
    await page();
    const { headers } = await administrator.post('/console/templates/check');
    return (await administrator.get(String(headers.location))).body;
  }

  it.each(['tpr', 'coordinator'] as const)('is not for a %s', async (role) => {
    const { browser } = await site.signedIn({ role });
    expect((await browser.get('/console')).body).not.toContain('/console/templates');
    expect((await browser.get('/console/templates')).statusCode).toBe(403);
  });

  it('shows for each purpose and language the text to have approved, and what its button is called', async () => {
    const body = await page();
    for (const language of LANGUAGES)
      for (const key of ['answer_waiting', 'weekly_agenda', 'news'])
        expect(body).toContain(`lang="${language}">&#60;${language} template.${key}&#62;`);
    expect(body).toContain('identifiant read');
    expect(body.match(/<caption/g)).toHaveLength(3);
  });

  it('keeps what a template is called; a new one is not checked yet', async () => {
    expect((await save({ 'sid-fr': ` ${ONE} `, 'sid-tr': TWO })).statusCode).toBe(303);
    await save({ 'sid-fr': TWO }, 'weekly-agenda');
    expect(await kept()).toEqual([
      ['answer-waiting', 'fr', ONE, 'unchecked'],
      ['answer-waiting', 'tr', TWO, 'unchecked'],
      ['weekly-agenda', 'fr', TWO, 'unchecked'],
    ]);
    expect(await page()).toContain('pas encore vérifié');
  });

  it('asks Twilio at a click, and says in words what it said and when', async () => {
    await save({ 'sid-fr': ONE, 'sid-tr': TWO });
    await save({}, 'weekly-agenda');
    twilio.approvals.set(ONE, 'approved').set(TWO, 'rejected');
    const body = await check();
    expect(body).toContain('Les modèles sont vérifiés');
    expect(body).toContain('approuvé : peut partir (vérifié 23');
    expect(body).toContain('refusé par WhatsApp');
    twilio.approvals.delete(TWO);
    expect(await check()).toContain('Twilio ne connaît pas ce numéro');
    expect(await kept()).toEqual([
      ['answer-waiting', 'fr', ONE, 'approved'],
      ['answer-waiting', 'tr', TWO, 'missing'],
    ]);
  });

  it('what Twilio does not tell stays as it was, and is said', async () => {
    await save({ 'sid-fr': ONE, 'sid-tr': TWO });
    twilio.approvals.set(ONE, 'approved').set(TWO, 'approved');
    await check();
    twilio.approvals.set(ONE, 'trouble').set(TWO, 'paused');
    expect(await check()).toContain('Twilio n’a pas répondu pour tous');
    expect((await kept()).map(([, , , state]) => state)).toEqual(['approved', 'paused']);
  });

  it('one that stays the same keeps its state; another has to be checked; an empty field takes it away', async () => {
    await save({ 'sid-fr': ONE, 'sid-tr': TWO });
    twilio.approvals.set(ONE, 'approved').set(TWO, 'approved');
    await check();
    await save({ 'sid-fr': ONE, 'sid-tr': ONE });
    expect((await kept()).map(([, , , state]) => state)).toEqual(['approved', 'unchecked']);
    await save({ 'sid-tr': ONE });
    expect((await kept()).map(([, language]) => language)).toEqual(['tr']);
  });

  it.each(['HX123', `AC${'1'.repeat(32)}`, `HX${'g'.repeat(32)}`, '"><script>'])(
    'what is no Content SID, %s, is said; nothing is kept and what was typed stays',
    async (wrong) => {
      const before = await kept();
      const { statusCode, body } = await save({ 'sid-fr': ONE, 'sid-nl': wrong });
      expect(statusCode).toBe(422);
      expect(body).toMatch(/Pas en ordre : néerlandais/);
      expect(body).toContain(`name="sid-fr" value="${ONE}"`);
      expect(body).not.toContain('"><script>');
      expect(await kept()).toEqual(before);
    },
  );

  it('a purpose that there is not is refused', async () => {
    expect((await save({ 'sid-fr': ONE }, 'advertising')).statusCode).toBe(403);
  });

  it('where WhatsApp is not there, nothing can be checked', async () => {
    const { db } = site.store;
    const alone = { db, channels: new Map(), logger: SILENT_LOGGER, clock: () => site.now };
    expect(await checkTemplates(alone)).toBe(false);
  });
});
