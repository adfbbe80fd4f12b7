import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { messageOf, StartError } from '../start-error.ts';
import { KEPT_FOLDER } from './kept-files.ts';
import { oneLine, type Transformers } from './transformers-library.ts';

export const TASK = 'feature-extraction';

/** What the library cannot do without, beside the graph. */
const NEEDED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
/** The graphs that a folder may hold, first the one that is taken when there are both. */
const GRAPHS = [
  { dtype: 'fp32', file: 'onnx/model.onnx' },
  { dtype: 'q8', file: 'onnx/model_quantized.onnx' },
] as const;
const [DEFAULT_GRAPH] = GRAPHS;

/** A host that does not begin to answer within this time is taken for unreachable. */
const FETCH_TIMEOUT_MS = 10_000;
const EDGE_BYTES = 64 * 1024;

export interface ModelFiles {
  readonly folder: string;
  readonly dtype: (typeof GRAPHS)[number]['dtype'];
  /** Everything that will be read, below the folder. */
  readonly files: readonly string[];
}

/** Where names are fetched to. */
const FETCHED_FOLDER = join(KEPT_FOLDER, 'models');

/**
 * The files of a model. A name that is no folder is fetched, once: later starts need no network. Throws a {@link StartError} that
 * names the files that are missing.
 */
export async function findModelFiles(name: string, library: Transformers, cache = FETCHED_FOLDER): Promise<ModelFiles> {
  const folder = isFolder(name) ? resolve(name) : await fetchModel(name, library, cache);
  const { dtype, file } = GRAPHS.find((graph) => existsSync(join(folder, graph.file))) ?? DEFAULT_GRAPH;
  const missing = [...NEEDED, file].filter((needed) => !existsSync(join(folder, needed)));
  if (missing.length > 0) throw lacking(name, missing);
  if (!hasPadToken(folder)) throw lacking(name, ['"pad_token" in tokenizer_config.json']);
  // Large graphs keep their weights in files of their own, which only the library knows.
  const files = await library.ModelRegistry.get_pipeline_files(TASK, folder, { dtype });
  const missingParts = files.filter((part) => !existsSync(join(folder, part)));
  if (missingParts.length > 0) throw lacking(name, missingParts);
  return { folder, dtype, files };
}

/** Tells models apart: name, sizes, and of each file both ends, since a model trained further has the sizes of the old one. */
export function fingerprintOfFiles({ folder, files }: ModelFiles): string {
  const hash = createHash('sha256').update(`${basename(folder)}\n`);
  for (const file of files.toSorted()) {
    const path = join(folder, file);
    const { size } = statSync(path);
    hash.update(`${file} ${size}\n`);
    const opened = openSync(path, 'r');
    for (const position of [0, Math.max(0, size - EDGE_BYTES)]) {
      const edge = Buffer.alloc(Math.min(size, EDGE_BYTES));
      readSync(opened, edge, 0, edge.length, position);
      hash.update(edge);
    }
    closeSync(opened);
  }
  return hash.digest('hex').slice(0, 32);
}

/** Fetches a model by its public name, and gives the folder where it then lies. */
async function fetchModel(name: string, { env, pipeline }: Transformers, cache: string): Promise<string> {
  const folder = join(cache, name);
  if ([...NEEDED, DEFAULT_GRAPH.file].every((file) => existsSync(join(folder, file)))) return folder;
  env.cacheDir = cache;
  env.fetch = fetchOrGiveUp;
  try {
    const extractor = await pipeline(TASK, name, { dtype: DEFAULT_GRAPH.dtype });
    await extractor.dispose();
  } catch (error) {
    const reason = error instanceof Error && error.cause !== undefined ? error.cause : error;
    throw new StartError(
      `The sentence model "${name}" is no folder and could not be fetched by that name (${oneLine(messageOf(reason))}): give a folder that holds one, see README.md.`,
    );
  }
  return folder;
}

/** `fetch` for large files: the time is limited until the answer begins, not until it ends. */
async function fetchOrGiveUp(input: string | URL, init: RequestInit = {}): Promise<Response> {
  const controller = new AbortController();
  const timer = setTimeout(
    () => controller.abort(new Error(`no answer within ${FETCH_TIMEOUT_MS / 1000} seconds`)),
    FETCH_TIMEOUT_MS,
  );
  try {
    return await fetch(input, { ...init, signal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** Without it the library fails at the first batch, with words that tell nobody why. */
function hasPadToken(folder: string): boolean {
  const config: unknown = JSON.parse(readFileSync(join(folder, 'tokenizer_config.json'), 'utf8'));
  return typeof config === 'object' && config !== null && 'pad_token' in config;
}

function lacking(name: string, missing: readonly string[]): StartError {
  return new StartError(
    `The sentence model "${name}" lacks ${missing.join(', ')}: complete it, or give another folder.`,
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
