import { type Assistant, vectorOf } from '../src/content/load-assistant.ts';
import { TOPICS_NEAR_DANGER } from '../src/understanding/danger.ts';
import { type Understanding, type Utterance, understand } from '../src/understanding/understand.ts';
import type { EvalSet } from './eval-set.ts';

/** Percentages of one language; `wrong` and both sorts of alarms are better the lower. */
export interface Score {
  readonly top1: number;
  readonly top3: number;
  /** Questions answered with another topic's answer. */
  readonly wrong: number;
  readonly dangerRecall: number;
  /** Of lines that only just are no danger. */
  readonly falseAlarms: number;
  /** Danger raised for what people write every day: questions, and what is none of ours. */
  readonly dailyAlarms: number;
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

export async function scoreSet(set: EvalSet, assistant: Assistant): Promise<Scored> {
  const confusions: Confusion[] = [];
  const languages = { right: 0, all: 0 };
  const take = async (utterance: Utterance): Promise<Understanding> =>
    understand({ ...utterance, vector: await vectorOf(assistant, utterance.text) }, assistant.model);
  const read = async (text: string): Promise<Understanding> => {
    const understanding = await take({ text });
    languages.all += 1;
    if (understanding.language === set.language) languages.right += 1;
    return understanding;
  };
  const note = (text: string, expected: string, got: string): void => void confusions.push({ text, expected, got });

  const questions = Object.entries(set.topics).flatMap(([topic, texts]) => texts.map((text) => ({ topic, text })));
  const asked = await each(questions, async ({ topic, text }) => ({ topic, text, understanding: await read(text) }));
  for (const { topic, text, understanding } of asked) {
    const { decision, candidates, danger } = understanding;
    if (candidates[0]?.topic !== topic)
      note(text, topic, danger ? `danger ${danger.rule}` : `${decision} ${candidates[0]?.topic ?? ''}`);
  }
  const dangers = await each(set.danger, async ({ class: expected, text }) => ({
    expected,
    text,
    found: (await read(text)).danger,
  }));
  for (const { expected, text, found } of dangers) if (found === null) note(text, `danger ${expected}`, 'calm');
  const calm = await each(set.calm, async (text) => ({ text, found: (await read(text)).danger }));
  for (const { text, found } of calm) if (found !== null) note(text, 'calm', `danger ${found.rule}`);
  const commands = await each(set.commands, async ({ command, text }) => {
    const { command: found, setting } = await take({ text, language: set.language });
    // Who lets us write first again takes a STOP back: that is what START does.
    return { command, text, found: found ?? (setting?.set === 'write-first' ? 'start' : null) };
  });
  for (const { command, text, found } of commands) if (found !== command) note(text, command, found ?? 'no command');
  for (const text of set.language_only ?? []) await read(text);
  const outside = await each(set.out_of_scope, async (text) => ({ text, ...(await read(text)) }));
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
      dailyAlarms: share(
        [
          ...asked.filter(({ topic }) => !TOPICS_NEAR_DANGER.has(topic)).map(({ understanding }) => understanding),
          ...outside,
        ],
        ({ danger }) => danger !== null,
      ),
      commands: share(commands, ({ command, found }) => command === found),
      refused: share(outside, ({ decision }) => decision !== 'answer'),
      language: (100 * languages.right) / languages.all,
    },
  };
}

/** One after the other: they are many, and the sentence model takes one text at a time. */
async function each<Item, Result>(items: readonly Item[], take: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await take(item));
  return results;
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 100 : (100 * items.filter(holds).length) / items.length;
}
