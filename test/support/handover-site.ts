import { type Selectable, sql } from 'kysely';
import { hashPassword } from '../../src/console/passwords.ts';
import { dayAt, dayNumber } from '../../src/handover/brussels-day.ts';
import { moveRequests } from '../../src/handover/move-requests.ts';
import type { Worker } from '../../src/handover/roster.ts';
import { type Role, readRosterWorkers } from '../../src/handover/staff.ts';
import { openStore, type StoreOptions } from '../../src/store/open-store.ts';
import type { RequestsTable } from '../../src/store/tables.ts';
import { wire } from '../../src/wiring.ts';
import { Browser, PASSWORD } from './console-site.ts';
import { brussels, weekly } from './duty.ts';
import { type LivePapote, realAssistant, startLivePapote } from './live-papote.ts';
import { addressOf, untilTold } from './observe.ts';
import { messageUpdate } from './telegram-updates.ts';
import { makeDatabase } from './test-database.ts';

/** Somebody of the network; the id is also the name. */
export interface Person extends Partial<Pick<Worker, 'territories' | 'deputyOf' | 'centre' | 'hours'>> {
  readonly id: string;
  readonly role?: Role;
  readonly language?: 'fr' | 'nl';
}

const OFFICE_HOURS = weekly(1, 7, '09:00', '17:00');

/** A whole live Papote with people of the network, whose clock is the test's: it begins at ten on a day of work to come. */
export class HandoverSite {
  readonly live: LivePapote;
  private readonly firstDay: number;
  private readonly time: { now: Date };

  private constructor(live: LivePapote, firstDay: number, time: { now: Date }) {
    this.live = live;
    this.firstDay = firstDay;
    this.time = time;
  }

  /** @param settings besides those of a live Papote */
  static async open(people: readonly Person[], settings: Readonly<Record<string, string>> = {}): Promise<HandoverSite> {
    const databaseUrl = await makeDatabase();
    await addPeople({ databaseUrl, dataDir: '/nowhere' }, people);
    const firstDay = plainDay();
    const time = { now: instant(firstDay, '10:00') };
    const live = await startLivePapote({ ...settings, DATABASE_URL: databaseUrl }, { clock: () => time.now });
    return new HandoverSite(live, firstDay, time);
  }

  get now(): Date {
    return this.time.now;
  }

  set now(now: Date) {
    this.time.now = now;
  }

  stop(): Promise<void> {
    return this.live.stop();
  }

  /** What the clock in Brussels reads, so many days after the first. */
  at(clock: string, daysLater = 0): Date {
    return instant(this.firstDay + daysLater, clock);
  }

  async writes(chat: number, text: string): Promise<void> {
    await this.live.postTelegram(messageUpdate(chat, { text, date: this.now.getTime() / 1000 }));
  }

  /** What a parent was told, oldest first. */
  told(chat: number): string[] {
    const calls = this.live.telegram
      .of('sendMessage')
      .filter(({ payload }) => String(payload.chat_id) === String(chat));
    return calls.map(({ payload }) => String(payload.text));
  }

  /** Does something by which the parent is told something; gives what. */
  async telling(chat: number, action: () => Promise<unknown>): Promise<string> {
    const before = this.told(chat).length;
    await action();
    const calls = await untilTold(this.live, chat, before + 1);
    return String(calls[before]?.payload.text);
  }

  /** A parent writes and is answered. */
  answered(chat: number, text: string): Promise<string> {
    return this.telling(chat, () => this.writes(chat, text));
  }

  /** A parent's requests, newest first. */
  async requests(chat: number): Promise<Selectable<RequestsTable>[]> {
    const contact = (await addressOf(this.live, 'telegram', String(chat)))?.contact ?? '';
    const { db } = this.live.papote.store;
    return db.selectFrom('requests').selectAll().where('contact_id', '=', contact).orderBy('id', 'desc').execute();
  }

  async request(chat: number): Promise<Selectable<RequestsTable>> {
    const [newest] = await this.requests(chat);
    if (newest === undefined) throw new Error('no request');
    return newest;
  }

  /** The page of a parent's newest request. */
  async pageOf(chat: number): Promise<string> {
    return `/console/requests/${(await this.request(chat)).id}`;
  }

  /** Somebody opens the page of a parent's newest request and does something there. */
  async post(browser: Browser, chat: number, action: string, fields: Record<string, string> = {}) {
    const path = await this.pageOf(chat);
    await browser.get(path);
    return browser.post(`${path}/${action}`, fields);
  }

  /** What the queue does each minute. */
  async minutePasses(): Promise<void> {
    const { papote, config } = this.live;
    const { renderer } = await realAssistant();
    const provinces = new Map([...renderer.knowledge.territories].map(([id, { province }]) => [id, province]));
    const workers = await readRosterWorkers(papote.store.db);
    await moveRequests({
      db: papote.store.db,
      sealer: papote.sealer,
      say: renderer.say,
      channels: new Map(wire(config).channels.map((channel) => [channel.name, channel])),
      roster: () => ({ workers, provinces }),
      clock: () => this.now,
    });
  }

  /** Wakes the job that the queue runs each minute. */
  async duty(): Promise<void> {
    await sql`select graphile_worker.add_job('duty')`.execute(this.live.papote.store.db);
  }

  /** The browser of somebody who has just signed in. */
  async signIn(id: string): Promise<Browser> {
    const browser = new Browser(this.live.papote.app, '10.0.0.1');
    const { statusCode } = await browser.signIn(emailOf(id));
    if (statusCode !== 303) throw new Error(`${id} cannot sign in: ${statusCode}`);
    return browser;
  }
}

export function emailOf(id: string): string {
  return `${id.toLowerCase()}@rfm.example`;
}

/** Writes people into a database before anybody starts on it. */
export async function addPeople(
  database: Pick<StoreOptions, 'databaseUrl' | 'dataDir'>,
  people: readonly Person[],
): Promise<void> {
  const store = await openStore({ ...database, notice: () => undefined });
  const password = await hashPassword(PASSWORD);
  for (const { id, role = 'tpr', language = 'fr', centre = false, ...person } of people) {
    await store.db
      .insertInto('staff')
      .values({
        ...{ id, name: id, email: emailOf(id), role, language, centre, password_hash: password, second_factor: null },
        territories: [...(person.territories ?? [])],
        deputy_of: [...(person.deputyOf ?? [])],
        hours: JSON.stringify(person.hours ?? OFFICE_HOURS),
      })
      .execute();
  }
  await store.close();
}

/** The first day from tomorrow on without a holiday on it or within the two days after. */
function plainDay(): number {
  let number = dayAt(Date.now()).number + 1;
  while ([0, 1, 2].some((later) => dayNumber(number + later).holiday)) number += 1;
  return number;
}

function instant(day: number, clock: string): Date {
  return brussels(`${dayNumber(day).date} ${clock}`);
}
