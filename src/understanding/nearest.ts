import { buildGraph, HnswIndex } from './hnsw-index.ts';

/** One stored vector that lies close to the one asked for. */
export interface Neighbour {
  /** Position of the vector in the order of adding. */
  readonly label: number;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
}

/** Finds the nearest of the vectors added. All vectors have unit length. */
export interface Index {
  readonly size: number;
  /** The `count` nearest, or all when there are fewer; nearest first. */
  nearest(vector: Float32Array, count: number): Neighbour[];
}

/** From so many vectors on, comparing with each takes longer than an answer may. */
export const LEAST_FOR_GRAPH = 10_000;

/** The index for some vectors: exact while they are few, from {@link LEAST_FOR_GRAPH} on a graph, which takes its time to build. */
export function indexOf(vectors: readonly Float32Array[]): Index {
  return vectors.length < LEAST_FOR_GRAPH ? new ExactIndex(vectors) : new HnswIndex(buildGraph(vectors));
}

/** Compares with every vector: exact, no build, fast enough up to some ten thousand. */
export class ExactIndex implements Index {
  readonly size: number;
  private readonly dimensions: number;
  private readonly values: Float32Array;

  constructor(vectors: readonly Float32Array[]) {
    this.size = vectors.length;
    this.dimensions = vectors[0]?.length ?? 0;
    this.values = new Float32Array(this.size * this.dimensions);
    for (const [label, vector] of vectors.entries()) {
      if (vector.length !== this.dimensions)
        throw new RangeError(`vector ${label} has ${vector.length} dimensions, not ${this.dimensions}`);
      this.values.set(vector, label * this.dimensions);
    }
  }

  nearest(vector: Float32Array, count: number): Neighbour[] {
    if (this.size > 0 && vector.length !== this.dimensions) {
      throw new RangeError(`the vector has ${vector.length} dimensions, not ${this.dimensions}`);
    }
    const best: Neighbour[] = [];
    for (let label = 0; label < this.size; label += 1) {
      const similarity = this.similarityTo(vector, label);
      const last = best[count - 1];
      if (last !== undefined && similarity <= last.similarity) continue;
      insert(best, { label, similarity }, count);
    }
    return best;
  }

  /** Hot: half a million products a message. The casts say what the loop's bounds guarantee. */
  private similarityTo(vector: Float32Array, label: number): number {
    const { values, dimensions } = this;
    const start = label * dimensions;
    let sum = 0;
    for (let at = 0; at < dimensions; at += 1) sum += (values[start + at] as number) * (vector[at] as number);
    return sum;
  }
}

function insert(best: Neighbour[], neighbour: Neighbour, count: number): void {
  let at = best.length;
  while (at > 0 && (best[at - 1]?.similarity ?? 0) < neighbour.similarity) at -= 1;
  best.splice(at, 0, neighbour);
  if (best.length > count) best.pop();
}
