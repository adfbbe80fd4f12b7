import { COMMANDS, type Command } from './commands.ts';
import { DANGER_CLASSES, type Danger } from './danger.ts';
import type { LinearClassifier } from './linear-classifier.ts';
import type { SparseVector } from './sparse-vector.ts';

/** From this margin on, the danger head raises: by cross-validation, some 2 % of ordinary lines do. */
const DANGER_MARGIN = -0.1;
/** One or two words are too few to believe danger from; the rules know the short cries. */
const SHORTEST_DANGER = 3;

/** Commands are short; a longer message mentions the word. */
const LONGEST_COMMAND = 9;
const COMMAND_MARGIN = 0;
/** What cannot be undone, or would cost the person our messages, needs more. */
const GRAVE: ReadonlySet<Command> = new Set<Command>(['stop', 'delete']);
const GRAVE_MARGIN = 0.5;
const SHORTEST_GRAVE = 3;

/** Danger in words that no rule foresaw; it counts as `soon`, since nobody has reviewed why. */
export function believedDanger(head: LinearClassifier, vector: SparseVector, normal: string): Danger | null {
  if (countWords(normal) < SHORTEST_DANGER) return null;
  const { label, margin } = likeliest(head, vector);
  const dangerClass = DANGER_CLASSES.find((name) => name === label);
  return dangerClass !== undefined && margin >= DANGER_MARGIN
    ? { class: dangerClass, severity: 'soon', rule: 'learned' }
    : null;
}

/** A command in words that no list holds. */
export function believedCommand(head: LinearClassifier, vector: SparseVector, normal: string): Command | null {
  const words = countWords(normal);
  if (words > LONGEST_COMMAND) return null;
  const { label, margin } = likeliest(head, vector);
  const command = COMMANDS.find((name) => name === label);
  if (command === undefined) return null;
  const enough = GRAVE.has(command) ? margin >= GRAVE_MARGIN && words >= SHORTEST_GRAVE : margin >= COMMAND_MARGIN;
  return enough ? command : null;
}

/** The likeliest label; a margin above 0 is inside, some -1 well outside. None for a message of which no word is known. */
function likeliest(head: LinearClassifier, vector: SparseVector): { label: string | undefined; margin: number } {
  if (vector.indices.length === 0) return { label: undefined, margin: Number.NEGATIVE_INFINITY };
  const margins = head.scores(vector);
  let best = 0;
  for (let row = 1; row < margins.length; row += 1) if ((margins[row] ?? 0) > (margins[best] ?? 0)) best = row;
  return { label: head.labels[best], margin: margins[best] ?? Number.NEGATIVE_INFINITY };
}

function countWords(normal: string): number {
  return normal.split(' ').length;
}
