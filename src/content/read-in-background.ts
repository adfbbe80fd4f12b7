import { Worker } from 'node:worker_threads';
import type { Content } from './load-content.ts';
import type { Problem } from './problem.ts';

/** What a worker finds below a root. */
export type ReadContent = { readonly content: Content } | { readonly problems: readonly Problem[] };

/** Reads and checks content on another thread: it takes seconds, in which parents are answered. */
export async function readInBackground(root: string): Promise<ReadContent> {
  const module = new URL('./content-worker.ts', import.meta.url).href;
  const worker = new Worker(new URL('../../setup/worker.mjs', import.meta.url), { workerData: { module, root } });
  try {
    return await new Promise<ReadContent>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`reading the content ended with code ${code}`)));
    });
  } finally {
    await worker.terminate();
  }
}
