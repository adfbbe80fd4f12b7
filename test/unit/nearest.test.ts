import { describe, expect, it } from 'vitest';
import { buildGraph, HnswIndex } from '../../src/understanding/hnsw-index.ts';
import { ExactIndex, indexOf } from '../../src/understanding/nearest.ts';

const DIMENSIONS = 32;
const CLUSTERS = 40;

/** Unit vectors in clusters, as utterances of topics lie; the same ones each time. */
function clusteredVectors(count: number, seed: number): Float32Array[] {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const centres = Array.from({ length: CLUSTERS }, () => Array.from({ length: DIMENSIONS }, random));
  return Array.from({ length: count }, (_, index) => {
    const centre = centres[index % CLUSTERS] ?? [];
    const vector = Float32Array.from(centre, (value) => value + random() * 0.6);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  });
}

const vectors = clusteredVectors(3_000, 1);

describe('the exact index', () => {
  const index = new ExactIndex(vectors);

  it('finds a stored vector as its own nearest', () => {
    for (const label of [0, 17, 2_999]) {
      const [first] = index.nearest(vectors[label] ?? new Float32Array(0), 1);
      expect(first?.label).toBe(label);
      expect(first?.similarity).toBeCloseTo(1, 5);
    }
  });

  it('gives the nearest first, and all when fewer are there', () => {
    const found = new ExactIndex(vectors.slice(0, 4)).nearest(vectors[0] ?? new Float32Array(0), 10);
    expect(found).toHaveLength(4);
    expect(found.map(({ similarity }) => similarity)).toEqual(
      found.map(({ similarity }) => similarity).toSorted((a, b) => b - a),
    );
  });

  it('has nothing to find when empty', () => {
    expect(new ExactIndex([]).nearest(new Float32Array(DIMENSIONS), 5)).toEqual([]);
  });

  it('refuses a vector of another length', () => {
    expect(() => index.nearest(new Float32Array(3), 1)).toThrow('3 dimensions');
    expect(() => new ExactIndex([new Float32Array(2), new Float32Array(3)])).toThrow('dimensions');
  });
});

describe('the approximate index for large bases', () => {
  const all = clusteredVectors(12_100, 3);
  const many = all.slice(0, 12_000);
  const exact = new ExactIndex(many);
  const approximate = indexOf(many);

  it.each([
    ['like those added', all.slice(12_000)],
    ['unlike any of them', clusteredVectors(100, 7)],
  ])('finds what the exact one finds, with a recall of at least 0.99, for vectors %s', (_what, queries) => {
    expect(approximate).toBeInstanceOf(HnswIndex);
    expect(approximate.size).toBe(12_000);
    let found = 0;
    for (const query of queries) {
      const expected = new Map(exact.nearest(query, 10).map(({ label, similarity }) => [label, similarity]));
      for (const { label, similarity } of approximate.nearest(query, 10)) {
        const real = expected.get(label);
        if (real === undefined) continue;
        found += 1;
        expect(similarity).toBeCloseTo(real, 5);
      }
    }
    expect(found / (queries.length * 10)).toBeGreaterThanOrEqual(0.99);
  });

  it('has nothing to find when empty', () => {
    expect(new HnswIndex(buildGraph([])).nearest(new Float32Array(DIMENSIONS), 5)).toEqual([]);
  });
});

describe('the index for some vectors', () => {
  const many = clusteredVectors(10_000, 5);

  it.each([
    [0, ExactIndex],
    [9_999, ExactIndex],
    [10_000, HnswIndex],
  ])('of %i', (count, kind) => {
    const index = indexOf(many.slice(0, count));
    expect(index).toBeInstanceOf(kind);
    expect(index.size).toBe(count);
    if (count > 0) expect(index.nearest(many[17] ?? new Float32Array(), 1)[0]?.label).toBe(17);
  });
});
