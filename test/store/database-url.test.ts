import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import pg from 'pg';
import { afterEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { isStoreReady } from '../../src/store/open-store.ts';
import { OpenedStores, refusalOf } from '../support/opened-stores.ts';
import { leaveMark, marksIn } from '../support/store-marks.ts';

const SERVER = inject('databaseServer');
const SECRET = decodeURIComponent(/:([^:@]+)@/.exec(SERVER)?.[1] ?? '');

describe('DATABASE_URL', () => {
  const stores = new OpenedStores();
  afterEach(() => stores.closeAll());

  const onServer = (database: string): string => SERVER.replace('/template?', `/${database}?`);

  async function run(database: string, command: string): Promise<void> {
    const client = new pg.Client({ connectionString: onServer(database) });
    await client.connect();
    await client.query(command).finally(() => client.end());
  }

  /** A database without a single table. */
  async function newDatabase(): Promise<string> {
    const name = `new_${randomUUID().replaceAll('-', '')}`;
    await run('postgres', `create database ${name}`);
    return name;
  }

  /** The port of a server that stops with the test. */
  async function listening(server: Server): Promise<number> {
    const connections = new Set<{ destroy(): void }>();
    server.on('connection', (connection) => connections.add(connection));
    onTestFinished(() => {
      server.close();
      for (const connection of connections) connection.destroy();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return (server.address() as AddressInfo).port;
  }

  /** An address where nobody listens: the port was just given back. */
  async function closedPort(): Promise<number> {
    const server = createServer();
    const port = await listening(server);
    await new Promise((closed) => server.close(closed));
    return port;
  }

  /** The address of a database for a user who owns nothing there. */
  async function asStranger(database: string): Promise<string> {
    const user = `stranger_${randomUUID().slice(0, 8)}`;
    await run('postgres', `create role ${user} login password 'known'`);
    return onServer(database).replace(/\/\/[^@]+@/, `//${user}:known@`);
  }

  it('several starts at once on a new database all succeed, and share it', async () => {
    const address = onServer(await newDatabase());
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => stores.server(address)));
    if (first === undefined) throw new Error('no store');
    await leaveMark(first, 'shared');
    for (const store of [first, ...others]) {
      expect(await isStoreReady(store.db)).toBe(true);
      expect(await marksIn(store)).toEqual(['shared']);
    }
  });

  it('a second start finds the data of the first', async () => {
    const address = onServer(await newDatabase());
    const first = await stores.server(address);
    await leaveMark(first, 'kept');
    await stores.close(first);
    expect(await marksIn(await stores.server(address))).toEqual(['kept']);
  });

  describe('a wrong one is refused in one line that does not tell the password', () => {
    const address = (port: number): string => `postgres://papote:${SECRET}@127.0.0.1:${port}/papote`;

    it.each<[string, () => string | Promise<string>]>([
      ['nobody listens there', async () => address(await closedPort())],
      ['nobody listens on the socket', () => SERVER.replace(/host=.*/, 'host=/nowhere')],
      ['the password is wrong', () => SERVER.replace(/:[^:@]+@/, ':wrong@')],
      ['the user is unknown', () => SERVER.replace(/\/\/[^:]+:/, '//nobody:')],
      ['the database is unknown', () => onServer('no_such_database')],
      ['its port is not a number', () => `postgres://papote:${SECRET}@127.0.0.1:port/papote`],
      ['it is cut in the middle of a code', () => `postgres://papote:${SECRET}%2@127.0.0.1/papote`],
      ['the server hangs up', async () => address(await listening(createServer((socket) => socket.destroy())))],
      ['the server speaks HTTP', async () => address(await listening(createHttpServer()))],
      ['the server never answers', async () => address(await listening(createServer()))],
    ])('%s', async (_case, wrong) => {
      const line = await refusalOf(stores.server(await wrong()));
      expect(line).toContain('DATABASE_URL');
      expect(line).not.toContain(SECRET);
    });
  });

  describe('a user who may not make our tables is refused in one line', () => {
    it.each([
      ['nothing at all may be made', 'select 1'],
      ["tables may be made, but not the queue's schema", 'grant create on schema public to public'],
    ])('%s', async (_case, granted) => {
      const database = await newDatabase();
      await run(database, granted);
      expect(await refusalOf(stores.server(await asStranger(database)))).toMatch(/permission denied/);
    });
  });
});
