import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { readConfig } from '../../src/config.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { startPapote } from '../../src/papote.ts';
import { wire } from '../../src/wiring.ts';
import { addPeople, type Person } from './handover-site.ts';
import { realAssistant } from './live-papote.ts';
import { makeDatabase } from './test-database.ts';

/** Where Chromium is; `npm test` finds it. Without one the browser tests are counted as skipped. */
export const CHROMIUM_PATH = process.env.CHROMIUM_PATH;

/** A Chromium that calls nobody: no update, no account, and no host but this machine. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ args: FLAGS, ...(CHROMIUM_PATH !== undefined && { executablePath: CHROMIUM_PATH }) });
}

export interface Demo {
  /** Address it listens on. */
  readonly address: string;
  readonly databaseUrl: string;
  /** Seals as the demo does. */
  seal(text: string): Buffer;
  stop(): Promise<void>;
}

/** A whole Papote as the demo starts it, on a database and a folder of its own; with these people instead of the demo's, if any. */
export async function startDemo(people: readonly Person[] = []): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'papote-demo-'));
  const databaseUrl = await makeDatabase();
  if (people.length > 0) await addPeople({ databaseUrl, dataDir: folder }, people);
  const config = readConfig({ PAPOTE_ENV: 'demo', PORT: '0', DATABASE_URL: databaseUrl, DATA_DIR: folder });
  const papote = await startPapote({
    config,
    wiring: wire(config),
    assistant: await realAssistant(),
    logger: SILENT_LOGGER,
  });
  return {
    address: papote.address,
    databaseUrl,
    seal: (text) => papote.sealer.seal(text),
    async stop() {
      await papote.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
