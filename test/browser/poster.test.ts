import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrinter } from '../../src/calendar/printer.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { AgendaSite } from '../support/agenda-site.ts';
import { CHROMIUM_PATH } from '../support/browser.ts';
import { ARTIFACTS } from '../support/talk-page.ts';

/** Width and height of a PNG, from its head. */
const sizeOf = (png: Buffer): [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)];
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

describe.skipIf(CHROMIUM_PATH === undefined)('the poster of a month', { timeout: 90_000 }, () => {
  let site: AgendaSite;

  beforeAll(async () => {
    site = await AgendaSite.start({ chromiumPath: CHROMIUM_PATH });
    await site.addSampleMonth();
    mkdirSync(ARTIFACTS, { recursive: true });
  });
  afterAll(() => site?.stop());

  const kept = (): string[] => readdirSync(join(site.dataDir, 'posters')).sort();

  it.each(['fr', 'ar'])('in %s is a picture for social networks', async (lang) => {
    const response = await site.get(`/agenda/liege/poster.png?month=2026-12&lang=${lang}`);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('image/png');
    expect(response.headers['content-disposition']).toBe(`inline; filename="liege-2026-12-${lang}.png"`);
    expect(sizeOf(response.rawPayload)).toEqual([1080, 1350]);
    writeFileSync(`${ARTIFACTS}poster-${lang}.png`, response.rawPayload);
  });

  it.each(['fr', 'ar'])('in %s is one sheet of A4', async (lang) => {
    const response = await site.get(`/agenda/liege/poster.pdf?month=2026-12&lang=${lang}`);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/pdf');
    expect(pagesOf(response.rawPayload)).toBe(1);
    expect(response.rawPayload.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
    writeFileSync(`${ARTIFACTS}poster-${lang}.pdf`, response.rawPayload);
  });

  it('is printed once for as long as nothing changes, and only once for many who ask together', async () => {
    const before = kept();
    const path = '/agenda/huy/poster.png?month=2026-12';
    const together = await Promise.all(Array.from({ length: 12 }, () => site.get(path)));
    expect(together.map(({ statusCode }) => statusCode)).toEqual(together.map(() => 200));
    expect(kept()).toHaveLength(before.length + 1);
    const tag = String(together[0]?.headers.etag);
    expect((await site.get(path, { 'if-none-match': tag })).statusCode).toBe(304);
    expect(kept()).toHaveLength(before.length + 1);
    await site.add({ territory: 'huy', title: 'Marche' }, '2026-12-05T09:00:00Z');
    expect((await site.get(path)).headers.etag).not.toBe(tag);
    expect(kept()).toHaveLength(before.length + 2);
  });

  it.each(['ltr', 'rtl'])('shows as many as there is room for, counted %s in two columns', async (direction) => {
    const asked: number[] = [];
    const entries = (shown: number) => '<div class="entry">entry</div>'.repeat(shown);
    const printer = createPrinter({ dataDir: site.dataDir, chromiumPath: CHROMIUM_PATH, logger: SILENT_LOGGER });
    const style = '.entries{columns:2;height:200px;width:600px} .entry{height:48px;break-inside:avoid}';
    const printed = await printer.print({
      format: 'png',
      entries: 70,
      page(shown) {
        asked.push(shown);
        return `<html dir="${direction}"><style>${style}</style><main class="entries">${entries(shown)}</main></html>`;
      },
    });
    expect(Buffer.isBuffer(printed)).toBe(true);
    expect(asked).toEqual([70, 60, 8]);
  });

  it('runs no script and loads nothing, whatever the page holds', async () => {
    const asked: string[] = [];
    const listener = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const port = (listener.address() as AddressInfo).port;
    const from = `http://127.0.0.1:${port}`;
    const entry = '<main class="entries"><p class="entry">entry</p></main>';
    const loads = `<img src="${from}/img"><iframe src="${from}/frame"></iframe><link rel="stylesheet" href="${from}/css">`;
    const script = `<script>document.querySelector('.entry').remove(); fetch('${from}/script')</script>`;
    const shownAs: number[] = [];
    const printer = createPrinter({ dataDir: site.dataDir, chromiumPath: CHROMIUM_PATH, logger: SILENT_LOGGER });
    const printed = await printer.print({
      format: 'png',
      entries: 1,
      page(shown) {
        shownAs.push(shown);
        return entry + loads + script;
      },
    });
    expect(Buffer.isBuffer(printed)).toBe(true);
    // Once for its name and once to be measured: the entry was there and fitted.
    expect(shownAs).toEqual([1, 1]);
    await new Promise((resolve) => listener.close(resolve));
    expect(asked).toEqual([]);
  });

  it('of a full month is one sheet, with the rest counted', async () => {
    for (let count = 0; count < 70; count += 1)
      await site.add(
        { territory: 'ath', title: `Activité ${count} <img src="http://127.0.0.1/x">`, place: 'Maison', town: 'Ath' },
        `2026-12-${String(1 + (count % 28)).padStart(2, '0')}T09:00:00Z`,
      );
    for (const format of ['png', 'pdf']) {
      const response = await site.get(`/agenda/ath/poster.${format}?month=2026-12`);
      expect(response.statusCode).toBe(200);
      writeFileSync(`${ARTIFACTS}poster-full.${format}`, response.rawPayload);
      if (format === 'pdf') expect(pagesOf(response.rawPayload)).toBe(1);
    }
  });
});

describe('without a Chromium', () => {
  let site: AgendaSite;
  beforeAll(async () => {
    site = await AgendaSite.start({ chromiumPath: '/nowhere/chromium' });
  });
  afterAll(() => site.stop());

  it('a program is told in one line what is missing', async () => {
    const { statusCode, body, headers } = await site.get('/agenda/liege/poster.pdf');
    expect(statusCode).toBe(503);
    expect(body).toBe('Posters need Chromium: install it, or set CHROMIUM_PATH.\n');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('people are led to the page, which can be printed', async () => {
    const { statusCode, body } = await site.get('/agenda/liege/poster.png?lang=tr&month=2026-12', {
      accept: 'text/html,*/*;q=0.8',
    });
    expect(statusCode).toBe(503);
    expect(body).toContain('Afiş şu anda hazır değil.');
    expect(body.replaceAll('&#61;', '=').replaceAll('&#38;', '&')).toContain(
      '<a href="/agenda/liege?month=2026-12&lang=tr">Etkinlikler · Liège</a>',
    );
  });

  it('another month is another address', async () => {
    const { statusCode, headers } = await site.get('/agenda/liege/poster.pdf?month=2020-01&lang=nl');
    expect([statusCode, headers.location]).toEqual([302, '/agenda/liege/poster.pdf?lang=nl']);
  });
});
