import { createHash } from 'node:crypto';
import { HEAD_NAMES } from '../understanding/packed-heads.ts';
import type { TrainedModel } from '../understanding/trained-model.ts';
import { builtInEncoder, glossaryOf } from './compile-understanding.ts';
import { learn } from './learn.ts';
import { lessonsOf } from './lessons.ts';
import type { Content } from './load-content.ts';
import { keepModel, readModel } from './model-file.ts';

/** Raised when features or training change: what was learnt the old way is then learnt anew. */
const VERSION = 4;

export interface LearningNotice {
  /** Told once before learning begins: it takes up to a minute. */
  readonly onStart?: () => void;
  readonly onProgress?: (done: number, all: number) => void;
}

/** What was learnt from exactly this content, if it is kept. */
export function learntBefore(content: Content): TrainedModel | undefined {
  return readModel(fingerprintOf(content));
}

/** What is learnt from this content: taken from the file that keeps it, else learnt now and kept. */
export async function learnt(content: Content, notice: LearningNotice = {}): Promise<TrainedModel> {
  const fingerprint = fingerprintOf(content);
  const kept = readModel(fingerprint);
  if (kept !== undefined) return kept;
  notice.onStart?.();
  const glossary = glossaryOf(content);
  const encoder = builtInEncoder(content, glossary);
  const model = await learn(lessonsOf(content), {
    glossary,
    ...(encoder && { encoder }),
    ...(notice.onProgress && { onProgress: notice.onProgress }),
  });
  keepModel(fingerprint, model);
  return model;
}

/** Tells contents apart by everything that learning depends on. */
function fingerprintOf(content: Content): string {
  const hash = createHash('sha256').update(`${VERSION}\n`);
  const lessons = lessonsOf(content);
  for (const head of HEAD_NAMES) {
    for (const { text, labels } of lessons[head]) hash.update(`${labels.join(',')}\t${text}\n`);
    hash.update('\f');
  }
  for (const [language, concepts] of content.concepts)
    for (const [id, forms] of concepts) hash.update(`${language} ${id} ${forms.join(',')}\n`);
  for (const [language, abbreviations] of content.abbreviations)
    for (const [short, long] of abbreviations) hash.update(`${language} ${short} ${long}\n`);
  if (content.encoder !== undefined) hash.update(content.encoder);
  return hash.digest('hex').slice(0, 32);
}
