import type { Content } from '../content/load-content.ts';
import type { Answer, TopicFile } from '../content/schema.ts';
import { type Language, SOURCE_LANGUAGE } from '../languages.ts';
import type { DangerClass } from '../understanding/danger.ts';

/** What answers are made of. */
export type Knowledge = Pick<Content, 'topics' | 'distressNumbers'>;

/** The answer of a topic in a language, or in French with `translated: false`. Undefined for a topic that is no more. */
export function answerOf(
  knowledge: Knowledge,
  id: string,
  language: Language,
): { topic: TopicFile; answer: Answer; translated: boolean } | undefined {
  const topic = knowledge.topics.get(id);
  const answers: Partial<Record<Language, Answer>> = topic?.answers ?? {};
  const own = answers[language];
  const answer = own ?? answers[SOURCE_LANGUAGE];
  return topic && answer && { topic, answer, translated: own !== undefined };
}

/** The numbers for a class of danger, first one first, for a parent of that language. */
export function distressNumbersFor({ distressNumbers }: Knowledge, danger: DangerClass, language: Language) {
  const order = distressNumbers.classes[danger];
  const ids = order?.[language] ?? order?.other ?? [];
  return ids.flatMap((id) => distressNumbers.numbers.filter((number) => number.id === id));
}
