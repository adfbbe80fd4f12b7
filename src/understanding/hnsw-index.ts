import { createRequire } from 'node:module';
import type { HierarchicalNSW } from 'hnswlib-node';
import type { Index, Neighbour } from './nearest.ts';

const LINKS = 16;
const BUILD_WIDTH = 200;
const SEARCH_WIDTH = 100;

/** Approximate search through a layered graph (hnswlib): for bases of more than some ten thousand vectors. */
export class HnswIndex implements Index {
  readonly size: number;
  private readonly graph: HierarchicalNSW;

  constructor(vectors: readonly Float32Array[]) {
    // Loaded only when a base is that large: the module is native.
    const { HierarchicalNSW: Graph } = createRequire(import.meta.url)('hnswlib-node') as typeof import('hnswlib-node');
    this.size = vectors.length;
    this.graph = new Graph('ip', vectors[0]?.length ?? 1);
    this.graph.initIndex(Math.max(1, this.size), LINKS, BUILD_WIDTH);
    this.graph.setEf(SEARCH_WIDTH);
    for (const [label, vector] of vectors.entries()) this.graph.addPoint(Array.from(vector), label);
  }

  nearest(vector: Float32Array, count: number): Neighbour[] {
    if (this.size === 0) return [];
    const { neighbors, distances } = this.graph.searchKnn(Array.from(vector), Math.min(count, this.size));
    return neighbors.map((label, index) => ({ label, similarity: 1 - (distances[index] ?? 1) }));
  }
}
