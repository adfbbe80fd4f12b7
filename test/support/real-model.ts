import { loadCachedContent } from '../../src/content/cached-content.ts';
import { compileUnderstanding } from '../../src/content/compile-understanding.ts';
import { learntBefore } from '../../src/content/learnt.ts';
import type { Content } from '../../src/content/load-content.ts';
import type { UnderstandingModel } from '../../src/understanding/understand.ts';

let content: Content | undefined;
let model: UnderstandingModel | undefined;

/** The project's real content, read once per test file. */
export function realContent(): Content {
  content ??= loadCachedContent();
  return content;
}

function compileReal(): UnderstandingModel {
  const trained = learntBefore(realContent());
  if (trained === undefined) throw new Error('the global set-up has learnt nothing: see test/support/global-setup.ts');
  return compileUnderstanding(realContent(), trained);
}

/** What the project's real content compiles to, once per test file. */
export function realModel(): UnderstandingModel {
  model ??= compileReal();
  return model;
}
