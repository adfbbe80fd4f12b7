import { describe, expect, it } from 'vitest';
import { FULL_LANGUAGES } from '../../src/languages.ts';
import { formOf, Glossary } from '../../src/understanding/glossary.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { realContent } from '../support/real-model.ts';

const french = new Map([
  ['child', ['enfant*', 'gosse*', 'mes petits']],
  ['does-not-pay', ['ne paie pas', 'paie plus']],
  ['judge', ['juge', 'juges']],
]);
const dutch = new Map([
  ['child', ['kind*', 'kleintje*']],
  ['judge', ['rechter*']],
]);
const glossary = new Glossary(
  [french, dutch],
  [
    new Map([
      ['pr', 'pour'],
      ['rdv', 'rendez-vous'],
    ]),
  ],
);

function conceptsIn(text: string): string[] {
  return glossary.read(normalise(text)).concepts.map((concept) => glossary.nameOf(concept));
}

describe('concepts in a text', () => {
  it.each([
    ['les enfants', ['child']],
    ['DES GOSSES', ['child']],
    ['de kinderen en de rechtbank', ['child']],
    ['mes petits dorment', ['child']],
    ['le juge a dit que mon ex ne paie pas pour l’enfant', ['judge', 'does-not-pay', 'child']],
    ['jugement', []],
    ['', []],
  ])('%s', (text, concepts) => {
    expect(conceptsIn(text)).toEqual(concepts);
  });

  it('are the same in each language', () => {
    expect(conceptsIn('kinderen rechter')).toEqual(conceptsIn('enfants juge'));
  });
});

it('what is shortened is written out beside it', () => {
  expect(glossary.read(normalise('un rdv pr demain')).words).toEqual([
    'un',
    'rdv',
    'rendez',
    'vous',
    'pr',
    'pour',
    'demain',
  ]);
});

describe('a word that two languages know', () => {
  const both = new Glossary([
    new Map([
      ['can', ['kan']],
      ['death', ['sterven']],
      ['i-me', ['ik']],
    ]),
    new Map([
      ['blood', ['kan']],
      ['comes-out', ['akiyor']],
      ['i-me', ['ben']],
    ]),
  ]);
  const conceptsOf = (text: string): string[] =>
    both.read(normalise(text)).concepts.map((concept) => both.nameOf(concept));

  it.each([
    ['is of the language of the others: Dutch', 'kan ik sterven', ['can', 'i-me', 'death']],
    ['is of the language of the others: Turkish', 'kan akiyor', ['blood', 'comes-out']],
    ['may be of both where nothing tells', 'kan', ['can', 'blood']],
    [
      'and what only the other language knows is known still',
      'kan ik sterven akiyor',
      ['can', 'i-me', 'death', 'comes-out'],
    ],
  ])('%s', (_what, text, concepts) => {
    expect(conceptsOf(text)).toEqual(concepts);
  });
});

it('small words tell the language and are no concepts', () => {
  const french = new Map([
    ['tea', ['the']],
    ['cup', ['tasse']],
    ['small-word', ['une', 'de']],
  ]);
  const english = new Map([
    ['door', ['door']],
    ['small-word', ['the', 'of']],
  ]);
  const both = new Glossary([french, english]);
  const conceptsOf = (text: string): string[] =>
    both.read(normalise(text)).concepts.map((concept) => both.nameOf(concept));
  expect(conceptsOf('une tasse de thé')).toEqual(['cup', 'tea']);
  expect(conceptsOf('the door')).toEqual(['door']);
});

describe('what Arabic joins to a word', () => {
  const arabic = new Glossary([
    new Map([
      ['door', ['باب']],
      ['blood', ['دم', 'دمها']],
      ['in-front', [formOf('أمام الباب')]],
      ['child', ['ولد', formOf('أولاد*')]],
    ]),
  ]);
  const conceptsOf = (text: string): string[] =>
    arabic.read(normalise(text)).concepts.map((concept) => arabic.nameOf(concept));

  it.each([
    ['باب', ['door']],
    ['الباب', ['door']],
    ['والباب', ['door']],
    ['بالباب', ['door']],
    ['للولد', ['child']],
    ['وأولادي', ['child']],
    ['فالباب', ['door']],
    // A word of the list is that word, whatever its first letter could be.
    ['ولد', ['child']],
    ['والدم', ['blood']],
    // Too little would remain.
    ['ودم', []],
    ['ودمها', ['blood']],
  ])('%s', (text, concepts) => {
    expect(conceptsOf(text)).toEqual(concepts);
  });
});

it('a beginning may be as long as German makes it', () => {
  const german = new Glossary([new Map([['bailiff', ['gerichtsvollzieher*']]])]);
  expect(german.read(normalise('die Gerichtsvollzieherin')).concepts).toHaveLength(1);
});

it('digits tell words and are one and the same as features', () => {
  const numbers = new Glossary([new Map([['emergency', ['112', 'article 27']]])], [new Map([['3la', 'على']])]);
  expect(numbers.read(normalise('le 112 ou 100 3la')).words).toEqual(['le', '000', 'ou', '000', '0la', 'علي']);
  expect(numbers.read(normalise('le 112 ou 100')).concepts).toHaveLength(1);
});

describe('the glossary of the project', () => {
  const { concepts } = realContent();
  const languages = FULL_LANGUAGES;

  it.each(languages)('%s has two forms or more for every concept, and none claims more than three', (language) => {
    const own = concepts.get(language) ?? new Map<string, readonly string[]>();
    const ids = new Set([...concepts.values()].flatMap((one) => [...one.keys()]));
    expect([...ids].filter((id) => (own.get(id)?.length ?? 0) < 2)).toEqual([]);
    const claims = new Map<string, number>();
    for (const forms of own.values()) for (const form of new Set(forms)) claims.set(form, (claims.get(form) ?? 0) + 1);
    expect([...claims].filter(([, count]) => count > 3)).toEqual([]);
  });
});

describe('the parallel lines of the project', () => {
  const { parallel } = realContent();

  it('are known in every language', () => {
    expect([...parallel.keys()].sort()).toEqual([...FULL_LANGUAGES].sort());
    const french = [...(parallel.get('fr')?.keys() ?? [])];
    expect(french).toHaveLength(2_229);
    const missing = [...parallel].flatMap(([language, lines]) =>
      french.filter((id) => !lines.has(id)).map((id) => `${language} ${id}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('the abbreviations of the project', () => {
  const { abbreviations } = realContent();

  it.each(FULL_LANGUAGES)('%s writes out what people shorten: one word each', (language) => {
    const own = [...(abbreviations.get(language) ?? [])];
    expect(own.length).toBeGreaterThanOrEqual(50);
    expect(own.filter(([short]) => normalise(short) === '' || normalise(short).includes(' '))).toEqual([]);
  });
});
