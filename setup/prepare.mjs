// Makes sure that what the project needs is installed. Plain JavaScript without dependencies: it runs first in a fresh clone.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../', import.meta.url));
const OLDEST_NODE = [20, 18];
const STAMP = `${ROOT}node_modules/.installed-from`;

/** Installs the locked dependencies when `node_modules` was not made from this lock file. */
export function prepare() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    fail(`Papote needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  }
  const wanted = createHash('sha256')
    .update(readFileSync(`${ROOT}package-lock.json`))
    .digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  process.stderr.write('Installing the dependencies (about a minute, once)...\n');
  // What npm prints goes to standard error: standard output belongs to the command itself.
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  if (npm.status !== 0) fail('The dependencies could not be installed: see above, then try again.');
  writeFileSync(STAMP, wanted);
}

export function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
