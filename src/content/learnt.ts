import { createHash } from 'node:crypto';
import type { TrainedModel } from '../understanding/trained-model.ts';
import { builtInEncoder, glossaryOf } from './compile-understanding.ts';
import { type Learning, learn } from './learn.ts';
import { lessonsOf } from './lessons.ts';
import { lessonsDigest } from './lessons-digest.ts';
import type { Content } from './load-content.ts';
import { keepModel, readModel } from './model-file.ts';
import type { SentenceModel } from './sentence-model.ts';

/** Raised when lessons, features or training change: what was learnt the old way is then learnt anew. */
const VERSION = 18;

/** Where what was learnt is kept, and what it was learnt with besides the content. */
export interface LearntWith {
  readonly sentences?: SentenceModel | undefined;
  readonly folder?: string | undefined;
}

export interface LearningNotice extends Pick<Learning, 'onProgress' | 'onRead'> {
  /** Told once before learning begins: it takes about a minute. */
  readonly onStart?: () => void;
}

/** What was learnt from exactly this content, with this sentence model or none, if it is kept. */
export function learntBefore(content: Content, { sentences, folder }: LearntWith = {}): TrainedModel | undefined {
  return readModel(fingerprintOf(content, sentences), folder);
}

/** What is learnt from this content: taken from the file that keeps it, else learnt now and kept. */
export async function learnt(
  content: Content,
  { sentences, folder, onStart, ...notice }: LearntWith & LearningNotice = {},
): Promise<TrainedModel> {
  const fingerprint = fingerprintOf(content, sentences);
  const kept = readModel(fingerprint, folder);
  if (kept !== undefined) return kept;
  onStart?.();
  const model = await learn(lessonsOf(content), { ...denseOf(content, sentences), ...notice });
  keepModel(fingerprint, model, folder);
  return model;
}

/** What a line is looked at with: the sentence model, or without one the built-in encoder. */
export function denseOf(
  content: Content,
  sentences?: SentenceModel,
): Pick<Learning, 'glossary' | 'encoder' | 'sentences'> {
  const glossary = glossaryOf(content);
  if (sentences !== undefined) return { glossary, sentences };
  const encoder = builtInEncoder(content, glossary);
  return { glossary, ...(encoder && { encoder }) };
}

/** Tells contents apart by everything that learning depends on. */
function fingerprintOf(content: Content, sentences: SentenceModel | undefined): string {
  const hash = createHash('sha256').update(`${VERSION}\n${lessonsDigest(content)}\n`);
  if (sentences !== undefined) hash.update(`sentences ${sentences.fingerprint}\n`);
  else if (content.encoder !== undefined) hash.update(content.encoder);
  return hash.digest('hex').slice(0, 32);
}
