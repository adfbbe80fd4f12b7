import { normalise } from './normalise.ts';

/** What a text is compared by: words, word pairs, and the pieces of words that survive typos and endings. */

const LONGEST_TEXT = 1_000;

/** 32-bit FNV-1a over UTF-16 units, in the range 0 to 2^32-1. */
export function hash32(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** Visits the words and pairs of neighbours of a text in normal form. */
export function eachWordFeature(normal: string, visit: (feature: string) => void): void {
  const words = clip(normal).split(' ');
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '') continue;
    visit(word);
    const next = words[index + 1];
    if (next !== undefined) visit(`${word} ${next}`);
  }
}

/** Visits the pieces of `shortest` to `longest` letters inside each word, the spaces around it included. */
export function eachPieceFeature(
  normal: string,
  shortest: number,
  longest: number,
  visit: (feature: string) => void,
): void {
  for (const word of clip(normal).split(' ')) {
    if (word === '') continue;
    const bounded = ` ${word} `;
    for (let length = shortest; length <= longest; length += 1) {
      for (let start = 0; start + length <= bounded.length; start += 1) visit(bounded.slice(start, start + length));
    }
  }
}

/** Digits are one and the same: "80 euros" is as good as "70 euros". */
export function maskDigits(text: string): string {
  return normalise(text).replace(/\d/g, '0');
}

function clip(normal: string): string {
  return normal.length <= LONGEST_TEXT ? normal : normal.slice(0, LONGEST_TEXT);
}
