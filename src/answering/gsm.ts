import type { Language } from '../languages.ts';

/** GSM 03.38: one unit each. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Two units each. */
const EXTENDED = '^{}\\[~]|€\f';
const CHEAP: ReadonlySet<string> = new Set(BASIC + EXTENDED);

/** Signs and letters that decomposition does not bring to a cheap one. */
const FOLDS: Readonly<Record<string, string>> = {
  '’': "'",
  '‘': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '•': '-',
  '·': '.',
  œ: 'oe',
  Œ: 'OE',
  ł: 'l',
  Ł: 'L',
  ı: 'i',
  đ: 'd',
  Đ: 'D',
  '\u00a0': ' ',
  '\u202f': ' ',
  '\u200e': '',
  '\u200f': '',
};

/** Languages whose letters people also write without marks in text messages. The others keep every letter. */
const FOLDABLE: ReadonlySet<Language> = new Set<Language>([
  'fr',
  'nl',
  'de',
  'en',
  'tr',
  'es',
  'pt',
  'it',
  'ro',
  'pl',
  'sq',
  'so',
  'ln',
  'sw',
]);

export function isGsm(text: string): boolean {
  for (const letter of text) if (!CHEAP.has(letter)) return false;
  return true;
}

/**
 * The text in GSM-7 letters, where the language allows it: a message then holds 160 letters instead of 70.
 * One letter that cannot be folded (another script, an emoji) makes the whole message dear anyway: then nothing is
 * changed, so that nobody reads a mutilated text for no gain.
 *
 * @example foldToGsm("L’école près de chez toi, ça coûte ?", 'fr') === "L'école près de chez toi, ca coute ?"
 */
export function foldToGsm(text: string, language: Language): string {
  if (!FOLDABLE.has(language) || isGsm(text)) return text;
  let folded = '';
  for (const letter of text) {
    const cheap = cheapForm(letter);
    if (cheap === undefined) return text;
    folded += cheap;
  }
  return folded;
}

function cheapForm(letter: string): string | undefined {
  if (CHEAP.has(letter)) return letter;
  const fold = FOLDS[letter];
  if (fold !== undefined) return fold;
  const plain = letter.normalize('NFD').replace(/\p{M}/gu, '');
  return isGsm(plain) ? plain : undefined;
}
