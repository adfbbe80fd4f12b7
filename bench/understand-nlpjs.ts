import { loadEvalSets } from '../evals/eval-set.ts';
import { runCommand } from '../src/commands/run-command.ts';
import { loadCachedContent } from '../src/content/cached-content.ts';
import type { LabelledText } from './engine.ts';
import { nlpJs } from './nlpjs-engine.ts';
import { timeTexts } from './time-texts.ts';
import { linesOf, questionsOf } from './understand-lines.ts';
import { memoryInUse, tellMeasured } from './understand-measured.ts';

/** nlp.js in a process of its own, with the French utterances of the topics. */
function frenchUtterances(): LabelledText[] {
  return [...loadCachedContent().utterances].flatMap(([label, byLanguage]) =>
    (byLanguage.fr ?? []).map((text) => ({ label, text })),
  );
}

await runCommand(async () => {
  const examples = frenchUtterances();
  const before = memoryInUse();
  const from = performance.now();
  const engine = await nlpJs('fr').learn(examples);
  const startMs = performance.now() - from;
  const memoryBytes = memoryInUse() - before;

  const french = loadEvalSets().filter(({ language }) => language === 'fr');
  const questions = french.flatMap(questionsOf);
  let right = 0;
  for (const { label, text } of questions) if ((await engine.guess(text)).label === label) right += 1;
  tellMeasured({
    accuracy: (100 * right) / questions.length,
    french: await timeTexts(french.flatMap(linesOf), (text) => engine.guess(text)),
    startMs,
    memoryBytes,
  });
  return 0;
});
