import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The Chromium of the settings, or else the system's; undefined where there is none. */
export function findChromium(given: string | undefined): string | undefined {
  return given === undefined ? PLACES.find((path) => existsSync(path)) : existsSync(given) ? given : undefined;
}
