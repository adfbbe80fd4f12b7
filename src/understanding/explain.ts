import type { Glossary } from './glossary.ts';
import type { Mind } from './mind.ts';
import { normalise } from './normalise.ts';
import type { SparseVector } from './vocabulary.ts';

/** Why a message is taken for a topic. */
export interface Explanation {
  readonly topic: string;
  /** Words of the message with how much the topic loses without them; below 0, they speak against it. Weightiest first. */
  readonly words: readonly { readonly word: string; readonly weight: number }[];
  /** Concepts of the glossary found in the message. */
  readonly concepts: readonly string[];
  /** Lines of the topic that are most like the message; 1 is the same. */
  readonly nearest: readonly { readonly text: string; readonly likeness: number }[];
}

const MOST_WORDS = 8;
const MOST_NEAREST = 3;

/**
 * Shows what stands behind a topic's score, so that a coordinator sees why and which line to add or mend.
 *
 * @param lines what people say of the topic, to look for the nearest in
 */
export function explain(text: string, topic: string, lines: readonly string[], mind: Mind): Explanation {
  const column = mind.topics.indexOf(topic);
  const marginOf = (part: string): number => mind.lookAt(normalise(part)).topics[column] ?? 0;
  const whole = marginOf(text);
  const said = text.split(/\s+/).filter((word) => word !== '');
  const words = said.map((word, index) => ({
    word,
    weight: round(whole - marginOf(said.filter((_, other) => other !== index).join(' '))),
  }));
  const own = mind.lookAt(normalise(text)).sparse;
  const nearest = lines.map((line) => ({
    text: line,
    likeness: round(likeness(own, mind.vocabulary.vectorOf(normalise(line)))),
  }));
  return {
    topic,
    words: words.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight)).slice(0, MOST_WORDS),
    concepts: conceptNames(text, mind.glossary),
    nearest: nearest.sort((one, other) => other.likeness - one.likeness).slice(0, MOST_NEAREST),
  };
}

function conceptNames(text: string, glossary: Glossary): string[] {
  return [...new Set(glossary.read(normalise(text)).concepts.map((concept) => glossary.nameOf(concept)))];
}

/** Cosine of two vectors of length 1. */
function likeness(one: SparseVector, other: SparseVector): number {
  const values = new Map<number, number>();
  for (const [at, index] of one.indices.entries()) values.set(index, one.values[at] ?? 0);
  let sum = 0;
  for (const [at, index] of other.indices.entries()) sum += (values.get(index) ?? 0) * (other.values[at] ?? 0);
  return sum;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
