import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { type Cluster, startCluster } from '../src/store/embedded/cluster.ts';
import { findPlace } from '../src/store/embedded/place.ts';
import { embeddedPrograms } from '../src/store/embedded/programs.ts';
import { simulateBroadcast } from './broadcast-simulate.ts';
import { slopeOf } from './measures.ts';
import { tableRow, tell } from './table.ts';

const limitResult = z.object({ seconds: z.number() });
const appResult = z.object({
  planned: z.number(),
  seconds: z.number(),
  memory: z.array(z.object({ sent: z.number(), mb: z.number() })),
  progress: z.array(z.object({ channel: z.string(), state: z.string(), count: z.number() })),
});

/**
 * A broadcast planned and sent over three channels to a provider on loopback; beside the limit, the same HTTP posts from a bare
 * loop, as many at a time. Both in a process of their own; the provider is this process. `--quick`: a tenth of the recipients.
 * `--simulate`: on virtual time, at the rates of real senders.
 */
export async function benchBroadcast(args: readonly string[]): Promise<void> {
  if (args.includes('--simulate')) return simulateBroadcast();
  const recipients = args.includes('--quick') ? 10_000 : 100_000;
  const folder = mkdtempSync(join(tmpdir(), 'papote-bench-'));
  // As root PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o755);
  const cluster = await startCluster(findPlace(embeddedPrograms(), folder));
  const provider = await startProvider();
  try {
    const settings = {
      BENCH_API_BASE: provider.address,
      BENCH_RECIPIENTS: String(recipients),
      BENCH_DATABASE_URL: await makeDatabase(cluster),
    };
    const limit = limitResult.parse(await run('bench/broadcast-limit.ts', settings));
    provider.taken.clear();
    const app = appResult.parse(await run('bench/broadcast-app.ts', settings));
    const half = app.memory.filter(({ sent }) => sent >= recipients / 4);
    tell(
      `broadcast: ${recipients} recipients on three channels, planned in ${app.planned.toFixed(1)} s (aim: under 20)`,
    );
    tell(tableRow([['', 8]], ['messages/s', 'seconds'], 12));
    for (const [name, { seconds }] of [
      ['limit', limit],
      ['papote', app],
    ] as const)
      tell(tableRow([[name, 8]], [(recipients / seconds).toFixed(0), seconds.toFixed(1)], 12));
    tell(`ratio ${(limit.seconds / app.seconds).toFixed(2)} of the limit (aim: 0.50)`);
    const most = Math.max(...app.memory.map(({ mb }) => mb));
    const slope = slopeOf(half.map(({ sent, mb }) => [sent / 10_000, mb]));
    tell(`memory: ${slope.toFixed(2)} MB more for each 10,000 messages, ${most.toFixed(0)} MB at most`);
    const twice = [...provider.taken.values()].filter((times) => times > 1).length;
    tell(`the provider has ${provider.taken.size} of ${recipients}, ${twice} of them twice`);
  } finally {
    await provider.stop();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Takes every message at once, and counts how often each address came. */
async function startProvider() {
  const taken = new Map<string, number>();
  let number = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => {
      body += piece;
    });
    request.on('end', () => {
      const telegram = request.url?.endsWith('/sendMessage') ?? false;
      const to = telegram ? /"chat_id":"?(\d+)/.exec(body)?.[1] : new URLSearchParams(body).get('To');
      taken.set(to ?? '', (taken.get(to ?? '') ?? 0) + 1);
      number += 1;
      response.writeHead(telegram ? 200 : 201, { 'content-type': 'application/json' });
      response.end(
        telegram
          ? `{"ok":true,"result":{"message_id":${number},"date":0,"chat":{"id":1,"type":"private"}}}`
          : `{"sid":"SM${String(number).padStart(32, '0')}","status":"queued"}`,
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    taken,
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Runs a file in a process of its own; gives the JSON on the last line that it prints. */
async function run(file: string, settings: Readonly<Record<string, string>>): Promise<unknown> {
  const child = spawn(process.execPath, ['setup/run.mjs', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...settings },
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
  return JSON.parse(said.trim().split('\n').at(-1) ?? '');
}

async function makeDatabase(cluster: Cluster): Promise<string> {
  const client = new pg.Client(cluster.connection('postgres'));
  await client.connect();
  await client.query('create database bench_broadcast');
  await client.end();
  const { user, password, host } = cluster.connection('bench_broadcast');
  return `postgres://${user}:${String(password)}@localhost/bench_broadcast?host=${encodeURIComponent(host ?? '')}`;
}
