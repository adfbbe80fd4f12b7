import { runCommand } from '../src/commands/run-command.ts';
import { StartError } from '../src/start-error.ts';
import { benchPath } from './path.ts';

/** The benchmarks, each beside its peer or limit, as ratios of one run: npm run bench [-- path] */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = { path: benchPath };

await runCommand(async () => {
  const [asked] = process.argv.slice(2);
  const names = asked === undefined ? Object.keys(BENCHES) : [asked];
  for (const name of names) {
    const bench = BENCHES[name];
    if (bench === undefined)
      throw new StartError(`There is no benchmark "${name}". There are: ${Object.keys(BENCHES).join(', ')}.`);
    await bench();
  }
  return 0;
});
