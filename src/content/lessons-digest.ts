import { createHash } from 'node:crypto';
import { HEAD_NAMES } from '../understanding/packed-heads.ts';
import { lessonsOf } from './lessons.ts';
import type { Content } from './load-content.ts';

const known = new WeakMap<Content, string>();

/** Tells contents apart by all that is learnt from them; it takes a good part of a second, unless it is remembered. */
export function lessonsDigest(content: Content): string {
  const remembered = known.get(content);
  if (remembered !== undefined) return remembered;
  const hash = createHash('sha256');
  const lessons = lessonsOf(content);
  for (const head of HEAD_NAMES)
    hash.update(`${lessons[head].map(({ text, labels }) => `${labels.join(',')}\t${text}\n`).join('')}\f`);
  for (const [language, concepts] of content.concepts)
    hash.update([...concepts].map(([id, forms]) => `${language} ${id} ${forms.join(',')}\n`).join(''));
  for (const [language, abbreviations] of content.abbreviations)
    for (const [short, long] of abbreviations) hash.update(`${language} ${short} ${long}\n`);
  const digest = hash.digest('hex');
  rememberDigest(content, digest);
  return digest;
}

/** For who keeps the digest beside the content. A changed copy is another content, and has none. */
export function rememberDigest(content: Content, digest: string): void {
  known.set(content, digest);
}
