import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { ActivityWords } from '../answering/activity-words.ts';
import { isLanguage, LANGUAGES, type Language } from '../languages.ts';
import type { Gazetteer } from '../understanding/find-place.ts';
import { formOf } from '../understanding/glossary.ts';
import {
  type AgendaPageTexts,
  activityWordsSchema,
  agendaPageSchema,
  type SampleActivity,
  sampleSchema,
  subscriptionSchema,
  type TimesFile,
  timesSchema,
  type WhatsOnFile,
  whatsOnSchema,
} from './calendar-schema.ts';
import { filesIn } from './files-in.ts';
import { readEncoder } from './kept-encoder.ts';
import { loadPlaces, type Territory } from './load-places.ts';
import { loadServices } from './load-services.ts';
import { PROJECT_ROOT } from './paths.ts';
import type { Problem } from './problem.ts';
import { ContentReader } from './read-file.ts';
import {
  abbreviationsSchema,
  type Category,
  type CommandsFile,
  cannedSchema,
  categoriesSchema,
  commandsSchema,
  conceptsSchema,
  type DangerFile,
  type DistressNumbersFile,
  dangerSchema,
  distressNumbersSchema,
  neverSaySchema,
  type Permanence,
  parallelSchema,
  type Service,
  type SettingsFile,
  type SmallTalkFile,
  settingsSchema,
  smallTalkSchema,
  type TopicFile,
  topicSchema,
  type UtterancesFile,
  utterancesSchema,
} from './schema.ts';

/** A tree of phrases as in `knowledge/phrases/<lang>.json`. */
export interface PhraseTree {
  readonly [key: string]: string | PhraseTree;
}
const phraseTree: z.ZodType<PhraseTree> = z.lazy(() => z.record(z.string(), z.union([z.string().min(1), phraseTree])));

/** The content as it stands in the files, checked for shape. */
export interface Content {
  readonly topics: ReadonlyMap<string, TopicFile>;
  /** Lines that people text, by topic, then language. */
  readonly utterances: ReadonlyMap<string, LinesByLanguage>;
  /** Lines that two topics or more can answer, by topic, then language. */
  readonly ambiguous: ReadonlyMap<string, LinesByLanguage>;
  readonly phrases: ReadonlyMap<Language, PhraseTree>;
  readonly commands: ReadonlyMap<Language, CommandsFile>;
  /** Wishes about being written to; not learnt from. */
  readonly settings: ReadonlyMap<Language, SettingsFile>;
  readonly danger: ReadonlyMap<Language, DangerFile>;
  readonly smallTalk: ReadonlyMap<Language, SmallTalkFile>;
  /** Concepts of the glossary with their forms, by language. */
  readonly concepts: ReadonlyMap<Language, ReadonlyMap<string, readonly string[]>>;
  /** Lines known in every language, by language, then id. */
  readonly parallel: ReadonlyMap<Language, ReadonlyMap<string, string>>;
  readonly abbreviations: ReadonlyMap<Language, ReadonlyMap<string, string>>;
  /** Ready-made replies by id. */
  readonly canned: ReadonlyMap<Language, ReadonlyMap<string, string>>;
  /** Words of the calendar. */
  readonly activityWords: ReadonlyMap<Language, ActivityWords>;
  /** Words of the public agenda around its activities. */
  readonly agendaPage: ReadonlyMap<Language, AgendaPageTexts>;
  /** How people name days. */
  readonly times: ReadonlyMap<Language, TimesFile>;
  /** Whole messages by which a parent sets what is sent, by language and setting. */
  readonly subscription: ReadonlyMap<Language, ReadonlyMap<string, readonly string[]>>;
  /** How people ask what there is to do; not learnt from. */
  readonly whatsOn: ReadonlyMap<Language, WhatsOnFile>;
  /** A month of activities for the demo. */
  readonly sample: readonly SampleActivity[];
  /** Rows of the built-in encoder; undefined while it has not been trained. */
  readonly encoder: Int8Array | undefined;
  readonly distressNumbers: DistressNumbersFile;
  /** Words that no answer may hold. */
  readonly neverSay: readonly string[];
  readonly categories: Readonly<Record<string, Category>>;
  readonly territories: ReadonlyMap<string, Territory>;
  readonly gazetteer: Gazetteer;
  readonly services: readonly Service[];
  readonly permanences: readonly Permanence[];
}

export type LinesByLanguage = UtterancesFile['utterances'];

/** Content in which something is wrong; the problems tell file, line and what to do. */
export class ContentError extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(`${problems.length} problem${problems.length === 1 ? '' : 's'} in the content`);
    this.problems = problems;
  }
}

/** Reads `knowledge/` and `intents/` below a root. Throws {@link ContentError} with everything that is wrong. */
export function loadContent(root: string = PROJECT_ROOT): Content {
  const reader = new ContentReader(root);
  const distressNumbers = reader.read(join(root, 'knowledge/distress-numbers.yaml'), distressNumbersSchema);
  const categories = reader.read(join(root, 'knowledge/categories.yaml'), categoriesSchema)?.categories ?? {};
  const topics = new Map<string, TopicFile>();
  for (const path of filesIn(join(root, 'knowledge/topics'), '.yaml')) {
    const topic = reader.read(path, topicSchema);
    if (topic === undefined) continue;
    if (topic.id !== idOf(path)) reader.note(path, 1, `the id "${topic.id}" is not the file's name`);
    if (categories[topic.category] === undefined)
      reader.note(
        path,
        reader.lineOf(path, ['category']),
        `there is no category "${topic.category}" in categories.yaml`,
      );
    topics.set(topic.id, topic);
  }
  const utterances = new Map<string, LinesByLanguage>();
  const ambiguous = new Map<string, LinesByLanguage>();
  for (const path of filesIn(join(root, 'intents/topics'), '.yaml')) {
    const file = reader.read(path, utterancesSchema);
    if (file === undefined) continue;
    if (!topics.has(file.topic)) reader.note(path, 1, `there is no topic "${file.topic}" in knowledge/topics`);
    utterances.set(file.topic, file.utterances);
    if (file.ambiguous !== undefined) ambiguous.set(file.topic, file.ambiguous);
  }
  const { gazetteer, territories } = loadPlaces(reader, root);
  const content = {
    topics,
    utterances,
    ambiguous,
    categories,
    neverSay: reader.read(join(root, 'knowledge/never-say.yaml'), neverSaySchema)?.everywhere ?? [],
    territories,
    gazetteer,
    ...loadServices(reader, root, { topics, places: gazetteer.places, territories }),
    phrases: byLanguage(reader, join(root, 'knowledge/phrases'), '.json', phraseTree),
    commands: byLanguage(reader, join(root, 'intents/commands'), '.yaml', commandsSchema),
    settings: byLanguage(reader, join(root, 'intents/settings'), '.yaml', settingsSchema),
    danger: byLanguage(reader, join(root, 'intents/danger'), '.yaml', dangerSchema),
    smallTalk: byLanguage(reader, join(root, 'intents/small-talk'), '.yaml', smallTalkSchema),
    encoder: readEncoder(root),
    concepts: inNormalForm(
      entries(byLanguage(reader, join(root, 'intents/concepts'), '.yaml', conceptsSchema), 'concepts'),
    ),
    parallel: entries(byLanguage(reader, join(root, 'intents/parallel'), '.yaml', parallelSchema), 'lines'),
    canned: entries(byLanguage(reader, join(root, 'knowledge/canned'), '.yaml', cannedSchema), 'replies'),
    activityWords: byLanguage(reader, join(root, 'knowledge/vocabulary'), '.yaml', activityWordsSchema),
    agendaPage: byLanguage(reader, join(root, 'knowledge/agenda-page'), '.yaml', agendaPageSchema),
    times: byLanguage(reader, join(root, 'intents/times'), '.yaml', timesSchema),
    subscription: entries(
      byLanguage(reader, join(root, 'intents/subscription'), '.yaml', subscriptionSchema),
      'settings',
    ),
    whatsOn: byLanguage(reader, join(root, 'intents/whats-on'), '.yaml', whatsOnSchema),
    sample: reader.read(join(root, 'knowledge/sample/activities.yaml'), sampleSchema)?.activities ?? [],
    abbreviations: entries(
      byLanguage(reader, join(root, 'intents/abbreviations'), '.yaml', abbreviationsSchema),
      'abbreviations',
    ),
  };
  noteMissing(reader, root, content);
  if (reader.problems.length > 0 || distressNumbers === undefined) throw new ContentError(reader.problems);
  return { ...content, distressNumbers };
}

function byLanguage<T>(reader: ContentReader, folder: string, ending: string, schema: z.ZodType<T>): Map<Language, T> {
  const found = new Map<Language, T>();
  for (const path of filesIn(folder, ending)) {
    const language = idOf(path);
    if (!isLanguage(language)) {
      reader.note(path, 1, `"${language}" is not one of our languages: ${LANGUAGES.join(' ')}`);
      continue;
    }
    const value = reader.read(path, schema);
    if (value !== undefined) found.set(language, value);
  }
  return found;
}

/** One record of each language's file as a map. */
function entries<Key extends string, Value>(
  files: ReadonlyMap<Language, Readonly<Record<Key, Readonly<Record<string, Value>>>>>,
  key: Key,
): Map<Language, ReadonlyMap<string, Value>> {
  return new Map([...files].map(([language, file]) => [language, new Map(Object.entries(file[key]))]));
}

/** Kept in the form in which they are compared: a start would spend half a second on it. */
function inNormalForm(
  concepts: ReadonlyMap<Language, ReadonlyMap<string, readonly string[]>>,
): Map<Language, ReadonlyMap<string, readonly string[]>> {
  return new Map(
    [...concepts].map(([language, forms]) => [
      language,
      new Map([...forms].map(([id, all]) => [id, [...new Set(all.map(formOf))]])),
    ]),
  );
}

/** Without these the assistant would fall silent in a language, or miss a danger: the start is refused. */
function noteMissing(
  reader: ContentReader,
  root: string,
  { phrases, commands, danger }: Pick<Content, 'phrases' | 'commands' | 'danger'>,
): void {
  const needed = [
    ['knowledge/phrases', '.json', phrases],
    ['intents/commands', '.yaml', commands],
    ['intents/danger', '.yaml', danger],
  ] as const;
  for (const [folder, ending, found] of needed) {
    for (const language of LANGUAGES) {
      const path = join(root, folder, language + ending);
      if (!found.has(language) && !existsSync(path)) reader.note(path, 1, 'this file is missing');
    }
  }
}

function idOf(path: string): string {
  return basename(path).replace(/\.(yaml|json)$/, '');
}
