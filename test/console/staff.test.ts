import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureDemoAccounts } from '../../src/console/demo-accounts.ts';
import { readAbsences, readHours } from '../../src/console/duty-input.ts';
import { deactivate, findStaff, readRosterWorkers } from '../../src/handover/staff.ts';
import { type Browser, ConsoleSite } from '../support/console-site.ts';

describe('the team', () => {
  let site: ConsoleSite;
  let administrator: Browser;
  let coordinator: Browser;
  let tpr: Browser;
  beforeAll(async () => {
    site = await ConsoleSite.start();
    ({ browser: administrator } = await site.signedIn({ role: 'administrator', name: 'Aïcha' }));
    ({ browser: coordinator } = await site.signedIn({ role: 'coordinator', name: 'Karim' }));
    ({ browser: tpr } = await site.signedIn({ role: 'tpr', name: 'Sophie', territories: ['liege'] }));
    for (const browser of [administrator, coordinator, tpr]) await browser.get('/console');
  });
  afterAll(() => site.stop());

  const stored = async (id: string) => {
    const member = await findStaff(site.store.db, id);
    if (member === null) throw new Error('nobody there');
    return member;
  };

  describe('who may', () => {
    const may = { administrator: true, coordinator: false, tpr: false };
    const both = { administrator: true, coordinator: true, tpr: false };
    it.each([
      ['GET', '', both],
      ['GET', '/:id', both],
      ['POST', '', may],
      ['POST', '/:id/hours', both],
      ['POST', '/:id/absences', both],
      ['POST', '/:id/profile', may],
      ['POST', '/:id/invitation', may],
      ['POST', '/:id/second-factor/remove', may],
      ['POST', '/:id/deactivate', may],
      ['POST', '/:id/activate', may],
    ] as const)('%s /console/staff%s', async (method, path, allowed) => {
      for (const [role, browser] of Object.entries({ administrator, coordinator, tpr })) {
        const { id } = await site.addMember();
        const url = `/console/staff${path.replace(':id', id)}`;
        const fields = { name: 'Zoé', email: `${randomUUID()}@rfm.example`, role: 'tpr', day: '1', from: '', to: '' };
        await browser.get('/console');
        const before = await stored(id);
        const response = method === 'GET' ? await browser.get(url) : await browser.post(url, fields);
        const isAllowed = Reflect.get(allowed, role);
        expect([role, response.statusCode < 400]).toEqual([role, isAllowed]);
        if (isAllowed) continue;
        expect(response.statusCode).toBe(403);
        expect(response.body).toContain('Votre rôle ne donne pas accès');
        expect(await stored(id)).toEqual(before);
      }
    });

    it('a TPR has no link to the team; a coordinator reads the account and has no form for it', async () => {
      const { id } = await site.addMember({ name: 'Zoé', territories: ['namur', 'ath'] });
      await tpr.get('/console');
      expect(tpr.html).not.toContain('href="/console/staff"');
      await coordinator.get(`/console/staff/${id}`);
      expect(coordinator.html).toContain('Namur, Ath');
      expect(coordinator.html).toContain(`action="/console/staff/${id}/hours"`);
      expect(coordinator.html).not.toMatch(/action="[^"]*\/(profile|invitation|deactivate)"/);
    });
  });

  describe('somebody new', () => {
    const add = async (fields: Readonly<Record<string, string | readonly string[]>>) => {
      await administrator.get('/console/staff');
      return administrator.post('/console/staff', { name: 'Zoé', role: 'tpr', language: 'fr', ...fields });
    };

    it('has what the administrator said, and no password yet', async () => {
      const email = `Zoe.${randomUUID()}@RFM.example`;
      const territories = ['namur', 'liege', 'atlantis'];
      const response = await add({
        email,
        role: 'coordinator',
        language: 'nl',
        territories,
        deputyOf: 'ath',
        centre: 'on',
      });
      expect(response.statusCode).toBe(200);
      const { id } = await site.store.db
        .selectFrom('staff')
        .select('id')
        .where('email', '=', email.toLowerCase())
        .executeTakeFirstOrThrow();
      expect(await stored(id)).toEqual({
        ...{ id, name: 'Zoé', email: email.toLowerCase(), role: 'coordinator', language: 'nl' },
        ...{ active: true, hasPassword: false, hasSecondFactor: false, centre: true },
        ...{ territories: ['liege', 'namur'], deputyOf: ['ath'], hours: [], absences: [] },
      });
      await administrator.get('/console/staff');
      expect(administrator.html).toContain('Invitation pas encore acceptée');
    });

    it.each([
      [{ name: ' ' }, 'Écrivez un nom'],
      [{ name: 'x'.repeat(81) }, 'Écrivez un nom'],
      [{ email: '' }, 'adresse e-mail complète'],
      [{ email: 'zoe' }, 'adresse e-mail complète'],
      [{ email: 'zo\0e@rfm.example' }, 'adresse e-mail complète'],
      [{ role: 'king' }, 'Choisissez un rôle'],
      [{ role: '' }, 'Choisissez un rôle'],
    ])('%j is told in words, and what was typed stays', async (wrong, words) => {
      const before = await site.store.db.selectFrom('staff').select('id').execute();
      const response = await add({ email: 'zoe.new@rfm.example', territories: ['ath'], ...wrong });
      expect(response.statusCode).toBe(422);
      expect(response.body).toContain(words);
      expect(response.body).toContain('aria-invalid="true"');
      expect(response.body).toMatch(/name="territories" value="ath" checked/);
      expect((await site.store.db.selectFrom('staff').select('id').execute()).length).toBe(before.length);
    });

    it('not twice with one e-mail, in whatever case', async () => {
      const { email } = await site.addMember();
      const response = await add({ email: email.toUpperCase() });
      expect(response.statusCode).toBe(422);
      expect(response.body).toContain('déjà celle de quelqu’un');
    });

    it('a name of html is shown as text', async () => {
      await add({ email: `${randomUUID()}@rfm.example`, name: '<script>alert(1)</script>' });
      await administrator.get('/console/staff');
      expect(administrator.html).not.toContain('<script>alert');
      expect(administrator.html).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
    });
  });

  it('an account is changed, with words for what is wrong', async () => {
    const other = await site.addMember();
    const { id, email } = await site.addMember({ territories: ['liege'] });
    await administrator.get(`/console/staff/${id}`);
    const profile = { name: 'Zoé Neuf', email, role: 'coordinator', language: 'nl', territories: 'ath' };
    const taken = await administrator.post(`/console/staff/${id}/profile`, { ...profile, email: other.email });
    expect(taken.statusCode).toBe(422);
    expect(taken.body).toContain('déjà celle de quelqu’un');
    expect(taken.body).toContain('value="Zoé Neuf"');
    const done = await administrator.post(`/console/staff/${id}/profile`, profile);
    expect(done.headers.location).toBe(`/console/staff/${id}?done=profile`);
    expect(await stored(id)).toMatchObject({
      name: 'Zoé Neuf',
      role: 'coordinator',
      territories: ['ath'],
      language: 'nl',
    });
    await administrator.get(String(done.headers.location));
    expect(administrator.html).toContain('Le compte est enregistré.');
  });

  it.each(['constructor', '__proto__', 'x'])('?done=%s says nothing', async (done) => {
    await administrator.get(`/console/me?done=${done}`);
    expect(administrator.html).not.toContain('role="status"');
  });

  describe('hours', () => {
    const week = { day: ['1', '2', '2', '7'], from: ['09:00', '9h', '13:00', ''], to: ['16:30', '12h00', '00:00', ''] };
    const kept = [
      { day: 1, from: '09:00', to: '16:30' },
      { day: 2, from: '09:00', to: '12:00' },
      { day: 2, from: '13:00', to: '24:00' },
    ];

    it('a TPR keeps her own', async () => {
      const { browser, id } = await site.signedIn();
      await browser.get('/console/me');
      const response = await browser.post('/console/me/hours', week);
      expect(response.headers.location).toBe('/console/me?done=hours');
      expect((await stored(id)).hours).toEqual(kept);
      await browser.get('/console/me');
      expect(browser.html).toContain('name="from" value="13:00"');
      expect(browser.html).toContain('name="to" value="00:00"');
    });

    it('a coordinator those of all, also takes them away', async () => {
      const { id } = await site.addMember();
      await coordinator.get(`/console/staff/${id}`);
      expect((await coordinator.post(`/console/staff/${id}/hours`, week)).statusCode).toBe(303);
      expect((await stored(id)).hours).toEqual(kept);
      await coordinator.post(`/console/staff/${id}/hours`, { day: '1', from: '', to: '' });
      expect((await stored(id)).hours).toEqual([]);
    });

    it.each([
      [{ day: '1', from: '09:00', to: '' }, 'Écrivez les deux heures'],
      [{ day: '1', from: '', to: '09:00' }, 'Écrivez les deux heures'],
      [{ day: '1', from: '17:00', to: '09:00' }, 'La fin doit être après'],
      [{ day: '1', from: '09:00', to: '09:00' }, 'La fin doit être après'],
      [{ day: '1', from: '25:00', to: '26:00' }, 'La fin doit être après'],
      [{ day: '8', from: '09:00', to: '10:00' }, 'La fin doit être après'],
      [{ day: Array(43).fill('1'), from: Array(43).fill('09:00'), to: Array(43).fill('10:00') }, 'plus de lignes'],
    ])('%j is told beside the row and changes nothing', async (wrong, words) => {
      const { browser, id } = await site.signedIn();
      await browser.get('/console/me');
      await browser.post('/console/me/hours', week);
      await browser.get('/console/me');
      const response = await browser.post('/console/me/hours', wrong);
      expect(response.statusCode).toBe(422);
      expect(response.body).toContain(words);
      expect((await stored(id)).hours).toEqual(kept);
    });

    it('what is right beside what is wrong stays as typed', () => {
      const { entries, rows } = readHours({ day: ['1', '2'], from: ['08:00', '10:00'], to: ['12:00', ''] });
      expect(entries).toBeNull();
      expect(rows).toEqual([
        { day: '1', from: '08:00', to: '12:00' },
        { day: '2', from: '10:00', to: '', error: 'incomplete' },
      ]);
    });

    it.each([
      ['9', '09:00'],
      ['9h', '09:00'],
      ['9u30', '09:30'],
      ['09.15', '09:15'],
      [' 9:00 ', '09:00'],
    ])('%j is %s', (typed, clock) => {
      expect(readHours({ day: '3', from: typed, to: '23:00' }).entries).toEqual([{ day: 3, from: clock, to: '23:00' }]);
    });

    it('whoever has none is shown as such', async () => {
      const { id } = await site.addMember();
      await coordinator.get(`/console/staff/${id}`);
      expect(coordinator.html).toContain('Sans heures de travail');
    });
  });

  describe('absences', () => {
    const year = { from: ['2026-12-21', ''], to: ['2026-12-31', ''] };

    it('a TPR keeps her own, a coordinator those of all; one of today shows in the list', async () => {
      const { browser, id } = await site.signedIn({ name: 'Absente' });
      await browser.get('/console/me');
      expect((await browser.post('/console/me/absences', year)).headers.location).toBe('/console/me?done=absences');
      expect((await stored(id)).absences).toEqual([{ from: '2026-12-21', to: '2026-12-31' }]);
      const today = site.now.toLocaleDateString('en-CA', { timeZone: 'Europe/Brussels' });
      await coordinator.get(`/console/staff/${id}`);
      expect((await coordinator.post(`/console/staff/${id}/absences`, { from: today, to: today })).statusCode).toBe(
        303,
      );
      await coordinator.get('/console/staff');
      expect(coordinator.html).toMatch(/Absente<\/a>\s*<p>[^<]*absence aujourd’hui/);
    });

    it.each([
      [{ from: '2026-12-21', to: '' }, 'Écrivez les deux jours'],
      [{ from: '2026-12-31', to: '2026-12-21' }, 'après le premier'],
      [{ from: '2026-02-30', to: '2026-03-01' }, 'Ce jour n’existe pas'],
      [{ from: 'demain', to: 'vendredi' }, 'Ce jour n’existe pas'],
      [{ from: Array(101).fill('2027-01-01'), to: Array(101).fill('2027-01-02') }, 'trop d’absences'],
    ])('%j is told beside the row and changes nothing', async (wrong, words) => {
      const { browser, id } = await site.signedIn();
      await browser.get('/console/me');
      const response = await browser.post('/console/me/absences', wrong);
      expect(response.statusCode).toBe(422);
      expect(response.body).toContain(words);
      expect((await stored(id)).absences).toEqual([]);
    });

    it('days as people write them; what is long over is forgotten', () => {
      const body = { from: ['21/12/2026', '1-1-2026'], to: ['31.12.2026', '05/01/2026'] };
      expect(readAbsences(body, new Date('2026-11-23T09:00:00Z')).entries).toEqual([
        { from: '2026-12-21', to: '2026-12-31' },
      ]);
    });
  });

  describe('the last administrator', () => {
    let alone: ConsoleSite;
    beforeAll(async () => {
      alone = await ConsoleSite.start();
    });
    afterAll(() => alone.stop());

    it('stays, until another one can sign in', async () => {
      const { browser, id, email } = await alone.signedIn({ role: 'administrator', name: 'Aïcha' });
      await alone.addMember({ role: 'administrator', password: null });
      await alone.addMember({ role: 'administrator', active: false });
      await browser.get(`/console/staff/${id}`);
      const profile = { name: 'Aïcha', email, role: 'tpr', language: 'fr' };
      const demoted = await browser.post(`/console/staff/${id}/profile`, profile);
      expect([demoted.statusCode, demoted.body.includes('dernière personne')]).toEqual([422, true]);
      const off = await browser.post(`/console/staff/${id}/deactivate`);
      expect([off.statusCode, off.body.includes('dernière personne')]).toEqual([422, true]);
      expect(await browser.isSignedIn()).toBe(true);
      await alone.addMember({ role: 'administrator' });
      await browser.get(`/console/staff/${id}`);
      expect((await browser.post(`/console/staff/${id}/deactivate`)).statusCode).toBe(303);
      expect(await browser.isSignedIn()).toBe(false);
    });

    it('of several who leave in the same moment one stays', async () => {
      await alone.store.db.updateTable('staff').set({ active: false }).execute();
      const ids: string[] = [];
      for (let count = 0; count < 6; count += 1) ids.push((await alone.addMember({ role: 'administrator' })).id);
      const results = await Promise.all(
        ids.map((id) => deactivate(alone.store.db, id, { member: null, at: alone.now })),
      );
      expect(results.filter((result) => result === 'done')).toHaveLength(5);
      expect(results.filter((result) => result === 'last-administrator')).toHaveLength(1);
    });
  });

  describe('somebody who is switched off', () => {
    async function contact(): Promise<string> {
      const id = randomUUID();
      await site.store.db.insertInto('contacts').values({ id, language: 'fr', opted_out_at: null }).execute();
      return id;
    }

    interface Given {
      readonly state: 'open' | 'taken' | 'closed';
      readonly contact?: string;
      readonly holder?: string;
      readonly taken_by?: string;
      readonly priority?: 'now' | 'high' | 'normal';
      readonly reason?: string;
      readonly danger_class?: string;
    }

    async function request(given: Given): Promise<string> {
      const { contact: known, holder = null, taken_by = null, danger_class = null, reason = 'asked', ...rest } = given;
      const { id } = await site.store.db
        .insertInto('requests')
        .values({
          contact_id: known ?? (await contact()),
          ...{ event_id: null, reason, danger_class, holder, taken_by, ...rest },
          holder_as: holder === null ? null : 'tpr',
          taken_at: taken_by === null ? null : new Date('2026-11-20T10:00:00Z'),
          due_at: new Date('2026-12-24T10:00:00Z'),
          ...{
            territory: 'liege',
            alerted_at: null,
            last_human_at: null,
            closed_at: null,
            closed_by: null,
            outcome: null,
          },
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      return id;
    }

    const found = async (id: string) =>
      site.store.db.selectFrom('requests').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

    const switchOff = async (id: string) => {
      await administrator.get(`/console/staff/${id}`);
      const response = await administrator.post(`/console/staff/${id}/deactivate`);
      expect(response.headers.location).toBe(`/console/staff/${id}?done=deactivated`);
    };

    const BACK = { state: 'open', holder: null, holder_as: null, taken_by: null, taken_at: null };

    it('gives back what was held and taken, due now; what others have and what is closed stays', async () => {
      const { id } = await site.addMember();
      const { id: other } = await site.addMember();
      const held = await request({ state: 'open', holder: id });
      const taken = await request({ state: 'taken', holder: id, taken_by: id });
      const stays = [
        await request({ state: 'closed', holder: id, taken_by: id }),
        await request({ state: 'open', holder: other }),
        await request({ state: 'taken', holder: id, taken_by: other }),
        await request({ state: 'open' }),
      ];
      const before = await Promise.all(stays.map(found));
      await switchOff(id);
      expect(await found(held)).toMatchObject({ ...BACK, due_at: site.now, priority: 'normal', territory: 'liege' });
      expect(await found(taken)).toMatchObject({ ...BACK, due_at: site.now });
      expect(await Promise.all(stays.map(found))).toEqual(before);
    });

    it('of a parent with two requests one waits for both, as urgent as the more urgent, with all notes', async () => {
      const { id } = await site.addMember();
      const parent = await contact();
      const taken = await request({
        state: 'taken',
        contact: parent,
        taken_by: id,
        reason: 'danger',
        danger_class: 'violence',
        priority: 'now',
      });
      const again = await request({ state: 'taken', contact: parent, taken_by: id });
      const waiting = await request({ state: 'open', contact: parent });
      const note = { id: randomUUID(), request_id: taken, staff_id: id, body: site.sealer.seal('a note') };
      await site.store.db.insertInto('notes').values(note).execute();
      await switchOff(id);
      expect(await found(waiting)).toMatchObject({
        ...{ ...BACK, due_at: site.now, priority: 'now', reason: 'danger', danger_class: 'violence' },
      });
      for (const one of [taken, again])
        expect(await found(one)).toMatchObject({ state: 'closed', closed_at: site.now });
      const notes = await site.store.db.selectFrom('notes').select('request_id').where('id', '=', note.id).execute();
      expect(notes).toEqual([{ request_id: waiting }]);
    });

    it('is signed out at once and can neither sign in nor use a link, until switched on again', async () => {
      const { browser, id, email } = await site.signedIn();
      await administrator.get(`/console/staff/${id}`);
      const { body } = await administrator.post(`/console/staff/${id}/invitation`);
      const path = new URL(/id="link" value="([^"]+)"/.exec(body)?.[1] ?? '').pathname;
      await switchOff(id);
      expect(await browser.isSignedIn()).toBe(false);
      expect((await site.browser().signIn(email)).statusCode).toBe(401);
      expect((await site.browser().get(path)).statusCode).toBe(410);
      await administrator.get(`/console/staff/${id}`);
      expect(administrator.html).toContain('Désactivé');
      expect((await administrator.post(`/console/staff/${id}/invitation`)).statusCode).toBe(404);
      await administrator.post(`/console/staff/${id}/activate`);
      expect((await site.browser().signIn(email)).statusCode).toBe(303);
      expect((await site.browser().get(path)).statusCode).toBe(410);
    });

    it('while messages of the parent are worked on, both come to an end', async () => {
      const { id } = await site.addMember();
      const parent = await contact();
      const taken = await request({ state: 'taken', contact: parent, taken_by: id });
      const turn = await site.store.pool.connect();
      try {
        await turn.query('select pg_advisory_lock(hashtextextended($1, 0))', [parent]);
        const off = deactivate(site.store.db, id, { member: null, at: site.now });
        await untilWaiting();
        await turn.query(
          "insert into requests (contact_id, reason, priority, holder, due_at) values ($1, 'danger', 'now', $2, now())",
          [parent, id],
        );
        await turn.query('select pg_advisory_unlock(hashtextextended($1, 0))', [parent]);
        expect(await off).toBe('done');
      } finally {
        turn.release();
      }
      const rows = await site.store.db.selectFrom('requests').selectAll().where('contact_id', '=', parent).execute();
      expect(rows.filter(({ state }) => state === 'open')).toMatchObject([
        { ...BACK, priority: 'now', reason: 'danger' },
      ]);
      expect(await found(taken)).toMatchObject({ state: 'closed' });
    });

    /** Resolves once somebody waits for a lock of a contact. */
    async function untilWaiting(): Promise<void> {
      for (;;) {
        const { rows } = await sql<{ waits: boolean }>`
          select exists (select 1 from pg_locks where locktype = 'advisory' and not granted) as waits
        `.execute(site.store.db);
        if (rows[0]?.waits) return;
      }
    }
  });

  it('a lost phone: the administrator takes the code away', async () => {
    const { id } = await site.addMember();
    const sealed = site.sealer.seal(JSON.stringify({ secret: 'JBSWY3DPEHPK3PXP', lastStep: 0 }));
    await site.store.db.updateTable('staff').set({ second_factor: sealed }).where('id', '=', id).execute();
    await administrator.get(`/console/staff/${id}`);
    expect(administrator.html).toContain('Retirer le code du téléphone');
    await administrator.post(`/console/staff/${id}/second-factor/remove`);
    expect((await stored(id)).hasSecondFactor).toBe(false);
  });

  it('the language is one’s own choice, for every page', async () => {
    const { browser } = await site.signedIn();
    await browser.get('/console/me');
    await browser.post('/console/me/language', { language: 'nl' });
    await browser.get('/console/me?done=language');
    expect(browser.html).toContain('<html lang="nl">');
    expect(browser.html).toContain('De taal is bewaard.');
    expect(browser.html).toContain('maandag');
  });

  describe('the duty roster', () => {
    it('reads everybody, and hours that cannot be read as none', async () => {
      const { id } = await site.addMember({ name: 'Zoé', territories: ['liege'] });
      const hours = [{ day: 1, from: '09:00', to: '16:30' }];
      const write = (value: unknown) =>
        site.store.db
          .updateTable('staff')
          .set({ hours: JSON.stringify(value), absences: JSON.stringify([{ from: '2026-12-21', to: '2026-12-31' }]) })
          .where('id', '=', id)
          .execute();
      const read = async () => (await readRosterWorkers(site.store.db)).find((worker) => worker.id === id);
      await write(hours);
      expect(await read()).toEqual({
        ...{ id, name: 'Zoé', active: true, territories: ['liege'], deputyOf: [], centre: false, hours },
        absences: [{ from: '2026-12-21', to: '2026-12-31' }],
      });
      await write([{ day: 9, from: 'x', to: 'y' }]);
      expect(await read()).toMatchObject({ id, hours: [] });
    });
  });

  describe('the demo', () => {
    it('has one of each and two TPRs, made once, who can sign in', async () => {
      const demo = await ConsoleSite.start();
      try {
        const clock = () => demo.now;
        const [one, other] = await Promise.all([
          ensureDemoAccounts(demo.store.db, clock),
          ensureDemoAccounts(demo.store.db, clock),
        ]);
        expect([one.length, other.length].sort()).toEqual([0, 4]);
        const accounts = [...one, ...other];
        expect(accounts.map(({ role }) => role)).toEqual(['administrator', 'coordinator', 'tpr', 'tpr']);
        expect(new Set(accounts.map(({ password }) => password)).size).toBe(4);
        for (const { email, password } of accounts) {
          expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
          expect((await demo.browser().signIn(email, password)).statusCode).toBe(303);
        }
        expect(await ensureDemoAccounts(demo.store.db, clock)).toEqual([]);
        const workers = await readRosterWorkers(demo.store.db);
        const liege = workers.find(({ territories }) => territories.includes('liege'));
        expect(liege?.hours.map(({ day, from, to }) => `${day} ${from} ${to}`)).toEqual(
          [1, 2, 3, 4, 5].map((day) => `${day} 09:00 16:30`),
        );
        expect(workers.filter(({ centre }) => centre)).toHaveLength(1);
      } finally {
        await demo.stop();
      }
    });

    it('has none where somebody is already', async () => {
      expect(await ensureDemoAccounts(site.store.db, () => site.now)).toEqual([]);
    });
  });
});
