import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { Insertable } from 'kysely';
import { openAgenda } from '../../src/calendar/open-agenda.ts';
import { sampleMonth } from '../../src/calendar/sample-month.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { createServer } from '../../src/server.ts';
import type { ActivitiesTable } from '../../src/store/calendar-tables.ts';
import { openStore, type Store } from '../../src/store/open-store.ts';
import { realContent } from './real-model.ts';
import { makeDatabase } from './test-database.ts';

const BASE_URL = 'https://papote.example';

/** A time of an activity: an instant, or one with its end and whether it is cancelled. */
export interface NewTime {
  readonly starts_at: string;
  readonly ends_at?: string;
  readonly whole_day?: boolean;
  readonly state?: 'planned' | 'cancelled';
}

/** The public agenda alone, on a real database, on a clock that stands still. */
export class AgendaSite {
  now = new Date('2026-11-23T09:00:00Z');
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly dataDir: string;

  private constructor(app: FastifyInstance, store: Store, dataDir: string) {
    this.app = app;
    this.store = store;
    this.dataDir = dataDir;
  }

  static async start(options: { readonly chromiumPath?: string | undefined } = {}): Promise<AgendaSite> {
    const store = await openStore({ databaseUrl: await makeDatabase(), dataDir: '/nowhere', notice: () => undefined });
    const app = await createServer(SILENT_LOGGER);
    const site = new AgendaSite(app, store, mkdtempSync(join(tmpdir(), 'papote-agenda-')));
    await openAgenda(app, {
      db: store.db,
      agenda: realContent,
      baseUrl: BASE_URL,
      dataDir: site.dataDir,
      chromiumPath: options.chromiumPath,
      logger: SILENT_LOGGER,
      clock: () => site.now,
    });
    await app.ready();
    return site;
  }

  /** Adds an activity with its times; gives its id and theirs. */
  async add(
    activity: Partial<Insertable<ActivitiesTable>>,
    ...times: readonly (string | NewTime)[]
  ): Promise<{ id: string; times: readonly string[] }> {
    const { id } = await this.store.db
      .insertInto('activities')
      .values({
        ...{ territory: 'liege', title: 'Café papote', kind: 'cafe-papote', audience: 'parents', town: 'Liège' },
        ...activity,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const rows = await this.store.db
      .insertInto('occurrences')
      .values(
        times.map((time) => {
          const { starts_at, ends_at, ...rest } = typeof time === 'string' ? { starts_at: time } : time;
          const ends = ends_at === undefined ? {} : { ends_at: new Date(ends_at) };
          return { activity_id: id, starts_at: new Date(starts_at), ...ends, ...rest };
        }),
      )
      .returning('id')
      .execute();
    return { id, times: rows.map((row) => row.id) };
  }

  /** Fills the coming month with the activities of the demo. */
  async addSampleMonth(): Promise<void> {
    for (const { activity, times } of sampleMonth(realContent().sample, this.now)) {
      const { territory, title, kind, audience, ages, place, price, children, registration, visibility } = activity;
      const row = { territory, title, kind, audience, price, children, visibility, registration: registration.is };
      await this.add(
        { ...row, age_from: ages.from, age_to: ages.to, place: place.name, town: place.town },
        ...times.map(({ startsAt, endsAt }) => ({
          starts_at: startsAt.toISOString(),
          ...(endsAt !== null && { ends_at: endsAt.toISOString() }),
        })),
      );
    }
  }

  get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<LightMyRequestResponse> {
    return this.app.inject({ url, headers });
  }

  /** A page in which signs of addresses stand as they are. */
  async page(url: string): Promise<string> {
    return (await this.get(url)).body.replaceAll('&#61;', '=').replaceAll('&#38;', '&');
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.store.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
