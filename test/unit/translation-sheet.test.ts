import { join } from 'node:path';
import exceljs from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importTranslation } from '../../src/content/import-translation.ts';
import { loadContent } from '../../src/content/load-content.ts';
import { translationRows } from '../../src/content/translation-rows.ts';
import { readSheet, writeSheet } from '../../src/content/translation-sheet.ts';
import { FULL_LANGUAGES, type Language, SOURCE_LANGUAGE } from '../../src/languages.ts';
import { ContentCopy } from '../support/content-copy.ts';

let copy: ContentCopy;
let path: string;
beforeAll(() => {
  copy = new ContentCopy(['intents/parallel', 'intents/concepts']);
  path = join(copy.root, 'texts.xlsx');
});
afterAll(() => copy.remove());

async function exported(language: Language): Promise<exceljs.Workbook> {
  await writeSheet(path, language, translationRows(loadContent(copy.root), language));
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(path);
  return workbook;
}

async function imported() {
  return importTranslation(await readSheet(path), 'texts.xlsx', loadContent(copy.root), copy.root);
}

/** The row of a text in the sheet. */
function rowOf(workbook: exceljs.Workbook, file: string, field: string): exceljs.Row {
  let found: exceljs.Row | undefined;
  workbook.worksheets[0]?.eachRow((row) => {
    if (row.getCell(1).value === file && row.getCell(2).value === field) found = row;
  });
  if (found === undefined) throw new Error(`no row ${file} ${field}`);
  return found;
}

const TOPIC = 'knowledge/topics/custody.yaml';

describe('a sheet of texts', () => {
  it.each(FULL_LANGUAGES.filter((language) => language !== SOURCE_LANGUAGE))(
    'of %s comes back as it went',
    async (language) => {
      await writeSheet(path, language, translationRows(loadContent(copy.root), language));
      const { rows, language: read } = await readSheet(path);
      expect(read).toBe(language);
      expect(rows.map(({ number: _, ...row }) => row)).toEqual(translationRows(loadContent(copy.root), language));
      expect(await imported()).toEqual({ changed: 0, files: [], problems: [] });
    },
  );

  it('changes only the text that the translator changed', async () => {
    const before = copy.read(TOPIC);
    const workbook = await exported('nl');
    const odd = '=Eerste regel: "0800 30 030" # geen commentaar\nTweede regel';
    rowOf(workbook, TOPIC, 'more').getCell(4).value = odd;
    await workbook.xlsx.writeFile(path);
    expect(await imported()).toEqual({ changed: 1, files: [TOPIC], problems: [] });
    expect(loadContent(copy.root).topics.get('custody')?.answers.nl?.more).toBe(odd);
    const lines = new Set(before.split('\n'));
    const fresh = copy
      .read(TOPIC)
      .split('\n')
      .filter((line) => !lines.has(line));
    expect(fresh.length).toBeLessThanOrEqual(2);
    copy.write(TOPIC, before);
  });

  it('takes who has reviewed, and when, also where the spreadsheet made a date of it', async () => {
    const before = copy.read(TOPIC);
    const workbook = await exported('tr');
    rowOf(workbook, TOPIC, 'reviewed.by').getCell(4).value = 'A. T.';
    rowOf(workbook, TOPIC, 'reviewed.on').getCell(4).value = new Date('2026-11-20T00:00:00Z');
    await workbook.xlsx.writeFile(path);
    expect((await imported()).problems).toEqual([]);
    expect(loadContent(copy.root).topics.get('custody')?.answers.tr?.reviewed).toEqual({
      by: 'A. T.',
      on: '2026-11-20',
    });
    copy.write(TOPIC, before);
  });

  it('takes styled text, and a phrase of the assistant', async () => {
    const workbook = await exported('de');
    const row = rowOf(workbook, 'knowledge/phrases/de.json', 'thanks');
    row.getCell(4).value = { richText: [{ text: 'Gern ' }, { text: 'geschehen.', font: { bold: true } }] };
    await workbook.xlsx.writeFile(path);
    expect(await imported()).toMatchObject({ changed: 1, files: ['knowledge/phrases/de.json'] });
    expect(loadContent(copy.root).phrases.get('de')?.thanks).toBe('Gern geschehen.');
  });

  it('leaves out a row whose French text has changed meanwhile, and tells its line', async () => {
    const workbook = await exported('es');
    const row = rowOf(workbook, TOPIC, 'short');
    row.getCell(3).value = 'Un ancien texte.';
    row.getCell(4).value = 'Un texto nuevo.';
    await workbook.xlsx.writeFile(path);
    const { changed, problems } = await imported();
    expect(changed).toBe(0);
    expect(problems).toEqual([
      { file: 'texts.xlsx', line: row.number, message: expect.stringContaining('translate it again') },
    ]);
  });

  it('writes nothing that would not fit the file', async () => {
    const before = copy.read(TOPIC);
    const workbook = await exported('it');
    rowOf(workbook, TOPIC, 'title').getCell(4).value = 'Un titolo '.repeat(10);
    await workbook.xlsx.writeFile(path);
    const { changed, problems } = await imported();
    expect([changed, problems.length]).toEqual([0, 1]);
    expect(copy.read(TOPIC)).toBe(before);
  });

  it('is refused when it is something else', async () => {
    copy.write('texts.xlsx', 'not a spreadsheet');
    await expect(readSheet(path)).rejects.toThrow();
    const workbook = new exceljs.Workbook();
    workbook.addWorksheet('x').addRow(['a', 'b']);
    await workbook.xlsx.writeFile(path);
    await expect(readSheet(path)).rejects.toThrow('the first row must be');
  });
});
