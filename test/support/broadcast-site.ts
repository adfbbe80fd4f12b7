import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Addressees, Broadcasts, SpecialDraft } from '../../src/broadcast/broadcasts.ts';
import type { Words } from '../../src/broadcast/compose.ts';
import { readInvitation } from '../../src/broadcast/invite.ts';
import { openBroadcasts } from '../../src/broadcast/open-broadcasts.ts';
import { BroadcastSender, type Rates, type SenderDependencies } from '../../src/broadcast/sender.ts';
import type { ChannelName } from '../../src/channel.ts';
import type { Leave } from '../../src/contacts/may-write-to.ts';
import type { Member } from '../../src/handover/desk.ts';
import type { Language } from '../../src/languages.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { createMetrics } from '../../src/observe/metrics.ts';
import type { BroadcastRow, SendState } from '../../src/store/calendar-tables.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { createSealer, type Sealer } from '../../src/store/sealer.ts';
import { channelsOn, type Providers, QUICK } from './broadcast-channels.ts';
import { FakeTelegram } from './fake-telegram.ts';
import { FakeTwilio } from './fake-twilio.ts';
import { Gate } from './gate.ts';
import { makeDatabase } from './test-database.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const LINK = 'https://papote.example';
/** A Sunday at 16:30 in Brussels, in winter. */
const SUNDAY = new Date('2027-01-17T15:30:00Z');
const FAST: Rates = { telegram: 1_000, sms: 1_000, whatsapp: 1_000 };

export const TO_HUY: Addressees = { territories: ['huy'], mothersOnly: false, language: null };

/** Words that name their language, so that a test sees which were used. */
export function wordsOf(language: Language): Words {
  const sign = language === 'fr' ? '' : `[${language}] `;
  return {
    language,
    intro: (territory) => `${sign}Bonjour, cette semaine pour les parents solos, ${territory} :`,
    line: ({ activity, startsAt }, size) =>
      size === 'short'
        ? `${startsAt.toISOString().slice(0, 16)} ${activity.titles[language] ?? activity.title}`
        : `${activity.titles[language] ?? activity.title}\n${activity.place.name ?? ''} ${activity.place.address ?? ''}`.trim(),
    more: (count) => `${sign}Et ${count} de plus.`,
    outro: (link) => `${sign}Tout l'agenda : ${link} STOP pour arrêter.`,
    special: (text) => text,
    correction: ({ activity, startsAt, state }) =>
      `${sign}${state === 'cancelled' ? 'Annulé' : 'Changé'} : ${activity.title}, ${startsAt.toISOString()}.`,
  };
}

export interface Subscriber {
  readonly contact: string;
  readonly channel: ChannelName;
  readonly address: string;
}

/** Parents who subscribed, those who send to them, and fake providers behind gates. Its clock is a Sunday afternoon. */
export class BroadcastSite {
  readonly store: Store;
  readonly databaseUrl: string;
  readonly secretKey: Buffer;
  readonly sealer: Sealer;
  readonly providers: Providers;
  readonly twilio = new FakeTwilio();
  readonly telegram = new FakeTelegram();
  readonly twilioGate = new Gate();
  readonly telegramGate = new Gate();
  /** Senders that run, as so many servers would. */
  private readonly senders: BroadcastSender[] = [];
  private readonly begun = Date.now();
  /** Milliseconds from the real time that has passed to the site's. */
  ahead = 0;
  capEuro: number | null = null;
  /** What previews reckon with. */
  rates: Rates = { telegram: 25, sms: 1, whatsapp: 80 };
  secondPersonAbove = 200;
  /** What contacts have asked for. */
  readonly wishes = new Map<string, Leave>();
  private lastNumber = 100_000;

  private constructor(store: Store, databaseUrl: string, secretKey: Buffer, providers: Providers) {
    this.store = store;
    this.databaseUrl = databaseUrl;
    this.secretKey = secretKey;
    this.sealer = createSealer(secretKey);
    this.providers = providers;
  }

  /** @param gates whether the providers stand behind gates, which takes longer */
  static async open({ gates = true } = {}): Promise<BroadcastSite> {
    const databaseUrl = await makeDatabase();
    const store = await openStore({ databaseUrl, dataDir: '/nowhere', notice: () => undefined });
    const addresses = { twilio: '', telegram: '' };
    const site = new BroadcastSite(store, databaseUrl, randomBytes(32), addresses);
    const [twilio, telegram] = [await site.twilio.start(), await site.telegram.start()];
    addresses.twilio = gates ? await site.twilioGate.start(twilio) : twilio;
    addresses.telegram = gates ? await site.telegramGate.start(telegram) : telegram;
    return site;
  }

  readonly clock = (): Date => new Date(SUNDAY.getTime() + this.ahead + Date.now() - this.begun);

  /** The broadcasts as the console has them. */
  get broadcasts(): Broadcasts {
    return openBroadcasts({
      db: this.store.db,
      pool: this.store.pool,
      sealer: this.sealer,
      clock: this.clock,
      channels: channelsOn(this.providers),
      words: wordsOf,
      nameOf: (territory) => territory.toUpperCase(),
      publicUrl: LINK,
      prices: { telegram: 0, sms: 0.1, whatsapp: 0.01 },
      rates: this.rates,
      capEuro: this.capEuro,
      secondPersonAbove: this.secondPersonAbove,
      onReady: () => {
        for (const sender of this.senders) sender.wake();
      },
    });
  }

  /** Starts a server that sends. */
  async send({
    rates = FAST,
    mayWrite = async () => this.wishes,
  }: Partial<Pick<SenderDependencies, 'rates' | 'mayWrite'>> = {}): Promise<BroadcastSender> {
    const sender = new BroadcastSender({
      pool: this.store.pool,
      relaxed: this.store.relaxed,
      sealer: this.sealer,
      channels: channelsOn(this.providers),
      rates,
      metrics: createMetrics(),
      logger: SILENT_LOGGER,
      clock: this.clock,
      mayWrite,
      invitation: (one) => readInvitation(this.store.db, one, (language, key) => `<${language} ${key}>`),
      times: QUICK,
    });
    this.senders.push(sender);
    await sender.start();
    return sender;
  }

  async member(name = 'Coralie', role: Member['role'] = 'coordinator'): Promise<Member> {
    const id = randomUUID();
    await this.store.db
      .insertInto('staff')
      .values({
        id,
        email: `${id}@papote.example`,
        name,
        role,
        password_hash: null,
        second_factor: null,
      })
      .execute();
    return { id, name, role, language: 'fr', territories: [], centre: role !== 'tpr' };
  }

  /** Parents who subscribed; WhatsApp's window is open for them. */
  async subscribe(
    count: number,
    options: { channel?: ChannelName; language?: string | null; territory?: string; mothers?: boolean } = {},
  ): Promise<readonly Subscriber[]> {
    const { channel = 'sms', language = 'fr', territory = 'huy', mothers = false } = options;
    const people = Array.from({ length: count }, () => {
      this.lastNumber += 1;
      const address = channel === 'telegram' ? String(this.lastNumber) : `+32470${this.lastNumber}`;
      return { contact: randomUUID(), channel, address };
    });
    const ids = people.map(({ contact }) => contact);
    await sql`insert into contacts (id, language) select unnest(${ids}::text[]), ${language}`.execute(this.store.db);
    await sql`
      insert into addresses (contact_id, channel, hash, sealed, last_inbound_at)
      select given.contact, ${channel}, given.hash, given.sealed, ${this.clock()}::timestamptz
      from unnest(${ids}::text[], ${people.map(({ address }) => this.sealer.hash(channel, address))}::bytea[],
        ${people.map(({ address }) => this.sealer.seal(address))}::bytea[]) as given (contact, hash, sealed)
    `.execute(this.store.db);
    await sql`
      insert into subscriptions (contact_id, territory, channel, mothers, wording, subscribed_at)
      select unnest(${ids}::text[]), ${territory}, ${channel}, ${mothers}, 'v1', ${this.clock()}::timestamptz
    `.execute(this.store.db);
    return people;
  }

  /** An activity that takes place once, so many hours from now. Gives the occurrence's id. */
  async activity(
    title: string,
    inHours: number,
    values: { visibility?: 'public' | 'mothers'; territory?: string; place?: string } = {},
  ): Promise<string> {
    const { rows } = await sql<{ id: string }>`
      with made as (
        insert into activities (territory, title, kind, audience, place, visibility)
        values (${values.territory ?? 'huy'}, ${title}, 'workshop', 'parents', ${values.place ?? 'Maison des parents'},
          ${values.visibility ?? 'public'})
        returning id
      )
      insert into occurrences (activity_id, starts_at)
      select id, ${new Date(this.clock().getTime() + inHours * HOUR)}::timestamptz from made returning id
    `.execute(this.store.db);
    return rows[0]?.id ?? '';
  }

  /** A draft of a special message, written by a person of its own. Gives its id. */
  async special(
    text: string,
    { to = {}, ...draft }: Partial<Omit<SpecialDraft, 'to'>> & { readonly to?: Partial<Addressees> } = {},
  ): Promise<string> {
    const id = randomUUID();
    const now = this.clock();
    const { broadcasts } = this;
    await broadcasts.write(await this.member(), id, {
      to: { ...TO_HUY, ...to },
      texts: { fr: text },
      sendAt: now,
      notAfter: new Date(now.getTime() + 2 * DAY),
      ...draft,
    });
    return id;
  }

  async release(id: string, member?: Member): Promise<string> {
    const who = member ?? (await this.member('Rachida'));
    const seen = (await this.broadcasts.preview(who, id))?.seen ?? '';
    return this.broadcasts.release(who, id, seen);
  }

  row(id: string): Promise<BroadcastRow> {
    return this.store.db.selectFrom('broadcasts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  }

  /** How many sends are in each state. */
  async states(id: string): Promise<Partial<Record<SendState, number>>> {
    const { rows } = await sql<{ state: SendState; count: number }>`
      select state, count(*)::int as count from broadcast_sends where broadcast_id = ${id} group by state
    `.execute(this.store.db);
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  }

  /** Addresses that the providers have taken messages for, as often as they have. */
  takenBy(): string[] {
    return [
      ...this.twilio.taken.map(({ to }) => to.replace(/^whatsapp:/, '')),
      ...this.telegram.of('sendMessage').map(({ payload }) => String(payload.chat_id)),
    ];
  }

  async close(): Promise<void> {
    for (const one of [this.twilioGate, this.telegramGate]) one.open();
    for (const sender of this.senders) await sender.stop();
    for (const one of [this.twilioGate, this.telegramGate, this.twilio, this.telegram]) await one.stop();
    await this.store.close();
  }
}
