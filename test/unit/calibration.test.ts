import { expect, it } from 'vitest';
import { calibrationError } from '../../src/content/cross-validate.ts';

const judged = (score: number, count: number, right: number) =>
  Array.from({ length: count }, (_, index) => ({
    labels: ['custody'],
    taken: index < right ? 'custody' : 'divorce',
    score,
  }));

it.each([
  ['said as often as it comes true', [...judged(0.8, 10, 8), ...judged(0.3, 10, 3)], 0],
  ['always sure and always right', judged(1, 5, 5), 0],
  ['sure of what comes true half the time', judged(1, 10, 5), 0.5],
  ['wrong in one half of the lines only', [...judged(0.9, 10, 5), ...judged(0.2, 10, 2)], 0.2],
  ['of nothing', [], 0],
])('the calibration error of probabilities %s', (_, lines, error) => {
  expect(calibrationError(lines)).toBeCloseTo(error, 6);
});
