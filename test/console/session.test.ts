import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, ConsoleSite, DAY, HOUR, MINUTE, PASSWORD } from '../support/console-site.ts';

describe('a session', () => {
  let site: ConsoleSite;
  beforeAll(async () => {
    site = await ConsoleSite.start();
  });
  afterAll(() => site.stop());

  describe('is needed', () => {
    it.each([
      '/console',
      '/console/',
      '/console/me',
      '/console/me/second-factor',
      '/console/staff',
      '/console/staff/x',
    ])('for %s', async (path) => {
      const response = await site.browser().get(path);
      expect(response.statusCode).toBe(303);
      expect(response.headers.location).toMatch(/^\/console\/sign-in/);
      expect(response.body).toBe('');
    });

    it('a part that htmx asks for sends the whole page to the sign-in, and back to where it was', async () => {
      const response = await site.browser().get('/console', {
        'hx-request': 'true',
        'hx-current-url': 'https://papote.example/console/requests/12?a=b',
      });
      expect(response.statusCode).toBe(401);
      expect(response.headers['hx-redirect']).toBe('/console/sign-in?next=%2Fconsole%2Frequests%2F12%3Fa%3Db');
      expect(response.headers.location).toBeUndefined();
    });

    it.each(['', 'x', 'A'.repeat(43), '%00', "' or 1=1 --"])('and %j is none', async (token) => {
      const response = await site.browser().get('/console', { cookie: `papote_session=${encodeURIComponent(token)}` });
      expect(response.statusCode).toBe(303);
    });
  });

  describe('ends', () => {
    it('after twelve hours without use, and not before', async () => {
      const { browser } = await site.signedIn();
      site.pass(12 * HOUR - 1000);
      expect(await browser.isSignedIn()).toBe(true);
      site.pass(12 * HOUR - 1000);
      expect(await browser.isSignedIn()).toBe(true);
      site.pass(12 * HOUR + 1000);
      expect(await browser.isSignedIn()).toBe(false);
    });

    it('after seven days even when used all the time', async () => {
      const { browser } = await site.signedIn();
      const end = site.now.getTime() + 7 * DAY;
      while (site.now.getTime() < end - 11 * HOUR) {
        site.pass(10 * HOUR);
        expect(await browser.isSignedIn()).toBe(true);
      }
      site.now = new Date(end - 1000);
      expect(await browser.isSignedIn()).toBe(true);
      site.pass(2000);
      expect(await browser.isSignedIn()).toBe(false);
    });

    it('though an open page goes on asking for its counts', async () => {
      const { browser } = await site.signedIn();
      for (let hour = 0; hour < 11; hour += 1) {
        site.pass(HOUR);
        expect((await browser.get('/console', { 'hx-request': 'true' })).statusCode).toBe(200);
      }
      site.pass(HOUR + MINUTE);
      expect((await browser.get('/console', { 'hx-request': 'true' })).statusCode).toBe(401);
    });

    it('by signing out, in this browser only', async () => {
      const { browser, email } = await site.signedIn();
      const other = site.browser();
      await other.signIn(email);
      await browser.get('/console');
      const token = browser.cookies.get('papote_session') ?? '';
      const response = await browser.post('/console/sign-out');
      expect(response.headers.location).toBe('/console/sign-in?done=signedOut');
      expect(browser.cookies.has('papote_session')).toBe(false);
      browser.cookies.set('papote_session', token);
      expect(await browser.isSignedIn()).toBe(false);
      expect(await other.isSignedIn()).toBe(true);
    });

    it('everywhere, by one click, and nobody else’s', async () => {
      const { browser, email } = await site.signedIn();
      const other = site.browser();
      await other.signIn(email);
      const colleague = await site.signedIn();
      await browser.get('/console/me');
      const response = await browser.post('/console/sign-out-everywhere');
      expect(response.headers.location).toBe('/console/sign-in?done=signedOutEverywhere');
      expect(await browser.isSignedIn()).toBe(false);
      expect(await other.isSignedIn()).toBe(false);
      expect(await colleague.browser.isSignedIn()).toBe(true);
    });

    it('everywhere else with a new password', async () => {
      const { browser, email } = await site.signedIn();
      const other = site.browser();
      await other.signIn(email);
      await browser.get('/console/me');
      const wrong = { now: 'not this one', password: 'a phrase of mine', again: 'a phrase of mine' };
      expect((await browser.post('/console/me/password', wrong)).statusCode).toBe(422);
      expect(browser.html).toContain('pas votre mot de passe actuel');
      const short = await browser.post('/console/me/password', { now: PASSWORD, password: 'short', again: 'short' });
      expect(short.body).toContain('au moins 12 caractères');
      expect(await other.isSignedIn()).toBe(true);
      const done = await browser.post('/console/me/password', { ...wrong, now: PASSWORD });
      expect(done.headers.location).toBe('/console/me?done=password');
      expect(await browser.isSignedIn()).toBe(true);
      expect(await other.isSignedIn()).toBe(false);
      expect((await site.browser().signIn(email)).statusCode).toBe(401);
      expect((await site.browser().signIn(email, 'a phrase of mine')).statusCode).toBe(303);
    });

    it('and a stolen one cannot be used to guess the password', async () => {
      const { browser } = await site.signedIn();
      await browser.get('/console/me');
      const guess = { now: 'not this one', password: 'a phrase of mine', again: 'a phrase of mine' };
      for (let count = 0; count < 5; count += 1)
        expect((await browser.post('/console/me/password', guess)).statusCode).toBe(422);
      expect((await browser.post('/console/me/password', { ...guess, now: PASSWORD })).statusCode).toBe(429);
    });

    it('at once when the account is switched off', async () => {
      const { browser, id } = await site.signedIn();
      await site.store.db.updateTable('staff').set({ active: false }).where('id', '=', id).execute();
      expect(await browser.isSignedIn()).toBe(false);
    });
  });

  it('ended ones do not stay in the database', async () => {
    const { id } = await site.signedIn();
    site.pass(13 * HOUR);
    await site.signedIn();
    const left = await site.store.db.selectFrom('staff_sessions').selectAll().where('staff_id', '=', id).execute();
    expect(left).toEqual([]);
  });

  it('a role that was taken away is gone with the next page', async () => {
    const { browser, id } = await site.signedIn({ role: 'coordinator' });
    expect((await browser.get('/console/staff')).statusCode).toBe(200);
    await site.store.db.updateTable('staff').set({ role: 'tpr' }).where('id', '=', id).execute();
    expect((await browser.get('/console/staff')).statusCode).toBe(403);
  });

  describe('a form without the right csrf is refused and changes nothing', () => {
    const everything = async (): Promise<string> =>
      JSON.stringify([
        await site.store.db.selectFrom('staff').selectAll().orderBy('id').execute(),
        await site.store.db
          .selectFrom('staff_sessions')
          .select(['hash', 'second_factor_passed'])
          .orderBy('hash')
          .execute(),
        await site.store.db.selectFrom('invitations').selectAll().orderBy('hash').execute(),
      ]);

    let browser: Browser;
    let other: Browser;
    let colleague: string;
    beforeAll(async () => {
      ({ browser } = await site.signedIn({ role: 'administrator' }));
      ({ browser: other } = await site.signedIn());
      ({ id: colleague } = await site.addMember());
    });

    /** Every form of who is signed in: those of others prove themselves otherwise. */
    const targets = (): string[] =>
      site.formTargets
        .filter((url) => !/^\/console\/(sign-in|second-factor|invitation\/:token)$/.test(url))
        .map((url) => url.replace(':id', colleague));

    it('there are some', () => {
      expect(targets()).toEqual(expect.arrayContaining(['/console/sign-out', '/console/me/second-factor']));
      expect(targets()).toContain(`/console/staff/${colleague}/deactivate`);
    });

    it.each(['none', 'wrong', 'of somebody else'] as const)('%s', async (kind) => {
      await other.get('/console');
      const csrf = { none: {}, wrong: { csrf: 'x' }, 'of somebody else': { csrf: other.hidden('csrf') ?? '' } }[kind];
      const fields = {
        name: 'X',
        email: 'x@rfm.example',
        role: 'tpr',
        day: '1',
        from: '09:00',
        to: '10:00',
        language: 'nl',
      };
      const before = await everything();
      for (const target of targets()) {
        const response = await browser.postAs(target, { ...fields, ...csrf });
        expect([target, response.statusCode]).toEqual([target, 403]);
        expect(response.body).toContain('rechargez la page');
      }
      expect(await everything()).toBe(before);
    });
  });

  describe('what goes wrong is told in words', () => {
    it.each(['/console/nothing', '/console/staff/nobody', '/console/staff/%00'])('%s is not there', async (path) => {
      const { browser } = await site.signedIn({ role: 'administrator' });
      const response = await browser.get(path);
      expect(response.statusCode).toBe(404);
      expect(response.body).toContain('n’existe pas');
      expect(response.body).toContain('<h1');
    });

    it('a failure of ours tells nothing of the inside', async () => {
      const { browser } = await site.signedIn();
      const response = await browser.get('/console/broken');
      expect(response.statusCode).toBe(500);
      expect(response.body).toContain('Vous n’y êtes pour rien');
      expect(response.body).not.toContain('secret of the inside');
    });

    it('a form of megabytes', async () => {
      const { browser } = await site.signedIn();
      const response = await browser.post('/console/me/hours', { from: 'x'.repeat(1_100_000) });
      expect(response.statusCode).toBe(413);
      expect(response.body).toContain('encore là');
    });

    it('something that is no form', async () => {
      const response = await site.app.inject({
        method: 'POST',
        url: '/console/sign-in',
        headers: { 'content-type': 'application/xml' },
        payload: '<x/>',
      });
      expect(response.statusCode).toBe(415);
      expect(response.headers['content-type']).toContain('text/html');
    });

    it('a form of JSON with things that are no text', async () => {
      const response = await site.app.inject({
        method: 'POST',
        url: '/console/sign-in',
        payload: { csrf: { length: 3 }, email: ['a', { b: 1 }], password: null },
      });
      expect(response.statusCode).toBe(403);
    });
  });

  describe('what pages load', () => {
    it.each([
      ['console.css', 'text/css', '--accent'],
      ['htmx.js', 'text/javascript', 'htmx'],
    ])('%s, asked for again only when it has changed', async (name, type, content) => {
      const response = await site.browser().get(`/console/assets/${name}`);
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toBe(`${type}; charset=utf-8`);
      expect(response.body).toContain(content);
      const again = await site
        .browser()
        .get(`/console/assets/${name}`, { 'if-none-match': String(response.headers.etag) });
      expect(again.statusCode).toBe(304);
      expect(again.body).toBe('');
    });

    it('nothing else of the disk', async () => {
      for (const path of ['../session.ts', '..%2fsession.ts', 'package.json'])
        expect((await site.browser().get(`/console/assets/${path}`)).statusCode).toBe(404);
    });

    it('and no page has a script or a style of its own', async () => {
      const { browser, id } = await site.signedIn({ role: 'administrator' });
      for (const path of ['', '/me', '/me/second-factor', '/staff', `/staff/${id}`]) {
        const response = await browser.get(`/console${path}`);
        expect([path, response.statusCode, response.headers['cache-control']]).toEqual([path, 200, 'no-store']);
        expect(response.body).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
        expect([path, response.body.match(/<h1/g)?.length]).toEqual([path, 1]);
        const ids = [...response.body.matchAll(/\sid="([^"]+)"/g)].map(([, one]) => one);
        expect([path, ids.length]).toEqual([path, new Set(ids).size]);
      }
    });
  });
});
