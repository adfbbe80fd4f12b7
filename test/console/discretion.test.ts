import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetOld } from '../../src/contacts/forget-old.ts';
import { clockAt } from '../../src/handover/brussels-day.ts';
import type { Member } from '../../src/handover/desk.ts';
import { returnRequests } from '../../src/handover/return-requests.ts';
import { DeskSite, HOUR, type Parent } from '../support/desk-site.ts';

const MINUTE = 60_000;
const DAY = 24 * HOUR;

let site: DeskSite;
let anne: Member;
let zoe: Member;
beforeAll(async () => {
  site = await DeskSite.open();
  anne = await site.member('Anne', { territories: ['liege'] });
  zoe = await site.member('Zoé', { role: 'coordinator' });
});
afterAll(() => site.close());

/** A parent who wrote an hour ago, whose request Anne has taken, and who then wished something. */
async function takenByAnne(
  wish: { safe_from?: number; safe_to?: number; reply_only?: boolean } = {},
  options: Parameters<DeskSite['parent']>[0] = {},
): Promise<{ parent: Parent; id: string }> {
  const parent = await site.parent(options);
  const id = await site.request(parent, { territory: 'liege', holder: anne.id, holder_as: 'tpr' });
  await site.desk.take(anne, id);
  const { db } = site.store;
  if (Object.keys(wish).length > 0)
    await db.updateTable('contacts').set(wish).where('id', '=', parent.contact).execute();
  await db
    .updateTable('addresses')
    .set({ last_inbound_at: new Date(site.now().getTime() - HOUR) })
    .where('contact_id', '=', parent.contact)
    .execute();
  return { parent, id };
}

/** Hours that begin when the clock has struck so many times more. */
function hoursIn(strokes: number): { safe_from: number; safe_to: number } {
  const hour = Number(clockAt(site.now().getTime()).slice(0, 2));
  const from = ((hour + strokes) % 24) * 60;
  return { safe_from: from, safe_to: from + 60 };
}

const pageOf = async (id: string, member = anne) => (await site.get(member, `/requests/${id}`)).body;

async function says(id: string, text = 'Bonjour'): Promise<string> {
  return site.desk.reply(anne, id, randomUUID(), text);
}

describe('a parent with safe hours', () => {
  it('is written to when they begin: the text waits, and the page says so before and after', async () => {
    const hours = hoursIn(8);
    const { id } = await takenByAnne(hours);
    const from = `${hours.safe_from / 60}:00`;
    const before = await pageOf(id);
    expect(before).toContain(`On ne peut écrire à ce parent qu’entre ${from} et ${hours.safe_to / 60}:00.`);
    expect(before).toContain('Votre texte partira');
    expect(await says(id)).toBe('sent');
    const row = (await site.outgoing(id)).find(({ kind }) => kind === 'human');
    expect(row?.state).toBe('planned');
    expect(row?.not_before?.getTime()).toBeGreaterThan(site.now().getTime());
    expect(await pageOf(id)).toContain('en attente de l’heure choisie par le parent : partira');
    const { rows } = await site.store.pool.query<{ waits: boolean }>(
      `select run_at > now() as waits from graphile_worker.jobs where key = $1`,
      [`deliver:${row?.id}`],
    );
    expect(rows).toEqual([{ waits: true }]);
  });

  it('is written to at once within them, and the page still tells them', async () => {
    const { id } = await takenByAnne({ safe_from: 0, safe_to: 1440 });
    expect(await says(id)).toBe('sent');
    expect((await site.outgoing(id)).at(-1)).toMatchObject({ kind: 'human', not_before: null });
    expect(await pageOf(id)).not.toContain('Votre texte partira');
  });

  it('who has just written is answered at once', async () => {
    const { parent, id } = await takenByAnne(hoursIn(8));
    await site.writes(parent, 'vous êtes là ?');
    expect(await says(id)).toBe('sent');
    expect((await site.outgoing(id)).at(-1)).toMatchObject({ kind: 'human', not_before: null });
  });

  it('on WhatsApp is not written to when the window closes before they begin', async () => {
    const hours = hoursIn(8);
    const { parent, id } = await takenByAnne(hours, { channel: 'whatsapp' });
    await site.store.db
      .updateTable('addresses')
      .set({ last_inbound_at: new Date(site.now().getTime() - DAY + 5 * MINUTE) })
      .where('contact_id', '=', parent.contact)
      .execute();
    expect(await says(id)).toBe('window-closed');
  });

  it.each([
    ['hears a notice when they begin soon', 2, ['<fr human.back>']],
    ['hears none that would come too late', 8, []],
  ])('%s', async (_, strokes, told) => {
    const { id } = await takenByAnne(hoursIn(strokes));
    await site.desk.close(anne, id, 'answered');
    const after = (await site.outgoing(id)).filter(({ kind }) => kind === 'notice').slice(1);
    expect(after.map(({ text }) => text)).toEqual(told);
    expect(after.every(({ not_before }) => not_before !== null)).toBe(true);
  });
});

describe('a parent who wants nothing but answers', () => {
  it('is not written to later than ten minutes after they wrote: the box is greyed out with the reason', async () => {
    const { parent, id } = await takenByAnne({ reply_only: true });
    expect(await says(id)).toBe('reply-only');
    const page = await pageOf(id);
    expect(page).toContain('a demandé de ne recevoir que des réponses');
    expect(page).toMatch(/<textarea id="text"[^>]* disabled/);
    const refused = await site.post(anne, `/requests/${id}/reply`, { id: randomUUID(), text: 'Zéphyrin ?' });
    expect([refused.statusCode, refused.body.includes('Zéphyrin ?')]).toEqual([409, true]);
    expect(await site.texts(id, 'human')).toEqual([]);
    await site.writes(parent, 'oui');
    expect(await says(id)).toBe('sent');
    expect(await pageOf(id)).not.toMatch(/<textarea id="text"[^>]* disabled/);
  });

  it('hears no notice', async () => {
    const { id } = await takenByAnne({ reply_only: true });
    const before = await site.texts(id, 'notice');
    await site.desk.close(anne, id, 'answered');
    expect(await site.texts(id, 'notice')).toEqual(before);
  });

  it('a reply that left in time and is sent again by a bad line is no refusal', async () => {
    const { parent, id } = await takenByAnne({ reply_only: true });
    await site.writes(parent, 'oui');
    const reply = randomUUID();
    expect(await site.desk.reply(anne, id, reply, 'Bonjour')).toBe('sent');
    site.ahead = 11 * MINUTE;
    expect(await site.desk.reply(anne, id, reply, 'Bonjour')).toBe('again');
    site.ahead = 0;
  });
});

describe('"may I call you?"', () => {
  /** The parent answers; what the turn would write. */
  async function answers(id: string, granted: boolean): Promise<void> {
    await site.store.db
      .updateTable('call_consents')
      .set({ granted, answered_at: site.now() })
      .where('request_id', '=', id)
      .where('ended_at', 'is', null)
      .execute();
  }

  it('is asked in their language, once; only a yes shows the number, only to who asked', async () => {
    const { parent, id } = await takenByAnne({}, { language: 'ar' });
    expect(await pageOf(id)).toContain('Demander si je peux appeler');
    expect(await site.desk.phoneOf(anne, id)).toBeNull();
    expect((await site.post(anne, `/requests/${id}/ask-call`)).statusCode).toBe(303);
    expect((await site.texts(id, 'notice')).at(-1)).toBe('<ar human.call_ask>');
    const again = await site.post(anne, `/requests/${id}/ask-call`);
    expect([again.statusCode, again.body.includes('La question a déjà été posée.')]).toEqual([409, true]);
    expect(await site.desk.phoneOf(anne, id)).toBeNull();
    expect(await pageOf(id)).not.toContain(parent.address.slice(3));
    await answers(id, true);
    expect(await site.desk.phoneOf(anne, id)).toBe(parent.address);
    expect(await pageOf(id)).toContain(`href="tel:${parent.address}"`);
    expect(await site.desk.phoneOf(zoe, id)).toBeNull();
    for (const body of [await pageOf(id, zoe), (await site.get(anne, '')).body])
      expect(body).not.toContain(parent.address.slice(3));
    const page = await pageOf(id, zoe);
    expect(page).toContain('A demandé au parent la permission de l’appeler.');
    expect(page).toContain('Le parent a dit oui');
  });

  it('a no keeps it hidden', async () => {
    const { parent, id } = await takenByAnne();
    await site.desk.askToCall(anne, id);
    await answers(id, false);
    expect(await site.desk.phoneOf(anne, id)).toBeNull();
    const page = await pageOf(id);
    expect(page).toContain('Le parent préfère ne pas recevoir d’appel.');
    expect(page).not.toContain(parent.address.slice(3));
  });

  it.each([
    ['is closed', (id: string) => site.desk.close(anne, id, 'answered')],
    ['is given back', (id: string) => site.desk.giveBack(anne, id)],
    [
      'goes to a colleague and comes back',
      async (id: string) => {
        await site.desk.transfer(anne, id, zoe.id);
        await site.desk.transfer(zoe, id, anne.id);
      },
    ],
    [
      'returns to the queue since its holder leaves, who takes it again',
      async (id: string) => {
        await site.store.db.transaction().execute((trx) => returnRequests(trx, anne.id, site.now()));
        await site.desk.take(anne, id);
      },
    ],
  ] as const)('ends when the request %s', async (_, action) => {
    const { id } = await takenByAnne();
    await site.desk.askToCall(anne, id);
    await answers(id, true);
    expect(await site.desk.phoneOf(anne, id)).not.toBeNull();
    await action(id);
    expect(await site.desk.phoneOf(anne, id)).toBeNull();
  });

  it('cannot be asked on Telegram, nor of an address that is no number, and the page says why', async () => {
    const { id } = await takenByAnne({}, { channel: 'telegram' });
    expect(await site.desk.askToCall(anne, id)).toBe('no-number');
    expect(await pageOf(id)).toContain('cette messagerie ne donne pas de numéro');
    expect(await site.texts(id, 'notice')).toEqual(['<fr human.joined>']);
  });

  it('cannot be asked by who has not the request, nor of who wants nothing but answers', async () => {
    const { id } = await takenByAnne({ reply_only: true });
    expect(await site.desk.askToCall(zoe, id)).toBe('not-yours');
    expect(await site.desk.askToCall(anne, id)).toBe('reply-only');
    expect(await site.desk.askToCall(anne, 'abc')).toBe('not-yours');
  });

  it('of two clicks at once asks once', async () => {
    const { id } = await takenByAnne();
    const results = await Promise.all([1, 2, 3, 4].map(() => site.desk.askToCall(anne, id)));
    expect(results.filter((result) => result === 'asked')).toHaveLength(1);
    expect((await site.texts(id, 'notice')).filter((text) => text === '<fr human.call_ask>')).toHaveLength(1);
  });

  it('is forgotten after 30 days, and with the contact at once', async () => {
    const { parent, id } = await takenByAnne();
    await site.desk.askToCall(anne, id);
    const kept = async () =>
      (await site.store.db.selectFrom('call_consents').select('id').where('request_id', '=', id).execute()).length;
    await forgetOld(site.store.db, new Date(site.now().getTime() + 31 * DAY));
    expect(await kept()).toBe(1);
    await site.desk.close(anne, id, 'answered');
    await forgetOld(site.store.db, new Date(site.now().getTime() + 31 * DAY));
    expect(await kept()).toBe(0);
    const other = await takenByAnne();
    await site.desk.askToCall(anne, other.id);
    for (const { contact } of [parent, other.parent])
      await site.store.db.deleteFrom('contacts').where('id', '=', contact).execute();
    const rows = await site.store.db
      .selectFrom('call_consents')
      .select('id')
      .where('request_id', '=', other.id)
      .execute();
    expect(rows).toEqual([]);
  });
});
