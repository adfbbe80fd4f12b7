import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadContent } from '../src/content/load-content.ts';
import { type Databases, startDatabases } from './databases.ts';
import { quantile } from './measures.ts';
import { Provider } from './provider.ts';
import { sendAll, sendAtRate } from './senders.ts';
import { AUTH_TOKEN } from './settings.ts';

const MESSAGES = 2_000;
const WARM_UP = 300;
const CONCURRENCY = 24;
const RATE = 50;
const RATE_SECONDS = 10;

/**
 * The whole way of a message: webhook accepted, understood, reply accepted by a provider on loopback; beside the limit, a bare
 * Fastify route that checks the same signature, writes one row and posts the same reply. Both run in a process of their own on
 * the same PostgreSQL; the load and the provider are this process.
 */
export async function benchPath(): Promise<void> {
  const databases = await startDatabases();
  const provider = new Provider();
  const apiBase = await provider.start();
  try {
    const texts = [...loadContent().utterances.values()].flatMap((byLanguage) => Object.values(byLanguage).flat());
    const limit = await measure('bench/path-limit.ts', databases, apiBase, provider, texts);
    const path = await measure('bench/path-app.ts', databases, apiBase, provider, texts);
    process.stdout.write(
      [
        `path: ${MESSAGES} messages, ${CONCURRENCY} at a time; then ${RATE} a second for ${RATE_SECONDS} s`,
        row('', 'messages/s', 'p50 ms', 'p95 ms', 'p99 ms'),
        row('limit', limit.throughput, ...limit.latencies),
        row('papote', path.throughput, ...path.latencies),
        `ratio ${(path.throughput / limit.throughput).toFixed(2)} of the limit (aim: 0.40), p95 at ${RATE}/s ${path.latencies[1].toFixed(1)} ms (aim: under 100)`,
        '',
      ].join('\n'),
    );
  } finally {
    await provider.stop();
    await databases.stop();
  }
}

interface Measured {
  readonly throughput: number;
  /** p50, p95, p99 in milliseconds. */
  readonly latencies: readonly [number, number, number];
}

async function measure(
  file: string,
  databases: Databases,
  apiBase: string,
  provider: Provider,
  texts: readonly string[],
): Promise<Measured> {
  const databaseUrl = await databases.make();
  const { child, address } = await startChild(file, databaseUrl, apiBase);
  try {
    await sendAll(address, texts, { count: WARM_UP, concurrency: CONCURRENCY, first: 0 }, provider);
    const seconds = await sendAll(
      address,
      texts,
      { count: MESSAGES, concurrency: CONCURRENCY, first: WARM_UP },
      provider,
    );
    const latencies = await sendAtRate(
      address,
      texts,
      { rate: RATE, seconds: RATE_SECONDS, first: WARM_UP + MESSAGES },
      provider,
    );
    return {
      throughput: MESSAGES / seconds,
      latencies: [quantile(latencies, 0.5), quantile(latencies, 0.95), quantile(latencies, 0.99)],
    };
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

async function startChild(
  file: string,
  databaseUrl: string,
  apiBase: string,
): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, ['setup/run.mjs', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, BENCH_DATABASE_URL: databaseUrl, BENCH_API_BASE: apiBase, BENCH_AUTH_TOKEN: AUTH_TOKEN },
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, address: line.toString('utf8').trim() };
}

function row(name: string, ...cells: (string | number)[]): string {
  return (
    name.padEnd(8) + cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(1) : cell).padStart(12)).join('')
  );
}
