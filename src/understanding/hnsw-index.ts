import { createRequire } from 'node:module';
import type { HierarchicalNSW } from 'hnswlib-node';
import type { Index, Neighbour } from './nearest.ts';

const LINKS = 16;
const BUILD_WIDTH = 200;
/** Wide enough for a message that is like none of the lines: there half as much loses three of a hundred neighbours. */
const SEARCH_WIDTH = 200;

/** Approximate search through a layered graph (hnswlib): for bases of more than some ten thousand vectors. */
export class HnswIndex implements Index {
  readonly size: number;
  /** For whoever keeps it in a file. */
  readonly graph: HierarchicalNSW;

  constructor(graph: HierarchicalNSW) {
    this.size = graph.getCurrentCount();
    this.graph = graph;
    graph.setEf(SEARCH_WIDTH);
  }

  nearest(vector: Float32Array, count: number): Neighbour[] {
    if (this.size === 0) return [];
    const { neighbors, distances } = this.graph.searchKnn(Array.from(vector), Math.min(count, this.size));
    return neighbors.map((label, index) => ({ label, similarity: 1 - (distances[index] ?? 1) }));
  }
}

/** The graph over vectors of unit length. Slow: seconds for some ten thousand. The same vectors give the same graph. */
export function buildGraph(vectors: readonly Float32Array[]): HierarchicalNSW {
  const graph = emptyGraph(vectors[0]?.length ?? 1);
  graph.initIndex(Math.max(1, vectors.length), LINKS, BUILD_WIDTH);
  for (const [label, vector] of vectors.entries()) graph.addPoint(Array.from(vector), label);
  return graph;
}

/** A graph without vectors, to be built or read into. */
export function emptyGraph(dimensions: number): HierarchicalNSW {
  // Loaded only when a base is that large: the module is native.
  const { HierarchicalNSW: Graph } = createRequire(import.meta.url)('hnswlib-node') as typeof import('hnswlib-node');
  return new Graph('ip', dimensions);
}
