import { describe, expect, it } from 'vitest';
import { auroc, mean, quantile, rejectedAt, slopeOf } from '../../bench/measures.ts';

const HUNDRED = Array.from({ length: 100 }, (_, index) => index + 1);

describe('how well a score parts inside from outside', () => {
  it.each([
    ['all inside above', [3, 4, 5], [0, 1, 2], 1],
    ['all inside below', [0, 1, 2], [3, 4, 5], 0],
    ['one pair of four the wrong way round', [2, 4], [1, 3], 0.75],
    ['all equal', [1, 1, 1], [1, 1], 0.5],
    ['a tie of one pair', [2, 3], [2, 1], 0.875],
    ['nothing understood at all', [Number.NEGATIVE_INFINITY, 1], [Number.NEGATIVE_INFINITY], 0.75],
  ])('%s', (_, inside, outside, expected) => {
    expect(auroc(inside, outside)).toBeCloseTo(expected, 10);
  });

  it('agrees with counting every pair', () => {
    const inside = HUNDRED.map((value) => (value * 37) % 41);
    const outside = HUNDRED.map((value) => (value * 23) % 29);
    const wins = inside.flatMap((one) => outside.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
    expect(auroc(inside, outside)).toBeCloseTo(mean(wins), 10);
  });
});

describe('the share of the outside that is rejected', () => {
  it.each([
    ['five of a hundred may be lost', 0.95, HUNDRED, [1, 5, 5.5, 6, 7], 60],
    ['nobody may be lost', 1, HUNDRED, [0, 0.5, 1, 2], 50],
    ['all outside below', 0.95, HUNDRED, [-1, 0], 100],
    ['all outside above', 0.95, HUNDRED, [101, 102], 0],
    ['one of twenty', 0.95, HUNDRED.slice(0, 20), [1, 2], 50],
    ['equal scores are accepted', 0.95, [1, 1, 1], [1, 1], 0],
  ])('%s', (_, accepted, inside, outside, expected) => {
    expect(rejectedAt(accepted, inside, outside)).toBeCloseTo(expected, 10);
  });
});

describe('how much one figure grows with another', () => {
  it.each<[string, [number, number][], number]>([
    [
      'a line',
      [
        [0, 1],
        [1, 3],
        [2, 5],
      ],
      2,
    ],
    [
      'nothing but noise around a level',
      [
        [0, 4],
        [1, 6],
        [2, 6],
        [3, 4],
      ],
      0,
    ],
    [
      'falling',
      [
        [0, 2],
        [4, 0],
      ],
      -0.5,
    ],
  ])('%s', (_, pairs, expected) => {
    expect(slopeOf(pairs)).toBeCloseTo(expected, 10);
  });
});

describe('quantiles', () => {
  it.each([
    [0.5, HUNDRED, 51],
    [0.99, HUNDRED, 100],
    [1, HUNDRED, 100],
    [0, HUNDRED, 1],
    [0.5, [7], 7],
    [0.5, [3, 1, 2], 2],
  ])('%d', (share, values, expected) => {
    expect(quantile(values, share)).toBe(expected);
  });

  it('has none of nothing', () => {
    expect(quantile([], 0.5)).toBeNaN();
  });
});
