import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A database of one's own with every table, copied from the run's template in some 100 ms. Gives its address. */
export async function makeDatabase(): Promise<string> {
  const server = inject('databaseServer');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: server.replace('/template?', '/postgres?') });
  await client.connect();
  try {
    // Copies wait for each other: PostgreSQL lets nobody else use a template meanwhile.
    await client.query('select pg_advisory_lock(1)');
    await client.query(`create database ${name} template template`);
  } finally {
    await client.end();
  }
  return server.replace('/template?', `/${name}?`);
}
