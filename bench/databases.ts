import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startCluster } from '../src/store/embedded/cluster.ts';
import { findPlace } from '../src/store/embedded/place.ts';
import { embeddedPrograms } from '../src/store/embedded/programs.ts';

export interface Databases {
  /** Makes an empty database; gives its address. */
  make(): Promise<string>;
  stop(): Promise<void>;
}

/** A PostgreSQL of the benchmark's own, gone with all its databases once stopped. */
export async function startDatabases(): Promise<Databases> {
  const folder = mkdtempSync(join(tmpdir(), 'papote-bench-'));
  // As root PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  const cluster = await startCluster(findPlace(embeddedPrograms(), folder));
  let made = 0;
  return {
    async make() {
      made += 1;
      const name = `bench_${made}`;
      const client = new pg.Client(cluster.connection('postgres'));
      await client.connect();
      await client.query(`create database ${name}`);
      await client.end();
      const { user, password, host } = cluster.connection(name);
      return `postgres://${user}:${String(password)}@localhost/${name}?host=${encodeURIComponent(host ?? '')}`;
    },
    async stop() {
      await cluster.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
