import { Worker } from 'node:worker_threads';
import type { Content } from './load-content.ts';
import type { Problem } from './problem.ts';
import type { SentenceModel } from './sentence-model.ts';

/** What a worker finds below a root. */
export type ReadContent = { readonly content: Content } | { readonly problems: readonly Problem[] };

/** What a worker tells: what it found, then that everything was learnt from it and is kept. */
export type WorkerMessage = ReadContent | { readonly learnt: true };

/** Data of the worker: what it reads, and what it learns with. */
export interface WorkerTask {
  readonly root: string;
  /** The sentence model in use, which the worker opens as well. */
  readonly sentences?: Pick<SentenceModel, 'name' | 'dimensions'>;
  /** Where what is learnt is kept. */
  readonly folder?: string;
}

export interface BackgroundReading {
  readonly onRead: (read: ReadContent) => void;
  /** Told when what is learnt from the content can be taken from the file that keeps it. */
  readonly onLearnt: () => void;
}

/**
 * Reads and checks content on another thread, then learns from it: that takes seconds, and learning about a minute, in which
 * parents are answered. Settled when the thread has ended; aborted, it ends at once.
 */
export async function readInBackground(
  { root, sentences, folder }: WorkerTask,
  { onRead, onLearnt }: BackgroundReading,
  signal?: AbortSignal,
): Promise<void> {
  const module = new URL('./content-worker.ts', import.meta.url).href;
  const workerData = {
    module,
    root,
    folder,
    sentences: sentences && { name: sentences.name, dimensions: sentences.dimensions },
  };
  const worker = new Worker(new URL('../../setup/worker.mjs', import.meta.url), { workerData });
  const stop = (): void => void worker.terminate();
  signal?.addEventListener('abort', stop);
  worker.on('message', (message: WorkerMessage) => {
    if (signal?.aborted) return;
    if ('learnt' in message) onLearnt();
    else onRead(message);
  });
  try {
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => resolve());
    });
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
