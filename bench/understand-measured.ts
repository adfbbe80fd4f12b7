import { z } from 'zod';

const times = z.strictObject({ p50: z.number(), p99: z.number() });

/** What a process of its own tells about an engine that holds the product's model, as one line of JSON. */
export const measured = z.strictObject({
  /** Right first topics of the French eval set, in percent. */
  accuracy: z.number(),
  /** Time of a message over all lines of the French eval set. */
  french: times,
  /** The same over the lines of all languages, for an engine that knows them. */
  all: times.optional(),
  /** Until ready: for Papote from the trained file, for a peer by learning. */
  startMs: z.number(),
  /** What the loaded model holds: growth of the heap and of the memory outside it. */
  memoryBytes: z.number(),
  /** What is read from files, for an engine that keeps what it learnt. */
  fileBytes: z.number().optional(),
});
export type Measured = z.infer<typeof measured>;

/** Bytes in use, after everything that is not has been collected. */
export function memoryInUse(): number {
  if (globalThis.gc === undefined) throw new Error('run with --expose-gc');
  for (let round = 0; round < 3; round += 1) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

export function tellMeasured(figures: Measured): void {
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
