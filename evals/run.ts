import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { runCommand } from '../src/commands/run-command.ts';
import { embeddingModelOf, environmentWithFile } from '../src/config.ts';
import { loadAssistant } from '../src/content/load-assistant.ts';
import { EVALS_FOLDER, loadEvalSets } from './eval-set.ts';
import { type Score, scoreSet } from './score.ts';

/** Measures understanding on lines it was not made from: npm run evals [-- --keep] [--confusions] */

const KEPT = join(EVALS_FOLDER, 'scores.json');
const COLUMNS = [
  'top1',
  'top3',
  'wrong',
  'dangerRecall',
  'dangerBeside',
  'falseAlarms',
  'dailyAlarms',
  'commands',
  'refused',
  'language',
] as const satisfies readonly (keyof Score)[];
const LOWER_IS_BETTER: ReadonlySet<keyof Score> = new Set(['wrong', 'falseAlarms', 'dailyAlarms']);
/** Points that a figure may lose before the run fails; danger recall may lose none. */
const SLACK = 1;

const keptScores = z.record(z.string(), z.partialRecord(z.enum(COLUMNS), z.number()));

await runCommand(async () => {
  const { values } = parseArgs({ options: { keep: { type: 'boolean' }, confusions: { type: 'boolean' } } });
  const assistant = await loadAssistant(embeddingModelOf(environmentWithFile()));
  const scored = await Promise.all(
    loadEvalSets().map(async (set) => ({ language: set.language, ...(await scoreSet(set, assistant)) })),
  );
  const scores = Object.fromEntries(scored.map(({ language, score }) => [language, score]));
  tell(['language', ...COLUMNS].map((name) => name.padStart(13)).join(''));
  for (const [language, score] of Object.entries(scores)) tell(row(language, score));
  tell(row('mean', meanOf(Object.values(scores))));
  if (values.confusions)
    for (const { language, confusions } of scored)
      for (const { text, expected, got } of confusions) tell(`${language}: "${text}" is ${expected}, taken for ${got}`);
  if (values.keep) {
    writeFileSync(
      KEPT,
      `${JSON.stringify(scores, (_, value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value), 2)}\n`,
    );
    return 0;
  }
  const losses = lossesOf(scores);
  for (const loss of losses) tell(loss);
  tell(
    losses.length === 0
      ? 'No language has lost against evals/scores.json.'
      : `${losses.length} figures have lost against evals/scores.json.`,
  );
  return losses.length === 0 ? 0 : 1;
});

function lossesOf(scores: Readonly<Record<string, Score>>): string[] {
  if (!existsSync(KEPT)) return ['evals/scores.json is missing: run "npm run evals -- --keep".'];
  const kept = keptScores.parse(JSON.parse(readFileSync(KEPT, 'utf8')));
  return Object.entries(kept).flatMap(([language, before]) => {
    const now = scores[language];
    if (now === undefined) return [`${language}: its set is missing`];
    return COLUMNS.filter((column) => {
      const was = before[column] ?? Number.NaN;
      const lost = LOWER_IS_BETTER.has(column) ? now[column] - was : was - now[column];
      return !(lost <= (column === 'dangerRecall' ? 0.05 : SLACK));
    }).map((column) => `${language} ${column}: ${now[column].toFixed(1)}, was ${before[column] ?? 'not kept'}`);
  });
}

function meanOf(scores: readonly Score[]): Score {
  const mean = (column: keyof Score): number => scores.reduce((sum, score) => sum + score[column], 0) / scores.length;
  return Object.fromEntries(COLUMNS.map((column) => [column, mean(column)])) as Record<keyof Score, number>;
}

function row(name: string, score: Score): string {
  return [name, ...COLUMNS.map((column) => score[column].toFixed(1))].map((cell) => cell.padStart(13)).join('');
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
