import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { InboxView, Member } from '../../src/handover/desk.ts';
import { DeskSite, HOUR } from '../support/desk-site.ts';

describe('the inbox', () => {
  let site: DeskSite;
  let anne: Member;
  let luc: Member;
  let zoe: Member;
  beforeAll(async () => {
    site = await DeskSite.open();
    anne = await site.member('Anne', { territories: ['liege'] });
    luc = await site.member('Luc', { territories: ['namur'] });
    zoe = await site.member('Zoé', { role: 'coordinator' });
  });
  beforeEach(async () => {
    site.ahead = 0;
    await site.store.db.deleteFrom('requests').execute();
  });
  afterAll(() => site.close());

  async function idsIn(view: InboxView, member: Member): Promise<string[]> {
    return (await site.desk.list(member, view)).map(({ id }) => id);
  }

  describe('each sees what is theirs to see', () => {
    it('a TPR: her territories, what is in her hands, what nobody has; a coordinator: all', async () => {
      const liege = await site.waiting({ territory: 'liege', holder: anne.id });
      const namur = await site.waiting({ territory: 'namur', holder: luc.id });
      const nobody = await site.waiting({ territory: 'namur' });
      const given = await site.waiting({ territory: 'namur', holder: anne.id });
      expect(await idsIn('waiting', anne)).toEqual([liege, nobody, given]);
      expect(await idsIn('waiting', luc)).toEqual([namur, nobody, given]);
      expect(await idsIn('waiting', zoe)).toEqual([liege, namur, nobody, given]);
      expect(await idsIn('mine', anne)).toEqual([liege, given]);
      expect(await idsIn('mine', zoe)).toEqual([]);
      expect(await idsIn('territories', anne)).toEqual([liege]);
      expect(await idsIn('territories', zoe)).toEqual([liege, namur, nobody, given]);
      expect(await idsIn('unassigned', anne)).toEqual([nobody]);
    });

    it('what was nobody’s and is taken is seen no more by other territories', async () => {
      const id = await site.waiting();
      expect(await idsIn('unassigned', luc)).toEqual([id]);
      await site.desk.take(anne, id);
      expect(await idsIn('waiting', luc)).toEqual([]);
      expect(await site.desk.open(luc, id)).toBeNull();
      expect(await idsIn('mine', anne)).toEqual([id]);
    });

    it('closed ones for 30 days, last first', async () => {
      const [first, second, old] = [await site.waiting(), await site.waiting(), await site.waiting()];
      for (const id of [old, first, second]) {
        await site.desk.take(anne, id);
        expect(await site.desk.close(anne, id, 'answered')).toBe(true);
        site.ahead += HOUR;
      }
      const longAgo = new Date(Date.now() - 31 * 24 * HOUR);
      await site.store.db.updateTable('requests').set({ closed_at: longAgo }).where('id', '=', old).execute();
      expect(await idsIn('closed', anne)).toEqual([second, first]);
      expect(await idsIn('closed', luc)).toEqual([]);
    });
  });

  it('the most urgent first, then what is due first', async () => {
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000);
    const normal = await site.waiting({ due_at: at(5) });
    const later = await site.waiting({ priority: 'high', due_at: at(50) });
    const sooner = await site.waiting({ priority: 'high', due_at: at(10) });
    const danger = await site.waiting({ priority: 'now', due_at: at(60) });
    expect(await idsIn('unassigned', anne)).toEqual([danger, sooner, later, normal]);
  });

  it('counts what waits for one of us: open, or a message after our last one', async () => {
    const parent = await site.parent();
    const id = await site.request(parent, { territory: 'liege' });
    await site.waiting({ territory: 'liege', holder: anne.id });
    expect(await site.desk.count(anne)).toEqual({ mine: 1, territories: 2, unassigned: 1, waiting: 2 });
    await site.desk.take(anne, id);
    expect(await site.desk.count(anne)).toEqual({ mine: 2, territories: 2, unassigned: 0, waiting: 2 });
    site.ahead = HOUR;
    await site.desk.reply(anne, id, crypto.randomUUID(), 'Bonjour');
    expect(await site.desk.count(anne)).toMatchObject({ mine: 1, waiting: 1 });
    site.ahead = 2 * HOUR;
    await site.writes(parent, 'merci, mais encore une question');
    expect(await site.desk.count(anne)).toMatchObject({ mine: 2, waiting: 2 });
    expect((await site.desk.list(anne, 'mine')).find((one) => one.id === id)?.unanswered).toBe(true);
  });

  describe('its page', () => {
    it('says in words what each request is, and not a word or number of the parent', async () => {
      const parent = await site.parent({ channel: 'whatsapp', language: 'ar', text: 'Zéphyrin me frappe' });
      const id = await site.request(parent, {
        reason: 'danger',
        danger_class: 'violence',
        priority: 'now',
        territory: 'liege',
        holder: anne.id,
        due_at: new Date(Date.now() - HOUR),
      });
      const page = await site.get(anne, '?view=mine');
      expect(page.statusCode).toBe(200);
      for (const words of [
        'Danger : maintenant',
        'Danger (violence)',
        'arabe',
        'WhatsApp',
        'Liège',
        'En retard',
        'Anne',
      ])
        expect(page.body).toContain(words);
      expect(page.body).toContain(`href="/console/requests/${id}"`);
      expect(page.body).not.toMatch(/Zéphyrin/);
      expect(page.body).not.toContain(parent.address.slice(4));
      expect(page.body).not.toContain(parent.contact);
    });

    it('has five views with counts, one of them current, and one heading of the first order', async () => {
      await site.waiting({ territory: 'liege' });
      const { body } = await site.get(anne, '?view=territories');
      const views = [...body.matchAll(/href="\/console\?view=(\w+)"( aria-current="page")?>([^<]+)/g)];
      expect(views.map(([, view]) => view)).toEqual([
        'mine',
        'territories',
        'unassigned',
        'waiting',
        'closed',
        'territories',
      ]);
      expect(views.filter(([, , current]) => current !== undefined).map(([, view]) => view)).toEqual(['territories']);
      expect(body).toMatch(/Mes territoires <span class="badge">1/);
      expect(body.match(/<h1/g)).toHaveLength(1);
      expect(body).toMatch(/<p id="inbox-count"[^>]* aria-live="polite"><span data-waiting="1">1 demande attend/);
    });

    it.each(['mine', 'territories', 'unassigned', 'waiting', 'closed'])(
      'says what to do when %s is empty',
      async (view) => {
        const { body } = await site.get(anne, `?view=${view}`);
        expect(body).toMatch(/<p class="empty">[^<]{40,}/);
      },
    );

    it('of a view that there is not shows the usual one', async () => {
      const { statusCode, body } = await site.get(zoe, '?view=%3Cscript%3E&view=2');
      expect(statusCode).toBe(200);
      expect(body).toMatch(/view=waiting" aria-current="page"/);
      expect(body).not.toContain('<script>');
    });

    it('is Dutch for who works in Dutch', async () => {
      const jan = await site.member('Jan', { language: 'nl' });
      const { body } = await site.get(jan, '');
      expect(body).toContain('<html lang="nl">');
      expect(body).toContain('U volgt nu geen aanvraag.');
    });

    it('needs a session', async () => {
      const { statusCode, headers } = await site.get(null, '');
      expect([statusCode, headers.location]).toEqual([303, '/console/sign-in']);
    });

    it('asks again for what is new: nothing comes back until something is', async () => {
      await site.waiting();
      const { body } = await site.get(anne, '?view=unassigned');
      const again = (/hx-get="([^"]+)" hx-trigger="every 15s"/.exec(body)?.[1] ?? '')
        .replace('/console', '')
        .replaceAll('&#38;', '&')
        .replaceAll('&#61;', '=');
      expect(again).toMatch(/^\/live\?view=unassigned&seen=[\w-]{16}$/);
      expect(await site.get(anne, again)).toMatchObject({ statusCode: 204, body: '' });
      await site.waiting();
      const news = await site.get(anne, again);
      expect(news.statusCode).toBe(200);
      expect(news.body).toMatch(/^<div id="inbox"/);
      expect(news.body).toMatch(/<p id="inbox-count" hx-swap-oob="innerHTML"><span data-waiting="2">2 demandes/);
      expect(news.body).not.toContain('<html');
    });
  });
});
