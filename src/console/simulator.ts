import { answerOf } from '../answering/knowledge.ts';
import type { Part } from '../answering/render.ts';
import { CHANNEL_NAMES, type ChannelLimits, type ChannelName } from '../channel.ts';
import { type Assistant, vectorOf } from '../content/load-assistant.ts';
import { NEW_CONVERSATION } from '../conversation/state.ts';
import { takeTurnInAnyLanguage } from '../inbox/name-language.ts';
import { STRANGER } from '../inbox/take-turn.ts';
import type { Language } from '../languages.ts';
import {
  type Explanation,
  explain,
  explainDanger,
  textsToExplain,
  type WeighedWord,
} from '../understanding/explain.ts';
import { LEARNED } from '../understanding/learned-head.ts';
import { type Understanding, understand } from '../understanding/understand.ts';

/** A message to try out. */
export interface Tried {
  readonly text: string;
  /** The parent's language so far; null: not known yet. */
  readonly language: Language | null;
  /** Topic that was answered just before. */
  readonly previous: string | null;
}

/** What a parent would get, and why. */
export interface Simulated {
  readonly understanding: Understanding;
  /** Name of the rule that decided. */
  readonly rule: string;
  readonly replies: readonly { readonly channel: ChannelName; readonly parts: readonly Part[] }[];
  /** Why the likeliest topic is likely; null when no topic is. */
  readonly why: Explanation | null;
  /** Why danger was raised, where no reviewed rule did. */
  readonly dangerWords: readonly WeighedWord[] | null;
}

export interface Simulator {
  /** Understands and answers as for a parent; nothing is written anywhere. */
  try(tried: Tried): Promise<Simulated>;
  topics(language: 'fr' | 'nl'): readonly { readonly id: string; readonly title: string }[];
}

export interface SimulatorOptions {
  /** The content in force, asked for each time. */
  readonly assistant: () => Assistant;
  readonly limits: Readonly<Record<ChannelName, ChannelLimits>>;
  readonly clock: () => Date;
}

export function createSimulator({ assistant, limits, clock }: SimulatorOptions): Simulator {
  return {
    async try({ text, language, previous }) {
      const current = assistant();
      const { model, sentences, lines } = current;
      const vector = await vectorOf(current, text);
      const understanding = understand({ text, vector, ...(language && { language }) }, model);
      const turns = await Promise.all(CHANNEL_NAMES.map((name) => turnOn(name, { text, language, previous }, vector)));
      const [likeliest] = understanding.candidates;
      const vectors = await sentences?.encode(textsToExplain(text));
      return {
        understanding,
        rule: turns[0]?.response.rule ?? '',
        replies: CHANNEL_NAMES.map((channel, index) => ({ channel, parts: turns[index]?.parts ?? [] })),
        why: likeliest ? explain(text, likeliest.topic, lines(likeliest.topic), model.mind, vectors) : null,
        dangerWords: understanding.danger?.rule === LEARNED ? explainDanger(text, model.mind, vectors) : null,
      };
    },

    topics(language) {
      const { knowledge } = assistant().renderer;
      const titled = [...knowledge.topics.keys()].map((id) => ({
        id,
        title: answerOf(knowledge, id, language)?.answer.title ?? id,
      }));
      return titled.sort((one, other) => one.title.localeCompare(other.title, language));
    },
  };

  function turnOn(name: ChannelName, { text, language, previous }: Tried, vector: Float32Array | undefined) {
    const now = clock();
    const more = previous === null ? {} : { waiting: { for: 'more', topic: previous, page: 0 } as const };
    return takeTurnInAnyLanguage(
      {
        ...STRANGER,
        contact: { ...STRANGER.contact, language, languageChosen: language !== null },
        state: {
          ...NEW_CONVERSATION,
          ...{ introduced: true, lastTopic: previous, waitingSince: now.getTime() },
          ...more,
        },
      },
      { kind: 'message', id: 'simulator', address: 'simulator', at: now, text, media: [] },
      { name, limits: limits[name] },
      now,
      assistant(),
      { roster: { workers: [], provinces: new Map() }, vector },
    );
  }
}
