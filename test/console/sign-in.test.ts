import { TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, networkOf } from '../../src/console/attempts.ts';
import { isPassword } from '../../src/console/passwords.ts';
import { safeNext } from '../../src/console/paths.ts';
import { createSecondFactor } from '../../src/console/second-factor.ts';
import { type Browser, ConsoleSite, DAY, MINUTE, PASSWORD } from '../support/console-site.ts';

const WRONG = 'this is not the one';

describe('signing in', () => {
  let site: ConsoleSite;
  beforeAll(async () => {
    site = await ConsoleSite.start();
  });
  afterAll(() => site.stop());

  /** What a page says, without what differs each time. */
  const saidBy = ({ html }: Browser): string => html.replaceAll(/name="(csrf|email)"[^>]*/g, '');

  it('the page needs no script, keeps nothing and names its language', async () => {
    const browser = site.browser();
    const response = await browser.get('/console/sign-in');
    expect(response.statusCode).toBe(200);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.body).toContain('<html lang="fr">');
    expect(response.body).not.toMatch(/<script|<style|style=|onclick/);
    expect(response.headers['content-security-policy']).not.toContain("'unsafe-inline'");
    expect(response.body.match(/<h1/g)).toHaveLength(1);
  });

  it.each([
    ['nl-BE,nl;q=0.9,fr;q=0.8', 'nl', 'Aanmelden'],
    ['fr-BE,fr;q=0.9,nl;q=0.8', 'fr', 'Se connecter'],
    ['de', 'fr', 'Se connecter'],
  ])('a browser that asks for %s gets %s', async (asked, language, words) => {
    const { body } = await site.browser().get('/console/sign-in', { 'accept-language': asked });
    expect(body).toContain(`<html lang="${language}">`);
    expect(body).toContain(words);
  });

  it('e-mail, in any case, and password open the console', async () => {
    const { email } = await site.addMember();
    const browser = site.browser();
    const response = await browser.signIn(email.toUpperCase());
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toBe('/console');
    expect(await browser.isSignedIn()).toBe(true);
    expect((await browser.get('/console/sign-in')).headers.location).toBe('/console');
  });

  it('one comes to the page that one wanted', async () => {
    const { email } = await site.addMember();
    const browser = site.browser();
    const refused = await browser.get('/console/staff?view=x');
    expect(refused.headers.location).toBe('/console/sign-in?next=%2Fconsole%2Fstaff%3Fview%3Dx');
    await browser.get(String(refused.headers.location));
    const response = await browser.signIn(email, PASSWORD, '/console/staff?view=x');
    expect(response.headers.location).toBe('/console/staff?view=x');
  });

  it.each([
    '//evil.example',
    'https://evil.example/console',
    '/\\evil.example',
    '/console/../admin',
    '/consoled',
    'javascript:alert(1)',
    '/console/sign-in',
    '/console\\..\\..\\x',
    '',
  ])('never to %j', (next) => {
    expect(safeNext(next)).toBe('/console');
  });

  it('the session is known by a cookie that scripts and other sites cannot use, and kept as a hash', async () => {
    const { browser } = await site.signedIn();
    const line = browser.setCookies.find((one) => one.startsWith('papote_session='));
    expect(line).toMatch(/^papote_session=[\w-]{43}; Max-Age=604800; Path=\/console; HttpOnly; SameSite=Lax$/);
    const token = browser.cookies.get('papote_session') ?? '';
    const rows = await site.store.db.selectFrom('staff_sessions').selectAll().execute();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every(({ hash }) => hash.length === 32)).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows.some(({ hash }) => hash.equals(Buffer.from(token, 'base64url')))).toBe(false);
  });

  it('over https every cookie is for https only', async () => {
    const secure = await ConsoleSite.start({ secureCookies: true });
    try {
      const { browser } = await secure.signedIn();
      expect(browser.setCookies.length).toBeGreaterThan(1);
      expect(browser.setCookies.filter((line) => !/; Secure(;|$)/.test(line))).toEqual([]);
    } finally {
      await secure.stop();
    }
  });

  it('each sign-in makes a new token and ends the one before', async () => {
    const { email } = await site.addMember();
    const browser = site.browser();
    await browser.signIn(email);
    const before = browser.cookies.get('papote_session') ?? '';
    const fresh = site.browser();
    await fresh.get('/console/sign-in');
    fresh.cookies.set('papote_session', before);
    await fresh.postAs('/console/sign-in', { csrf: fresh.hidden('csrf') ?? '', email, password: PASSWORD });
    expect(fresh.cookies.get('papote_session')).not.toBe(before);
    expect(await browser.isSignedIn()).toBe(false);
  });

  it('a token that somebody else put there is not taken over', async () => {
    const { email } = await site.addMember();
    const browser = site.browser();
    const planted = 'A'.repeat(43);
    browser.cookies.set('papote_session', planted);
    await browser.signIn(email);
    expect(browser.cookies.get('papote_session')).not.toBe(planted);
  });

  describe('what is wrong is not told apart', () => {
    it('an unknown account, a wrong password, an account switched off, one without a password yet', async () => {
      const known = await site.addMember();
      const off = await site.addMember({ active: false });
      const invited = await site.addMember({ password: null });
      const answers = [];
      for (const [email, password] of [
        [known.email, WRONG],
        ['nobody@rfm.example', PASSWORD],
        [off.email, PASSWORD],
        [invited.email, PASSWORD],
        [invited.email, ''],
        ['not an e-mail\0', PASSWORD],
      ] as const) {
        const browser = site.browser();
        const { statusCode } = await browser.signIn(email, password);
        answers.push(`${statusCode} ${saidBy(browser)}`);
        expect(await browser.isSignedIn()).toBe(false);
      }
      expect(answers[0]).toMatch(/^401 /);
      expect(answers[0]).toContain('n’est pas correct');
      expect(new Set(answers).size).toBe(1);
    });

    it('nor by the time it takes', async () => {
      const { id } = await site.addMember();
      const row = await site.store.db.selectFrom('staff').select('password_hash').where('id', '=', id).execute();
      const timeOf = async (hash: string | null): Promise<number> => {
        const start = performance.now();
        await isPassword(hash, WRONG);
        return performance.now() - start;
      };
      // Whatever else this machine does only makes some rounds slower: the quickest ones are compared.
      const rounds: [known: number, unknown: number][] = [];
      for (let round = 0; round < 15; round += 1)
        rounds.push([await timeOf(row[0]?.password_hash ?? ''), await timeOf(null)]);
      const known = Math.min(...rounds.map(([one]) => one));
      const unknown = Math.min(...rounds.map(([, one]) => one));
      expect(unknown / known).toBeGreaterThan(0.5);
      expect(unknown / known).toBeLessThan(2);
    });

    it('and no password opens an account that has none', async () => {
      expect(await isPassword(null, 'nobody has this password')).toBe(false);
    });
  });

  it('passwords are argon2id hashes of 19 MiB and two passes; what was tried is nowhere', async () => {
    const { email, id } = await site.addMember();
    await site.browser('10.9.9.9').signIn(email, WRONG);
    const staff = await site.store.db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(staff.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const tries = JSON.stringify(await site.store.db.selectFrom('sign_in_attempts').selectAll().execute());
    for (const secret of [email, '10.9.9.9', WRONG]) expect(tries).not.toContain(secret);
  });

  describe('too many failed tries', () => {
    it.each(['known', 'unknown'] as const)(
      'of an account that is %s: the sixth is not judged until the time is over',
      async (kind) => {
        site.now = new Date(Math.ceil(site.now.getTime() / MINUTE) * MINUTE);
        const email = kind === 'known' ? (await site.addMember()).email : `${crypto.randomUUID()}@rfm.example`;
        for (let count = 0; count < 5; count += 1) {
          expect((await site.browser().signIn(email, WRONG)).statusCode).toBe(401);
          site.pass(MINUTE);
        }
        const browser = site.browser();
        const refused = await browser.signIn(email);
        expect(refused.statusCode).toBe(429);
        expect(refused.headers['retry-after']).toBe(String(10 * 60));
        const until = new Date(site.now.getTime() + 10 * MINUTE);
        const time = new Intl.DateTimeFormat('fr-BE', {
          timeZone: 'Europe/Brussels',
          hour: '2-digit',
          minute: '2-digit',
        }).format(until);
        expect(refused.body).toContain(`attendez jusqu’à ${time}`);
        site.pass(10 * MINUTE - 1000);
        expect((await site.browser().signIn(email)).statusCode).toBe(429);
        site.pass(2000);
        expect((await site.browser().signIn(email)).statusCode).toBe(kind === 'known' ? 303 : 401);
      },
    );

    it('sent all at once: five are judged', async () => {
      const { email } = await site.addMember();
      const browser = site.browser();
      await browser.get('/console/sign-in');
      const csrf = browser.hidden('csrf') ?? '';
      const answers = await Promise.all(
        Array.from({ length: 15 }, () => browser.postAs('/console/sign-in', { csrf, email, password: WRONG })),
      );
      const codes = answers.map(({ statusCode }) => statusCode);
      expect(codes.filter((code) => code === 401)).toHaveLength(5);
      expect(codes.filter((code) => code === 429)).toHaveLength(10);
    });

    it('from one address: twenty, whatever the account; elsewhere one may still sign in', async () => {
      const { email } = await site.addMember();
      for (let count = 0; count < 20; count += 1) {
        const response = await site.browser('10.8.0.1').signIn(`nobody${count}@rfm.example`, WRONG);
        expect(response.statusCode).toBe(401);
      }
      expect((await site.browser('10.8.0.1').signIn(email)).statusCode).toBe(429);
      expect((await site.browser('10.8.0.2').signIn(email)).statusCode).toBe(303);
    });

    it('a right password counts for nothing: a whole office may sign in from one address', async () => {
      const { email } = await site.addMember();
      for (let count = 0; count < 25; count += 1)
        expect((await site.browser('10.8.0.3').signIn(email)).statusCode).toBe(303);
    });

    it('a right one forgets the wrong ones of this account', async () => {
      const { email } = await site.addMember();
      for (let round = 0; round < 3; round += 1) {
        for (let count = 0; count < 4; count += 1)
          expect((await site.browser().signIn(email, WRONG)).statusCode).toBe(401);
        expect((await site.browser().signIn(email)).statusCode).toBe(303);
      }
    });

    it('a flood from one address ends before the database', async () => {
      const browser = site.browser();
      await browser.get('/console/sign-in');
      const codes: number[] = [];
      for (let count = 0; count < 62; count += 1)
        codes.push((await browser.postAs('/console/sign-in', { email: 'x', password: 'x' })).statusCode);
      expect(codes.slice(0, 60).every((code) => code === 403)).toBe(true);
      expect(codes.slice(60)).toEqual([429, 429]);
      expect(browser.html).toContain('Attendez une minute');
    });
  });

  describe('where a request comes from', () => {
    const request = (remoteAddress: string, forwarded?: string | string[]) =>
      ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as Parameters<
        typeof addressOf
      >[0];

    it.each([
      ['203.0.113.7', undefined, '203.0.113.7'],
      ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
      ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
      ['127.0.0.1', '1.2.3.4, 198.51.100.1', '198.51.100.1'],
      ['::1', ['1.2.3.4', '198.51.100.2'], '198.51.100.2'],
      ['127.0.0.1', undefined, '127.0.0.1'],
    ])('%s forwarding %s is %s', (peer, forwarded, expected) => {
      expect(addressOf(request(peer, forwarded))).toBe(expected);
    });

    it.each([
      ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
      ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
      ['2001:db8::1', '2001:db8:0:0'],
      ['::1', '0:0:0:0'],
      ['fe80::1%eth0', 'fe80:0:0:0'],
      ['::ffff:203.0.113.7', '203.0.113.7'],
      ['203.0.113.7', '203.0.113.7'],
    ])('%s belongs to %s', (address, network) => {
      expect(networkOf(address)).toBe(network);
    });
  });

  it.each(['', 'wrong'])('a form that is not ours (csrf %j) is refused with what to do', async (csrf) => {
    const { email } = await site.addMember();
    const browser = site.browser();
    await browser.get('/console/sign-in');
    const response = await browser.postAs('/console/sign-in', { csrf, email, password: PASSWORD });
    expect(response.statusCode).toBe(403);
    expect(response.body).toContain('rechargez la page');
    expect(await browser.isSignedIn()).toBe(false);
  });

  it('nor with the csrf of another browser', async () => {
    const { email } = await site.addMember();
    const [mine, other] = [site.browser(), site.browser()];
    await mine.get('/console/sign-in');
    await other.get('/console/sign-in');
    const csrf = other.hidden('csrf') ?? '';
    expect((await mine.postAs('/console/sign-in', { csrf, email, password: PASSWORD })).statusCode).toBe(403);
  });

  describe('the code on the phone', () => {
    const codeAt = (key: string, milliseconds: number): string =>
      new TOTP({ secret: key.replaceAll(' ', ''), period: 30 }).generate({ timestamp: milliseconds });

    const STEP = 30_000;

    /** Somebody with a second factor, signed in; the clock stands at the beginning of the next step. */
    async function withCode(role: 'tpr' | 'administrator' = 'tpr') {
      const member = await site.signedIn({ role });
      const { browser } = member;
      await browser.get('/console/me/second-factor');
      const key = /<code class="key">([^<]+)</.exec(browser.html)?.[1] ?? '';
      const offer = browser.hidden('offer') ?? '';
      const done = await browser.post('/console/me/second-factor', { offer, code: codeAt(key, site.now.getTime()) });
      expect(done.headers.location).toBe('/console/me?done=second-factor');
      site.now = new Date(Math.ceil((site.now.getTime() + STEP) / STEP) * STEP);
      return { ...member, key, code: (steps = 0) => codeAt(key, site.now.getTime() + steps * STEP) };
    }

    it('is set up with an image or a key, and then asked after the password', async () => {
      const { browser, id, email, key, code } = await withCode('administrator');
      expect(await browser.isSignedIn()).toBe(true);
      const { second_factor } = await site.store.db
        .selectFrom('staff')
        .select('second_factor')
        .where('id', '=', id)
        .executeTakeFirstOrThrow();
      expect(second_factor?.toString('latin1')).not.toContain(key.replaceAll(' ', ''));
      const fresh = site.browser();
      const response = await fresh.signIn(email, PASSWORD, '/console/me');
      expect(response.headers.location).toBe('/console/second-factor?next=%2Fconsole%2Fme');
      for (const path of ['/console', '/console/me', '/console/staff', '/console/me/second-factor'])
        expect((await fresh.get(path)).headers.location).toMatch(/^\/console\/second-factor/);
      await fresh.get('/console/second-factor?next=%2Fconsole%2Fme');
      const before = fresh.cookies.get('papote_session');
      const passed = await fresh.post('/console/second-factor', { code: code(), next: '/console/me' });
      expect(passed.headers.location).toBe('/console/me');
      expect(fresh.cookies.get('papote_session')).not.toBe(before);
      expect(await fresh.isSignedIn()).toBe(true);
    });

    it('the image is a picture in the page', async () => {
      const { browser } = await site.signedIn();
      await browser.get('/console/me/second-factor');
      expect(browser.html).toMatch(/<img class="qr" src="data:image\/png;base64&?[^"]+" alt="[^"]+"/);
    });

    /** Signs in as far as the code and gives the answer to it. */
    async function tryCode(email: string, code: string): Promise<number> {
      const browser = site.browser();
      await browser.signIn(email);
      await browser.get('/console/second-factor');
      return (await browser.post('/console/second-factor', { code })).statusCode;
    }

    it('is good once', async () => {
      const { email, code } = await withCode();
      const first = code();
      expect(await tryCode(email, first)).toBe(303);
      expect(await tryCode(email, first)).toBe(401);
      site.pass(STEP);
      expect(await tryCode(email, first)).toBe(401);
      expect(await tryCode(email, code())).toBe(303);
    });

    it('nor is the one of the set-up good again', async () => {
      const { browser, email } = await site.signedIn();
      await browser.get('/console/me/second-factor');
      const key = /<code class="key">([^<]+)</.exec(browser.html)?.[1] ?? '';
      const code = codeAt(key, site.now.getTime());
      await browser.post('/console/me/second-factor', { offer: browser.hidden('offer') ?? '', code });
      expect(await tryCode(email, code)).toBe(401);
    });

    it('of several who use it in the same moment one gets in', async () => {
      const { id, code } = await withCode();
      const { use } = createSecondFactor({ db: site.store.db, sealer: site.sealer, clock: () => site.now });
      const used = code();
      const together = Array.from({ length: 10 }, () => site.store.db.selectFrom('nodes').select('id').execute());
      // With a connection open for each, all ten read before one writes.
      await Promise.all(together);
      const results = await Promise.all(Array.from({ length: 10 }, () => use(id, used)));
      expect(results.filter((result) => result === 'good')).toHaveLength(1);
    });

    it.each([
      [-2, 401],
      [-1, 303],
      [0, 303],
      [1, 303],
      [2, 401],
    ])('a clock that is %i steps off: %i', async (steps, expected) => {
      const { email, code } = await withCode();
      site.pass(3 * STEP);
      expect(await tryCode(email, code(steps))).toBe(expected);
    });

    it('may be typed in two groups', async () => {
      const { email, code } = await withCode();
      expect(await tryCode(email, `${code().slice(0, 3)} ${code().slice(3)} `)).toBe(303);
    });

    it.each(['', 'abcdef', '12345', '1234567'])('%j is none', async (typed) => {
      const { email } = await withCode();
      expect(await tryCode(email, typed)).toBe(401);
    });

    it('five wrong ones and no more for a while, even with the password', async () => {
      const { email, code } = await withCode();
      const wrong = code() === '000000' ? '000001' : '000000';
      for (let count = 0; count < 5; count += 1) expect(await tryCode(email, wrong)).toBe(401);
      expect(await tryCode(email, code())).toBe(429);
      site.pass(16 * MINUTE);
      expect(await tryCode(email, code())).toBe(303);
    });

    it('is taken from our own form only', async () => {
      const { email, code } = await withCode();
      const browser = site.browser();
      await browser.signIn(email);
      for (const csrf of ['', 'x'])
        expect((await browser.postAs('/console/second-factor', { csrf, code: code() })).statusCode).toBe(403);
      expect(await tryCode(email, code())).toBe(303);
    });

    it('is asked for within ten minutes of the password', async () => {
      const { email, code } = await withCode();
      const browser = site.browser();
      await browser.signIn(email);
      await browser.get('/console/second-factor');
      site.pass(10 * MINUTE + 1000);
      const late = await browser.post('/console/second-factor', { code: code() });
      expect(late.headers.location).toBe('/console/sign-in');
    });

    it('can be taken away with a code, not without', async () => {
      const { browser, email, code } = await withCode();
      await browser.get('/console/me');
      const wrong = await browser.post('/console/me/second-factor/remove', { code: '12' });
      expect(wrong.statusCode).toBe(422);
      expect(wrong.body).toContain('n’est pas correct');
      const done = await browser.post('/console/me/second-factor/remove', { code: code() });
      expect(done.headers.location).toBe('/console/me?done=second-factor-removed');
      expect((await site.browser().signIn(email)).headers.location).toBe('/console');
    });

    it('is not put in place by a wrong code, and the image stays', async () => {
      const { browser, email } = await site.signedIn();
      await browser.get('/console/me/second-factor');
      const [key, offer] = [/class="key">([^<]+)</.exec(browser.html)?.[1] ?? '', browser.hidden('offer') ?? ''];
      const again = await browser.post('/console/me/second-factor', { offer, code: '12' });
      expect(again.statusCode).toBe(422);
      expect(again.body).toContain(key);
      expect((await site.browser().signIn(email)).headers.location).toBe('/console');
    });

    it('the key of somebody else, an old one and a made-up one are not taken', async () => {
      const [one, other] = [await site.signedIn(), await site.signedIn()];
      await other.browser.get('/console/me/second-factor');
      const key = /class="key">([^<]+)</.exec(other.browser.html)?.[1] ?? '';
      const offer = other.browser.hidden('offer') ?? '';
      await one.browser.get('/console/me/second-factor');
      for (const given of [offer, 'made-up']) {
        const code = codeAt(key, site.now.getTime());
        const response = await one.browser.post('/console/me/second-factor', { offer: given, code });
        expect(response.statusCode).toBe(422);
        expect(response.body).toContain('nouvelle image');
      }
      site.pass(31 * MINUTE);
      const late = { offer, code: codeAt(key, site.now.getTime()) };
      expect((await other.browser.post('/console/me/second-factor', late)).statusCode).toBe(422);
    });

    it.each([
      ['administrator', true],
      ['coordinator', true],
      ['tpr', false],
    ] as const)('%s is told to set it up: %s', async (role, told) => {
      const { browser } = await site.signedIn({ role });
      await browser.get('/console');
      expect(browser.html.includes('class="banner"')).toBe(told);
    });

    it('and not any more once it is there', async () => {
      const { browser } = await withCode('administrator');
      await browser.get('/console');
      expect(browser.html).not.toContain('class="banner"');
    });
  });

  describe('an invitation', () => {
    /** An administrator invites somebody; gives the way to the page of the link. */
    async function invite(email = `${crypto.randomUUID()}@rfm.example`, name = 'Zoé <b>'): Promise<string> {
      const { browser } = await site.signedIn({ role: 'administrator' });
      await browser.get('/console/staff');
      const response = await browser.post('/console/staff', { name, email, role: 'tpr' });
      expect(response.statusCode).toBe(200);
      const link = /id="link" value="([^"]+)"/.exec(response.body)?.[1] ?? '';
      expect(link).toMatch(/^http:\/\/localhost:80\/console\/invitation\/[\w-]{43}$/);
      return new URL(link).pathname;
    }

    async function accept(path: string, password: string, again = password) {
      const browser = site.browser();
      await browser.get(path);
      return { browser, response: await browser.post(path, { password, again }) };
    }

    it('lets somebody choose a password and sign in', async () => {
      const email = `${crypto.randomUUID()}@rfm.example`;
      const path = await invite(email);
      const { browser, response } = await accept(path, 'a phrase of mine');
      expect(response.headers.location).toBe('/console/sign-in?done=accepted');
      await browser.get(String(response.headers.location));
      expect(browser.html).toContain('Votre mot de passe est enregistré');
      expect((await browser.signIn(email, 'a phrase of mine')).statusCode).toBe(303);
    });

    it('shows names as text', async () => {
      const browser = site.browser();
      await browser.get(await invite());
      expect(browser.html).toContain('Zoé &#60;b&#62;');
    });

    it('looking at it does not use it up', async () => {
      const path = await invite();
      await site.browser().get(path);
      await site.browser().get(path);
      expect((await accept(path, 'a phrase of mine')).response.statusCode).toBe(303);
    });

    it.each([
      ['onze lettre', 'onze lettre', 'au moins 12 caractères'],
      ['👩‍👧👩‍👧', '👩‍👧👩‍👧', 'au moins 12 caractères'],
      ['x'.repeat(201), 'x'.repeat(201), '200 caractères au plus'],
      ['douze lettres', 'autre chose là', 'ne sont pas les mêmes'],
    ])('%j is told what is wrong with it', async (password, again, words) => {
      const path = await invite();
      const { response } = await accept(path, password, again);
      expect(response.statusCode).toBe(422);
      expect(response.body).toContain(words);
      expect((await accept(path, 'a phrase of mine')).response.statusCode).toBe(303);
    });

    it('nor is the own e-mail a password', async () => {
      const email = `${crypto.randomUUID()}@rfm.example`;
      const { response } = await accept(await invite(email), email);
      expect(response.statusCode).toBe(422);
    });

    it('is used once, also by two at the same moment', async () => {
      const path = await invite();
      const browsers = [site.browser(), site.browser()];
      for (const browser of browsers) await browser.get(path);
      const answers = await Promise.all(
        browsers.map((browser, index) =>
          browser.post(path, { password: `phrase number ${index}`, again: `phrase number ${index}` }),
        ),
      );
      expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 410]);
      const later = await site.browser().get(path);
      expect(later.statusCode).toBe(410);
      expect(later.body).toContain('déjà servi');
    });

    it('is good for seven days', async () => {
      const path = await invite();
      const browser = site.browser();
      await browser.get(path);
      site.pass(7 * DAY + 1000);
      const late = await browser.post(path, { password: 'a phrase of mine', again: 'a phrase of mine' });
      expect(late.statusCode).toBe(410);
      expect(late.body).toContain('n’est plus valable');
      expect((await site.browser().get(path)).body).toContain('Demandez-en un nouveau');
    });

    it.each(['x', 'A'.repeat(43), '%00', 'a'.repeat(99)])('%j is no link of ours', async (token) => {
      const response = await site.browser().get(`/console/invitation/${token}`);
      expect(response.statusCode).toBe(410);
      expect(response.body).toContain('n’est pas valable');
    });

    it('is kept as a hash', async () => {
      const token = (await invite()).split('/').at(-1) ?? '';
      const rows = await site.store.db.selectFrom('invitations').selectAll().execute();
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.some(({ hash }) => hash.equals(Buffer.from(token, 'base64url')))).toBe(false);
    });

    it('a new link for a forgotten password: the old link and the old sessions end, wrong tries are forgotten', async () => {
      const member = await site.signedIn();
      const { browser: administrator } = await site.signedIn({ role: 'administrator' });
      for (let count = 0; count < 5; count += 1) await site.browser().signIn(member.email, WRONG);
      expect((await site.browser().signIn(member.email)).statusCode).toBe(429);
      const links: string[] = [];
      for (let count = 0; count < 2; count += 1) {
        await administrator.get(`/console/staff/${member.id}`);
        const { body } = await administrator.post(`/console/staff/${member.id}/invitation`);
        links.push(new URL(/id="link" value="([^"]+)"/.exec(body)?.[1] ?? '').pathname);
      }
      const [old = '', fresh = ''] = links;
      expect((await site.browser().get(old)).statusCode).toBe(410);
      expect(await member.browser.isSignedIn()).toBe(true);
      expect((await accept(fresh, 'a phrase of mine')).response.statusCode).toBe(303);
      expect(await member.browser.isSignedIn()).toBe(false);
      expect((await site.browser().signIn(member.email)).statusCode).toBe(401);
      expect((await site.browser().signIn(member.email, 'a phrase of mine')).statusCode).toBe(303);
    });

    it('carries the public address where there is one', async () => {
      const other = await ConsoleSite.start({ publicUrl: 'https://papote.example' });
      try {
        const { browser } = await other.signedIn({ role: 'administrator' });
        await browser.get('/console/staff');
        const { body } = await browser.post('/console/staff', { name: 'Zoé', email: 'zoe@rfm.example', role: 'tpr' });
        expect(body).toContain('value="https://papote.example/console/invitation/');
      } finally {
        await other.stop();
      }
    });

    it('refuses a form that is not ours', async () => {
      const path = await invite();
      const fields = { csrf: 'x', password: 'a phrase of mine', again: 'a phrase of mine' };
      expect((await site.browser().postAs(path, fields)).statusCode).toBe(403);
      expect((await site.browser().get(path)).statusCode).toBe(200);
    });
  });
});
