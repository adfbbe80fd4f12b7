import { expect, it } from 'vitest';
import { alikeLines } from '../../src/content/alike-lines.ts';
import { Glossary } from '../../src/understanding/glossary.ts';

const LINES = [
  { topic: 'rent-problem', text: 'mon proprio ne rend pas la garantie locative' },
  { topic: 'eviction', text: "l'huissier vient demain pour vider l'appartement" },
  { topic: 'rent-problem', text: 'mon proprio rend pas la garantie locative !!' },
  { topic: 'eviction', text: "l huissier vient demain vider l'appartement" },
  { topic: 'custody', text: 'une semaine sur deux chez chacun' },
  { topic: 'parenting-calendar', text: 'une semaine sur deux chez chacun' },
];

it('finds lines that nearly repeat each other, the most alike first, and whether they stand under two topics', () => {
  const found = alikeLines(LINES, new Glossary(), 0.6).map(({ one, other }) => [one.topic, other.topic]);
  expect(found[0]).toEqual(['custody', 'parenting-calendar']);
  expect(found.slice(1).sort()).toEqual([
    ['eviction', 'eviction'],
    ['rent-problem', 'rent-problem'],
  ]);
});

it('finds nothing among lines that only share small words', () => {
  expect(alikeLines(LINES.slice(0, 2), new Glossary(), 0.3)).toEqual([]);
});
