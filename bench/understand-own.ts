import { loadEvalSets } from '../evals/eval-set.ts';
import { runCommand } from '../src/commands/run-command.ts';
import { loadCachedContent } from '../src/content/cached-content.ts';
import { builtInEncoder, compileUnderstanding, glossaryOf } from '../src/content/compile-understanding.ts';
import { learntBefore } from '../src/content/learnt.ts';
import type { Content } from '../src/content/load-content.ts';
import { encode } from '../src/content/model-file.ts';
import { StartError } from '../src/start-error.ts';
import { Mind } from '../src/understanding/mind.ts';
import type { TrainedModel } from '../src/understanding/trained-model.ts';
import { type Understanding, understand } from '../src/understanding/understand.ts';
import { timeTexts } from './time-texts.ts';
import { linesOf, questionsOf } from './understand-lines.ts';
import { memoryInUse, tellMeasured } from './understand-measured.ts';

/**
 * Papote's model in a process of its own: memory, start, and time a message on this one thread.
 *
 * The content is let go of: what stays in memory is what the mind holds, its encoder and glossary included.
 */
function wake(): { mind: Mind; startMs: number } {
  const content = loadCachedContent();
  const from = performance.now();
  const glossary = glossaryOf(content);
  const mind = new Mind(keptModel(content), glossary, builtInEncoder(content, glossary));
  return { mind, startMs: performance.now() - from };
}

function keptModel(content: Content): TrainedModel {
  const model = learntBefore(content);
  if (model === undefined) throw new StartError('The content changed while the benchmark ran: run it again.');
  return model;
}

await runCommand(async () => {
  const before = memoryInUse();
  const { mind, startMs } = wake();
  const memoryBytes = memoryInUse() - before;

  const content = loadCachedContent();
  const trained = keptModel(content);
  const model = { ...compileUnderstanding(content, trained), mind };
  const sets = loadEvalSets();
  const french = sets.filter(({ language }) => language === 'fr');
  const read = (text: string): Understanding => understand({ text }, model);
  const questions = french.flatMap(questionsOf);
  const right = questions.filter(({ label, text }) => read(text).candidates[0]?.topic === label);
  tellMeasured({
    accuracy: (100 * right.length) / questions.length,
    french: await timeTexts(french.flatMap(linesOf), read),
    all: await timeTexts(sets.flatMap(linesOf), read),
    startMs,
    memoryBytes,
    fileBytes: encode(trained).length + (content.encoder?.length ?? 0),
  });
  return 0;
});
