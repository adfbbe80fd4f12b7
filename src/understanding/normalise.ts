/** Letters that Unicode decomposition leaves alone but that people write both ways. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ı: 'i',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ґ: 'г',
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ة: 'ه',
  ە: 'ه',
  ھ: 'ه',
  ہ: 'ه',
  ک: 'ك',
  ٱ: 'ا',
};

/** Emoji that carry a word of their own; every other emoji is dropped. */
const EMOJI_WORDS: Readonly<Record<string, string>> = { '🆘': ' sos ', '🛑': ' stop ' };

const INVISIBLE = /[\p{Cc}\p{Cf}\u0640]/gu;
/** Line breaks, and the letter-like apostrophes (U+02B9 to U+02BF) that some keyboards write. */
const SEPARATORS = /[\t\n\v\f\r\u2028\u2029\u02b9-\u02bf]/g;
/** Within a word of the Cyrillic script the apostrophe is part of the word, and half of the people leave it out: "п'ять", "пять". */
const APOSTROPHE_IN_CYRILLIC = /['"`´’ʼ]+(?<=\p{Script=Cyrillic}['"`´’ʼ]+)(?=\p{Script=Cyrillic})/gu;
const ONLY_ASCII = /^[\n\r\t -~]*$/;

/** The same text with ASCII digits, whatever the script's own. */
export function withAsciiDigits(text: string): string {
  return text.replace(/[٠-٩۰-۹]/g, asciiDigit);
}

/** ASCII digit for any decimal digit: Eastern Arabic, Persian and full-width digits sit in blocks of ten. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  if (code >= 0x0660 && code <= 0x0669) return String(code - 0x0660);
  if (code >= 0x06f0 && code <= 0x06f9) return String(code - 0x06f0);
  return digit;
}

/**
 * Brings a message to the one form in which everything is compared: lower case, no accents, unified Arabic and
 * Persian letters, ASCII digits, a letter repeated three times or more written once, every other sign a space.
 * Pure and total: every string, lone surrogates and NUL bytes included, gives words separated by single spaces.
 *
 * @example normalise("J'ai FROIIIID !") === 'j ai froid'
 */
export function normalise(text: string): NormalText {
  // Most messages: the classes of Unicode cost several times those of ASCII.
  if (ONLY_ASCII.test(text)) return squeezed(text.toLowerCase(), /[^a-z0-9]+/g, /([a-z])\1{2,}/g);
  return squeezed(foldUnicode(text), /[^\p{L}\p{N}]+/gu, /(\p{L})\1{2,}/gu);
}

function squeezed(folded: string, notWord: RegExp, letterRepeated: RegExp): NormalText {
  return folded.replace(notWord, ' ').replace(letterRepeated, '$1').trim() as NormalText;
}

/** Text that `normalise` gave, so that nothing is brought to normal form twice. */
export type NormalText = string & { readonly [NORMAL]: true };
declare const NORMAL: unique symbol;

function foldUnicode(text: string): string {
  const folded = text
    .toWellFormed()
    .replace(/[🆘🛑]/gu, (emoji) => EMOJI_WORDS[emoji] ?? ' ')
    .replace(APOSTROPHE_IN_CYRILLIC, '')
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(SEPARATORS, ' ')
    .replace(INVISIBLE, '')
    .toLowerCase()
    .replace(/[ßıłæœøđðґىیېةەھہکٱ]/g, (letter) => LETTERS[letter] ?? letter);
  return withAsciiDigits(folded);
}

/** The words of a message in normal form. An empty or wordless message has none. */
export function wordsOf(text: string): string[] {
  const normal = normalise(text);
  return normal === '' ? [] : normal.split(' ');
}
