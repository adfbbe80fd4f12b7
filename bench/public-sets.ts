import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { StartError } from '../src/start-error.ts';
import type { LabelledText } from './engine.ts';

/** A public set: files `label<TAB>text`, made by others, never part of what the product learns from. */
export interface PublicSet {
  readonly name: string;
  /** Names of its training files, `train`, `train_10` and the like, with their paths. */
  readonly trainings: ReadonlyMap<string, string>;
  /** Test texts in scope. */
  readonly test: readonly LabelledText[];
  /** Test texts out of scope, by kind; the plain kind has the empty name. */
  readonly outside: ReadonlyMap<string, readonly string[]>;
}

const OUTSIDE_LABEL = 'oos';
/** Files of texts out of scope, with the kind that they are of. */
const OUTSIDE_FILES = { 'oos_test.tsv': '', 'id_oos_test.tsv': 'near', 'ood_oos_test.tsv': 'far' } as const;

/** The sets in a folder, or the one that the folder itself is: every folder with `train*.tsv` and `test.tsv`. */
export function findSets(folder: string): PublicSet[] {
  const inside = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name))
    .sort();
  return [folder, ...inside].flatMap((path) => readSet(path) ?? []);
}

function readSet(folder: string): PublicSet | undefined {
  const name = basename(resolve(folder));
  const files = readdirSync(folder).sort();
  const trainings = new Map(
    files.flatMap((file) => {
      const found = /^(train.*)\.tsv$/.exec(file)?.[1];
      return found === undefined ? [] : [[found, join(folder, file)] as const];
    }),
  );
  if (trainings.size === 0 || !files.includes('test.tsv')) return undefined;
  const rows = readRows(join(folder, 'test.tsv'));
  const outside = new Map<string, readonly string[]>();
  for (const [file, kind] of Object.entries(OUTSIDE_FILES))
    if (existsSync(join(folder, file))) outside.set(kind, textsOf(readRows(join(folder, file))));
  const unlabelled = rows.filter(({ label }) => label === OUTSIDE_LABEL);
  if (unlabelled.length > 0) outside.set('', [...(outside.get('') ?? []), ...textsOf(unlabelled)]);
  return { name, trainings, test: rows.filter(({ label }) => label !== OUTSIDE_LABEL), outside };
}

/** Rows of a file. Throws `StartError` with the line that is no row. */
export function readRows(path: string): LabelledText[] {
  return readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .flatMap((line, index) => {
      if (line === '') return [];
      const tab = line.indexOf('\t');
      if (tab < 1) throw new StartError(`${basename(path)}:${index + 1} is not "label<TAB>text".`);
      return [{ label: line.slice(0, tab), text: line.slice(tab + 1) }];
    });
}

function textsOf(rows: readonly LabelledText[]): string[] {
  return rows.map(({ text }) => text);
}
