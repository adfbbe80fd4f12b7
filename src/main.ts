import { environmentWithFile, readConfig } from './config.ts';
import { type Papote, startPapote } from './papote.ts';
import { StartError } from './start-error.ts';
import { wire } from './wiring.ts';

/** How long a stop may take before the process ends anyway; what was not finished is taken up at the next start. */
const STOP_TIMEOUT_MS = 30_000;

async function main(): Promise<void> {
  const config = readConfig(environmentWithFile());
  const starting = startPapote({ config, wiring: wire(config) });
  // A signal during the start waits for its end: a PostgreSQL that was just started must not be left behind. So does one that
  // comes while we stop, as a second Ctrl-C does.
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (!stopping) void stop(starting);
      stopping = true;
    });
  const papote = await starting;
  tell(
    config.mode === 'demo'
      ? `Papote listens. Write as a parent: ${papote.address}/talk`
      : `Papote listens on ${papote.address} (live).`,
  );
  papote.notices.forEach(tell);
}

async function stop(starting: Promise<Papote>): Promise<void> {
  const papote = await starting.catch(() => undefined);
  setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
  await papote?.stop();
  process.exit(0);
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
