import type { NormalText } from './normalise.ts';

/** What a text is compared by: words, word pairs, and the pieces of words that survive typos and endings. */

const LONGEST_TEXT = 1_000;
const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const SPACE = 32;

/** 32-bit FNV-1a over UTF-16 units, in the range 0 to 2^32-1. */
export function hash32(text: string, seed = 0): number {
  let hash = hashStart(seed);
  for (let index = 0; index < text.length; index += 1) hash = hashOn(hash, text.charCodeAt(index));
  return hash >>> 0;
}

/** The hash of nothing yet; as a signed number, which is what the engine counts fastest with. */
export function hashStart(seed = 0): number {
  return FNV_START ^ seed;
}

/** The hash of what was read so far and one more UTF-16 unit, signed. */
export function hashOn(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, FNV_PRIME);
}

const PAIR_SEED = 0x9e3779b1;
/** Two words this near to each other are a pair in either order. */
const PAIR_REACH = 6;
/** A message has some ten words; a story's pairs would drown its words. */
const MOST_PAIRED_WORDS = 40;

/** Visits words, pairs of neighbours and, with a weight of a half, unordered pairs of near words; as hashes. */
export function eachWordFeature(words: readonly string[], visit: (feature: number, weight: number) => void): void {
  const hashes = new Uint32Array(words.length);
  for (let index = 0; index < hashes.length; index += 1) hashes[index] = hash32(words[index] as string, 1);
  for (let index = 0; index < hashes.length; index += 1) {
    const hash = hashes[index] as number;
    visit(hash, 1);
    if (index + 1 < hashes.length) visit(mix(hash, hashes[index + 1] as number), 1);
    if (index >= MOST_PAIRED_WORDS) continue;
    const last = Math.min(hashes.length - 1, index + PAIR_REACH);
    for (let near = index + 1; near <= last; near += 1) {
      const other = hashes[near] as number;
      visit(mix(Math.min(hash, other) ^ PAIR_SEED, Math.max(hash, other)), PAIR_WEIGHT);
    }
  }
}

const PAIR_WEIGHT = 0.5;

/** Visits the hashes of the pieces of `shortest` to `longest` letters inside a word, the spaces around it included. */
export function eachPiece(word: string, shortest: number, longest: number, visit: (feature: number) => void): void {
  const last = word.length + 1;
  for (let start = 0; start <= last; start += 1) {
    let hash = hashStart(2);
    for (let length = 1; length <= longest && start + length - 1 <= last; length += 1) {
      const at = start + length - 1;
      hash = hashOn(hash, at === 0 || at === last ? SPACE : word.charCodeAt(at - 1));
      if (length >= shortest) visit(hash >>> 0);
    }
  }
}

/** The words of a text, at most so many letters in all. */
export function wordsIn(text: NormalText): string[] {
  const read = text.length <= LONGEST_TEXT ? text : text.slice(0, LONGEST_TEXT);
  return read === '' ? [] : read.split(' ');
}

/** Digits are one and the same: "80 euros" is as good as "70 euros". */
export function maskDigits(word: string): string {
  return word.replace(/\d/g, '0');
}

function mix(one: number, other: number): number {
  return (Math.imul(one ^ (other >>> 15), 0x85ebca6b) ^ Math.imul(other, 0xc2b2ae35)) >>> 0;
}
