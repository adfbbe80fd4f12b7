import { FULL_LANGUAGES, type Language, SOURCE_LANGUAGE } from '../languages.ts';
import type { Content, PhraseTree } from './load-content.ts';
import type { Answer } from './schema.ts';

/** One text of a language as a translator sees it, beside the French one. */
export interface TranslationRow {
  /** As seen from the root of the content. */
  readonly file: string;
  /** Keys of the text in its file, joined by dots: `short`, `region.any`, `answer.more`. */
  readonly field: string;
  readonly french: string;
  /** Empty where the language has no such text yet. */
  readonly text: string;
}

const REVIEW_FIELDS = {
  'reviewed.by': '(who has read this topic over, as a role or initials)',
  'reviewed.on': '(the day, as 2026-11-21)',
} as const;

/** Every text of a language: answers topic by topic with their review, then the assistant's own sentences. */
export function translationRows(content: Content, language: Language): TranslationRow[] {
  return [...answerRows(content, language), ...phraseRows(content, language)];
}

/** Keys of a row's text in its YAML or JSON file. */
export function keysOf({ file, field }: Pick<TranslationRow, 'file' | 'field'>, language: Language): string[] {
  return file.startsWith('knowledge/topics/') ? ['answers', language, ...field.split('.')] : field.split('.');
}

function answerRows({ topics }: Content, language: Language): TranslationRow[] {
  if (!(FULL_LANGUAGES as readonly string[]).includes(language)) return [];
  return [...topics.values()].flatMap(({ id, answers }) => {
    const byLanguage: Partial<Record<Language, Answer>> = answers;
    const french = textsOf(byLanguage[SOURCE_LANGUAGE]);
    const own = textsOf(byLanguage[language]);
    const rows = [...french].map(([field, text]) => ({ field, french: text, text: own.get(field) ?? '' }));
    const { reviewed } = byLanguage[language] ?? {};
    const review = [
      { field: 'reviewed.by', french: REVIEW_FIELDS['reviewed.by'], text: reviewed?.by ?? '' },
      { field: 'reviewed.on', french: REVIEW_FIELDS['reviewed.on'], text: reviewed?.on ?? '' },
    ];
    return [...rows, ...review].map((row) => ({ file: `knowledge/topics/${id}.yaml`, ...row }));
  });
}

function textsOf(answer: Answer | undefined): Map<string, string> {
  if (answer === undefined) return new Map();
  const region = Object.entries(answer.region ?? {}).map(([name, text]) => [`region.${name}`, text] as const);
  const all = [['title', answer.title], ['short', answer.short], ['more', answer.more], ...region] as const;
  return new Map(all.flatMap(([field, text]) => (text === undefined ? [] : [[field, text] as const])));
}

function phraseRows({ phrases }: Content, language: Language): TranslationRow[] {
  const own = new Map(flat(phrases.get(language) ?? {}));
  return flat(phrases.get(SOURCE_LANGUAGE) ?? {}).map(([field, french]) => ({
    file: `knowledge/phrases/${language}.json`,
    field,
    french,
    text: own.get(field) ?? '',
  }));
}

function flat(tree: PhraseTree, before = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[before + key, value]] : flat(value, `${before}${key}.`),
  );
}
