import type { CellValue } from 'exceljs';
import { isLanguage, type Language } from '../languages.ts';
import type { TranslationRow } from './translation-rows.ts';

/** Rows as they came back from a translator. */
export interface FilledSheet {
  readonly language: Language;
  readonly rows: readonly (TranslationRow & { readonly number: number })[];
}

const WIDTHS = { file: 36, field: 16, text: 70 } as const;
const SHEET = 'textes';

/** Writes the rows of a language as a spreadsheet: what to fill in stands in the last column, the rest is locked by its colour. */
export async function writeSheet(path: string, language: Language, rows: readonly TranslationRow[]): Promise<void> {
  const workbook = await newWorkbook();
  const sheet = workbook.addWorksheet(SHEET, { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = [
    { header: 'fichier', key: 'file', width: WIDTHS.file },
    { header: 'champ', key: 'field', width: WIDTHS.field },
    { header: 'fr', key: 'french', width: WIDTHS.text },
    { header: language, key: 'text', width: WIDTHS.text },
  ];
  for (const row of rows) sheet.addRow(row);
  // As text, so that a spreadsheet neither takes "0800 ..." for a number nor a day for a date.
  sheet.eachRow((row) => {
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      cell.numFmt = '@';
      cell.alignment = { wrapText: true, vertical: 'top' };
      if (column <= 3) cell.font = { color: { argb: 'FF606060' } };
    });
  });
  await workbook.xlsx.writeFile(path);
}

/** Reads a spreadsheet back. Throws when it is none, or when its first row is not ours. */
export async function readSheet(path: string): Promise<FilledSheet> {
  const workbook = await newWorkbook();
  await workbook.xlsx.readFile(path);
  const sheet = workbook.getWorksheet(SHEET) ?? workbook.worksheets[0];
  const header = sheet?.getRow(1);
  const names = [1, 2, 3, 4].map((column) => textOf(header?.getCell(column).value));
  const [, , french, language = ''] = names;
  if (sheet === undefined || names[0] !== 'fichier' || names[1] !== 'champ' || french !== 'fr' || !isLanguage(language))
    throw new Error('the first row must be: fichier, champ, fr, and the code of the language');
  const rows: (TranslationRow & { number: number })[] = [];
  sheet.eachRow((row, number) => {
    if (number === 1) return;
    const [file = '', field = '', source = '', text = ''] = [1, 2, 3, 4].map((column) =>
      textOf(row.getCell(column).value),
    );
    if (file !== '')
      rows.push({ number, file, field, french: source, text: field === 'reviewed.on' ? dayOf(text) : text });
  });
  return { language, rows };
}

async function newWorkbook() {
  const { default: exceljs } = await import('exceljs');
  return new exceljs.Workbook();
}

/** What a person reads in a cell, whatever the spreadsheet made of it: styled text, a link, a date. */
function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'object') {
    if ('richText' in value) return clean(value.richText.map(({ text }) => text).join(''));
    if ('text' in value) return textOf(value.text as CellValue);
    if ('result' in value) return textOf(value.result as CellValue);
    return '';
  }
  return clean(String(value));
}

/** A day that the spreadsheet keeps as a number: days since 1899-12-30. */
function dayOf(text: string): string {
  if (!/^\d{5}$/.test(text)) return text;
  return new Date(Date.UTC(1899, 11, 30 + Number(text))).toISOString().slice(0, 10);
}

function clean(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').trim();
}
