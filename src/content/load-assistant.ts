import { createPhrases } from '../answering/phrases.ts';
import type { Renderer } from '../answering/render.ts';
import type { UnderstandingModel } from '../understanding/understand.ts';
import { ClassifierFile } from './classifier-file.ts';
import { compileUnderstanding } from './compile-understanding.ts';
import { loadContent } from './load-content.ts';

/** What answers are made with: the compiled content. Swapped as a whole when the content changes. */
export interface Assistant {
  readonly model: UnderstandingModel;
  readonly renderer: Renderer;
}

/** The content of the project, compiled. Throws `ContentError` with everything that is wrong in it. */
export function loadAssistant(): Assistant {
  const content = loadContent();
  return {
    model: compileUnderstanding(content, new ClassifierFile()),
    renderer: { knowledge: content, say: createPhrases(content) },
  };
}
