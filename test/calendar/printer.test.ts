import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepPoster } from '../../src/calendar/kept-posters.ts';
import { createPrinter } from '../../src/calendar/printer.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'papote-posters-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

it('of many posters at once eight wait their turn, the others are refused, and a browser that breaks down harms nobody', async () => {
  // A program that is no browser: it ends at once.
  const printer = createPrinter({ dataDir, chromiumPath: process.execPath, logger: SILENT_LOGGER });
  const print = (text: string) => printer.print({ format: 'png', entries: 0, page: () => text });
  const said = await Promise.all(Array.from({ length: 12 }, (_, index) => print(`poster ${index}`)));
  expect(said.filter((one) => one === 'failed')).toHaveLength(8);
  expect(said.filter((one) => one === 'busy')).toHaveLength(4);
  expect(await print('poster 0')).toBe('failed');
});

it('a poster that was kept needs no browser any more', async () => {
  const printer = createPrinter({ dataDir, chromiumPath: '/nowhere', logger: SILENT_LOGGER });
  const printable = { format: 'pdf', entries: 0, page: () => 'poster' } as const;
  expect(await printer.print(printable)).toBe('no-browser');
  const name = createHash('sha256').update('poster').digest('hex').slice(0, 40);
  await keepPoster(join(dataDir, 'posters'), `${name}.pdf`, Buffer.from('kept'));
  expect(await printer.print(printable)).toEqual(Buffer.from('kept'));
  expect(await printer.print({ ...printable, page: () => 'poster of another month' })).toBe('no-browser');
});

it('of more than 300 posters the oldest goes', async () => {
  for (let count = 0; count < 300; count += 1) await keepPoster(dataDir, `${count}.png`, Buffer.from('poster'));
  utimesSync(join(dataDir, '7.png'), 1_000, 1_000);
  await keepPoster(dataDir, 'new.png', Buffer.from('poster'));
  const names = readdirSync(dataDir);
  expect(names).toHaveLength(300);
  expect(names).toContain('new.png');
  expect(names).not.toContain('7.png');
});
