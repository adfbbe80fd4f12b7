// Runs the unit tests on Node 24, from the npm package `node`: what works on 20 must go on working.
import { spawnSync } from 'node:child_process';
import { fail, prepare, ROOT } from './prepare.mjs';

prepare();
const vitest = `${ROOT}node_modules/vitest/vitest.mjs`;
const run = spawnSync('npm', ['exec', '--yes', '--package=node@24', '--', 'node', vitest, 'run', 'test/unit'], {
  cwd: ROOT,
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (run.status !== 0) fail('The unit tests fail on Node 24.');
