import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PROJECT_ROOT } from '../src/content/paths.ts';
import { StartError } from '../src/start-error.ts';
import type { LabelledText } from './engine.ts';
import { mean } from './measures.ts';
import { MINI_SEARCH } from './minisearch-engine.ts';
import { nlpJs } from './nlpjs-engine.ts';
import { FEW_EXAMPLES, OWN_ENGINE } from './own-engine.ts';
import { FEW_SHOT, FULL, hasGoals, type Verdict } from './public-goals.ts';
import { findSets, type PublicSet, readRows } from './public-sets.ts';
import { tableHead, tableLines, verdicts } from './public-table.ts';
import { type Figures, scoreRun } from './score-run.ts';
import { tell } from './table.ts';

const USUAL_FOLDER = '../shared/bench';
const PEERS = [MINI_SEARCH, nlpJs('en')];
/** What the training files of the known sets are called in the table. */
const RUN_NAMES: ReadonlyMap<string, string> = new Map([
  ['train_10', FEW_SHOT],
  ['train', FULL],
]);
const BOTS = 'hint3-';
const BOTS_MEAN = 'hint3 mean';
const QUICK_SECONDS = 10;

interface Options {
  readonly folder?: string;
  readonly quick: boolean;
  readonly allPeers: boolean;
}

/**
 * The product's engine, trained on public sets that nobody of this project wrote, beside its goals and, in the same run, two
 * peers: npm run bench -- public [folder] [--quick] [--all-peers]. Quick is the few-shot sets and our engine alone. Peers take minutes
 * on the large sets, and run on them only when all are asked for.
 */
export async function benchPublic(args: readonly string[]): Promise<void> {
  const { folder, quick, allPeers } = readOptions(args);
  const sets = findSets(folderOf(folder));
  if (sets.length === 0)
    throw new StartError('The folder holds no set: a set is a folder with train*.tsv and test.tsv.');
  const started = performance.now();
  tell(
    `public: rec95 is the share of the outside rejected while 95 % of the inside is accepted; a ratio above 1 is ours`,
  );
  tell(tableHead(OWN_ENGINE.name, quick ? [] : PEERS.map(({ name }) => name)));
  const reached: Verdict[] = [];
  const bots: (Figures | undefined)[][] = [];
  const print = (run: string, engines: readonly (Figures | undefined)[]): void => {
    for (const line of tableLines(run, engines)) tell(line);
    if (engines[0] !== undefined) reached.push(...verdicts(run, engines[0]));
  };
  for (const { run, set, path } of runsOf(sets, quick)) {
    const figures = await measure(set, readRows(path), quick ? 'none' : allPeers ? 'all' : 'small sets');
    print(run, figures);
    if (set.name.startsWith(BOTS)) bots.push(figures);
  }
  if (bots.length > 0) print(BOTS_MEAN, meanOf(bots));
  const seconds = (performance.now() - started) / 1000;
  const count = (verdict: Verdict): number => reached.filter((one) => one === verdict).length;
  tell(`${count('goal')} figures reach their goal, ${count('floor')} only their floor, ${count('MISSED')} miss both`);
  if (quick) tell(`${seconds.toFixed(1)} s for learning and measuring (aim: under ${QUICK_SECONDS})`);
}

/** What is measured of the sets: the training files that have goals; of an unknown set all of them. */
function runsOf(sets: readonly PublicSet[], quick: boolean): { run: string; set: PublicSet; path: string }[] {
  return sets.flatMap((set) => {
    const all = [...set.trainings].map(([training, path]) => {
      const name = RUN_NAMES.get(training) ?? training;
      return { run: set.name.startsWith(BOTS) ? set.name : `${set.name} ${name}`, training, set, path };
    });
    if (quick) return all.filter(({ run }) => hasGoals(run) && run.endsWith(FEW_SHOT));
    if (set.name.startsWith(BOTS)) return all.filter(({ training }) => training === 'train');
    return all.some(({ run }) => hasGoals(run)) ? all.filter(({ run }) => hasGoals(run)) : all;
  });
}

/** Our figures, then those of the peers that take part. */
async function measure(
  set: PublicSet,
  examples: readonly LabelledText[],
  peers: 'none' | 'small sets' | 'all',
): Promise<(Figures | undefined)[]> {
  const figures: (Figures | undefined)[] = [await scoreRun(OWN_ENGINE, examples, set)];
  if (peers === 'none') return figures;
  const takePart = peers === 'all' || examples.length <= FEW_EXAMPLES;
  for (const peer of PEERS) figures.push(takePart ? await scoreRun(peer, examples, set) : undefined);
  return figures;
}

/** Mean of each engine's figures over some sets. */
function meanOf(sets: readonly (readonly (Figures | undefined)[])[]): (Figures | undefined)[] {
  return (sets[0] ?? []).map((first, engine) => {
    if (first === undefined) return undefined;
    return new Map([...first.keys()].map((figure) => [figure, mean(sets.map((set) => set[engine]?.get(figure) ?? 0))]));
  });
}

function readOptions(args: readonly string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { quick: { type: 'boolean' }, 'all-peers': { type: 'boolean' } },
      allowPositionals: true,
    });
    const [folder] = positionals;
    return {
      ...(folder !== undefined && { folder }),
      quick: values.quick ?? false,
      allPeers: values['all-peers'] ?? false,
    };
  } catch {
    throw new StartError('It is called so: npm run bench -- public [folder] [--quick] [--all-peers]');
  }
}

/** The folder asked for, or the usual one. Throws `StartError` when it is not there. */
function folderOf(asked: string | undefined): string {
  const folder = asked ?? join(PROJECT_ROOT, USUAL_FOLDER);
  if (existsSync(folder) && statSync(folder).isDirectory()) return folder;
  const name = asked ?? USUAL_FOLDER;
  throw new StartError(`There is no folder "${name}" with public sets: npm run bench -- public <folder>`);
}
