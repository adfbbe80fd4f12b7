// npm test: sets up what is missing, then runs the tests; arguments go to vitest. Last line: "N passed, N failed".
import { spawnSync } from 'node:child_process';
import { findChromium } from './chromium.mjs';
import { fail, prepare, ROOT } from './prepare.mjs';

prepare();
const chromium = findChromium();
if (chromium === undefined && process.env.CI === 'true')
  fail('In CI the browser tests must run, and there is no Chromium.');
const vitest = spawnSync(process.execPath, [`${ROOT}node_modules/vitest/vitest.mjs`, 'run', ...process.argv.slice(2)], {
  cwd: ROOT,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, ...(chromium !== undefined && { CHROMIUM_PATH: chromium }) },
});
process.exit(vitest.status ?? 1);
