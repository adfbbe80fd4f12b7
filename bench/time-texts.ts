import { quantile } from './measures.ts';

const WARM_UP = 1_000;
const PASSES = 3;

export interface Times {
  /** Microseconds a message. */
  readonly p50: number;
  readonly p99: number;
}

/**
 * How long an engine takes for a text, one after the other on this thread. Each text counts with the median of three passes: what
 * else runs on the machine then hardly counts.
 */
export async function timeTexts(texts: readonly string[], read: (text: string) => unknown): Promise<Times> {
  for (let done = 0; done < WARM_UP; done += 1) await read(texts[done % texts.length] ?? '');
  const passes: number[][] = [];
  for (let pass = 0; pass < PASSES; pass += 1) {
    const times: number[] = [];
    for (const text of texts) {
      const from = performance.now();
      const answer = read(text);
      // An engine that answers at once is not made to wait for the next turn of the event loop.
      if (answer instanceof Promise) await answer;
      times.push((performance.now() - from) * 1000);
    }
    passes.push(times);
  }
  const medians = texts.map((_, text) =>
    quantile(
      passes.map((times) => times[text] ?? 0),
      0.5,
    ),
  );
  return { p50: quantile(medians, 0.5), p99: quantile(medians, 0.99) };
}
