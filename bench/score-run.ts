import type { EngineKind, LabelledText } from './engine.ts';
import { auroc, rejectedAt } from './measures.ts';
import { ACCURACY, AUROC, MEDIAN, REJECTED, SLOWEST } from './public-goals.ts';
import type { PublicSet } from './public-sets.ts';
import { timeTexts } from './time-texts.ts';

/** Figures of an engine on a set, by name. */
export type Figures = ReadonlyMap<string, number>;

/** Share of what is in scope that is accepted while what is not is rejected. */
const ACCEPTED = 0.95;
const MOST_TIMED = 1_000;

/** Lets an engine learn and measures it on the test part. */
export async function scoreRun(
  kind: EngineKind,
  examples: readonly LabelledText[],
  { test, outside }: PublicSet,
): Promise<Figures> {
  const engine = await kind.learn(examples);
  const scores: number[] = [];
  let right = 0;
  for (const { label, text } of test) {
    const guess = await engine.guess(text);
    scores.push(guess.score);
    if (guess.label === label) right += 1;
  }
  const figures = new Map([[ACCURACY, (100 * right) / test.length]]);
  for (const [outsideKind, texts] of outside) {
    const outsideScores: number[] = [];
    for (const text of texts) outsideScores.push((await engine.guess(text)).score);
    figures.set(`${AUROC} ${outsideKind}`.trim(), auroc(scores, outsideScores));
    figures.set(`${REJECTED} ${outsideKind}`.trim(), rejectedAt(ACCEPTED, scores, outsideScores));
  }
  const { p50, p99 } = await timeTexts(sample(test), (text) => engine.guess(text));
  return figures.set(MEDIAN, p50).set(SLOWEST, p99);
}

/** Some texts from all over a test part, which is sorted by label. */
function sample(test: readonly LabelledText[]): string[] {
  const every = Math.ceil(test.length / MOST_TIMED);
  return test.filter((_, index) => index % every === 0).map(({ text }) => text);
}
