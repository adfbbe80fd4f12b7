import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { DAYS_TO_REVIEW, freshnessOf } from '../answering/knowledge.ts';
import { alikeLines } from '../content/alike-lines.ts';
import { missingTexts } from '../content/check-content.ts';
import { glossaryOf } from '../content/compile-understanding.ts';
import { importTranslation } from '../content/import-translation.ts';
import { isEncoderStale } from '../content/kept-encoder.ts';
import { loadCheckedContent } from '../content/load-checked-content.ts';
import { type Content, loadContent } from '../content/load-content.ts';
import { PROJECT_ROOT } from '../content/paths.ts';
import { describeProblem } from '../content/problem.ts';
import { translationRows } from '../content/translation-rows.ts';
import { readSheet, writeSheet } from '../content/translation-sheet.ts';
import { FULL_LANGUAGES, isLanguage, LANGUAGES, type Language, SOURCE_LANGUAGE } from '../languages.ts';
import { messageOf, StartError } from '../start-error.ts';
import { runCommand } from './run-command.ts';

const USAGE =
  'npm run content -- [--stale] [--missing] [--alike] [--language xx] [--export texts.xlsx] [--import texts.xlsx]';
/** From here on, two lines differ by a word or an ending. */
const ALIKE = 0.75;

/**
 * Validates knowledge/ and intents/, and tells what is stale or missing: npm run content [-- --stale] [--missing]
 * [--language xx]. A language's texts go to a translator and come back as a spreadsheet:
 * npm run content -- --language xx --export texts.xlsx, then npm run content -- --import texts.xlsx
 * Utterances that nearly repeat each other: npm run content -- --alike [--language xx]
 */
await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      stale: { type: 'boolean' },
      missing: { type: 'boolean' },
      alike: { type: 'boolean' },
      language: { type: 'string' },
      export: { type: 'string' },
      import: { type: 'string' },
    },
  });
  const { language } = values;
  if (language !== undefined && !isLanguage(language))
    throw new StartError(`There is no language "${language}". Use one of: ${LANGUAGES.join(' ')}.`);
  if (values.export !== undefined) return exportTexts(values.export, language);
  if (values.import !== undefined) return importTexts(values.import);
  const content = loadCheckedContent();
  if (values.alike) {
    for (const one of FULL_LANGUAGES.filter((each) => language === undefined || each === language))
      printAlike(content, one);
    return 0;
  }
  const all = !values.stale && !values.missing;
  if (all) printTable(content, language);
  if (all || values.missing) printMissing(content, language);
  if (all || values.stale) printStale(content, new Date().toISOString().slice(0, 10));
  return 0;
}, USAGE);

async function exportTexts(path: string, language: Language | undefined): Promise<number> {
  if (language === undefined || language === SOURCE_LANGUAGE)
    throw new StartError('Say which language to export, other than French: --language nl');
  const rows = translationRows(loadContent(), language);
  await writeSheet(path, language, rows);
  tell(
    `${rows.length} texts of "${language}" are in ${path}. Fill in the last column, then: npm run content -- --import ${path}`,
  );
  return 0;
}

async function importTexts(path: string): Promise<number> {
  const sheet = await readSheet(path).catch((error: unknown) => {
    throw new StartError(`${path} cannot be read as a sheet of texts: ${messageOf(error)}`);
  });
  const { changed, files, problems } = importTranslation(sheet, basename(path), loadContent(), PROJECT_ROOT);
  for (const problem of problems) process.stderr.write(`${describeProblem(problem)}\n`);
  tell(`${changed} texts of "${sheet.language}" changed in ${files.length} files.`);
  loadCheckedContent();
  return problems.length > 0 ? 1 : 0;
}

function printTable({ topics, utterances, danger, commands }: Content, only: Language | undefined): void {
  const print = (cells: readonly (string | number)[]): void =>
    tell(cells.map((cell, index) => (index === 0 ? String(cell).padEnd(10) : String(cell).padStart(13))).join(''));
  print(['language', 'answers', 'reviewed', 'utterances', 'danger rules', 'stop words']);
  for (const language of FULL_LANGUAGES.filter((one) => only === undefined || one === only)) {
    const answers = [...topics.values()].flatMap((topic) => topic.answers[language] ?? []);
    print([
      language,
      answers.length,
      language === SOURCE_LANGUAGE ? 'source' : answers.filter(({ reviewed }) => reviewed !== undefined).length,
      [...utterances.values()].reduce((sum, byLanguage) => sum + (byLanguage[language]?.length ?? 0), 0),
      danger.get(language)?.rules.length ?? 0,
      commands.get(language)?.stop.length ?? 0,
    ]);
  }
  tell(`${topics.size} topics, ${FULL_LANGUAGES.length} languages in full, ${LANGUAGES.length} recognised.`);
}

function printMissing(content: Content, language: Parameters<typeof missingTexts>[1]): void {
  for (const { language: one, answers, utterances } of missingTexts(content, language)) {
    if (answers.length > 0) tell(`${one}: no answer for ${answers.length} topics: ${answers.join(' ')}`);
    if (utterances.length > 0) tell(`${one}: no utterances for ${utterances.length} topics: ${utterances.join(' ')}`);
  }
}

function printAlike(content: Content, language: (typeof FULL_LANGUAGES)[number]): void {
  const lines = [...content.utterances].flatMap(([topic, byLanguage]) =>
    (byLanguage[language] ?? []).map((text) => ({ topic, text })),
  );
  const pairs = alikeLines(lines, glossaryOf(content), ALIKE);
  for (const { one, other, likeness } of pairs)
    tell(`${language} ${likeness.toFixed(2)} ${one.topic}: ${one.text} | ${other.topic}: ${other.text}`);
  const apart = pairs.filter(({ one, other }) => one.topic !== other.topic).length;
  tell(`${language}: ${pairs.length} pairs of ${lines.length} lines are alike, ${apart} of them under two topics.`);
}

function printStale(content: Content, today: string): void {
  if (isEncoderStale(content))
    tell('The encoder was trained on other lines than those of today: npm run train -- --encoder');
  const { topics, services, permanences, distressNumbers } = content;
  const dated = [...topics.values(), ...services, ...permanences, ...distressNumbers.numbers];
  const stale = dated.filter((one) => freshnessOf(one, today) !== 'fresh');
  for (const one of stale) {
    const withheld = topics.has(one.id) && freshnessOf(one, today) === 'withheld';
    tell(
      `${one.id}: to be reviewed since ${one.review_by}${withheld ? `, withheld after ${DAYS_TO_REVIEW} days` : ''}`,
    );
  }
  const sourceless = [...topics.values()].filter(({ sources }) => sources.length === 0).length;
  const missing = missingTexts(content).reduce(
    (sum, { answers, utterances }) => sum + answers.length + utterances.length,
    0,
  );
  tell(
    `${missing} missing, ${sourceless} without source, ${stale.length} stale; length, numbers, amounts and words: no fault found.`,
  );
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
