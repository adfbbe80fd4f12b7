// Finds a Chromium for the browser tests; on Debian as root it is installed when missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** The browser, and letters of every script we write in, so that screenshots show what parents see. */
const PACKAGES = ['chromium', 'fonts-noto-core', 'fonts-noto-color-emoji'];

/** Path of a Chromium, or undefined with a line on how to get one. */
export function findChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && existsSync(given)) return given;
  const found = PLACES.find((path) => existsSync(path));
  if (found !== undefined) return found;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    process.stderr.write('Installing Chromium for the browser tests (once)...\n');
    const quiet = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update', '-q'], quiet);
    spawnSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...PACKAGES], quiet);
    return PLACES.find((path) => existsSync(path));
  }
  process.stderr.write(
    'No Chromium found: the browser tests are skipped. Install Chromium or Chrome, or set CHROMIUM_PATH.\n',
  );
  return undefined;
}
