import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FeatureCounts } from '../../src/understanding/feature-counts.ts';

it('counts a feature once a text, whatever the number of features', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat({ max: 0xffffffff }), { maxLength: 60 }), { maxLength: 60 }), (texts) => {
      const counts = new FeatureCounts(10);
      const expected = new Map<number, number>();
      for (const [number, features] of texts.entries()) {
        for (const feature of features) counts.add(counts.numberOf(feature), number);
        for (const feature of new Set(features)) expected.set(feature, (expected.get(feature) ?? 0) + 1);
      }
      const found = counts.atLeast(1);
      expect(new Map(found.map(({ feature, count }) => [feature, count]))).toEqual(expected);
      expect(found.map(({ count }) => count)).toEqual([...expected.values()].sort((one, other) => other - one));
    }),
  );
});

it('grows without losing what it counted, and leaves out what is too rare', () => {
  const counts = new FeatureCounts(10);
  for (let feature = 0; feature < 100_000; feature += 1) counts.add(counts.numberOf(feature * 7919), 0);
  for (let feature = 0; feature < 10; feature += 1) counts.add(counts.numberOf(feature * 7919), 1);
  expect(counts.atLeast(1)).toHaveLength(100_000);
  expect(
    counts
      .atLeast(2)
      .map(({ feature }) => feature)
      .sort((one, other) => one - other),
  ).toEqual(Array.from({ length: 10 }, (_, feature) => feature * 7919));
});
