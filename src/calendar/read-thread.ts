import { parentPort, workerData } from 'node:worker_threads';
import { Temporal } from 'temporal-polyfill';
import { PlaceFinder } from '../understanding/find-place.ts';
import { readCalendarFile } from './read-calendar-file.ts';
import type { FileToRead, ThreadAnswer } from './read-in-thread.ts';
import { FileFaultError } from './sheet.ts';

/** Thread of `readInThread`. */
const { file } = workerData as { readonly file: FileToRead };

async function answer(): Promise<ThreadAnswer> {
  const { name, bytes, territory, today, gazetteer, territories } = file;
  try {
    const places = new PlaceFinder(gazetteer);
    const context = { fileName: name, territory, territories, places, today: Temporal.PlainDate.from(today) };
    return { read: await readCalendarFile(bytes, context) };
  } catch (error) {
    if (!(error instanceof FileFaultError)) throw error;
    return { fault: error.fault };
  }
}

parentPort?.postMessage(await answer());
