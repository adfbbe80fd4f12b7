import { createPhrases } from '../answering/phrases.ts';
import type { Renderer } from '../answering/render.ts';
import type { UnderstandingModel } from '../understanding/understand.ts';
import { ClassifierFile } from './classifier-file.ts';
import { compileUnderstanding } from './compile-understanding.ts';
import { type Content, loadContent } from './load-content.ts';

/** What answers are made with: the compiled content. Swapped as a whole when the content changes. */
export interface Assistant {
  readonly model: UnderstandingModel;
  readonly renderer: Renderer;
}

/** Compiles content. What is learnt from it is kept; the first time it takes up to a minute, which is said. */
export function compileAssistant(content: Content): Assistant {
  const store = new ClassifierFile({
    onLearning: () => process.stderr.write('Learning from the utterances (up to a minute, once)...\n'),
  });
  return {
    model: compileUnderstanding(content, store),
    renderer: { knowledge: content, say: createPhrases(content) },
  };
}

/** The content of the project, compiled. Throws `ContentError` with everything that is wrong in it. */
export function loadAssistant(): Assistant {
  return compileAssistant(loadContent());
}
