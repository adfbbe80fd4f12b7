import type { Glossary } from '../understanding/glossary.ts';
import { learnVocabulary } from '../understanding/learn-vocabulary.ts';
import { normalise } from '../understanding/normalise.ts';
import { type SparseVector, Vocabulary } from '../understanding/vocabulary.ts';

/** A line that people say of a topic, in one language. */
export interface SaidLine {
  readonly topic: string;
  readonly text: string;
}

export interface AlikeLines {
  readonly one: SaidLine;
  readonly other: SaidLine;
  /** Cosine of their features, 0 to 1. */
  readonly likeness: number;
}

/**
 * Pairs of lines of one language that say nearly the same in nearly the same words: under one topic the second teaches nothing, under
 * two topics one of them may stand wrong. The most alike first.
 */
export function alikeLines(lines: readonly SaidLine[], glossary: Glossary, least: number): AlikeLines[] {
  const read = lines.map(({ text }) => glossary.read(normalise(text)));
  const vocabulary = new Vocabulary(learnVocabulary(read, 1), glossary);
  const { offsets, indices, values } = vocabulary.vectorsOf(read);
  const found: AlikeLines[] = [];
  /** Lines before this one, by feature, with their values. */
  const before: { readonly line: number; readonly value: number }[][] = [];
  for (let line = 0; line < lines.length; line += 1) {
    const [from, end] = [offsets[line], offsets[line + 1]];
    const vector = { indices: indices.subarray(from, end), values: values.subarray(from, end) };
    for (const [other, likeness] of likenesses(vector, before, line))
      if (likeness >= least)
        found.push({ one: lines[other] as SaidLine, other: lines[line] as SaidLine, likeness: round(likeness) });
    for (const [at, feature] of vector.indices.entries()) {
      before[feature] ??= [];
      before[feature].push({ line, value: vector.values[at] ?? 0 });
    }
  }
  return found.sort((one, other) => other.likeness - one.likeness);
}

function likenesses(
  { indices, values }: SparseVector,
  before: readonly (readonly { readonly line: number; readonly value: number }[] | undefined)[],
  count: number,
): Iterable<[line: number, likeness: number]> {
  const sums = new Float64Array(count);
  for (const [at, feature] of indices.entries())
    for (const { line, value } of before[feature] ?? []) sums[line] = (sums[line] ?? 0) + value * (values[at] ?? 0);
  return sums.entries();
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
