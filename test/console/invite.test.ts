import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetOld } from '../../src/contacts/forget-old.ts';
import { LONGEST_REPLY, type Member } from '../../src/handover/desk.ts';
import type { Language } from '../../src/languages.ts';
import { keepTemplates, type Template } from '../../src/outbox/templates.ts';
import { DeskSite, HOUR, type Parent } from '../support/desk-site.ts';

const sidOf = (language: string): string => `HX${Buffer.from(language).toString('hex').padEnd(32, '0')}`;

describe('writing to a parent after WhatsApp’s window has closed', () => {
  let site: DeskSite;
  let anne: Member;
  beforeAll(async () => {
    site = await DeskSite.open();
    anne = await site.member('Anne', { territories: ['liege'] });
  });
  beforeEach(() => approve('fr', 'tr'));
  afterAll(() => site.close());

  /** These templates, and no others, are approved. */
  async function approve(...languages: Language[]): Promise<void> {
    await keepTemplates(site.store.db, 'answer-waiting', new Map());
    await keepTemplates(site.store.db, 'answer-waiting', new Map(languages.map((one) => [one, sidOf(one)])));
    await setState('approved');
  }
  const setState = (state: Template['state']) => site.store.db.updateTable('templates').set({ state }).execute();

  /** A parent whose request Anne has taken, a while ago. */
  async function takenBefore(
    hours: number,
    options: Parameters<DeskSite['parent']>[0] = {},
  ): Promise<{ parent: Parent; id: string }> {
    const parent = await site.parent({ channel: 'whatsapp', ...options });
    const id = await site.request(parent, { territory: 'liege' });
    await site.desk.take(anne, id);
    await site.store.db
      .updateTable('addresses')
      .set({ last_inbound_at: new Date(site.now().getTime() - hours * HOUR) })
      .where('contact_id', '=', parent.contact)
      .execute();
    return { parent, id };
  }

  const sent = async (id: string) =>
    (await site.outgoing(id))
      .filter(({ text }) => !text?.includes('human.joined'))
      .map(({ kind, state, text }) => [kind, state, text]);
  const templatesOf = async (id: string) =>
    (await site.outgoing(id)).flatMap(({ body }) => (body && JSON.parse(site.sealer.open(body)).template) ?? []);
  const box = async (id: string) => (await site.get(anne, `/requests/${id}`)).body.split('id="reply"')[1] ?? '';
  const invite = (id: string, text = 'Bonjour', replyId = randomUUID()) =>
    site.desk.sendTemplate(anne, id, replyId, text);

  it('keeps the reply, and sends the approved invitation in the parent’s language', async () => {
    const { id } = await takenBefore(25, { language: 'tr' });
    const replyId = randomUUID();
    expect(await invite(id, 'Bonjour', replyId)).toBe('sent');
    expect(await sent(id)).toEqual([
      ['human', 'waiting', '<tr human.in_french>\nBonjour'],
      ['notice', 'planned', '<tr template.answer_waiting>'],
    ]);
    expect(await templatesOf(id)).toEqual([{ contentSid: sidOf('tr'), variables: {} }]);
    const jobs = (await site.jobs()).filter(({ key }) => key.includes(replyId));
    expect(jobs.map(({ outgoing }) => outgoing)).toEqual([[`${replyId}-invitation`]]);
    expect((await site.row(id)).last_human_at).not.toBeNull();
  });

  it('in French where there is none in their language; nothing where there is none in French either', async () => {
    const { id } = await takenBefore(25, { language: 'pl' });
    await approve('tr');
    expect(await invite(id)).toBe('no-template');
    expect(await sent(id)).toEqual([]);
    await approve('fr', 'tr');
    expect(await invite(id)).toBe('sent');
    expect(await templatesOf(id)).toEqual([{ contentSid: sidOf('fr'), variables: {} }]);
  });

  it.each(['unchecked', 'pending', 'rejected', 'paused', 'unsubmitted', 'missing', 'unknown'] as const)(
    'one that is %s is not sent',
    async (state) => {
      await setState(state);
      const { id } = await takenBefore(25);
      expect(await invite(id)).toBe('no-template');
    },
  );

  it('an open window needs none: the reply goes', async () => {
    const { id } = await takenBefore(23);
    expect(await invite(id)).toBe('sent');
    expect(await sent(id)).toEqual([['human', 'planned', 'Bonjour']]);
  });

  it('the form of one page, sent twice, keeps and invites once; also all at once', async () => {
    const { id } = await takenBefore(25);
    const replyId = randomUUID();
    const results = await Promise.all([1, 2, 3, 4].map(() => invite(id, 'Bonjour', replyId)));
    expect(results.toSorted()).toEqual(['again', 'again', 'again', 'sent']);
    expect(await sent(id)).toHaveLength(2);
  });

  it('a second text while an invitation is out is kept beside the first, without another invitation', async () => {
    const { id } = await takenBefore(25);
    await invite(id, 'un');
    expect((await site.desk.open(anne, id))?.invitation).toBe('out');
    await invite(id, 'deux');
    expect((await sent(id)).map(([kind, state]) => [kind, state])).toEqual([
      ['human', 'waiting'],
      ['notice', 'planned'],
      ['human', 'waiting'],
    ]);
    expect(await box(id)).toContain('Garder ce texte aussi');
  });

  it('after one that failed, another goes', async () => {
    const { id } = await takenBefore(25);
    await invite(id, 'un');
    await site.store.db.updateTable('outgoing').set({ state: 'failed' }).where('kind', '=', 'notice').execute();
    expect((await site.desk.open(anne, id))?.invitation).toBe('ready');
    await invite(id, 'deux');
    expect((await sent(id)).filter(([kind]) => kind === 'notice').map(([, state]) => state)).toEqual([
      'failed',
      'planned',
    ]);
  });

  it.each(['blocked', 'dead'] as const)('nothing goes to an address that is %s', async (state) => {
    const { parent, id } = await takenBefore(25);
    await site.store.db.updateTable('addresses').set({ state }).where('contact_id', '=', parent.contact).execute();
    expect(await invite(id)).toBe('window-closed');
    expect((await site.desk.open(anne, id))?.invitation).toBeNull();
    expect(await sent(id)).toEqual([]);
  });

  it('nor after STOP', async () => {
    const { parent, id } = await takenBefore(25);
    await site.store.db
      .updateTable('contacts')
      .set({ opted_out_at: site.now() })
      .where('id', '=', parent.contact)
      .execute();
    expect(await invite(id)).toBe('window-closed');
    expect(await box(id)).toContain('Vous ne pouvez pas écrire ici');
  });

  it.each([
    ['', 'empty'],
    ['x'.repeat(LONGEST_REPLY + 1), 'too-long'],
  ])('a text that cannot go is refused', async (text, result) => {
    const { id } = await takenBefore(25);
    expect(await invite(id, text)).toBe(result);
    expect(await sent(id)).toEqual([]);
  });

  it('nor may somebody who has not taken it', async () => {
    const { id } = await takenBefore(25);
    const luc = await site.member('Luc', { territories: ['liege'] });
    expect(await site.desk.sendTemplate(luc, id, randomUUID(), 'Bonjour')).toBe('not-yours');
    expect(await sent(id)).toEqual([]);
  });

  describe('on the page', () => {
    it('the box says what happens, takes the text and shows it in the thread as kept', async () => {
      const { id } = await takenBefore(25);
      expect(await box(id)).toContain('votre texte partira dès que le parent aura répondu');
      const { statusCode } = await site.post(anne, `/requests/${id}/invite`, { text: 'Bonjour', id: randomUUID() });
      expect(statusCode).toBe(303);
      const { body } = await site.get(anne, `/requests/${id}`);
      expect(body).toContain('en attente : partira dès que le parent aura répondu');
      expect(body).toContain('&#60;fr template.answer_waiting&#62;');
      expect(await box(id)).toContain('L’invitation est envoyée');
    });

    it('without an approved one: said in words, no box; what was written is kept', async () => {
      await approve();
      const { id } = await takenBefore(25);
      expect(await box(id)).toContain('Aucune invitation n’est prête');
      expect(await box(id)).not.toContain('/invite"');
      const fields = { text: 'Zéphyrine', id: randomUUID() };
      const { statusCode, body } = await site.post(anne, `/requests/${id}/invite`, fields);
      expect(statusCode).toBe(409);
      expect(body).toContain('aucune invitation n’est prête dans la langue du parent');
      expect(body).toContain('Zéphyrine</textarea>');
    });

    it('a reply that came too late for the window stands in the box of the invitation', async () => {
      const { id } = await takenBefore(25);
      const { statusCode, body } = await site.post(anne, `/requests/${id}/reply`, {
        text: 'Zéphyrine',
        id: randomUUID(),
      });
      expect(statusCode).toBe(409);
      expect(body).toMatch(/action="[^"]*\/invite"[\s\S]*Zéphyrine<\/textarea>/);
    });

    it('is not for SMS and Telegram', async () => {
      for (const channel of ['sms', 'telegram'] as const) {
        const { id } = await takenBefore(25, { channel });
        expect(await box(id)).not.toContain('/invite"');
      }
    });

    it.each([
      ['63016', 'plus de 24 heures depuis le dernier message'],
      ['63027', 'n’a pas cette invitation dans cette langue'],
      ['63028', 'ne correspond pas à celle que WhatsApp connaît'],
      ['63041', 'a mis cette invitation en pause'],
    ])('error %s ends in words in the thread', async (error, words) => {
      const { id } = await takenBefore(25);
      await invite(id);
      await site.store.db
        .updateTable('outgoing')
        .set({ state: 'failed', error })
        .where('kind', '=', 'notice')
        .where('state', '=', 'planned')
        .execute();
      expect((await site.get(anne, `/requests/${id}`)).body).toContain(words);
    });

    it('the form needs its proof', async () => {
      const { id } = await takenBefore(25);
      const fields = { csrf: 'wrong', text: 'Bonjour', id: randomUUID() };
      expect((await site.post(anne, `/requests/${id}/invite`, fields)).statusCode).toBe(403);
      expect(await sent(id)).toEqual([]);
    });
  });

  describe('what is kept', () => {
    it('is sealed, and goes with the contact', async () => {
      const { parent, id } = await takenBefore(25);
      await invite(id, 'Zéphyrine');
      const [row] = (await site.outgoing(id)).filter(({ state }) => state === 'waiting');
      expect(row?.body?.includes('Zéphyrine')).toBe(false);
      await site.store.db.deleteFrom('contacts').where('id', '=', parent.contact).execute();
      const left = await site.store.db
        .selectFrom('outgoing')
        .selectAll()
        .where('id', '=', row?.id ?? '')
        .execute();
      expect(left).toEqual([]);
    });

    it('is forgotten after 30 days, and then no invitation is out any more', async () => {
      const { id } = await takenBefore(25);
      await invite(id, 'Zéphyrine');
      await site.desk.close(anne, id, 'no-reply');
      await forgetOld(site.store.db, new Date(Date.now() + 31 * 24 * HOUR));
      expect((await site.outgoing(id)).map(({ text }) => text)).toEqual([null, null, null]);
      expect((await site.desk.open(anne, id))?.invitation).not.toBe('out');
    });
  });
});
