import { parentPort, workerData } from 'node:worker_threads';
import { type Rows, type Task, trainSvm } from '../understanding/train-svm.ts';

/** Thread of `learn`: its data are the rows; each message is a task, answered by the weights. */
const { rows } = workerData as { rows: Rows };

parentPort?.on('message', (task: Task) => {
  const weights = trainSvm(rows, task);
  parentPort?.postMessage(weights);
});
