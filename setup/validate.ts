import { spawnSync } from 'node:child_process';
import { PROJECT_ROOT } from '../src/content/paths.ts';

/** Everything that must hold before a change is done, in the order of what fails fastest: npm run validate */
const STEPS: readonly (readonly [name: string, ...command: string[]])[] = [
  ['format and lint', 'npx', 'biome', 'check', '.'],
  ['types', 'npx', 'tsc', '--noEmit'],
  ['unused code', 'npx', 'knip'],
  ['content', 'node', 'setup/run.mjs', 'src/commands/content.ts'],
  ['evals', 'node', 'setup/run.mjs', 'evals/run.ts'],
  ['tests', 'node', 'setup/test.mjs'],
];

for (const [name, command = '', ...args] of STEPS) {
  process.stdout.write(`\n== ${name}\n`);
  const { status } = spawnSync(command, args, { cwd: PROJECT_ROOT, stdio: 'inherit' });
  if (status !== 0) {
    process.stdout.write(`\n${name} failed.\n`);
    process.exit(status ?? 1);
  }
}
process.stdout.write('\nAll is well.\n');
