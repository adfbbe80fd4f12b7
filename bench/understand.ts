import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { loadAssistant } from '../src/content/load-assistant.ts';
import { PROJECT_ROOT } from '../src/content/paths.ts';
import { StartError } from '../src/start-error.ts';
import { tableRow, tell } from './table.ts';
import { type Measured, measured } from './understand-measured.ts';

interface Line {
  readonly name: string;
  /** Undefined where an engine has no such figure. */
  readonly value: (figures: Measured) => number | undefined;
  readonly digits: number;
  /** Below it the figure reaches its goal. */
  readonly goal?: number;
  readonly higherIsBetter?: true;
}

const MEGABYTE = 1_000_000;
const LINES: readonly Line[] = [
  { name: 'French top-1 %', value: ({ accuracy }) => accuracy, digits: 1, higherIsBetter: true },
  { name: 'p50 µs, French lines', value: ({ french }) => french.p50, digits: 0 },
  { name: 'p99 µs, French lines', value: ({ french }) => french.p99, digits: 0 },
  { name: 'p50 µs, all lines', value: ({ all }) => all?.p50, digits: 0, goal: 200 },
  { name: 'p99 µs, all lines', value: ({ all }) => all?.p99, digits: 0, goal: 600 },
  { name: 'memory MB', value: ({ memoryBytes }) => memoryBytes / MEGABYTE, digits: 1, goal: 60 },
  { name: 'start ms', value: ({ startMs }) => startMs, digits: 0, goal: 1_000 },
  { name: 'files MB', value: ({ fileBytes }) => fileBytes && fileBytes / MEGABYTE, digits: 1 },
];
const NAME_WIDTH = 22;
const CELL_WIDTH = 11;
const NONE = '-';

/**
 * The product's model, all languages and everything that a message is looked at for, beside nlp.js with the French utterances alone.
 * Each in a process of its own, so that neither pays for the other's memory: npm run bench -- understand
 */
export async function benchUnderstand(): Promise<void> {
  // Learns and keeps the model when it is not there yet.
  await loadAssistant();
  const own = await measureIn('bench/understand-own.ts');
  const peer = await measureIn('bench/understand-nlpjs.ts');
  tell('understand: Papote with all languages, every line through all of understanding, on one thread;');
  tell('  nlp.js with French alone, learnt from the same French utterances, topics only;');
  tell('  start: Papote reads what it learnt, nlp.js learns; files: model and encoder; a ratio above 1 is ours');
  tell(row('', ['Papote', 'goal', 'reached', 'nlp.js', 'ratio']));
  for (const line of LINES) tell(row(line.name, cellsOf(line, line.value(own) ?? Number.NaN, line.value(peer))));
}

function cellsOf({ digits, goal, higherIsBetter }: Line, own: number, peer: number | undefined): string[] {
  return [
    own.toFixed(digits),
    goal === undefined ? NONE : `< ${goal}`,
    goal === undefined ? NONE : own < goal ? 'yes' : 'NO',
    peer === undefined ? NONE : peer.toFixed(digits),
    peer === undefined ? NONE : (higherIsBetter ? own / peer : peer / own).toFixed(2),
  ];
}

/** Runs a file that prints what it measured. What goes wrong in it is told in its own words. */
async function measureIn(file: string): Promise<Measured> {
  const child = spawn(process.execPath, ['--expose-gc', 'setup/run.mjs', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: PROJECT_ROOT,
  });
  const printed = text(child.stdout);
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new StartError('There is nothing to compare: see above.');
  return measured.parse(JSON.parse(await printed));
}

function row(name: string, cells: readonly string[]): string {
  return tableRow([[name, NAME_WIDTH]], cells, CELL_WIDTH);
}
