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
  /** The same dangers, each told in one message with an everyday question. */
  readonly dangerBeside: number;
  /** Of lines that only just are no danger. */
  readonly falseAlarms: number;
  /** Danger raised for what people write every day: questions, what they say in between, and what is none of ours. */
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
  const everyday = questions.filter(({ topic }) => !TOPICS_NEAR_DANGER.has(topic));
  const beside = await each(set.danger, async ({ text }, at) => {
    const message = besideQuestion(text, everyday[(at * STRIDE) % everyday.length]?.text ?? '', at);
    return (await take({ text: message })).danger;
  });
  const calm = await each(set.calm, async (text) => ({ text, found: (await read(text)).danger }));
  for (const { text, found } of calm) if (found !== null) note(text, 'calm', `danger ${found.rule}`);
  const commands = await each(set.commands, async ({ command, text }) => {
    const { command: found, setting } = await take({ text, language: set.language });
    // Who lets us write first again takes a STOP back: that is what START does.
    return { command, text, found: found ?? (setting?.set === 'write-first' ? 'start' : null) };
  });
  for (const { command, text, found } of commands) if (found !== command) note(text, command, found ?? 'no command');
  for (const text of set.language_only ?? []) await read(text);
  const chat = await each(set.chat, async (text) => ({ text, found: (await read(text)).danger }));
  for (const { text, found } of chat) if (found !== null) note(text, 'chat', `danger ${found.rule}`);
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
      dangerBeside: share(beside, (danger) => danger !== null),
      falseAlarms: share(calm, ({ found }) => found !== null),
      dailyAlarms: share(
        [
          ...asked
            .filter(({ topic }) => !TOPICS_NEAR_DANGER.has(topic))
            .map(({ understanding }) => understanding.danger),
          ...chat.map(({ found }) => found),
          ...outside.map(({ danger }) => danger),
        ],
        (danger) => danger !== null,
      ),
      commands: share(commands, ({ command, found }) => command === found),
      refused: share(outside, ({ decision }) => decision !== 'answer'),
      language: (100 * languages.right) / languages.all,
    },
  };
}

/** Other than the number of lines of a topic, so that all topics come up. */
const STRIDE = 37;
const LAST_SIGNS = /[\s.!?…;,؟؛،]+$/u;

/** A danger before or behind a question, as two sentences, two clauses, or with no sign between them: by its number. */
function besideQuestion(danger: string, question: string, number: number): string {
  const [first, second] = number % 2 === 0 ? [danger, question] : [question, danger];
  return `${first.replace(LAST_SIGNS, '')}${['. ', ', ', ' '][number % 3]}${second}`;
}

/** One after the other: they are many, and the sentence model takes one text at a time. */
async function each<Item, Result>(
  items: readonly Item[],
  take: (item: Item, at: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [at, item] of items.entries()) results.push(await take(item, at));
  return results;
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 100 : (100 * items.filter(holds).length) / items.length;
}
