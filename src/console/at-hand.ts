import { answerOf } from '../answering/knowledge.ts';
import type { Assistant } from '../content/load-assistant.ts';
import { type Language, SOURCE_LANGUAGE } from '../languages.ts';
import type { AnswerAtHand, CannedReply } from './pages/reply-box.ts';

/** What a person can send with one click in the language of the parent: ready-made replies, and what the machine would say. */
export interface AtHand {
  canned(language: Language): readonly CannedReply[];
  answers(topics: readonly string[], language: Language): readonly AnswerAtHand[];
}

/** @param assistant the content in force, asked for each time */
export function atHand(assistant: () => Assistant): AtHand {
  return {
    canned(language) {
      const { canned } = assistant();
      const own = canned.get(language);
      return [...(canned.get(SOURCE_LANGUAGE) ?? [])].map(([id, french]) => ({
        id,
        french,
        text: own?.get(id) ?? french,
      }));
    },
    answers(topics, language) {
      const { knowledge } = assistant().renderer;
      return topics.flatMap((topic) => {
        const found = answerOf(knowledge, topic, language);
        if (found === undefined) return [];
        const { answer, translated } = found;
        return [{ topic, title: answer.title, text: answer.short, inFrench: !translated }];
      });
    },
  };
}
