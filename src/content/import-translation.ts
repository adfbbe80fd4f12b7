import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isScalar, parseDocument, Scalar } from 'yaml';
import type { Language } from '../languages.ts';
import type { Content } from './load-content.ts';
import type { Problem } from './problem.ts';
import { topicSchema } from './schema.ts';
import { keysOf, type TranslationRow, translationRows } from './translation-rows.ts';
import type { FilledSheet } from './translation-sheet.ts';

export interface Imported {
  /** Texts that changed. */
  readonly changed: number;
  readonly files: readonly string[];
  readonly problems: readonly Problem[];
}

/** As the files of `knowledge/topics` are written. */
const LAYOUT = { lineWidth: 118, flowCollectionPadding: false } as const;

/**
 * Puts the texts of a filled-in spreadsheet into their files. Only texts that differ are touched; an empty cell leaves a text as it
 * is. A row whose French text is no longer ours was translated from something else: it is told and left out. Nothing is
 * written when a file would lose its shape.
 */
export function importTranslation(sheet: FilledSheet, sheetName: string, content: Content, root: string): Imported {
  const current = new Map(translationRows(content, sheet.language).map((row) => [idOf(row), row]));
  const problems: Problem[] = [];
  const changes: TranslationRow[] = [];
  for (const row of sheet.rows) {
    const known = current.get(idOf(row));
    const note = (message: string): void => void problems.push({ file: sheetName, line: row.number, message });
    if (known === undefined) note(`there is no text "${row.field}" in ${row.file}`);
    else if (row.text === '' || row.text === known.text) continue;
    else if (row.french !== known.french)
      note('the French text has changed since this was translated: translate it again');
    else changes.push(row);
  }
  const written = new Map<string, string>();
  for (const file of new Set(changes.map((change) => change.file))) {
    const own = changes.filter((change) => change.file === file);
    const { text, problem } = changedFile(join(root, file), own, sheet.language);
    if (problem === undefined) written.set(file, text);
    else problems.push({ file: sheetName, line: 1, message: `${file} would not fit: ${problem}` });
  }
  for (const [file, text] of written) writeFileSync(join(root, file), text);
  const changed = changes.filter(({ file }) => written.has(file)).length;
  return { changed, files: [...written.keys()], problems };
}

function changedFile(
  path: string,
  changes: readonly TranslationRow[],
  language: Language,
): { text: string; problem?: string } {
  const source = readFileSync(path, 'utf8');
  const document = parseDocument(source);
  for (const change of changes) setText(document, keysOf(change, language), change);
  if (path.endsWith('.json')) return { text: `${JSON.stringify(document.toJS(), null, 2)}\n` };
  const parsed = topicSchema.safeParse(document.toJS());
  const [issue] = parsed.error?.issues ?? [];
  const text = document.toString(LAYOUT);
  return issue === undefined ? { text } : { text, problem: `${issue.path.join('.')}: ${issue.message}` };
}

/** Keeps the way the text was written (folded, line by line); a new `more` is written line by line. */
function setText(document: Document, keys: readonly string[], { field, text }: TranslationRow): void {
  const node = document.getIn(keys, true);
  if (isScalar(node)) {
    node.value = text;
    return;
  }
  const scalar = new Scalar(text);
  if (field === 'more') scalar.type = 'BLOCK_LITERAL';
  if (field === 'short') scalar.type = 'BLOCK_FOLDED';
  document.setIn(keys, scalar);
}

function idOf({ file, field }: Pick<TranslationRow, 'file' | 'field'>): string {
  return `${file}\t${field}`;
}
