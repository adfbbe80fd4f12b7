import { parentPort, workerData } from 'node:worker_threads';
import { learnt } from './learnt.ts';
import { loadCheckedContent } from './load-checked-content.ts';
import { type Content, ContentError } from './load-content.ts';
import type { WorkerMessage } from './read-in-background.ts';

/** Thread of `readInBackground`: its data is the root. */
function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

function read(): Content | undefined {
  try {
    return loadCheckedContent(String(workerData.root));
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    tell({ problems: error.problems });
    return undefined;
  }
}

const content = read();
if (content !== undefined) {
  tell({ content });
  await learnt(content);
  tell({ learnt: true });
}
