import { randomBytes, randomUUID } from 'node:crypto';
import formbody from '@fastify/formbody';
import Fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import { SMS_LIMITS } from '../../channels/sms/index.ts';
import { TELEGRAM_LIMITS } from '../../channels/telegram/index.ts';
import { WHATSAPP_LIMITS } from '../../channels/whatsapp/index.ts';
import type { ChannelName, InboundEvent } from '../../src/channel.ts';
import { inboxRoutes } from '../../src/console/inbox-routes.ts';
import type { RequireSession } from '../../src/console/session.ts';
import type { Desk, Member } from '../../src/handover/desk.ts';
import { createDesk } from '../../src/handover/open-desk.ts';
import { noTranslator, type Translator } from '../../src/handover/translator.ts';
import { Acceptor } from '../../src/inbox/accept.ts';
import type { Language } from '../../src/languages.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { createSealer, type Sealer } from '../../src/store/sealer.ts';
import type { NewOutgoing, OutgoingRow, RequestsTable } from '../../src/store/tables.ts';
import { makeDatabase } from './test-database.ts';

export const HOUR = 3_600_000;
export const CSRF = 'proof-of-the-tests';

/** The channels' real limits, without the channels. */
const CHANNELS = new Map(
  Object.entries({ sms: SMS_LIMITS, whatsapp: WHATSAPP_LIMITS, telegram: TELEGRAM_LIMITS }).map(
    ([name, limits]) => [name as ChannelName, { limits }] as const,
  ),
);

export interface Parent {
  readonly contact: string;
  readonly channel: ChannelName;
  readonly address: string;
}

/** A desk on a database of its own with the console's pages of requests, and people in front of and behind it. */
export class DeskSite {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly desk: Desk;
  readonly app: FastifyInstance;
  /** Whoever translates for the desk. */
  translator: Translator = noTranslator;
  /** How far the desk's clock is ahead, in milliseconds. */
  ahead = 0;
  private readonly members = new Map<string, Member>();
  private readonly acceptor: Acceptor;
  private lastNumber = 32_475_000_000;

  private constructor(store: Store, sealer: Sealer, desk: Desk, app: FastifyInstance) {
    this.store = store;
    this.sealer = sealer;
    this.desk = desk;
    this.app = app;
    this.acceptor = new Acceptor(store.pool, sealer);
  }

  static async open(): Promise<DeskSite> {
    const store = await openStore({ databaseUrl: await makeDatabase(), dataDir: '/nowhere', notice: () => undefined });
    return DeskSite.on(store, createSealer(randomBytes(32)));
  }

  /** On a store that somebody else opened and closes. */
  static async on(store: Store, sealer: Sealer): Promise<DeskSite> {
    const clock = () => site.now();
    const desk = createDesk({
      db: store.db,
      sealer,
      clock,
      channels: CHANNELS,
      say: (language, key) => `<${language} ${key}>`,
      translator: { translate: (...asked) => site.translator.translate(...asked) },
    });
    const app = Fastify();
    await app.register(formbody);
    const site: DeskSite = new DeskSite(store, sealer, desk, app);
    await app.register(inboxRoutes, {
      prefix: '/console',
      desk,
      clock,
      requireSession: site.requireSession,
      territories: [
        { id: 'liege', name: 'Liège' },
        { id: 'namur', name: 'Namur' },
      ],
      canned: (language: Language) => [{ id: 'hello', french: 'Bonjour.', text: HELLO[language] ?? 'Bonjour.' }],
      answers: (topics: readonly string[], language: Language) =>
        topics.map((topic) => ({
          topic,
          title: `<b>${topic}</b>`,
          text: `${topic} (${language}): 0800 12 345`,
          inFrench: language === 'pl',
        })),
    });
    return site;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.store.close();
  }

  async member(name: string, others: Partial<Omit<Member, 'name'>> = {}): Promise<Member> {
    const { id = randomUUID(), role = 'tpr', language = 'fr', territories = [], centre = false } = others;
    const member: Member = { id, name, role, language, territories, centre };
    await this.store.db
      .insertInto('staff')
      .values({
        id,
        email: `${id}@papote.example`,
        name,
        role,
        language,
        password_hash: 'set',
        second_factor: null,
        territories: [...territories],
      })
      .execute();
    this.members.set(id, member);
    return member;
  }

  /** Somebody who has just written for the first time. */
  async parent(options: { channel?: ChannelName; language?: Language | null; text?: string } = {}): Promise<Parent> {
    const { channel = 'sms', language = 'fr', text = 'je voudrais parler a quelqu un' } = options;
    this.lastNumber += 1;
    const address = `+${this.lastNumber}`;
    await this.writes({ channel, address }, text);
    const { contact_id: contact } = await this.store.db
      .selectFrom('addresses')
      .select('contact_id')
      .where('hash', '=', this.sealer.hash(channel, address))
      .executeTakeFirstOrThrow();
    await this.store.db.updateTable('contacts').set({ language }).where('id', '=', contact).execute();
    return { contact, channel, address };
  }

  /** A message comes in as through a webhook; nobody handles it. */
  async writes(
    { channel, address }: Pick<Parent, 'channel' | 'address'>,
    text: string,
    at = this.now(),
  ): Promise<void> {
    const event: InboundEvent = { kind: 'message', id: randomUUID(), address, at, text, media: [] };
    await this.acceptor.accept(channel, event);
  }

  async sends({ channel, address }: Parent, event: Pick<InboundEvent & { kind: 'message' }, 'media'>): Promise<void> {
    await this.acceptor.accept(channel, {
      kind: 'message',
      id: randomUUID(),
      address,
      at: this.now(),
      text: '',
      ...event,
    });
  }

  now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  /** A request of a parent, waiting unless told otherwise. Gives its id. */
  async request(parent: Pick<Parent, 'contact'>, values: Partial<RequestRow> = {}): Promise<string> {
    const { id } = await this.store.db
      .insertInto('requests')
      .values({ ...NEW_REQUEST, contact_id: parent.contact, ...values })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  }

  /** A new parent's request. */
  async waiting(values: Partial<RequestRow> = {}, parent: Parameters<DeskSite['parent']>[0] = {}): Promise<string> {
    return this.request(await this.parent(parent), values);
  }

  row(request: string) {
    return this.store.db.selectFrom('requests').selectAll().where('id', '=', request).executeTakeFirstOrThrow();
  }

  /** What was written to the parent of a request, in order, with its text. */
  async outgoing(request: string): Promise<(OutgoingRow & { text: string | null })[]> {
    const { contact_id } = await this.row(request);
    const rows = await this.store.db
      .selectFrom('outgoing')
      .selectAll()
      .where('contact_id', '=', contact_id)
      .orderBy('created_at')
      .orderBy('position')
      .execute();
    return rows.map((row) => ({ ...row, text: row.body && JSON.parse(this.sealer.open(row.body)).text }));
  }

  async texts(request: string, kind: OutgoingRow['kind']): Promise<(string | null)[]> {
    return (await this.outgoing(request)).filter((row) => row.kind === kind).map(({ text }) => text);
  }

  /** What the machine had answered. */
  async answered(parent: Parent, text: string, values: Partial<NewOutgoing> = {}): Promise<void> {
    await this.store.db
      .insertInto('outgoing')
      .values({
        id: randomUUID(),
        contact_id: parent.contact,
        event_id: null,
        channel: parent.channel,
        kind: 'answer',
        recipient: null,
        body: this.sealer.seal(JSON.stringify({ text, buttons: [] })),
        state: 'delivered',
        position: 0,
        provider_id: null,
        error: null,
        not_after: null,
        sending_at: null,
        staff_id: null,
        ...values,
      })
      .execute();
  }

  /** Messages that wait in the queue to be sent, by job. */
  async jobs(): Promise<{ key: string; outgoing: string[]; tries: number }[]> {
    const { rows } = await sql<{ key: string; outgoing: string[]; tries: number }>`
      select key, payload -> 'outgoing' as outgoing, max_attempts as tries from graphile_worker._private_jobs as jobs
        join graphile_worker._private_tasks as tasks on tasks.id = jobs.task_id
      where tasks.identifier = 'deliver'
    `.execute(this.store.db);
    return rows;
  }

  get(member: Member | null, path: string): Promise<LightMyRequestResponse> {
    return this.app.inject({ url: `/console${path}`, headers: member === null ? {} : { 'x-member': member.id } });
  }

  /** Posts a form of a page, with the proof that it is one. */
  post(member: Member, path: string, fields: Readonly<Record<string, string>> = {}): Promise<LightMyRequestResponse> {
    return this.app.inject({
      method: 'POST',
      url: `/console${path}`,
      headers: { 'x-member': member.id, 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ csrf: CSRF, ...fields }).toString(),
    });
  }

  private readonly requireSession: RequireSession = async (request, reply) => {
    const member = this.members.get(String(request.headers['x-member']));
    if (member !== undefined) return { member, csrf: CSRF };
    reply.redirect('/console/sign-in', 303);
    return null;
  };
}

const HELLO: Partial<Record<Language, string>> = { fr: 'Bonjour.', ar: 'مرحبا.', tr: 'Merhaba.' };

type RequestRow = {
  [Column in Exclude<
    keyof RequestsTable,
    'id' | 'tried' | 'alerted' | 'moved_untold' | 'state' | 'created_at' | 'priority'
  >]: RequestsTable[Column];
} & {
  state: 'open' | 'taken' | 'closed';
  priority: 'now' | 'high' | 'normal';
  tried: string[];
  alerted: string[];
  created_at: Date;
};

const NEW_REQUEST = {
  event_id: null,
  reason: 'asked',
  danger_class: null,
  territory: null,
  holder: null,
  holder_as: null,
  due_at: null,
  alerted_at: null,
  taken_by: null,
  taken_at: null,
  last_human_at: null,
  closed_at: null,
  closed_by: null,
  outcome: null,
} as const;
