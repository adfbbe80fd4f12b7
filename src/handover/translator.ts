import type { Language } from '../languages.ts';

export type Translation = { readonly text: string } | { readonly unavailable: true };

/** Puts what a person of the network wrote into the language of the parent. */
export interface Translator {
  /** Throws nothing: what cannot be translated now is `unavailable`, and goes out as it was written. */
  translate(text: string, from: Language, to: Language): Promise<Translation>;
}

/** No translator is at hand. */
export const noTranslator: Translator = { translate: async () => ({ unavailable: true }) };
