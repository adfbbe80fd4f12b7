/** Languages in which Papote has everything: phrases, answers, utterances, danger, commands. */
export const FULL_LANGUAGES = [
  'fr',
  'nl',
  'de',
  'en',
  'ar',
  'tr',
  'es',
  'pt',
  'it',
  'ro',
  'pl',
  'uk',
  'ru',
  'sq',
  'fa',
] as const;

/** Languages that are recognised and get the distress numbers, a welcome and a human. */
const LIMITED_LANGUAGES = ['ps', 'ti', 'so', 'ln', 'sw'] as const;

export const LANGUAGES = [...FULL_LANGUAGES, ...LIMITED_LANGUAGES] as const;
export type Language = (typeof LANGUAGES)[number];

/** French is the source text of every answer, and the last resort. */
export const SOURCE_LANGUAGE: Language = 'fr';

/** How each language calls itself, for the language menu. */
export const ENDONYMS: Readonly<Record<Language, string>> = {
  fr: 'français',
  nl: 'Nederlands',
  de: 'Deutsch',
  en: 'English',
  ar: 'العربية',
  tr: 'Türkçe',
  es: 'español',
  pt: 'português',
  it: 'italiano',
  ro: 'română',
  pl: 'polski',
  uk: 'українська',
  ru: 'русский',
  sq: 'shqip',
  fa: 'فارسی / دری',
  ps: 'پښتو',
  ti: 'ትግርኛ',
  so: 'Soomaali',
  ln: 'lingála',
  sw: 'Kiswahili',
};

const RIGHT_TO_LEFT: ReadonlySet<Language> = new Set<Language>(['ar', 'fa', 'ps']);

export function isRightToLeft(language: Language): boolean {
  return RIGHT_TO_LEFT.has(language);
}

export function isLanguage(value: string): value is Language {
  return (LANGUAGES as readonly string[]).includes(value);
}

export function isLimited(language: Language): boolean {
  return (LIMITED_LANGUAGES as readonly string[]).includes(language);
}
