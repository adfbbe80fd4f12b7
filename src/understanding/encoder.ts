/** Turns a text into a vector of unit length, so that texts that mean the same lie close together. */
export interface Encoder {
  readonly dimensions: number;
  /** Zero vector when nothing in the text is known. */
  encode(text: string): Float32Array;
}

/** A dense vector counts half beside the sparse one. */
export const DENSE_WEIGHT = 0.5;
