import { describe, expect, it } from 'vitest';
import { randomNumbers } from '../../src/understanding/random.ts';
import { type Rows, type Task, trainSvm } from '../../src/understanding/train-svm.ts';

const FEATURES = 60;
const PER_ROW = 8;

/** Rows of length 1 with random features; those of the label have more of the first ten. */
function examples(count: number, share: number): { rows: Rows; task: Task } {
  const random = randomNumbers(5);
  const inside = Uint8Array.from({ length: count }, () => (random() < share ? 1 : 0));
  const indices = Int32Array.from({ length: count * PER_ROW }, (_, at) =>
    Math.floor(random() * (inside[Math.floor(at / PER_ROW)] === 1 && at % 2 === 0 ? 10 : FEATURES)),
  );
  const rows = {
    offsets: Uint32Array.from({ length: count + 1 }, (_, row) => row * PER_ROW),
    indices,
    values: new Float32Array(indices.length).fill(1 / Math.sqrt(PER_ROW)),
    dense: new Float32Array(0),
    dimensions: 0,
    size: FEATURES,
    lengths: new Float32Array(count).fill(2),
  };
  const costs = Float32Array.from({ length: count }, () => 0.5 + random());
  return { rows, task: { chosen: Int32Array.from({ length: count }, (_, row) => row), inside, costs } };
}

function marginOf(weights: Float32Array, { indices, values, size }: Rows, row: number): number {
  let sum = weights[size] ?? 0;
  for (let at = row * PER_ROW; at < (row + 1) * PER_ROW; at += 1)
    sum += (weights[indices[at] ?? 0] ?? 0) * (values[at] ?? 0);
  return sum;
}

/** What a support vector machine makes least: half the squared weights, and the cost of each squared miss. */
function objective(weights: Float32Array, rows: Rows, { chosen, inside, costs }: Task): number {
  const misses = [...chosen].map((row) => {
    const miss = Math.max(0, 1 - (inside[row] === 1 ? 1 : -1) * marginOf(weights, rows, row));
    return (costs[row] ?? 0) * miss * miss;
  });
  return weights.reduce((sum, weight) => sum + weight * weight, 0) / 2 + misses.reduce((sum, miss) => sum + miss, 0);
}

describe.each([
  ['few rows', 400, 0.01],
  ['many rows', 30_000, 0.02],
])('of %s', (_, count, tolerance) => {
  const { rows, task } = examples(count, 0.2);
  const weights = trainSvm(rows, task);

  it('no small step in any direction makes it much better', () => {
    const reached = objective(weights, rows, task);
    const step = 0.05;
    for (let at = 0; at <= FEATURES; at += 1)
      for (const sign of [-1, 1]) {
        const moved = weights.slice();
        moved[at] = (moved[at] ?? 0) + sign * step;
        expect(objective(moved, rows, task)).toBeGreaterThan(reached * (1 - tolerance));
      }
  });

  it('tells most rows of the label from the others', () => {
    const right = [...task.chosen].filter((row) => marginOf(weights, rows, row) > 0 === (task.inside[row] === 1));
    expect(right.length / count).toBeGreaterThan(0.9);
  });

  it('is the same each time', () => {
    expect(trainSvm(rows, task)).toEqual(weights);
  });
});

it('rows that were not chosen have no say', () => {
  const { rows, task } = examples(400, 0.2);
  const chosen = task.chosen.filter((row) => row % 2 === 0);
  const others = task.inside.map((inside, row) => (row % 2 === 0 ? inside : 1 - inside));
  expect(trainSvm(rows, { ...task, chosen, inside: others })).toEqual(trainSvm(rows, { ...task, chosen }));
});
