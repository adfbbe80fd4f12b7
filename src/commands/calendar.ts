import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { confirmImport, listImports, prepareImport, previewImport } from '../calendar/imports.ts';
import { entersByItself } from '../calendar/plan-import.ts';
import { readInThread } from '../calendar/read-in-thread.ts';
import { dayOf } from '../calendar/read-when.ts';
import { describeFault, describePlan } from '../calendar/report.ts';
import { type FileFault, FileFaultError, MOST_BYTES } from '../calendar/sheet.ts';
import { undoImport } from '../calendar/undo-import.ts';
import { environmentWithFile, readConfig } from '../config.ts';
import { ContentError } from '../content/load-content.ts';
import { loadPlaces } from '../content/load-places.ts';
import { PROJECT_ROOT } from '../content/paths.ts';
import { ContentReader } from '../content/read-file.ts';
import { messageOf, StartError } from '../start-error.ts';
import { openStoreBeside, type Store } from '../store/open-store.ts';
import { runCommand } from './run-command.ts';

const HELP = `npm run calendar -- import <file> [--territory <id>] [--yes]   shows what a file would change; --yes enters it
npm run calendar -- undo <id>                                 takes an import back
npm run calendar -- list                                      the latest imports`;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Imports calendars of activities from the command line. */
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { territory: { type: 'string' }, yes: { type: 'boolean', default: false } },
  });
  const [command, argument] = positionals;
  if (command === 'import' && argument !== undefined) return importFile(argument, values.territory, values.yes);
  if (command === 'undo' && argument !== undefined) return withStore((store) => undo(store, argument));
  if (command === 'list') return withStore(list);
  throw new StartError(HELP);
}, HELP);

async function importFile(path: string, territory: string | undefined, yes: boolean): Promise<number> {
  const reader = new ContentReader(PROJECT_ROOT);
  const { gazetteer, territories } = loadPlaces(reader, PROJECT_ROOT);
  if (reader.problems.length > 0) throw new ContentError(reader.problems);
  if (territory !== undefined && !territories.has(territory))
    throw new StartError(`There is no territory "${territory}". Use one of: ${[...territories.keys()].join(', ')}.`);
  const now = new Date();
  const fileName = basename(path);
  const read = await readInThread({
    name: fileName,
    bytes: bytesOf(path),
    territory: territory ?? null,
    today: dayOf(now).toString(),
    gazetteer,
    territories: [...territories.values()].map(({ id, name }) => ({ id, name })),
  }).catch((error: unknown) => {
    throw error instanceof FileFaultError ? refusal(error.fault) : error;
  });
  return withStore(async ({ db }) => {
    const id = await prepareImport(db, { read, fileName, staff: null, now });
    const plan = await previewImport(db, id, now);
    if (plan === null) throw new StartError('The preview is gone. Import the file again.');
    print(describePlan(plan, read.sheets));
    if (!yes) {
      print(
        'Nothing was entered. Add --yes to enter what is not marked with "!" (see the console to choose row by row).',
      );
      return 0;
    }
    const take = new Set(plan.rows.flatMap((row, index) => (entersByItself(row) ? [index] : [])));
    const { fingerprint } = plan;
    const result = await confirmImport(db, id, { fingerprint, take, cancel: new Set() }, now);
    if (result.is !== 'done') throw new StartError('The calendar was changed meanwhile. Import the file again.');
    const { added, changed, cancelled } = result.counts;
    print(`Entered: ${added} added, ${changed} changed, ${cancelled} cancelled. Undo: npm run calendar -- undo ${id}`);
    return 0;
  });
}

function bytesOf(path: string): Uint8Array {
  try {
    if (statSync(path).size <= MOST_BYTES) return readFileSync(path);
  } catch (error) {
    throw new StartError(`${path} cannot be read (${messageOf(error)}).`);
  }
  throw refusal({ is: 'too-large', most: MOST_BYTES });
}

function refusal(fault: FileFault): StartError {
  return new StartError(`${describeFault(fault)} Nothing was imported.`);
}

async function undo({ db }: Store, id: string): Promise<number> {
  if (!UUID.test(id)) throw new StartError('Give the id that "npm run calendar -- list" shows.');
  const result = await undoImport(db, id, new Date());
  if (result.is === 'gone') throw new StartError('There is no such import in force.');
  if (result.is === 'built-on')
    throw new StartError(`Nothing was undone: since then something was built on it (${result.titles.join(', ')}).`);
  print('Undone: the calendar is as it was before.');
  return 0;
}

async function list({ db }: Store): Promise<number> {
  for (const { id, fileName, state, createdAt, counts } of await listImports(db)) {
    const did = `${counts.added} added, ${counts.changed} changed, ${counts.cancelled} cancelled`;
    print(`${id}  ${createdAt.toISOString().slice(0, 16)}  ${state.padEnd(6)}  ${did}  ${fileName}`);
  }
  return 0;
}

async function withStore(work: (store: Store) => Promise<number>): Promise<number> {
  const { databaseUrl, dataDir } = readConfig(environmentWithFile());
  const store = await openStoreBeside({ databaseUrl, dataDir, notice: (line) => process.stderr.write(`${line}\n`) });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
