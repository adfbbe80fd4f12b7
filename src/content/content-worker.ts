import { parentPort, workerData } from 'node:worker_threads';
import { loadCheckedContent } from './load-checked-content.ts';
import { ContentError } from './load-content.ts';
import type { ReadContent } from './read-in-background.ts';

/** Thread of `readInBackground`: its data is the root, its one message what was found there. */
function read(): ReadContent {
  try {
    return { content: loadCheckedContent(String(workerData.root)) };
  } catch (error) {
    if (error instanceof ContentError) return { problems: error.problems };
    throw error;
  }
}

parentPort?.postMessage(read());
