import { mkdirSync } from 'node:fs';
import { sql } from 'kysely';
import { openStore } from '../../src/store/open-store.ts';
import { DataFolder } from './data-folder.ts';
import { FakeTelegram } from './fake-telegram.ts';
import { FakeTwilio } from './fake-twilio.ts';
import { Gate } from './gate.ts';
import { PapoteProcess } from './papote-process.ts';

interface LeftBehind {
  /** Messages that were taken and have not been decided on. */
  readonly unhandled: number;
  /** How many messages of ours are in each state. */
  readonly outgoing: Readonly<Record<string, number>>;
}

/** A data folder, and fake providers behind gates, which stay while Papote's process comes and goes. */
export class CrashSite {
  readonly folder = new DataFolder();
  readonly twilio = new FakeTwilio();
  readonly telegram = new FakeTelegram();
  readonly twilioGate = new Gate();
  readonly telegramGate = new Gate();
  private readonly processes: PapoteProcess[] = [];
  private addresses = { twilio: '', telegram: '' };

  async setUp(): Promise<void> {
    mkdirSync(this.folder.path);
    this.addresses = {
      twilio: await this.twilioGate.start(await this.twilio.start()),
      telegram: await this.telegramGate.start(await this.telegram.start()),
    };
  }

  /** Starts Papote on the folder; resolves once it takes messages. */
  start(settings: Readonly<Record<string, string>> = {}): Promise<PapoteProcess> {
    const started = new PapoteProcess(this.folder, this.addresses, settings);
    this.processes.push(started);
    return started.ready();
  }

  /** Sends a signal to whatever runs; resolves once it has ended. */
  async endAll(signal: NodeJS.Signals): Promise<void> {
    for (const one of this.processes) await one.end(signal);
  }

  /** The texts that Twilio has taken for a number, oldest first. */
  textsTo(number: string): string[] {
    return this.twilio.taken.filter(({ to }) => to === number).map(({ body }) => body);
  }

  /** What the database holds once Papote has ended. */
  async leftBehind(): Promise<LeftBehind> {
    const store = await openStore({ databaseUrl: undefined, dataDir: this.folder.path, notice: () => undefined });
    try {
      const events = await sql`select 1 from events where handled_at is null`.execute(store.db);
      const { rows } = await sql<{ state: string; count: string }>`
        select state, count(*) from outgoing group by state
      `.execute(store.db);
      return {
        unhandled: events.rows.length,
        outgoing: Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)])),
      };
    } finally {
      await store.close();
    }
  }

  async cleanUp(): Promise<void> {
    await this.endAll('SIGKILL');
    for (const one of [this.twilioGate, this.telegramGate, this.twilio, this.telegram]) await one.stop();
    await this.folder.remove();
  }
}
