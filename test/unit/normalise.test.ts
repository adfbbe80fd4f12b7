import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise, wordsOf } from '../../src/understanding/normalise.ts';

/** Any string that JavaScript can hold: lone surrogates, NUL bytes and unassigned code points included. */
const anything = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
);

describe('the normal form of a message', () => {
  it.each([
    ['lower case, no accents', 'École À NOËL', 'ecole a noel'],
    ['apostrophes and repeated letters', "J'ai FROIIIID !", 'j ai froid'],
    ['the typographic apostrophe', 'J’ai froid', 'j ai froid'],
    ['two letters alike stay', 'allocation', 'allocation'],
    ['ligatures', 'cœur et æquo', 'coeur et aequo'],
    ['German sharp s', 'Straße', 'strasse'],
    ['Polish', 'Łódź żółć', 'lodz zolc'],
    ['Turkish dotted and dotless i', 'KIZIM kızım İyi', 'kizim kizim iyi'],
    ['Romanian commas below', 'țară și', 'tara si'],
    ['Ukrainian and Russian', 'Ґанок її Ёлка', 'ганок іі елка'],
    ['the Ukrainian apostrophe is within its word', "П'ять, п’яний і здоровʼя", 'пять пянии і здоровя'],
    ['a quotation in Cyrillic', 'слово "ні"', 'слово ні'],
    ['Arabic vowel signs and hamza seats', 'إِلَى المَدْرَسَةِ', 'الي المدرسه'],
    ['Arabic stretching', 'مـــرحبا', 'مرحبا'],
    ['Persian letters as Arabic ones', 'کمک می‌خواهم', 'كمك ميخواهم'],
    ['Persian he with hamza', 'خانۀ من', 'خانه من'],
    ['Tigrinya stays', 'ሰላም፡ ከመይ', 'ሰላም ከመይ'],
    ['Eastern Arabic digits', '٣ أطفال', '3 اطفال'],
    ['Persian digits', '۱۲۳', '123'],
    ['full-width letters and digits', 'ＳＴＯＰ １', 'stop 1'],
    ['mathematical bold, as phones decorate it', '𝗦𝗧𝗢𝗣', 'stop'],
    ['a keycap', '1️⃣', '1'],
    ['emoji that are words', '🆘 🛑', 'sos stop'],
    ['other emoji separate words', 'aide😭😭moi', 'aide moi'],
    ['zero-width characters', 's\u200bt\u200co\u200dp\ufeff', 'stop'],
    ['right-to-left overrides', '\u202estop\u202c', 'stop'],
    ['NUL bytes', 'st\0op', 'stop'],
    ['line breaks and tabs', 'un\ndeux\r\ntrois\tquatre\u2028cinq', 'un deux trois quatre cinq'],
    ['a lone surrogate', 'aide \ud83d moi', 'aide moi'],
    ['punctuation only', ' ?!… ', ''],
    ['nothing', '', ''],
  ])('%s', (_what, text, normal) => {
    expect(normalise(text)).toBe(normal);
  });

  it.each([
    ['composed and decomposed accents', 'é', 'e\u0301'],
    ['Arabic and Persian keyboards', 'كيف', 'کیف'],
    ['alif with and without hamza', 'أريد', 'اريد'],
    ['ta marbuta and ha', 'مدرسة', 'مدرسه'],
    ['alif maqsura and ya', 'على', 'علي'],
    ['Ukrainian with and without its apostrophe', "він мене б'є", 'він мене бє'],
  ])('%s are one', (_what, one, other) => {
    expect(normalise(one)).toBe(normalise(other));
  });

  it('gives words separated by single spaces, for any string', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(normalise(text)).toMatch(/^([\p{L}\p{N}]+( [\p{L}\p{N}]+)*)?$/u);
      }),
    );
  });

  it('changes nothing when applied again, for any string', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(normalise(normalise(text))).toBe(normalise(text));
      }),
    );
  });

  it('changes nothing when applied again, for every single character of Unicode', () => {
    const changed: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      const normal = normalise(String.fromCodePoint(code));
      if (normalise(normal) !== normal) changed.push(`U+${code.toString(16)}`);
    }
    expect(changed.slice(0, 10), `${changed.length} characters`).toEqual([]);
  });

  it('does not depend on case', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'aeiouéèàçñöüşğxyz ') }), (text) => {
        expect(normalise(text.toUpperCase())).toBe(normalise(text));
      }),
    );
  });
});

describe('the words of a message', () => {
  it.each([
    ['Mon ex... ne paie PAS!', ['mon', 'ex', 'ne', 'paie', 'pas']],
    ['  ', []],
    ['😭', []],
  ])('%j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });
});
