import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { openBroadcasts } from '../../src/broadcast/open-broadcasts.ts';
import { CHANNEL_NAMES, type Channel, type ChannelName } from '../../src/channel.ts';
import { CHANNEL_LIMITS } from '../../src/channel-limits.ts';
import { consoleRoutes } from '../../src/console/index.ts';
import { page } from '../../src/console/layout.ts';
import { hashPassword } from '../../src/console/passwords.ts';
import type { Simulator } from '../../src/console/simulator.ts';
import { accountTexts } from '../../src/console/texts/texts.ts';
import { loadPlaces } from '../../src/content/load-places.ts';
import { PROJECT_ROOT } from '../../src/content/paths.ts';
import { ContentReader } from '../../src/content/read-file.ts';
import { openMail, type SendMail } from '../../src/handover/mail-alerts.ts';
import type { Role } from '../../src/handover/staff.ts';
import { createStaffReach } from '../../src/handover/staff-reach.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { createServer } from '../../src/server.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { createSealer, type Sealer } from '../../src/store/sealer.ts';
import { LINK, wordsOf } from './broadcast-site.ts';
import { makeDatabase } from './test-database.ts';

export const PASSWORD = 'correct horse battery';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

const TERRITORIES = [
  { id: 'liege', name: 'Liège' },
  { id: 'namur', name: 'Namur' },
  { id: 'ath', name: 'Ath' },
];

const noSimulator: Simulator = {
  try: () => Promise.reject(new Error('no simulator here')),
  topics: () => [],
};

/** The fields of a form: a list is a field that stands several times. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A person's browser: keeps cookies and, of the last page, the hidden fields. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly setCookies: string[] = [];
  html = '';
  readonly headers: Record<string, string> = {};
  private readonly app: FastifyInstance;
  private readonly remoteAddress: string;

  constructor(app: FastifyInstance, remoteAddress: string) {
    this.app = app;
    this.remoteAddress = remoteAddress;
  }

  get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<LightMyRequestResponse> {
    return this.send('GET', url, headers, undefined);
  }

  /** Posts with the `csrf` of the last page unless another one is given. */
  post(url: string, fields: Fields = {}): Promise<LightMyRequestResponse> {
    const csrf = this.hidden('csrf');
    return this.postAs(url, { ...(csrf !== undefined && { csrf }), ...fields });
  }

  /** Posts exactly these fields. */
  postAs(url: string, fields: Fields): Promise<LightMyRequestResponse> {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
    return this.send('POST', url, { 'content-type': 'application/x-www-form-urlencoded' }, form.toString());
  }

  hidden(name: string): string | undefined {
    return new RegExp(`type="hidden" name="${name}" value="([^"]*)"`).exec(this.html)?.[1];
  }

  async signIn(email: string, password = PASSWORD, next = ''): Promise<LightMyRequestResponse> {
    await this.get(`/console/sign-in${next === '' ? '' : `?next=${encodeURIComponent(next)}`}`);
    return this.post('/console/sign-in', { email, password, ...(next !== '' && { next }) });
  }

  async isSignedIn(): Promise<boolean> {
    return (await this.get('/console')).statusCode === 200;
  }

  /** Sends a file with a form, as browsers do. */
  upload(
    url: string,
    file: { readonly name: string; readonly bytes: Uint8Array },
    fields: Readonly<Record<string, string>> = {},
  ): Promise<LightMyRequestResponse> {
    const limit = 'papote-form';
    const part = (head: string, content: Uint8Array | string): Buffer =>
      Buffer.concat([
        Buffer.from(`--${limit}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`),
        Buffer.from(content),
        Buffer.from('\r\n'),
      ]);
    const all = { csrf: this.hidden('csrf') ?? '', ...fields };
    const payload = Buffer.concat([
      ...Object.entries(all).map(([name, value]) => part(`name="${name}"`, value)),
      part(`name="file"; filename="${file.name}"`, file.bytes),
      Buffer.from(`--${limit}--\r\n`),
    ]);
    return this.send('POST', url, { 'content-type': `multipart/form-data; boundary=${limit}` }, payload);
  }

  private async send(
    method: 'GET' | 'POST',
    url: string,
    headers: Readonly<Record<string, string>>,
    payload: string | Buffer | undefined,
  ): Promise<LightMyRequestResponse> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await this.app.inject({
      method,
      url,
      headers: { ...this.headers, ...(cookie !== '' && { cookie }), ...headers },
      remoteAddress: this.remoteAddress,
      ...(payload !== undefined && { payload }),
    });
    for (const line of [response.headers['set-cookie'] ?? []].flat()) {
      this.setCookies.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    if (response.headers['content-type']?.toString().startsWith('text/html')) this.html = response.body;
    return response;
  }
}

export interface NewMember {
  readonly role?: Role;
  readonly name?: string;
  readonly email?: string;
  readonly password?: string | null;
  readonly active?: boolean;
  readonly language?: 'fr' | 'nl';
  readonly territories?: readonly string[];
}

/** The console alone, on a real database and with a clock that stands still until it is told otherwise. */
export class ConsoleSite {
  now = new Date('2026-11-23T09:00:00.000Z');
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly sealer: Sealer;
  /** Every path that a form can be posted to, as the server has it. */
  readonly formTargets: string[] = [];
  /** Whoever is asked for the states of templates. */
  checkTemplates: () => Promise<boolean> = async () => false;
  private addresses = 0;
  private hashed: Promise<string> | undefined;

  private constructor(app: FastifyInstance, store: Store, sealer: Sealer) {
    this.app = app;
    this.store = store;
    this.sealer = sealer;
  }

  static async start(
    options: {
      secureCookies?: boolean;
      publicUrl?: string;
      simulator?: Simulator;
      /** What members are written to by; default: a mail server that is away. */
      channels?: ReadonlyMap<ChannelName, Channel>;
      mail?: SendMail | undefined;
    } = {},
  ): Promise<ConsoleSite> {
    const store = await openStore({ databaseUrl: await makeDatabase(), dataDir: '/nowhere', notice: () => undefined });
    const sealer = createSealer(randomBytes(32));
    const app = await createServer(SILENT_LOGGER);
    const site = new ConsoleSite(app, store, sealer);
    app.addHook('onRoute', ({ method, url }) => {
      if ([method].flat().includes('POST')) site.formTargets.push(url);
    });
    await app.register(consoleRoutes, {
      prefix: '/console',
      db: store.db,
      sealer,
      broadcasts: openBroadcasts({
        ...{ db: store.db, pool: store.pool, sealer, words: wordsOf, publicUrl: LINK },
        clock: () => site.now,
        channels: new Map(CHANNEL_NAMES.map((name) => [name, { limits: CHANNEL_LIMITS[name] }])),
        nameOf: (territory) => territory,
        prices: { telegram: 0, sms: 0.1, whatsapp: 0.01 },
        rates: { telegram: 25, sms: 1, whatsapp: 80 },
        capEuro: 10,
        secondPersonAbove: 2,
        onReady: () => undefined,
      }),
      reach: createStaffReach({
        ...{ db: store.db, sealer, clock: () => site.now },
        channels: options.channels ?? new Map(),
        mail: 'mail' in options ? options.mail : openMail({ url: 'smtp://127.0.0.1:1', from: 'papote@rfm.example' }),
      }),
      clock: () => site.now,
      logger: SILENT_LOGGER,
      say: (language, key) => `<${language} ${key}>`,
      simulator: options.simulator ?? noSimulator,
      checkTemplates: () => site.checkTemplates(),
      secureCookies: options.secureCookies ?? false,
      territories: TERRITORIES,
      gazetteer: () => loadPlaces(new ContentReader(PROJECT_ROOT), PROJECT_ROOT).gazetteer,
      ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }),
      registerInbox(inbox, requireSession) {
        inbox.get('/', async (request, reply) => {
          const session = await requireSession(request, reply);
          if (session === null) return reply;
          const texts = accountTexts(session.member.language);
          const body = page({ session, title: 'Inbox', texts, active: 'inbox', body: '<h1>Inbox</h1>' });
          return reply.type('text/html; charset=utf-8').send(body);
        });
        inbox.get('/broken', async () => {
          throw new Error('secret of the inside');
        });
      },
    });
    await app.ready();
    return site;
  }

  pass(milliseconds: number): void {
    this.now = new Date(this.now.getTime() + milliseconds);
  }

  /** A browser at an address of its own, so that tests do not count each other's failed tries. */
  browser(address?: string): Browser {
    this.addresses += 1;
    return new Browser(this.app, address ?? `10.0.${this.addresses >> 8}.${this.addresses & 255}`);
  }

  async addMember(given: NewMember = {}): Promise<{ id: string; email: string }> {
    const id = randomUUID();
    const { role = 'tpr', name = 'Anne', email = `${id}@rfm.example`, password = PASSWORD, active = true } = given;
    this.hashed ??= hashPassword(PASSWORD);
    await this.store.db
      .insertInto('staff')
      .values({
        ...{ id, email, name, role, active },
        language: given.language ?? 'fr',
        territories: [...(given.territories ?? [])],
        password_hash: password === null ? null : await (password === PASSWORD ? this.hashed : hashPassword(password)),
        second_factor: null,
      })
      .execute();
    return { id, email };
  }

  /** A browser whose person is signed in. */
  async signedIn(given: NewMember = {}): Promise<{ browser: Browser; id: string; email: string }> {
    const member = await this.addMember(given);
    const browser = this.browser();
    expect((await browser.signIn(member.email)).statusCode).toBe(303);
    expect(await browser.isSignedIn()).toBe(true);
    return { browser, ...member };
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.store.close();
  }
}
