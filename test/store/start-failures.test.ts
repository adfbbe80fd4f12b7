import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { Child, type Ended } from '../support/child.ts';
import { DataFolder } from '../support/data-folder.ts';
import { ACCOUNT_SID, AUTH_TOKEN, BOT_TOKEN, PUBLIC_URL, SMS_NUMBER, WEBHOOK_SECRET } from '../support/live-papote.ts';

type Settings = Readonly<Record<string, string>>;

const SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
const TWILIO = { TWILIO_ACCOUNT_SID: ACCOUNT_SID, TWILIO_AUTH_TOKEN: AUTH_TOKEN, TWILIO_SMS_FROM: SMS_NUMBER };
const TELEGRAM = { TELEGRAM_BOT_TOKEN: BOT_TOKEN };
const WITH_WEBHOOK = { PUBLIC_URL, TELEGRAM_WEBHOOK_SECRET: WEBHOOK_SECRET };

describe('npm start with something wrong exits with code 1 and one line that names it', { timeout: 30_000 }, () => {
  let folder: DataFolder;
  beforeEach(() => {
    folder = new DataFolder();
    mkdirSync(folder.path);
  });
  afterEach(() => folder.remove());

  function start(settings: Settings): Promise<Ended> {
    const child = new Child(['setup/start.mjs'], folder.path, { DATA_DIR: folder.path, PORT: '0', ...settings });
    onTestFinished(async () => void (await child.end('SIGKILL')));
    return child.ended;
  }

  async function refused(settings: Settings): Promise<string> {
    const ended = await start(settings);
    expect(ended).toMatchObject({ code: 1, signal: null });
    expect(ended.stderr).toMatch(/^[^\n]+\n$/);
    for (const secret of [AUTH_TOKEN, BOT_TOKEN, WEBHOOK_SECRET, SECRET_KEY])
      expect(ended.stdout + ended.stderr).not.toContain(secret);
    return ended.stderr;
  }

  it.each<[string, Settings, string]>([
    ['Twilio without the public address', { SECRET_KEY, ...TWILIO }, 'PUBLIC_URL'],
    ['Telegram by webhook without its secret', { SECRET_KEY, PUBLIC_URL, ...TELEGRAM }, 'TELEGRAM_WEBHOOK_SECRET'],
    ['live without a key', { ...TELEGRAM, ...WITH_WEBHOOK }, 'SECRET_KEY'],
    ['a database that nobody serves', { DATABASE_URL: 'postgres://papote@127.0.0.1:1/papote' }, 'DATABASE_URL'],
  ])('%s', async (_case, settings, named) => {
    expect(await refused(settings)).toContain(named);
  });

  it('several wrong settings: all of them in the one line', async () => {
    expect(await refused({ PORT: '70000', LOG_LEVEL: 'loud' })).toMatch(/PORT.*LOG_LEVEL/);
  });

  it('wrong settings in a file .env', async () => {
    writeFileSync(join(folder.path, '.env'), 'PORT=http\n');
    const child = new Child(['setup/start.mjs'], folder.path, { DATA_DIR: folder.path });
    const ended = await child.ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^[^\n]*PORT[^\n]*\n$/);
  });

  it('a data folder that is a file', async () => {
    const path = join(folder.path, 'file');
    writeFileSync(path, '');
    expect(await refused({ DATA_DIR: path })).toContain(path);
  });

  it('a port that is in use: the embedded database is stopped again and given free', async () => {
    const server = createServer();
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const PORT = String((server.address() as AddressInfo).port);
    expect(await refused({ PORT })).toContain(PORT);
    expect(folder.serverPid).toBeUndefined();
    expect(existsSync(join(folder.cluster, 'PG_VERSION'))).toBe(true);
    expect(existsSync(join(folder.cluster, 'postmaster.pid'))).toBe(false);
    expect(existsSync(join(folder.path, 'papote.lock'))).toBe(false);
  });
});
