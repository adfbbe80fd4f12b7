import { describe, expect, it } from 'vitest';
import { TELEGRAM_LIMITS } from '../../channels/telegram/index.ts';
import { createPhrases } from '../../src/answering/phrases.ts';
import { render } from '../../src/answering/render.ts';
import { nameLanguage } from '../../src/inbox/name-language.ts';
import { realContent } from '../support/real-model.ts';

describe('a language that is none of ours', () => {
  it.each([
    ['Tôi cần giúp đỡ về tiền nuôi con sau khi ly hôn', 'vi'],
    ['Θέλω να μάθω για το διαζύγιο και τα παιδιά', 'el'],
    ['我想知道离婚以后孩子的抚养费怎么办', 'zh'],
    ['Segítségre van szükségem a gyerektartással kapcsolatban', 'hu'],
  ])('%s is named', async (text, code) => {
    expect(await nameLanguage(text)).toBe(code);
  });

  it.each(['', 'ok', '123 456 789 000', '😀😀😀😀😀😀😀😀😀😀😀😀😀', '\ud800 '.repeat(40)])(
    'is not guessed from %j',
    async (text) => {
      expect(await nameLanguage(text)).toBeNull();
    },
  );

  describe('is spoken in the list of ours', () => {
    const renderer = { knowledge: realContent(), say: createPhrases(realContent()) };
    const linesFor = (foreign: string | null): string[] =>
      render(
        [{ say: 'which-language', foreign }],
        { language: 'fr', limits: TELEGRAM_LIMITS, today: '2026-11-22', place: null },
        renderer,
      ).flatMap(({ text }) => text.split('\n'));

    it('above the question in French, Dutch and English', () => {
      const [own, ...question] = linesFor('vi');
      expect(own).toMatch(/^Tiếng Pháp, Tiếng Hà Lan, Tiếng Đức/);
      expect(question).toEqual([
        expect.stringContaining('langue'),
        expect.stringContaining('taal'),
        expect.stringContaining('language'),
      ]);
    });

    it.each([null, 'xx'])('which stands alone for %j', (foreign) => {
      expect(linesFor(foreign)).toEqual(linesFor('vi').slice(1));
    });
  });
});
