import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANNEL_LIMITS } from '../../src/channel-limits.ts';
import { createSimulator, type Simulator } from '../../src/console/simulator.ts';
import { LEARNED } from '../../src/understanding/learned-head.ts';
import { type Browser, ConsoleSite } from '../support/console-site.ts';
import { realAssistant } from '../support/live-papote.ts';

const AT = new Date('2026-11-23T09:00:00.000Z');

describe('trying a question out', () => {
  let site: ConsoleSite;
  let simulator: Simulator;
  let coordinator: Browser;
  beforeAll(async () => {
    const assistant = await realAssistant();
    simulator = createSimulator({ assistant: () => assistant, limits: CHANNEL_LIMITS, clock: () => AT });
    site = await ConsoleSite.start({ simulator });
    ({ browser: coordinator } = await site.signedIn({ role: 'coordinator' }));
  });
  afterAll(() => site.stop());

  async function tried(text: string, fields: Readonly<Record<string, string>> = {}): Promise<string> {
    await coordinator.get('/console/simulator');
    const { statusCode, body } = await coordinator.post('/console/simulator', { text, ...fields });
    expect(statusCode).toBe(200);
    return body;
  }

  it('is for coordinators and administrators, with a link in the menu', async () => {
    for (const role of ['coordinator', 'administrator'] as const) {
      const { browser } = await site.signedIn({ role });
      expect((await browser.get('/console')).body).toContain('href="/console/simulator"');
      expect((await browser.get('/console/simulator')).statusCode).toBe(200);
    }
    const { browser } = await site.signedIn({ role: 'tpr' });
    expect((await browser.get('/console')).body).not.toContain('/console/simulator');
    expect((await browser.get('/console/simulator')).statusCode).toBe(403);
  });

  it('shows what a parent gets on each channel, the topics with their scores, and what weighed', async () => {
    const text = 'mon ex ne paie plus la pension alimentaire';
    const body = await tried(text);
    for (const heading of ['<h3>SMS</h3>', '<h3>WhatsApp</h3>', '<h3>Telegram</h3>']) expect(body).toContain(heading);
    expect(body).toContain('SECAL');
    expect(body).toMatch(/<caption[^>]*>Sujets les plus probables/);
    expect(body).toMatch(/<caption[^>]*>Mots qui ont pesé pour/);
    expect(body).toMatch(/<caption[^>]*>Phrases apprises les plus proches/);
    expect(body).toMatch(/<td class="number">\d+(,\d)?\s%<\/td>/);
    const { why, understanding } = await simulator.try({ text, language: null, previous: null });
    expect(understanding.topic).toBe('child-support-unpaid');
    expect(why?.words[0]?.weight).toBeGreaterThan(0);
  });

  it('a command, a rule of danger with its name, and the language', async () => {
    expect(await tried('STOP')).toContain('<dd>stop</dd>');
    const { understanding } = await simulator.try({ text: 'il me frappe', language: null, previous: null });
    expect(understanding.danger?.rule).not.toBe(LEARNED);
    expect(await tried('il me frappe')).toContain(`trouvé par la règle « ${understanding.danger?.rule} »`);
    expect(await tried('mijn ex betaalt het onderhoudsgeld niet meer')).toContain('<dd>néerlandais</dd>');
  });

  it('danger that no rule foresaw: the words that weighed', async () => {
    const veiled = [
      'depuis des semaines je pense que tout le monde irait mieux sans moi ici',
      'quand il rentre le soir on se cache les enfants et moi dans la salle de bain',
      'je suis fatiguée de vivre comme ça et je voudrais ne plus me réveiller demain',
      'il a mis la main autour de mon cou devant la petite et il a serré',
    ];
    const all = await Promise.all(veiled.map((text) => simulator.try({ text, language: 'fr', previous: null })));
    expect(all.some(({ dangerWords }) => (dangerWords?.[0]?.weight ?? 0) > 0)).toBe(true);
    for (const { understanding, dangerWords } of all)
      expect(dangerWords !== null).toBe(understanding.danger?.rule === LEARNED);
  });

  it('with a topic before, a follow-up is about it', async () => {
    const { replies } = await simulator.try({ text: 'plus', language: 'fr', previous: 'child-support-unpaid' });
    const without = await simulator.try({ text: 'plus', language: 'fr', previous: null });
    expect(replies).not.toEqual(without.replies);
    expect(await tried('plus', { language: 'fr', previous: 'child-support-unpaid' })).toMatch(
      /value="child-support-unpaid" selected/,
    );
  });

  it('HTML is text', async () => {
    const body = await tried('<script>alert(1)</script> mon ex');
    expect(body).not.toContain('<script>alert');
  });

  it.each(['', ' \n '])('of %j says that a message is missing', async (text) => {
    await coordinator.get('/console/simulator');
    const { statusCode, body } = await coordinator.post('/console/simulator', { text });
    expect(statusCode).toBe(422);
    expect(body).toContain('Écrivez d’abord un message.');
  });

  it.each(['x'.repeat(10_000), 'mot '.repeat(2_500), '😀'.repeat(2_000), '\ud800', '1234'])(
    'odd texts are shown like any other',
    async (text) => {
      expect(await tried(text)).toContain('Ce que le parent reçoit');
    },
  );

  it('a language or a topic that there is not is none', async () => {
    expect(await tried('bonjour', { language: 'xx', previous: 'nothing' })).toContain('Ce que le parent reçoit');
  });

  it('writes nothing into the database', async () => {
    const counted = async () => {
      const { rows } = await sql`
        select (select count(*) from contacts) as contacts, (select count(*) from events) as events,
          (select count(*) from outgoing) as outgoing, (select count(*) from requests) as requests,
          (select count(*) from counted) as counted, (select count(*) from audit) as audit
      `.execute(site.store.db);
      return rows;
    };
    await coordinator.get('/console/simulator');
    const before = await counted();
    await tried('il me frappe, je veux parler a quelqu un');
    expect(await counted()).toEqual(before);
  });

  it('is Dutch for who works in Dutch', async () => {
    const { browser } = await site.signedIn({ role: 'coordinator', language: 'nl' });
    await browser.get('/console/simulator');
    const { body } = await browser.post('/console/simulator', { text: 'mijn ex betaalt niet' });
    expect(body).toContain('Wat de ouder krijgt');
    expect(body).not.toMatch(/Sujets|Pourquoi/);
  });
});
