import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetOld } from '../../src/contacts/forget-old.ts';
import { AUDIT_ACTIONS, type AuditAction, type AuditDetail, record } from '../../src/handover/audit.ts';
import type { Member } from '../../src/handover/desk.ts';
import type { Store } from '../../src/store/open-store.ts';
import { type Browser, ConsoleSite, DAY, HOUR, MINUTE, PASSWORD } from '../support/console-site.ts';
import { DeskSite } from '../support/desk-site.ts';

interface Row {
  readonly member: string | null;
  readonly action: string;
  readonly request: string | null;
  readonly detail: AuditDetail;
}

/** All that is written down, oldest first. */
async function audited({ db }: Store): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select staff_id as member, action, request_id as request, detail from audit order by id
  `.execute(db);
  return rows;
}

describe('what is done with a request is written down', () => {
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
  afterAll(() => site.close());

  const of = async (request: string) => (await audited(site.store)).filter((row) => row.request === request);
  const actionsOf = async (request: string) => (await of(request)).map(({ member, action }) => [member, action]);

  it('from the reading to the end, with who did it and nothing of the parent', async () => {
    const id = await site.waiting({ territory: 'liege' }, { text: 'Zéphyrine' });
    await site.desk.open(anne, id);
    await site.desk.take(anne, id);
    await site.desk.reply(anne, id, randomUUID(), 'Bonjour, ici Mirabelle.');
    await site.desk.note(anne, id, randomUUID(), 'Une note sur Mirabelle.');
    await site.desk.transfer(anne, id, luc.id);
    await site.desk.giveBack(luc, id);
    await site.desk.take(anne, id);
    await site.desk.close(anne, id, 'met');
    expect(await of(id)).toEqual(
      (
        [
          [anne, 'read', {}],
          [anne, 'took', {}],
          [anne, 'answered', {}],
          [anne, 'noted', {}],
          [anne, 'transferred', { to: luc.id }],
          [luc, 'gave-back', {}],
          [anne, 'took', {}],
          [anne, 'closed', { outcome: 'met' }],
        ] as [Member, AuditAction, AuditDetail][]
      ).map(([member, action, detail]) => ({ member: member.id, action, request: id, detail })),
    );
    expect(JSON.stringify(await audited(site.store))).not.toMatch(/Zéphyrine|Mirabelle|\+32/);
  });

  it('once for a form that came twice', async () => {
    const id = await site.waiting({ territory: 'liege' });
    const [reply, note] = [randomUUID(), randomUUID()];
    for (const _time of [1, 2]) {
      await site.desk.take(anne, id);
      await site.desk.reply(anne, id, reply, 'Bonjour');
      await site.desk.note(anne, id, note, 'Une note');
    }
    expect(await actionsOf(id)).toEqual([
      [anne.id, 'took'],
      [anne.id, 'answered'],
      [anne.id, 'noted'],
    ]);
  });

  it('that a call was asked for, and the number seen, once in an hour', async () => {
    const id = await site.waiting({ territory: 'liege', state: 'taken', taken_by: anne.id });
    await site.desk.askToCall(anne, id);
    await site.desk.askToCall(anne, id);
    await site.desk.phoneOf(anne, id);
    expect(await actionsOf(id)).toEqual([[anne.id, 'asked-to-call']]);
    const { db } = site.store;
    await db.updateTable('call_consents').set({ granted: true }).where('request_id', '=', id).execute();
    for (const _time of [1, 2]) expect(await site.desk.phoneOf(anne, id)).not.toBeNull();
    expect(await actionsOf(id)).toEqual([
      [anne.id, 'asked-to-call'],
      [anne.id, 'revealed-number'],
    ]);
    expect(JSON.stringify(await of(id))).not.toMatch(/\+32/);
  });

  it('not what was refused', async () => {
    const id = await site.waiting({ territory: 'liege', state: 'taken', taken_by: anne.id });
    await site.desk.open(luc, id);
    await site.desk.take(luc, id);
    await site.desk.reply(luc, id, randomUUID(), 'Bonjour');
    await site.desk.note(luc, id, randomUUID(), 'Une note');
    await site.desk.transfer(luc, id, zoe.id);
    await site.desk.giveBack(luc, id);
    await site.desk.close(luc, id, 'met');
    await site.desk.reply(anne, id, randomUUID(), '');
    expect(await of(id)).toEqual([]);
  });

  it('of twenty who take it at once, the one who got it', async () => {
    const id = await site.waiting();
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => site.desk.take([anne, luc, zoe][index % 3] ?? anne, id)),
    );
    expect(await actionsOf(id)).toEqual([[(await site.row(id)).taken_by, 'took']]);
  });

  it('reading: once in an hour for each who reads, however often the page asks', async () => {
    const id = await site.waiting({ territory: 'liege' });
    for (const _time of [1, 2, 3]) for (const member of [anne, zoe]) await site.desk.open(member, id);
    expect(await actionsOf(id)).toEqual([
      [anne.id, 'read'],
      [zoe.id, 'read'],
    ]);
    site.ahead += HOUR;
    await site.desk.open(anne, id);
    expect(await actionsOf(id)).toHaveLength(3);
  });

  it('what is rolled back leaves nothing', async () => {
    const id = await site.waiting();
    const rolled = site.store.db.transaction().execute(async (trx) => {
      await record(trx, { at: site.now(), member: anne, action: 'took', request: id });
      throw new Error('rolled back');
    });
    await expect(rolled).rejects.toThrow('rolled back');
    expect(await of(id)).toEqual([]);
  });

  it('and stays when the parent has everything erased', async () => {
    const parent = await site.parent();
    const id = await site.request(parent, { territory: 'liege' });
    await site.desk.open(anne, id);
    await site.store.db.deleteFrom('contacts').where('id', '=', parent.contact).execute();
    expect(await actionsOf(id)).toEqual([[anne.id, 'read']]);
  });
});

describe('the audit is only added to', () => {
  let site: ConsoleSite;
  beforeAll(async () => {
    site = await ConsoleSite.start();
  });
  afterAll(() => site.stop());

  const written = (at: Date) => record(site.store.db, { at, member: null, action: 'sign-in-failed' });

  it.each([
    ['changed', sql`update audit set action = 'read'`],
    ['deleted', sql`delete from audit`],
    ['emptied', sql`truncate audit`],
    ['taken away with who did it', sql`delete from staff`],
  ])('it cannot be %s', async (_case, change) => {
    const { id } = await site.addMember();
    await record(site.store.db, { at: new Date(), member: { id }, action: 'signed-in' });
    const before = await audited(site.store);
    await expect(change.execute(site.store.db)).rejects.toThrow();
    expect(await audited(site.store)).toEqual(before);
  });

  it('but for what is older than a year, which is forgotten with the rest', async () => {
    await written(new Date(Date.now() - 364 * DAY));
    const kept = await audited(site.store);
    await written(new Date(Date.now() - 367 * DAY));
    expect(await audited(site.store)).toHaveLength(kept.length + 1);
    await forgetOld(site.store.db, new Date());
    expect(await audited(site.store)).toEqual(kept);
  });
});

describe('what is done with accounts is written down', () => {
  let site: ConsoleSite;
  beforeAll(async () => {
    site = await ConsoleSite.start();
  });
  afterAll(() => site.stop());

  /** What is added while something is done. */
  async function during(action: () => Promise<unknown>): Promise<(string | null | AuditDetail)[][]> {
    const before = (await audited(site.store)).length;
    await action();
    const rows = (await audited(site.store)).slice(before);
    return rows.map(({ member, action: what, detail }) => [member, what, detail]);
  }

  it('signing in, and failing to: known or not, never the address that was tried', async () => {
    const { id, email } = await site.addMember();
    const browser = site.browser();
    expect(await during(() => browser.signIn(email, 'wrong password'))).toEqual([
      [id, 'sign-in-failed', { what: 'password' }],
    ]);
    expect(await during(() => browser.signIn('nobody@rfm.example'))).toEqual([
      [null, 'sign-in-failed', { what: 'password' }],
    ]);
    expect(await during(() => browser.signIn(email))).toEqual([[id, 'signed-in', {}]]);
    expect(JSON.stringify(await audited(site.store))).not.toMatch(/@/);
  });

  it('every change of a colleague, with who changed what and not to what', async () => {
    const { browser, id: admin } = await site.signedIn({ role: 'administrator' });
    const { id: other } = await site.addMember();
    const change = (path: string, fields = {}) =>
      during(async () => {
        await browser.get(`/console/staff/${other}`);
        expect((await browser.post(`/console/staff/${other}/${path}`, fields)).statusCode).toBeLessThan(400);
      });
    const changed = (what: string) => [[admin, 'changed-member', { staff: other, what }]];
    const row = { day: '1', from: '09:00', to: '12:00' };
    expect(await change('hours', row)).toEqual(changed('hours'));
    expect(await change('absences', { from: '2026-12-21', to: '2026-12-22' })).toEqual(changed('absences'));
    const profile = { name: 'Zoé', email: `${randomUUID()}@rfm.example`, role: 'tpr', language: 'fr' };
    expect(await change('profile', profile)).toEqual(changed('profile'));
    expect(await change('second-factor/remove')).toEqual(changed('second-factor-removed'));
    expect(await change('deactivate')).toEqual(changed('deactivated'));
    expect(await change('activate')).toEqual(changed('activated'));
    expect(await change('invitation')).toEqual([[admin, 'invited', { staff: other }]]);
  });

  it('somebody new: added, then invited', async () => {
    const { browser, id: admin } = await site.signedIn({ role: 'administrator' });
    await browser.get('/console/staff');
    const email = `${randomUUID()}@rfm.example`;
    const rows = await during(() =>
      browser.post('/console/staff', { name: 'Léa', email, role: 'tpr', language: 'fr' }),
    );
    const staff = expect.any(String);
    expect(rows).toEqual([
      [admin, 'changed-member', { staff, what: 'added' }],
      [admin, 'invited', { staff }],
    ]);
  });

  it('one’s own new password', async () => {
    const { browser, id } = await site.signedIn();
    await browser.get('/console/me');
    const password = 'another long phrase';
    const rows = await during(() => browser.post('/console/me/password', { now: PASSWORD, password, again: password }));
    expect(rows).toEqual([[id, 'changed-member', { staff: id, what: 'password' }]]);
  });
});

describe('the page of who did what', () => {
  let site: ConsoleSite;
  let administrator: Browser;
  let anne: string;
  let luc: string;
  beforeAll(async () => {
    site = await ConsoleSite.start();
    ({ browser: administrator } = await site.signedIn({ role: 'administrator', name: 'Aïcha' }));
    ({ id: anne } = await site.addMember({ name: '<b>Anne</b>' }));
    ({ id: luc } = await site.addMember({ name: 'Luc' }));
  });
  afterAll(() => site.stop());

  const wrote = (
    member: string,
    action: AuditAction,
    others: { request?: string; detail?: AuditDetail; at?: Date } = {},
  ) => record(site.store.db, { at: site.now, member: { id: member }, action, ...others });
  /** The cells of the rows shown. */
  async function shown(query = ''): Promise<string[][]> {
    const { body, statusCode } = await administrator.get(`/console/audit${query}`);
    expect(statusCode).toBe(200);
    const rows = body.split('<tbody>')[1]?.match(/<tr>[\s\S]*?<\/tr>/g) ?? [];
    return rows.map((row) =>
      [...row.matchAll(/<td>([\s\S]*?)<\/td>/g)].map(([, cell = '']) => cell.replaceAll(/<[^>]*>/g, '')),
    );
  }

  it.each(['tpr', 'coordinator'] as const)('is not for a %s, nor is there a link to it', async (role) => {
    const { browser } = await site.signedIn({ role });
    expect((await browser.get('/console')).body).not.toContain('/console/audit');
    const { statusCode, body } = await browser.get('/console/audit');
    expect(statusCode).toBe(403);
    expect(body).not.toContain('<table');
  });

  it('nor for who is not signed in', async () => {
    expect((await site.browser().get('/console/audit')).headers.location).toContain('/console/sign-in');
  });

  it('says in words when, who, what, about which request; newest first; names are text', async () => {
    await wrote(anne, 'read', { request: '12' });
    await wrote(anne, 'transferred', { request: '12', detail: { to: luc } });
    await wrote(luc, 'closed', { request: '12', detail: { outcome: 'met' } });
    await wrote(luc, 'changed-member', { detail: { staff: luc, what: 'hours' } });
    const rows = (await shown()).slice(0, 4);
    expect(rows.map(([, ...cells]) => cells)).toEqual([
      ['Luc', 'A modifié un compte', '', 'Luc · heures de travail'],
      ['Luc', 'A clôturé la conversation', 'Demande 12', 'Rendez-vous ou rencontre'],
      ['&#60;b&#62;Anne&#60;/b&#62;', 'A confié la demande', 'Demande 12', 'à Luc'],
      ['&#60;b&#62;Anne&#60;/b&#62;', 'A lu la conversation', 'Demande 12', ''],
    ]);
    expect(rows[0]?.[0]).toMatch(/23 nov\. 2026,? 10:00/);
    expect(administrator.html).toContain('<a href="/console/requests/12">');
    expect(administrator.html).toMatch(/<caption[^>]*>Du plus récent/);
  });

  it('by member, by request, by kind, by day on the clock of Brussels, and by all of them', async () => {
    const evening = new Date('2026-10-01T22:30:00Z');
    await wrote(anne, 'noted', { request: '31', at: evening });
    await wrote(luc, 'noted', { request: '32', at: new Date(evening.getTime() - HOUR) });
    await wrote(luc, 'took', { request: '31', at: evening });
    const requests = async (query: string) => (await shown(query)).map((cells) => cells[3]);
    expect(await requests(`?member=${anne}&action=noted`)).toEqual(['Demande 31']);
    expect(await requests('?request=31')).toEqual(['Demande 31', 'Demande 31']);
    expect(await requests('?action=noted')).toEqual(['Demande 32', 'Demande 31']);
    expect(await requests('?day=2026-10-02')).toEqual(['Demande 31', 'Demande 31']);
    expect(await requests('?day=2026-10-01')).toEqual(['Demande 32']);
    expect(await requests(`?day=2026-10-02&member=${luc}&action=took&request=31`)).toEqual(['Demande 31']);
  });

  it('what nothing was done of says so', async () => {
    const { body } = await administrator.get('/console/audit?request=999999');
    expect(body).toContain('Rien ne correspond à ce choix');
    expect(body).not.toContain('<table');
  });

  it.each([
    '?day=2026-02-30',
    '?request=1%27--',
    '?action=x',
    '?before=-1',
    '?member=%00',
    '?request=99999999999999999999',
  ])('a filter that is none, %s, breaks nothing', async (query) => {
    expect((await administrator.get(`/console/audit${query}`)).statusCode).toBe(200);
  });

  it('is cut into pages, on which every row stands once', async () => {
    const times = Array.from({ length: 120 }, (_, index) => new Date(site.now.getTime() + index * MINUTE));
    for (const at of times) await wrote(anne, 'took', { request: '77', at });
    const seen: string[] = [];
    let next: string | undefined = '?request=77';
    const sizes: number[] = [];
    while (next !== undefined) {
      const rows = await shown(next);
      sizes.push(rows.length);
      seen.push(...rows.map((cells) => cells[0] ?? ''));
      next = administrator.html
        .replaceAll(/&#(\d+);/g, (_sign, code) => String.fromCodePoint(Number(code)))
        .match(/href="\/console\/audit(\?[^"]*before=[^"]*)"/)?.[1];
    }
    expect(sizes).toEqual([50, 50, 20]);
    expect(new Set(seen).size).toBe(120);
  });

  it('has Dutch words for who works in Dutch, and a word for every action', async () => {
    const { browser } = await site.signedIn({ role: 'administrator', language: 'nl' });
    const { body } = await browser.get('/console/audit');
    expect(body).toContain('Wie deed wat');
    expect(body.match(/<option value="[a-z-]+"[^>]*>[A-Z]/g)?.length).toBeGreaterThanOrEqual(AUDIT_ACTIONS.length);
  });
});
