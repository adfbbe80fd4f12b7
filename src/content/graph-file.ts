import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { directionsOf, type ExamplesFile } from '../understanding/examples.ts';
import { emptyGraph, HnswIndex } from '../understanding/hnsw-index.ts';
import { type Index, indexOf, LEAST_FOR_GRAPH } from '../understanding/nearest.ts';
import { checksumOf, keepFile } from './kept-files.ts';

const ENDING = '.graph';
/** The checksum lies beside: the file itself is the library's own. */
const CHECKSUM_ENDING = '.graph-sum';

/**
 * The index over the lines of a model. Its graph, where they are so many that there is one, comes from the file that keeps it; one
 * that is missing or damaged is built again, which takes seconds to minutes, and kept.
 */
export function openIndex(examples: ExamplesFile, name: string, folder: string): Index {
  if (examples.topics.length < LEAST_FOR_GRAPH) return indexOf(directionsOf(examples));
  const kept = readGraph(examples, name, folder);
  if (kept !== undefined) return kept;
  process.stderr.write('Putting the lines into an index again (up to some minutes, once)...\n');
  const index = indexOf(directionsOf(examples));
  keepGraph(index, name, folder);
  return index;
}

/** Keeps the graph of an index, if it has one. */
export function keepGraph(index: Index, name: string, folder: string): void {
  if (!(index instanceof HnswIndex)) return;
  let checksum: string | undefined;
  keepFile(folder, name, ENDING, (path) => {
    index.graph.writeIndexSync(path);
    checksum = checksumOf(readFileSync(path));
  });
  if (checksum !== undefined) keepFile(folder, name, CHECKSUM_ENDING, Buffer.from(checksum));
}

/** The library takes a changed file as it is, and may then read anywhere in memory: none without its checksum is given to it. */
function readGraph({ dimensions, topics }: ExamplesFile, name: string, folder: string): Index | undefined {
  const path = join(folder, name + ENDING);
  try {
    if (checksumOf(readFileSync(path)) !== readFileSync(join(folder, name + CHECKSUM_ENDING), 'utf8')) return undefined;
    const graph = emptyGraph(dimensions);
    graph.readIndexSync(path);
    const index = new HnswIndex(graph);
    return index.size === topics.length ? index : undefined;
  } catch {
    return undefined;
  }
}
