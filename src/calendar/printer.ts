import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Logger } from '../observe/logger.ts';
import { codeOf } from '../start-error.ts';
import { findChromium } from './find-chromium.ts';
import { keepPoster, readPoster } from './kept-posters.ts';
import type { PosterFormat } from './poster-page.ts';

/** Posters that may wait their turn: a print takes seconds and 200 MB of memory. */
const MOST_WAITING = 8;
const PRINT_TIMEOUT_MS = 45_000;
const PICTURE = { width: 1080, height: 1350 };
/** A4 at 96 dots an inch, as `poster.css` has it. */
const SHEET = { width: 794, height: 1123 };
/** Never more entries than this are measured: no sheet has room for them. */
const MOST_MEASURED = 60;

/** Calls nobody: no update, no account, no host at all. */
const FLAGS = [
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND',
];

/** What is printed: a page that loads nothing, with as many of its entries as asked for. */
export interface Printable {
  readonly format: PosterFormat;
  readonly entries: number;
  readonly page: (shown: number) => string;
}

/** There is no Chromium; too many wait; it broke down, which the log tells. */
export type PrintRefusal = 'no-browser' | 'busy' | 'failed';

/** Prints one poster at a time and keeps each under a name made from its content. */
export interface Printer {
  print(printable: Printable): Promise<Buffer | PrintRefusal>;
}

export function createPrinter({
  dataDir,
  chromiumPath,
  logger,
}: {
  readonly dataDir: string;
  readonly chromiumPath: string | undefined;
  readonly logger: Logger;
}): Printer {
  const folder = join(dataDir, 'posters');
  /** Those that wait or are printed, by name: who asks for the same one shares it. */
  const coming = new Map<string, Promise<Buffer | PrintRefusal>>();
  let last: Promise<unknown> = Promise.resolve();

  const printNow = async (name: string, printable: Printable): Promise<Buffer | PrintRefusal> => {
    const path = findChromium(chromiumPath);
    const library = await import('playwright-core').catch(() => undefined);
    if (path === undefined || library === undefined) return 'no-browser';
    const began = performance.now();
    try {
      const browser = await library.chromium.launch(launchOptions(path));
      const poster = await printWith(browser, printable);
      await keepPoster(folder, name, poster).catch((error) =>
        logger.error({ kind: 'poster', code: codeOf(error) }, 'a poster could not be kept'),
      );
      logger.info({ kind: 'poster', ms: Math.round(performance.now() - began) }, 'a poster was printed');
      return poster;
    } catch (error) {
      logger.error({ kind: 'poster', code: codeOf(error) }, 'a poster could not be printed');
      return 'failed';
    }
  };

  const begin = (name: string, printable: Printable): Promise<Buffer | PrintRefusal> => {
    const printed = last.then(() => printNow(name, printable));
    coming.set(name, printed);
    last = printed.finally(() => coming.delete(name));
    return printed;
  };

  return {
    async print(printable) {
      const name = nameOf(printable);
      const kept = await readPoster(folder, name);
      if (kept !== undefined) return kept;
      return coming.get(name) ?? (coming.size >= MOST_WAITING ? 'busy' : begin(name, printable));
    },
  };
}

function nameOf({ format, entries, page }: Printable): string {
  return `${createHash('sha256').update(page(entries)).digest('hex').slice(0, 40)}.${format}`;
}

function launchOptions(executablePath: string) {
  return {
    executablePath,
    args: FLAGS,
    timeout: PRINT_TIMEOUT_MS,
    // The server ends by its own rules; and Chromium is told none of its secrets.
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
    env: { PATH: process.env.PATH ?? '', HOME: tmpdir() },
  };
}

async function printWith(browser: Browser, printable: Printable): Promise<Buffer> {
  // What hangs is let go: closing makes every wait fail.
  const timer = setTimeout(() => void browser.close(), PRINT_TIMEOUT_MS);
  try {
    const viewport = printable.format === 'png' ? PICTURE : SHEET;
    const context = await browser.newContext({ viewport, javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    await page.route('**', (route) => route.abort());
    const tried = Math.min(printable.entries, MOST_MEASURED);
    await page.setContent(printable.page(tried));
    const room = await entriesThatFit(page);
    if (room < tried) await page.setContent(printable.page(room));
    return printable.format === 'png'
      ? await page.screenshot({ type: 'png' })
      : await page.pdf({ preferCSSPageSize: true, printBackground: true });
  } finally {
    clearTimeout(timer);
    await browser.close();
  }
}

/** How many entries, from the first, stand whole inside their box: those that do not fit stand beside or below it. */
async function entriesThatFit(page: Page): Promise<number> {
  const box = await page.locator('.entries').boundingBox();
  if (box === null) return 0;
  const entries = await page.locator('.entry').all();
  for (const [index, entry] of entries.entries()) {
    const one = await entry.boundingBox();
    const fits =
      one !== null &&
      one.x >= box.x - 1 &&
      one.x + one.width <= box.x + box.width + 1 &&
      one.y + one.height <= box.y + box.height + 1;
    if (!fits) return index;
  }
  return entries.length;
}
