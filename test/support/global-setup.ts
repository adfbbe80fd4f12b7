import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { loadAssistant } from '../../src/content/load-assistant.ts';
import { type Cluster, startCluster } from '../../src/store/embedded/cluster.ts';
import { findPlace } from '../../src/store/embedded/place.ts';
import { embeddedPrograms } from '../../src/store/embedded/programs.ts';
import { openStore } from '../../src/store/open-store.ts';
import { databaseUrl } from './database-url.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a real PostgreSQL for this run; each test file makes its database from the database `template`. */
    databaseServer: string;
  }
}

/** One PostgreSQL for the whole run, with one database that has every migration, to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // What is learnt from the content is learnt once here, not by every test file at the same time.
  await loadAssistant();
  const folder = mkdtempSync(join(tmpdir(), 'papote-test-'));
  // As root PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  const cluster = await startCluster(findPlace(embeddedPrograms(), folder));
  await query(cluster, 'create database template');
  const server = databaseUrl(cluster.connection('template'));
  const store = await openStore({ databaseUrl: server, dataDir: folder, notice: () => undefined });
  await store.close();
  project.provide('databaseServer', server);
  return async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

async function query(cluster: Cluster, sql: string): Promise<void> {
  const client = new pg.Client(cluster.connection('postgres'));
  await client.connect();
  await client.query(sql);
  await client.end();
}
