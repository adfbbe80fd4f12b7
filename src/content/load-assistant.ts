import { createPhrases } from '../answering/phrases.ts';
import type { Renderer } from '../answering/render.ts';
import { StartError } from '../start-error.ts';
import { PlaceFinder } from '../understanding/find-place.ts';
import { LONGEST_READ, type UnderstandingModel } from '../understanding/understand.ts';
import { loadCachedContent } from './cached-content.ts';
import { compileUnderstanding, timeFinder, whatsOnTable, wishTable } from './compile-understanding.ts';
import { learnt, learntBefore } from './learnt.ts';
import type { Content } from './load-content.ts';
import { openSentenceModel, type SentenceModel } from './sentence-model.ts';

/** What answers are made with: the compiled content. Swapped as a whole when the content changes. */
export interface Assistant {
  readonly model: UnderstandingModel;
  /** The sentence model that was learnt with, if there is one: {@link vectorOf} asks it. */
  readonly sentences?: SentenceModel;
  readonly renderer: Renderer;
  /** Topics whose answer depends on where the parent lives. */
  readonly topicsByPlace: ReadonlySet<string>;
  /** Topics that a human should follow up, whatever else is answered. */
  readonly humanFirst: ReadonlySet<string>;
  /** Ready-made replies of people of the network, by language and id. */
  readonly canned: Content['canned'];
  /** What the public agenda is shown with. */
  readonly agenda: Pick<Content, 'activityWords' | 'agendaPage' | 'territories'>;
  /** A month of activities for the demo. */
  readonly sample: Content['sample'];
  /** What people say of a topic, in all languages. */
  readonly lines: (topic: string) => readonly string[];
}

export interface AssistantOptions {
  /** Folder or name of a sentence model; without one the built-in features are all there is. */
  readonly embeddingModel?: string | undefined;
  /** Where what was learnt is kept. */
  readonly folder?: string;
}

/**
 * Compiles content. What is learnt from it is kept; the first time it takes about a minute, which is said. With a sentence model it
 * takes much longer: throws a {@link StartError} when nothing was learnt with it yet.
 */
export async function compileAssistant(
  content: Content,
  { embeddingModel, folder }: AssistantOptions = {},
): Promise<Assistant> {
  const sentences = embeddingModel === undefined ? undefined : await openSentenceModel(embeddingModel);
  const trained =
    sentences === undefined
      ? await learnt(content, {
          folder,
          onStart: () => process.stderr.write('Learning from the utterances (about a minute, once)...\n'),
        })
      : learntBefore(content, { sentences, folder });
  if (trained === undefined)
    throw new StartError(
      `nothing was learnt with ${embeddingModel} yet: run "npm run train -- --encoder ${embeddingModel}"`,
    );
  return { model: compileUnderstanding(content, trained), ...(sentences && { sentences }), ...spoken(content) };
}

/** The same understanding with other texts, numbers, places and times. */
export function withContent(current: Assistant, content: Content): Assistant {
  const times = timeFinder(content);
  const model = {
    ...current.model,
    places: new PlaceFinder(content.gazetteer),
    times,
    wishes: wishTable(content, current.model.commands),
    whatsOn: whatsOnTable(content, times),
  };
  return { ...current, model, ...spoken(content) };
}

/** With what was learnt from the content as well, which must be kept already. */
export function withLearnt(current: Assistant, content: Content, folder?: string): Assistant {
  const trained = learntBefore(content, { sentences: current.sentences, folder });
  if (trained === undefined) return current;
  return { ...current, model: compileUnderstanding(content, trained), ...spoken(content) };
}

/** A message as the sentence model sees it; undefined where there is none. */
export async function vectorOf(
  { sentences }: Pick<Assistant, 'sentences'>,
  text: string,
): Promise<Float32Array | undefined> {
  const [vector] = (await sentences?.encode([text.slice(0, LONGEST_READ)])) ?? [];
  return vector;
}

function spoken(content: Content): Omit<Assistant, 'model' | 'sentences'> {
  return {
    renderer: { knowledge: content, say: createPhrases(content) },
    topicsByPlace: topicsByPlace(content),
    canned: content.canned,
    agenda: content,
    sample: content.sample,
    humanFirst: new Set([...content.topics.values()].flatMap(({ id, human_first }) => (human_first ? [id] : []))),
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
export async function loadAssistant(embeddingModel?: string): Promise<Assistant> {
  return compileAssistant(loadCachedContent(), { embeddingModel });
}
