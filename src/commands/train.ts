import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { glossaryOf } from '../content/compile-understanding.ts';
import { learnt } from '../content/learnt.ts';
import { type Content, loadContent } from '../content/load-content.ts';
import { fingerprintOfLines, parallelLines } from '../content/parallel-lines.ts';
import { PROJECT_ROOT } from '../content/paths.ts';
import { trainEncoder } from '../understanding/train-encoder.ts';
import { runCommand } from './run-command.ts';

/** Enough for the loss to stand still on some three thousand lines. */
const STEPS = 4_000;
const BAR_WIDTH = 40;

/**
 * Trains all that is learnt from the project's own lines: the encoder, which is kept in intents/encoder/ (the same lines
 * give the same bytes), then the heads, which are kept out of the repository: npm run train [-- --heads]
 */
await runCommand(async () => {
  const { values } = parseArgs({ options: { heads: { type: 'boolean' } } });
  if (!values.heads) trainAndKeepEncoder(loadContent());
  await learnt(loadContent(), { onProgress: (done, all) => bar('heads', done, all) });
  tell('\nWhat was learnt is in force at the next start.');
  return 0;
});

function trainAndKeepEncoder(content: Content): void {
  const lines = parallelLines(content);
  const rows = trainEncoder(lines, glossaryOf(content), {
    steps: STEPS,
    onProgress: (done, loss) => bar(`encoder, loss ${loss.toFixed(3)}`, done, STEPS),
  });
  const folder = join(PROJECT_ROOT, 'intents/encoder');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'encoder.bin'), rows);
  const about = { lines: lines.length, steps: STEPS, inputs: fingerprintOfLines(lines, content) };
  writeFileSync(join(folder, 'encoder.json'), `${JSON.stringify(about, null, 2)}\n`);
  tell(`\n${lines.length} parallel lines, ${rows.length} bytes.`);
}

function bar(what: string, done: number, all: number): void {
  const filled = Math.round((BAR_WIDTH * done) / all);
  process.stdout.write(`\r${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)} ${done}/${all} ${what}   `);
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}
