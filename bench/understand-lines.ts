import type { EvalSet } from '../evals/eval-set.ts';

/** All lines of an eval set, whatever they are measured for. */
export function linesOf(set: EvalSet): string[] {
  return [
    ...questionsOf(set).map(({ text }) => text),
    ...set.danger.map(({ text }) => text),
    ...set.calm,
    ...set.commands.map(({ text }) => text),
    ...set.out_of_scope,
    ...set.chat,
    ...(set.language_only ?? []),
  ];
}

/** The questions of an eval set with the topics they are about. */
export function questionsOf({ topics }: EvalSet): { label: string; text: string }[] {
  return Object.entries(topics).flatMap(([label, texts]) => texts.map((text) => ({ label, text })));
}
