import { checkContent } from './check-content.ts';
import { type Content, ContentError, loadContent } from './load-content.ts';

/** The content below a root, in shape and free of faults. Throws {@link ContentError} with everything that is wrong. */
export function loadCheckedContent(root?: string): Content {
  const content = loadContent(root);
  const problems = checkContent(content, root);
  if (problems.length > 0) throw new ContentError(problems);
  return content;
}
