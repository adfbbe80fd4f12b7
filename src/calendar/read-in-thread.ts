import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Gazetteer } from '../understanding/find-place.ts';
import type { TerritoryName } from './find-territory.ts';
import type { FileRead } from './read-calendar-file.ts';
import { type FileFault, FileFaultError } from './sheet.ts';

/** A file that somebody brought, and what it is read with. */
export interface FileToRead {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Territory of rows that name no town. */
  readonly territory: string | null;
  /** 'YYYY-MM-DD' in Brussels. */
  readonly today: string;
  readonly gazetteer: Gazetteer;
  readonly territories: readonly TerritoryName[];
}

/** What the thread tells. */
export type ThreadAnswer = { readonly read: FileRead } | { readonly fault: FileFault };

/** A year of the whole network takes two. */
const LONGEST_MS = 30_000;
const MOST_MEMORY_MB = 512;

const outOfMemory = z.object({ code: z.literal('ERR_WORKER_OUT_OF_MEMORY') });

/**
 * Reads a file on another thread, which may take seconds and which a file made to do harm can fill or hold up: parents
 * are answered meanwhile. Throws a {@link FileFaultError} that tells why it is not read.
 */
export async function readInThread(file: FileToRead, longestMs = LONGEST_MS): Promise<FileRead> {
  const worker = new Worker(new URL('../../setup/worker.mjs', import.meta.url), {
    workerData: { module: new URL('./read-thread.ts', import.meta.url).href, file },
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<ThreadAnswer>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', (error) =>
        outOfMemory.safeParse(error).success ? resolve({ fault: { is: 'bomb' } }) : reject(error),
      );
      timer = setTimeout(() => resolve({ fault: { is: 'too-slow' } }), longestMs);
    });
    if ('fault' in answer) throw new FileFaultError(answer.fault);
    return answer.read;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
