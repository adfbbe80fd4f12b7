import type { LinearClassifier } from './linear-classifier.ts';
import type { SparseVector } from './sparse-vector.ts';

/** What a head believes a message to be; a margin above 0 is inside, some -1 well outside. */
export interface Belief {
  readonly label: string;
  readonly margin: number;
}

/** The likeliest label of a message, or undefined for a message of which no word is known. */
export function likeliest(classifier: LinearClassifier, vector: SparseVector): Belief | undefined {
  if (vector.indices.length === 0) return undefined;
  const margins = classifier.scores(vector);
  let best = 0;
  for (let row = 1; row < margins.length; row += 1) if ((margins[row] ?? 0) > (margins[best] ?? 0)) best = row;
  const label = classifier.labels[best];
  return label === undefined ? undefined : { label, margin: margins[best] ?? 0 };
}
