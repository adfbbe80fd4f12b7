import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitText } from '../../src/answering/split.ts';

const bare = (text: string) => text.replace(/\s+/g, '');

const word = fc.string({ unit: fc.constantFrom(...'abcdéèكتابшля'), minLength: 1, maxLength: 12 });
const phone = fc.constantFrom('0800 12 345', '+32 2 123 45 67', '0470 12 34 56', '112', '081 77 77 77');
const link = fc.constantFrom('https://www.1819.be', 'https://secal.belgium.be/fr/contact?id=12', 'papote.be/a.b.c');
const gap = fc.constantFrom(' ', ' ', ' ', '. ', '! ', '؟ ', ': ', '\n', '\n\n');

/** Texts as answers are: words, and numbers and links each between words. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(word) },
  { weight: 1, arbitrary: fc.tuple(word, fc.oneof(phone, link), word) },
);
const text = fc
  .array(fc.tuple(piece, gap, gap, gap), { maxLength: 60 })
  .map((pieces) =>
    pieces.map(([tokens, ...gaps]) => tokens.map((token, index) => token + (gaps[index] ?? ' ')).join('')).join(''),
  );
const limit = fc.integer({ min: 50, max: 200 });

describe('a text split into parts', () => {
  it.each([
    ['a text that fits stays whole', 'Un. Deux.', 9, ['Un. Deux.']],
    ['at the end of a sentence', 'Un deux. Trois quatre.', 15, ['Un deux.', 'Trois quatre.']],
    ['at the last end of a sentence that fits', 'Un. Deux. Trois. Quatre.', 18, ['Un. Deux. Trois.', 'Quatre.']],
    ['at the end of a line', 'Un deux\nTrois quatre', 15, ['Un deux', 'Trois quatre']],
    ['at an Arabic question mark', 'كيف حالك؟ انا بخير', 12, ['كيف حالك؟', 'انا بخير']],
    ['at a space when no sentence ends', 'un deux trois quatre', 10, ['un deux', 'trois', 'quatre']],
    ['not at an early end of a sentence', 'Un. Deux trois quatre cinq', 20, ['Un. Deux trois', 'quatre cinq']],
    ['not inside a number', 'Appelez le 0800 12 345 vite', 20, ['Appelez le', '0800 12 345 vite']],
    ['not inside a link', 'Voir https://www.1819.be ici', 20, ['Voir', 'https://www.1819.be', 'ici']],
    [
      'not inside a link on its own line',
      'Voir:\nhttps://www.1819.be ici',
      20,
      ['Voir:', 'https://www.1819.be', 'ici'],
    ],
    ['a monster word anywhere', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['a monster word, but not inside a character', '😀😀😀', 3, ['😀', '😀', '😀']],
    ['white space alone is nothing', ' \n ', 5, []],
    ['nothing is nothing', '', 5, []],
  ])('%s', (_what, whole, most, parts) => {
    expect(splitText(whole, most)).toEqual(parts);
  });

  it('loses nothing but white space, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary', maxLength: 300 })), limit, (whole, most) => {
        expect(bare(splitText(whole, most).join(''))).toBe(bare(whole));
      }),
    );
  });

  it('fits the limit in every part, none of them empty, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary', maxLength: 300 })), limit, (whole, most) => {
        for (const part of splitText(whole, most)) {
          expect(part.trim()).not.toBe('');
          expect(part.length).toBeLessThanOrEqual(most);
        }
      }),
    );
  });

  it('keeps every phone number and link whole', () => {
    const tokens = /https?:\/\/\S+|papote\.be\S+|\+?\d[\d ]*\d/g;
    fc.assert(
      fc.property(text, limit, (whole, most) => {
        const parts = splitText(whole, most);
        expect(parts.flatMap((part) => part.match(tokens) ?? [])).toEqual(whole.match(tokens) ?? []);
      }),
      { numRuns: 500 },
    );
  });

  it('breaks no character into halves', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), limit, (whole, most) => {
        for (const part of splitText(whole, most)) expect(part.isWellFormed()).toBe(true);
      }),
    );
  });
});
