// Runs a TypeScript file of the project on a worker thread, which does not inherit the loader of the main one.
import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.module);
