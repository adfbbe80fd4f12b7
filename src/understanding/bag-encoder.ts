import type { Encoder } from './encoder.ts';
import { eachPiece, hash32 } from './features.ts';
import type { Glossary } from './glossary.ts';
import { normalise } from './normalise.ts';

export const ROWS = 65_536;
export const DIMENSIONS = 64;
const SHORTEST_PIECE = 3;
const LONGEST_PIECE = 5;
const WORD_SEED = 11;
/** Rows of a text are added up: the pieces, of which there are many, count less each. */
const WEIGHTS = { word: 1, concept: 1, piece: 0.3 } as const;

/** Visits the rows of a text with their weights; a row may come more than once. */
export function eachRow(text: string, glossary: Glossary, visit: (row: number, weight: number) => void): void {
  const { words, concepts } = glossary.read(normalise(text));
  for (const word of words) visit(hash32(word, WORD_SEED) % ROWS, WEIGHTS.word);
  for (const word of words)
    eachPiece(word, SHORTEST_PIECE, LONGEST_PIECE, (piece) =>
      visit((piece ^ (piece >>> 16)) & (ROWS - 1), WEIGHTS.piece),
    );
  for (const concept of concepts) visit((Math.imul(concept + 1, 0x9e3779b1) >>> 7) & (ROWS - 1), WEIGHTS.concept);
}

/**
 * The built-in encoder: a vector for each word, piece of a word and concept, added up. The vectors were trained so that lines
 * that mean the same in different languages lie close together (`train-encoder.ts`); here they are bytes.
 */
export class BagEncoder implements Encoder {
  readonly dimensions = DIMENSIONS;
  private readonly rows: Int8Array;
  private readonly glossary: Glossary;

  /** @param rows `ROWS` vectors of `DIMENSIONS` bytes */
  constructor(rows: Int8Array, glossary: Glossary) {
    if (rows.length !== ROWS * DIMENSIONS)
      throw new RangeError(
        `the encoder has ${rows.length} bytes, not ${ROWS * DIMENSIONS}: run "npm run train -- --encoder"`,
      );
    this.rows = rows;
    this.glossary = glossary;
  }

  encode(text: string): Float32Array {
    const sum = new Float32Array(DIMENSIONS);
    eachRow(text, this.glossary, (row, weight) => {
      const start = row * DIMENSIONS;
      for (let at = 0; at < DIMENSIONS; at += 1)
        sum[at] = (sum[at] as number) + weight * (this.rows[start + at] as number);
    });
    return toUnitLength(sum);
  }
}

/** In place; a vector of zeros stays one. */
function toUnitLength(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return vector;
  const scale = 1 / Math.sqrt(squares);
  for (let index = 0; index < vector.length; index += 1) vector[index] = (vector[index] as number) * scale;
  return vector;
}
