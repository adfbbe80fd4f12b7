import { type UnderstandingModel, understand } from '../src/understanding/understand.ts';
import type { EvalSet } from './eval-set.ts';

/** Percentages of one language; `wrong` and `falseAlarms` are better the lower. */
export interface Score {
  readonly top1: number;
  readonly top3: number;
  /** Questions answered with another topic's answer. */
  readonly wrong: number;
  readonly dangerRecall: number;
  readonly falseAlarms: number;
  readonly commands: number;
  /** Out-of-scope questions that got no answer. */
  readonly refused: number;
  readonly language: number;
}

export interface Confusion {
  readonly text: string;
  readonly expected: string;
  readonly got: string;
}

export interface Scored {
  readonly score: Score;
  readonly confusions: readonly Confusion[];
}

export function scoreSet(set: EvalSet, model: UnderstandingModel): Scored {
  const confusions: Confusion[] = [];
  const languages = { right: 0, all: 0 };
  const read = (text: string) => {
    const understanding = understand({ text }, model);
    languages.all += 1;
    if (understanding.language === set.language) languages.right += 1;
    return understanding;
  };
  const note = (text: string, expected: string, got: string): void => void confusions.push({ text, expected, got });

  const questions = Object.entries(set.topics).flatMap(([topic, texts]) => texts.map((text) => ({ topic, text })));
  const asked = questions.map(({ topic, text }) => ({ topic, text, understanding: read(text) }));
  for (const { topic, text, understanding } of asked) {
    const { decision, candidates, danger } = understanding;
    if (candidates[0]?.topic !== topic)
      note(text, topic, danger ? `danger ${danger.rule}` : `${decision} ${candidates[0]?.topic ?? ''}`);
  }
  const dangers = set.danger.map(({ class: expected, text }) => ({ expected, text, found: read(text).danger }));
  for (const { expected, text, found } of dangers) if (found === null) note(text, `danger ${expected}`, 'calm');
  const calm = set.calm.map((text) => ({ text, found: read(text).danger }));
  for (const { text, found } of calm) if (found !== null) note(text, 'calm', `danger ${found.rule}`);
  const commands = set.commands.map(({ command, text }) => ({
    command,
    text,
    found: understand({ text, language: set.language }, model).command,
  }));
  for (const { command, text, found } of commands) if (found !== command) note(text, command, found ?? 'no command');
  for (const text of set.language_only ?? []) read(text);
  const outside = set.out_of_scope.map((text) => ({ text, decision: read(text).decision }));
  for (const { text, decision } of outside) if (decision === 'answer') note(text, 'out of scope', 'answer');

  return {
    confusions,
    score: {
      top1: share(asked, ({ topic, understanding }) => understanding.candidates[0]?.topic === topic),
      top3: share(asked, ({ topic, understanding }) =>
        understanding.candidates.some((candidate) => candidate.topic === topic),
      ),
      wrong: share(
        asked,
        ({ topic, understanding }) => understanding.decision === 'answer' && understanding.topic !== topic,
      ),
      dangerRecall: share(dangers, ({ found }) => found !== null),
      falseAlarms: share(calm, ({ found }) => found !== null),
      commands: share(commands, ({ command, found }) => command === found),
      refused: share(outside, ({ decision }) => decision !== 'answer'),
      language: (100 * languages.right) / languages.all,
    },
  };
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 100 : (100 * items.filter(holds).length) / items.length;
}
