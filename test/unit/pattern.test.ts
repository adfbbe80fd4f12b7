import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from '../../src/understanding/normalise.ts';
import { compilePattern, PatternError, padded } from '../../src/understanding/pattern.ts';

describe('a pattern of words', () => {
  it.each([
    ['me frappe', 'Mon mari me FRAPPE souvent', true],
    ['me frappe', 'il me frappera', false],
    ['frappe', 'refrappe', false],
    ['me frappe', 'me re frappe', false],
    ['frappe*', 'il me frappera', true],
    ['frappe*', 'il frappe', true],
    ['*frappe', 'il refrappe', true],
    ['*frappe', 'il frappera', false],
    ['*app*', 'il me frappera', true],
    ['(il|mon ex) .. (frappe|tape)', 'mon ex me frappe', true],
    ['(il|mon ex) .. (frappe|tape)', 'il tape', true],
    ['(il|mon ex) .. (frappe|tape)', 'ex tape', false],
    ['il a b', 'il a b', true],
    ['me [a|encore] frappe', 'il me frappe', true],
    ['me [a|encore] frappe', 'il me encore frappe', true],
    ['me [a|encore] frappe', 'il me pas frappe', false],
    ['((il|elle) va|je vais) [me (tuer|buter)]', 'je vais', true],
    ['a .. b', 'a b', true],
    ['a .. b', 'a 1 2 3 b', true],
    ['a .. b', 'a 1 2 3 4 b', false],
    ['a ... b', 'a 1 2 3 4 5 6 b', true],
    ['a ... b', 'a 1 2 3 4 5 6 7 b', false],
    ['^ aide', 'aide moi', true],
    ['^ aide', 'une aide', false],
    ['aide $', 'une aide', true],
    ['aide $', 'aide moi', false],
    ['pas ($|mais)', 'non pas', true],
    ['pas ($|mais)', 'pas mais', true],
    ['pas ($|mais)', 'pas toi', false],
    ['un|deux', 'j en ai deux', true],
    ['été', 'l ete', true],
    ['ÉTÉ', 'cet été', true],
    ["j'ai peur", 'J’ai peur', true],
    ['يضرب*', 'زوجي يضربني', true],
  ])('%j on %j: %j', (pattern, text, matches) => {
    expect(compilePattern(pattern).matches(padded(text))).toBe(matches);
  });

  it.each([
    ['(a|b', /do not pair/],
    ['a|b)', /do not pair/],
    ['[a', /do not pair/],
    ['a]', /do not pair/],
    ['(a]', /do not pair/],
    ['', /matches an empty message/],
    ['..', /matches an empty message/],
    ['[a]', /matches an empty message/],
    ['(a|)', /matches an empty message/],
    ['^', /matches an empty message/],
    ['a -', /holds no letter/],
    ['*', /holds no letter/],
  ])('%j is refused: %s', (pattern, why) => {
    expect(() => compilePattern(pattern)).toThrow(PatternError);
    expect(() => compilePattern(pattern)).toThrow(why);
  });

  it('names the pattern that it refuses', () => {
    expect(() => compilePattern('me (frappe')).toThrow('"me (frappe"');
  });

  it('never matches a message without words', () => {
    for (const pattern of ['a', '(a|b) ..', '[a] b', '^ a', 'a $']) {
      for (const text of ['', ' ', '😭']) expect(compilePattern(pattern).matches(padded(text)), pattern).toBe(false);
    }
  });

  it('finds any run of whole words of a message', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefé1'), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.array(word), fc.array(word, { minLength: 1 }), fc.array(word), (before, words, after) => {
        fc.pre(words.every((one) => normalise(one) !== ''));
        const text = [...before, ...words, ...after].join(' ');
        expect(compilePattern(words.join(' ')).matches(padded(text))).toBe(true);
      }),
    );
  });

  it('reads no sign as a regular expression', () => {
    for (const sign of ['a+', 'a{2}', '\\w', 'a?', '.', 'a.b']) {
      expect(() => compilePattern(`${sign} x`).matches(padded('zz x'))).not.toThrow(SyntaxError);
    }
  });
});
