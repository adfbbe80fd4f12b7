import { runCommand } from '../src/commands/run-command.ts';
import { StartError } from '../src/start-error.ts';
import { benchBroadcast } from './broadcast.ts';
import { benchPath } from './path.ts';
import { benchPublic } from './public.ts';
import { benchUnderstand } from './understand.ts';

/** The benchmarks, each beside its peer or limit, as ratios of one run: npm run bench [-- path|understand|public|broadcast] */
const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<void>>> = {
  path: benchPath,
  understand: benchUnderstand,
  public: benchPublic,
  broadcast: benchBroadcast,
};

await runCommand(async () => {
  const [asked, ...args] = process.argv.slice(2);
  const names = asked === undefined ? Object.keys(BENCHES) : [asked];
  for (const name of names) {
    const bench = BENCHES[name];
    if (bench === undefined)
      throw new StartError(`There is no benchmark "${name}". There are: ${Object.keys(BENCHES).join(', ')}.`);
    await bench(args);
  }
  return 0;
});
