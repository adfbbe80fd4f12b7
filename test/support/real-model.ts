import { ClassifierFile } from '../../src/content/classifier-file.ts';
import { compileUnderstanding } from '../../src/content/compile-understanding.ts';
import { type Content, loadContent } from '../../src/content/load-content.ts';
import type { UnderstandingModel } from '../../src/understanding/understand.ts';

let content: Content | undefined;
let model: UnderstandingModel | undefined;

/** The project's real content, read once per test file. */
export function realContent(): Content {
  content ??= loadContent();
  return content;
}

/** What the project's real content compiles to, once per test file. */
export function realModel(): UnderstandingModel {
  model ??= compileUnderstanding(realContent(), new ClassifierFile());
  return model;
}
