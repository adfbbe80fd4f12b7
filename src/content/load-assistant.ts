import { createPhrases } from '../answering/phrases.ts';
import type { Renderer } from '../answering/render.ts';
import { PlaceFinder } from '../understanding/find-place.ts';
import type { UnderstandingModel } from '../understanding/understand.ts';
import { loadCachedContent } from './cached-content.ts';
import { compileUnderstanding } from './compile-understanding.ts';
import { learnt, learntBefore } from './learnt.ts';
import type { Content } from './load-content.ts';

/** What answers are made with: the compiled content. Swapped as a whole when the content changes. */
export interface Assistant {
  readonly model: UnderstandingModel;
  readonly renderer: Renderer;
  /** Topics whose answer depends on where the parent lives. */
  readonly topicsByPlace: ReadonlySet<string>;
  /** What people say of a topic, in all languages. */
  readonly lines: (topic: string) => readonly string[];
}

/** Compiles content. What is learnt from it is kept; the first time it takes up to a minute, which is said. */
export async function compileAssistant(content: Content): Promise<Assistant> {
  const trained = await learnt(content, {
    onStart: () => process.stderr.write('Learning from the utterances (up to a minute, once)...\n'),
  });
  return { model: compileUnderstanding(content, trained), ...spoken(content) };
}

/** The same understanding with other texts, numbers and places. */
export function withContent({ model }: Assistant, content: Content): Assistant {
  return { model: { ...model, places: new PlaceFinder(content.gazetteer) }, ...spoken(content) };
}

/** With what was learnt from the content as well, which must be kept already. */
export function withLearnt(current: Assistant, content: Content): Assistant {
  const trained = learntBefore(content);
  if (trained === undefined) return current;
  return { model: compileUnderstanding(content, trained), ...spoken(content) };
}

function spoken(content: Content): Omit<Assistant, 'model'> {
  return {
    renderer: { knowledge: content, say: createPhrases(content) },
    topicsByPlace: topicsByPlace(content),
    lines: (topic) => Object.values(content.utterances.get(topic) ?? {}).flat(),
  };
}

function topicsByPlace({ topics, services }: Content): ReadonlySet<string> {
  const regional = [...topics.values()].filter(
    ({ by_place, answers, contacts }) =>
      by_place || answers.fr?.region !== undefined || contacts.some(({ region }) => region !== undefined),
  );
  return new Set([...regional.map(({ id }) => id), ...services.flatMap((service) => service.topics)]);
}

/** The content of the project, compiled. Throws `ContentError` with everything that is wrong in it. */
export async function loadAssistant(): Promise<Assistant> {
  return compileAssistant(loadCachedContent());
}
