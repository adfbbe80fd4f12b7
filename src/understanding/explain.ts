import type { Glossary } from './glossary.ts';
import type { Impression, Mind } from './mind.ts';
import { normalise } from './normalise.ts';
import { LONGEST_READ } from './understand.ts';
import type { SparseVector } from './vocabulary.ts';

/** A word of a message with how much what it was taken for loses without it; below 0, it speaks against it. */
export interface WeighedWord {
  readonly word: string;
  readonly weight: number;
}

/** Why a message is taken for a topic. */
export interface Explanation {
  readonly topic: string;
  /** Weightiest first. */
  readonly words: readonly WeighedWord[];
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
 * @param lines what people say of the topic, to look for the nearest in; where a sentence model was learnt with, what it learnt
 *   from takes their place
 * @param vectors what that model sees in each of {@link textsToExplain}
 */
export function explain(
  text: string,
  topic: string,
  lines: readonly string[],
  mind: Mind,
  vectors: readonly Float32Array[] = [],
): Explanation {
  const column = mind.topics.indexOf(topic);
  return {
    topic,
    words: weighWords(text, ({ topics }) => topics[column] ?? 0, mind, vectors),
    concepts: conceptNames(text, mind.glossary),
    nearest: nearestLines(text, column, lines, mind, vectors[0]),
  };
}

/** Why danger is raised in words that no rule foresaw: the weightiest words first. */
export function explainDanger(text: string, mind: Mind, vectors: readonly Float32Array[] = []): WeighedWord[] {
  return weighWords(text, ({ danger }) => danger?.margin ?? 0, mind, vectors);
}

function weighWords(
  text: string,
  marginIn: (impression: Impression) => number,
  mind: Mind,
  vectors: readonly Float32Array[],
): WeighedWord[] {
  const margins = textsToExplain(text).map((part, index) => marginIn(mind.lookAt(normalise(part), vectors[index])));
  const [whole = 0, ...without] = margins;
  const words = wordsOf(text).map((word, index) => ({ word, weight: round(whole - (without[index] ?? 0)) }));
  return words.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight)).slice(0, MOST_WORDS);
}

/** The text, then the text without each of its words: what the sentence model must read before anything is explained. */
export function textsToExplain(text: string): string[] {
  const words = wordsOf(text);
  return [text, ...words.map((_, index) => words.filter((_word, other) => other !== index).join(' '))];
}

function wordsOf(text: string): string[] {
  return text
    .slice(0, LONGEST_READ)
    .split(/\s+/)
    .filter((word) => word !== '');
}

function nearestLines(
  text: string,
  topic: number,
  lines: readonly string[],
  { vocabulary, examples }: Mind,
  vector: Float32Array | undefined,
): Explanation['nearest'] {
  const own = vocabulary.vectorOf(normalise(text));
  const nearest =
    examples !== undefined && vector !== undefined
      ? examples.nearestOf(topic, vector, MOST_NEAREST)
      : lines.map((line) => ({ text: line, likeness: likeness(own, vocabulary.vectorOf(normalise(line))) }));
  return nearest
    .sort((one, other) => other.likeness - one.likeness)
    .slice(0, MOST_NEAREST)
    .map((line) => ({ text: line.text, likeness: round(line.likeness) }));
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
