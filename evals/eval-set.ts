import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ContentError } from '../src/content/load-content.ts';
import { ContentReader } from '../src/content/read-file.ts';
import { LANGUAGES } from '../src/languages.ts';
import { DANGER_CLASSES } from '../src/understanding/danger.ts';

const lines = z.array(z.string().min(1));

/** Lines of one language with what they should be understood as, written by other hands than the utterances. */
const evalSet = z.strictObject({
  language: z.enum(LANGUAGES),
  topics: z.record(z.string(), lines),
  danger: z.array(z.strictObject({ class: z.enum(DANGER_CLASSES), text: z.string().min(1) })),
  calm: lines,
  commands: z.array(z.strictObject({ command: z.string(), text: z.string().min(1) })),
  out_of_scope: lines,
  /** What people say in between, and is no question. */
  chat: lines,
  /** Lines of any content, by which the language alone is measured. */
  language_only: lines.optional(),
});
export type EvalSet = z.infer<typeof evalSet>;

export const EVALS_FOLDER = fileURLToPath(new URL('./', import.meta.url));

/** All sets in `evals/sets/`. Throws `ContentError` with file and line when one is broken. */
export function loadEvalSets(): EvalSet[] {
  const folder = join(EVALS_FOLDER, 'sets');
  const reader = new ContentReader(EVALS_FOLDER);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.yaml')) : [];
  const sets = names.sort().flatMap((name) => reader.read(join(folder, name), evalSet) ?? []);
  if (reader.problems.length > 0) throw new ContentError(reader.problems);
  return sets;
}
