import { parentPort, workerData } from 'node:worker_threads';
import { learnt } from './learnt.ts';
import { loadCheckedContent } from './load-checked-content.ts';
import { type Content, ContentError } from './load-content.ts';
import type { WorkerMessage, WorkerTask } from './read-in-background.ts';
import { openSentenceModel } from './sentence-model.ts';

/** Thread of `readInBackground`. */
const { root, sentences: used, folder } = workerData as WorkerTask;

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

function read(): Content | undefined {
  try {
    return loadCheckedContent(root);
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    tell({ problems: error.problems });
    return undefined;
  }
}

const content = read();
if (content !== undefined) {
  tell({ content });
  const sentences = used && (await openSentenceModel(used.name, { dimensions: used.dimensions }));
  await learnt(content, { sentences, folder });
  tell({ learnt: true });
}
