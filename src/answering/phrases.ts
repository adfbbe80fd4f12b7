import { createInstance } from 'i18next';
import type { Content, PhraseTree } from '../content/load-content.ts';
import { LANGUAGES, type Language, SOURCE_LANGUAGE } from '../languages.ts';

/** Says one of the assistant's own sentences. The command words ({{stop}}, {{human}}...) are filled in by themselves. */
export type Say = (language: Language, key: string, values?: Readonly<Record<string, string>>) => string;

/**
 * @param content phrases and the words shown for commands (also under the key `command.<name>`) and settings; a phrase or
 * word that a language lacks is said in French
 */
export function createPhrases(content: Pick<Content, 'phrases' | 'commands' | 'settings'>): Say {
  const resources: Record<string, { translation: PhraseTree }> = {};
  for (const [language, tree] of content.phrases) {
    resources[language] = { translation: { ...tree, command: { ...content.commands.get(language)?.show } } };
  }
  const i18n = createInstance();
  void i18n.init({
    resources,
    supportedLngs: [...LANGUAGES],
    fallbackLng: SOURCE_LANGUAGE,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  const settings = (language: Language) =>
    (content.settings.get(language) ?? content.settings.get(SOURCE_LANGUAGE))?.show;
  return (language, key, values = {}) =>
    i18n.t(key, { lng: language, ...content.commands.get(language)?.show, ...settings(language), ...values });
}
