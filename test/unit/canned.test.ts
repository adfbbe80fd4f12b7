import { describe, expect, it } from 'vitest';
import { FULL_LANGUAGES } from '../../src/languages.ts';
import { realContent } from '../support/real-model.ts';

const { canned } = realContent();
const french = [...(canned.get('fr') ?? [])];

describe.each(FULL_LANGUAGES)('the ready-made replies in %s', (language) => {
  const own = canned.get(language) ?? new Map<string, string>();

  it('are those of French', () => {
    expect([...own.keys()].sort()).toEqual(french.map(([id]) => id).sort());
  });

  it('name no number that French does not name', () => {
    const numbersIn = (text: string): string[] => text.match(/\d[\d ]*\d/g) ?? [];
    const known = new Set(french.flatMap(([, text]) => numbersIn(text)));
    expect([...own.values()].flatMap(numbersIn).filter((number) => !known.has(number))).toEqual([]);
  });

  it('fit into two parts of an SMS, three in other scripts', () => {
    expect([...own].filter(([, text]) => text.length > 200).map(([id]) => id)).toEqual([]);
  });
});

it('there is something ready for every step of a conversation', () => {
  expect(french.length).toBeGreaterThanOrEqual(20);
});
