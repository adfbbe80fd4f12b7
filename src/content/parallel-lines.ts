import { createHash } from 'node:crypto';
import { FULL_LANGUAGES, type Language } from '../languages.ts';
import type { Content } from './load-content.ts';
import type { Answer } from './schema.ts';

/**
 * Everything that is known in all languages: the answers, title by title, line by line where a topic has as many in each
 * language, and the lines written for it (`intents/parallel/`).
 */
export function parallelLines(content: Content): string[][] {
  return [...answersAsLines(content), ...writtenLines(content)];
}

/** Tells whether lines have changed since an encoder was trained on them. */
export function fingerprintOfLines(lines: readonly (readonly string[])[], content: Content): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line.join('\t')}\n`);
  for (const concepts of content.concepts.values())
    for (const [id, forms] of concepts) hash.update(`${id} ${forms.join(',')}\n`);
  for (const abbreviations of content.abbreviations.values())
    for (const [short, long] of abbreviations) hash.update(`${short} ${long}\n`);
  return hash.digest('hex').slice(0, 32);
}

function answersAsLines({ topics }: Content): string[][] {
  return [...topics.values()].flatMap(({ answers }) => {
    const byLanguage: Partial<Record<Language, Answer>> = answers;
    const all = FULL_LANGUAGES.flatMap((language) => byLanguage[language] ?? []);
    const rests = all.map(({ more }) => more.split('\n'));
    const count = rests[0]?.length ?? 0;
    const aligned = rests.every(({ length }) => length === count);
    const regions = (['wallonia', 'brussels', 'german', 'any'] as const).map((name) =>
      all.flatMap(({ region }) => region?.[name] ?? []),
    );
    return [
      all.map(({ title }) => title),
      all.map(({ short }) => short),
      ...(aligned ? Array.from({ length: count }, (_, at) => rests.map((rest) => rest[at] ?? '')) : []),
      ...regions,
    ].filter((line) => line.length > 1);
  });
}

function writtenLines({ parallel }: Content): string[][] {
  const byId = new Map<string, string[]>();
  for (const lines of parallel.values()) for (const [id, text] of lines) byId.set(id, [...(byId.get(id) ?? []), text]);
  return [...byId.values()].filter((line) => line.length > 1);
}
