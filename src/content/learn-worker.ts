import { parentPort, workerData } from 'node:worker_threads';
import { type Rows, trainSvm } from '../understanding/train-svm.ts';
import type { Task } from './learn.ts';

/** Thread of `learn`: its data are the rows; each message is a task, answered by the weights. */
const { rows } = workerData as { rows: Rows };

parentPort?.on('message', ({ chosen, inside, costs }: Task) => {
  const weights = trainSvm(rows, chosen, inside, costs);
  parentPort?.postMessage(weights);
});
