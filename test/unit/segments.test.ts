import { describe, expect, it } from 'vitest';
import { foldToGsm } from '../../src/answering/gsm.ts';
import { countSegments, partsOf } from '../../src/answering/segments.ts';

describe('the number of SMS parts', () => {
  it.each([
    ['one letter', 'a', 1],
    ['160 cheap letters', 'a'.repeat(160), 1],
    ['161 cheap letters', 'a'.repeat(161), 2],
    ['two parts of 153', 'a'.repeat(306), 2],
    ['one more', 'a'.repeat(307), 3],
    ['cheap letters with accents', 'é'.repeat(160), 1],
    ['80 euro signs, two units each', '€'.repeat(80), 1],
    ['81 euro signs', '€'.repeat(81), 2],
    ['70 dear letters', 'ç'.repeat(70), 1],
    ['71 dear letters', 'ç'.repeat(71), 2],
    ['two dear parts of 67', 'ç'.repeat(134), 2],
    ['one more', 'ç'.repeat(135), 3],
    ['one dear letter makes all dear', `${'a'.repeat(70)}ç`, 2],
    ['35 emoji, two units each', '😀'.repeat(35), 1],
    ['36 emoji', '😀'.repeat(36), 2],
    ['Arabic', 'ا'.repeat(70), 1],
  ])('%s', (_what, text, count) => {
    expect(countSegments(text)).toBe(count);
  });

  it.each([
    [
      'French',
      'fr',
      'L’allocation n’est pas payée ? Appelez le service social de votre commune, ça peut aller vite. Vous n’êtes pas obligé d’attendre la fin du mois prochain.',
      3,
      1,
    ],
    [
      'Dutch',
      'nl',
      'Vraag financiële hulp aan bij het OCMW van uw gemeente. U mag iemand meenemen naar het gesprek. Vraag altijd een bewijs van uw aanvraag en bewaar het goed.',
      3,
      1,
    ],
    ['Ukrainian', 'uk', 'Зателефонуйте до соціальної служби вашої комуни, це безкоштовно. Ви не самі.', 2, 2],
  ] as const)('%s, as written and folded', (_what, language, text, before, after) => {
    expect([countSegments(text), countSegments(foldToGsm(text, language))]).toEqual([before, after]);
  });
});

describe('the parts of a text', () => {
  it.each([
    ['cheap letters', 'abc '.repeat(100)],
    ['dear letters', 'нова '.repeat(40)],
    ['short', 'Bonjour'],
    ['signs of two units', 'ab😀'.repeat(40)],
  ])('%s: as many as are paid, and together the text', (_what, text) => {
    expect(partsOf(text)).toHaveLength(countSegments(text));
    expect(partsOf(text).join('')).toBe(text);
  });
});
