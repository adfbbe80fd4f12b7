import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Glossary } from '../../src/understanding/glossary.ts';
import { learnVocabulary } from '../../src/understanding/learn-vocabulary.ts';
import { type NormalText, normalise } from '../../src/understanding/normalise.ts';
import { Vocabulary } from '../../src/understanding/vocabulary.ts';

const GLOSSARY = new Glossary([
  new Map([
    ['child', ['enfant', 'gosse*']],
    ['pay', ['paie', 'payer']],
  ]),
]);
const EXAMPLES = ['mon ex ne paie pas', 'qui paie la crèche de mon enfant', 'mes gosses ont faim', 'payer la crèche'];

function vocabularyOf(examples: readonly string[], leastExamples = 1): Vocabulary {
  const read = examples.map((text) => GLOSSARY.read(normalise(text)));
  return new Vocabulary(learnVocabulary(read, leastExamples), GLOSSARY);
}

const vocabulary = vocabularyOf(EXAMPLES);
const WORDS = [...new Set(EXAMPLES.join(' ').split(' ')), 'xyz', 'paieee', 'i', ''];
const texts = fc.array(fc.array(fc.constantFrom(...WORDS), { maxLength: 30 }).map((words) => words.join(' ')));

describe('the vectors of many texts', () => {
  it('are those of each', () => {
    fc.assert(
      fc.property(texts, (some) => {
        const normal = some.map(normalise);
        const { offsets, indices, values } = vocabulary.vectorsOf(normal.map((text) => GLOSSARY.read(text)));
        for (const [number, text] of normal.entries()) {
          const alone = vocabulary.vectorOf(text);
          expect([...indices.subarray(offsets[number], offsets[number + 1])]).toEqual([...alone.indices]);
          expect([...values.subarray(offsets[number], offsets[number + 1])]).toEqual([...alone.values]);
        }
      }),
    );
  });
});

describe('the vector of a text', () => {
  const vectorOf = (text: string) => vocabulary.vectorOf(normalise(text));

  it('has length 1, or none when nothing of it is known', () => {
    for (const text of EXAMPLES)
      expect(vectorOf(text).values.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 5);
    expect(vectorOf('ŋ').indices).toHaveLength(0);
    expect(vocabulary.vectorOf('' as NormalText)).toMatchObject({ known: 0, concepts: [] });
  });

  it('is known all the more, the more of its words examples have', () => {
    const shares = ['mon ex ne paie pas', 'mon ex ne paie rien', 'ŋ ŋŋ ŋŋŋ'].map((text) => vectorOf(text).known);
    expect(shares[0]).toBe(1);
    expect(shares[1]).toBeLessThan(1);
    expect(shares[1]).toBeGreaterThan(0);
    expect(shares[2]).toBe(0);
  });

  it('leaves nothing behind for the next', () => {
    const before = vectorOf('mes gosses ont faim');
    vectorOf('mon ex ne paie pas '.repeat(400));
    expect(vectorOf('mes gosses ont faim')).toEqual(before);
  });

  it('has no feature of fewer lines than wanted', () => {
    expect(vocabularyOf(EXAMPLES, 2).size).toBeLessThan(vocabulary.size);
    expect(vocabularyOf(EXAMPLES, 5).size).toBe(0);
  });
});
