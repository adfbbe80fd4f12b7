import { FULL_LANGUAGES, type Language, SOURCE_LANGUAGE } from '../languages.ts';

/** The language that a link names, or else the first of the browser's that we have, or else French. */
export function agendaLanguage(named: string | undefined, accepted: string | undefined): Language {
  return [named ?? '', ...byPreference(accepted ?? '')].find(isAgendaLanguage) ?? SOURCE_LANGUAGE;
}

function isAgendaLanguage(value: string): value is Language {
  return (FULL_LANGUAGES as readonly string[]).includes(value);
}

/** Languages of an Accept-Language header without their regions, the most wished for first; those with q=0 are not wished for. */
function byPreference(header: string): string[] {
  return header
    .split(',')
    .map((one) => {
      const [tag = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase());
      const quality = parameters.find((part) => part.startsWith('q='))?.slice(2);
      return { language: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
    .map(({ language }) => language);
}
