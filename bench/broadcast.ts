import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { simulateBroadcast } from './broadcast-simulate.ts';
import { startDatabases } from './databases.ts';
import { slopeOf } from './measures.ts';
import { JsonServer } from './provider.ts';
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
  const databases = await startDatabases();
  const taken = new Map<string, number>();
  const provider = createProvider(taken);
  const apiBase = await provider.start();
  try {
    const settings = {
      BENCH_API_BASE: apiBase,
      BENCH_RECIPIENTS: String(recipients),
      BENCH_DATABASE_URL: await databases.make(),
    };
    const limit = limitResult.parse(await run('bench/broadcast-limit.ts', settings));
    taken.clear();
    const app = appResult.parse(await run('bench/broadcast-app.ts', settings));
    const warm = app.memory.filter(({ sent }) => sent >= recipients / 4);
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
    const slope = slopeOf(warm.map(({ sent, mb }) => [sent / 10_000, mb]));
    tell(`memory: ${slope.toFixed(2)} MB more for each 10,000 messages, ${most.toFixed(0)} MB at most`);
    const twice = [...taken.values()].filter((times) => times > 1).length;
    tell(`the provider has ${taken.size} of ${recipients}, ${twice} of them twice`);
  } finally {
    await provider.stop();
    await databases.stop();
  }
}

/** Takes every message at once, and counts in `taken` how often each address came. */
function createProvider(taken: Map<string, number>): JsonServer {
  let number = 0;
  return new JsonServer((path, body) => {
    const telegram = path.endsWith('/sendMessage');
    const to = (telegram ? /"chat_id":"?(\d+)/.exec(body)?.[1] : new URLSearchParams(body).get('To')) ?? '';
    taken.set(to, (taken.get(to) ?? 0) + 1);
    number += 1;
    return telegram
      ? { status: 200, json: `{"ok":true,"result":{"message_id":${number},"date":0,"chat":{"id":1,"type":"private"}}}` }
      : { status: 201, json: `{"sid":"SM${String(number).padStart(32, '0')}","status":"queued"}` };
  });
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
