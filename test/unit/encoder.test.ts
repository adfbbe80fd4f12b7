import { describe, expect, it } from 'vitest';
import { BagEncoder, DIMENSIONS, ROWS } from '../../src/understanding/bag-encoder.ts';
import { Glossary } from '../../src/understanding/glossary.ts';
import { trainEncoder } from '../../src/understanding/train-encoder.ts';

const LINES = [
  ['mon ex ne paie plus la pension', 'mijn ex betaalt het onderhoudsgeld niet meer', 'أبو الأولاد لا يدفع النفقة'],
  ['je cherche une place en crèche', 'ik zoek een plaats in de opvang', 'أبحث عن حضانة لطفلي'],
  ['on va nous expulser du logement', 'we worden uit ons huis gezet', 'سيطردوننا من البيت'],
  ['il me faut un avocat gratuit', 'ik heb een gratis advocaat nodig', 'أحتاج محاميا مجانيا'],
];
const glossary = new Glossary();

describe('the encoder', () => {
  const rows = trainEncoder(LINES, glossary, { steps: 60 });
  const encoder = new BagEncoder(rows, glossary);

  it('is the same from the same lines', () => {
    expect(Buffer.from(trainEncoder(LINES, glossary, { steps: 60 }).buffer).equals(Buffer.from(rows.buffer))).toBe(
      true,
    );
  });

  it('lays what means the same closest together, in any two languages', () => {
    const vectors = LINES.map((line) => line.map((text) => encoder.encode(text)));
    for (const [meaning, line] of vectors.entries())
      for (const one of line)
        for (let language = 0; language < 3; language += 1) {
          const likeness = vectors.map((other) => cosine(one, other[language] ?? new Float32Array()));
          expect(likeness.indexOf(Math.max(...likeness))).toBe(meaning);
        }
  });

  it.each(['', '!?', ' '])('gives no direction to nothing: %j', (text) => {
    expect([...encoder.encode(text)].every((value) => value === 0)).toBe(true);
  });

  it('is refused when its file was cut short', () => {
    expect(() => new BagEncoder(rows.slice(0, 1000), glossary)).toThrow(`not ${ROWS * DIMENSIONS}: run "npm run train`);
  });
});

function cosine(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
