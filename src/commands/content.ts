import { parseArgs } from 'node:util';
import { checkContent, missingTexts } from '../content/check-content.ts';
import { type Content, ContentError, loadContent } from '../content/load-content.ts';
import { FULL_LANGUAGES, isLanguage, LANGUAGES } from '../languages.ts';
import { StartError } from '../start-error.ts';
import { runCommand } from './run-command.ts';

/** Validates knowledge/ and intents/, and tells what is stale or missing: npm run content [-- --stale] [--missing] [--language xx] */
await runCommand(async () => {
  const { values } = parseArgs({
    options: { stale: { type: 'boolean' }, missing: { type: 'boolean' }, language: { type: 'string' } },
  });
  const { language } = values;
  if (language !== undefined && !isLanguage(language))
    throw new StartError(`There is no language "${language}". Use one of: ${LANGUAGES.join(' ')}.`);
  const content = loadContent();
  const problems = checkContent(content);
  if (problems.length > 0) throw new ContentError(problems);
  const all = !values.stale && !values.missing;
  if (all) printTable(content);
  if (all || values.missing) printMissing(content, language);
  if (all || values.stale) printStale(content, new Date().toISOString().slice(0, 10));
  return 0;
});

function printTable({ topics, utterances, danger, commands }: Content): void {
  const print = (cells: readonly (string | number)[]): void =>
    tell(cells.map((cell, index) => (index === 0 ? String(cell).padEnd(10) : String(cell).padStart(12))).join(''));
  print(['language', 'answers', 'utterances', 'danger rules', 'stop words']);
  for (const language of FULL_LANGUAGES) {
    print([
      language,
      [...topics.values()].filter(({ answers }) => answers[language] !== undefined).length,
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

function printStale({ topics }: Content, today: string): void {
  const stale = [...topics.values()].filter(({ review_by }) => review_by < today);
  for (const { id, review_by } of stale) tell(`${id}: to be reviewed since ${review_by}`);
  tell(`${stale.length} stale.`);
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
