import { isLanguage, LANGUAGES, type Language } from '../languages.ts';
import type { Command } from '../understanding/commands.ts';
import { type DangerClass, TOPICS_NEAR_DANGER } from '../understanding/danger.ts';
import type { Lesson, Lessons } from '../understanding/lessons.ts';
import type { Content } from './load-content.ts';
import type { CommandsFile } from './schema.ts';

/** Shorter pieces of an answer say nothing of its topic. */
const SHORTEST_SENTENCE = 15;
const SENTENCE_END = /(?<=[.!?؟])\s+|\n/;

/** What the heads learn from, over all languages together: parents mix them, and short texts do not tell theirs. */
export function lessonsOf(content: Content): Lessons {
  const said = saidLines(content);
  const smallTalk = smallTalkLines(content);
  const outside = outsideLines(content);
  const parallel = parallelLessons(content);
  const aboutUs = aboutUsLines(content);
  const border = borderLines(content);
  const ordinary = [...said, ...smallTalk, ...outside, ...parallel];
  return {
    topics: [...said, ...answerLines(content), ...smallTalk, ...outside, ...parallel],
    danger: [
      ...calmAt(ORDINARY_COST, [...said, ...parallel]),
      ...calmAt(OUTSIDE_COST, outside),
      ...calmAt(ABOUT_US_COST, aboutUs),
      ...calmAt(BORDER_COST, smallTalk),
      ...border.map((lesson) => ({ ...lesson, cost: BORDER_COST })),
    ],
    commands: commandLessons(aboutUs, [...ordinary, ...border]),
    languages: [...languageSamples(content)].flatMap(([language, lines]) =>
      lines.map((text) => ({ text, labels: [language] })),
    ),
  };
}

/** Lines that people text, with their topics; titles besides. */
function saidLines({ utterances, ambiguous, topics }: Content): Lesson[] {
  const said = [...utterances].flatMap(([topic, byLanguage]) =>
    Object.values(byLanguage).flatMap((lines) => lines.map((text) => ({ text, labels: [topic] }))),
  );
  const titles = [...topics.values()].flatMap(({ id, answers }) =>
    Object.values(answers).map(({ title }) => ({ text: title, labels: [id] })),
  );
  const several = new Map<string, string[]>();
  for (const [topic, byLanguage] of ambiguous)
    for (const text of Object.values(byLanguage).flat()) several.set(text, [...(several.get(text) ?? []), topic]);
  return [...said, ...titles, ...[...several].map(([text, labels]) => ({ text, labels }))];
}

/** What people say in between, and is no question: "I'll read it tonight". */
function smallTalkLines({ smallTalk }: Content): Lesson[] {
  return [...smallTalk.values()].flatMap(({ small_talk = [] }) => small_talk.map((text) => ({ text, labels: [] })));
}

function outsideLines({ smallTalk }: Content): Lesson[] {
  return [...smallTalk.values()].flatMap(({ out_of_scope = [] }) => out_of_scope.map((text) => ({ text, labels: [] })));
}

/** Some sentences of an answer send to another topic, "do you need an interpreter?": they count less than what parents say. */
const ANSWER_COST = 0.3;

/** The sentences of the answers: they hold the official words that parents copy from letters. */
function answerLines({ topics, utterances }: Content): Lesson[] {
  return [...topics.values()]
    .filter(({ id }) => utterances.has(id))
    .flatMap(({ id, answers }) =>
      Object.values(answers).flatMap(({ short, more }) =>
        `${short}\n${more}`
          .split(SENTENCE_END)
          .filter((sentence) => sentence.length > SHORTEST_SENTENCE)
          .map((text) => ({ text, labels: [id], cost: ANSWER_COST })),
      ),
    );
}

/** Parallel lines under a topic are examples of it too, those under `outside` of none. */
function parallelLessons({ parallel, topics }: Content): Lesson[] {
  return [...parallel.values()].flatMap((lines) =>
    [...lines].flatMap(([id, text]) => {
      const kind = id.slice(0, id.lastIndexOf('.'));
      if (topics.has(kind)) return [{ text, labels: [kind] }];
      return kind === 'outside' ? [{ text, labels: [] }] : [];
    }),
  );
}

/** Danger told or only nearly told: these lines draw the border. What people ask every day is far from it, but there are many of them. */
const BORDER_COST = 2.4;
const ORDINARY_COST = 0.3;
/** No topic speaks for what is none of ours: only these lines say that it is calm. */
const OUTSIDE_COST = 1;
/** To be told of danger who asks for something of us frightens people away. */
const ABOUT_US_COST = 1;

/** The examples of the danger rules and what is learnt besides, with the class of danger or none. */
function borderLines({ danger }: Content): Lesson<DangerClass | 'any'>[] {
  const labelsOf = (label: DangerClass | 'calm'): (DangerClass | 'any')[] => (label === 'calm' ? [] : [label, 'any']);
  return [...danger.values()].flatMap(({ rules, calm, lines = [] }) => [
    ...rules.flatMap((rule) => [
      ...rule.match.map((text) => ({ text, labels: labelsOf(rule.class) })),
      ...rule.not.map((text) => ({ text, labels: [] })),
    ]),
    ...lines.map(({ text, class: label }) => ({ text, labels: labelsOf(label) })),
    ...calm.map((text) => ({ text, labels: [] })),
  ]);
}

/** As calm lines of danger, at a cost, all but those that may tell of it. */
function calmAt(cost: number, lessons: readonly Lesson[]): Lesson<never>[] {
  return lessons
    .filter(({ labels }) => !labels.some((label) => TOPICS_NEAR_DANGER.has(label)))
    .map(({ text }) => ({ text, labels: [], cost }));
}

/** Commands are rare among the lines: one that is missed counts as several false ones. */
const COMMAND_COST = 4;

const LEARNT_COMMANDS = ['stop', 'start', 'help', 'human', 'delete', 'privacy', 'thanks', 'greeting'] as const;

/** The forms and free wordings of the commands, and lines that use their words for something else. */
function aboutUsLines({ commands }: Content): Lesson<Command>[] {
  return [...commands.values()].flatMap((file) => [
    ...LEARNT_COMMANDS.flatMap((command) =>
      [...file[command], ...(file.examples?.[command] ?? [])].map((text) => ({ text, labels: [command] })),
    ),
    ...languageLines(file).map((text) => ({ text, labels: ['language' as const] })),
    ...(file.examples?.none ?? []).map((text) => ({ text, labels: [] })),
  ]);
}

/** The commands; as none of them everything else that people write. */
function commandLessons(aboutUs: readonly Lesson<Command>[], others: readonly Lesson[]): Lesson<Command>[] {
  return [
    ...aboutUs.map((lesson) => ({ ...lesson, cost: COMMAND_COST })),
    ...others.map(({ text }) => ({ text, labels: [] })),
  ];
}

function languageLines({ language_words, examples }: CommandsFile): string[] {
  return [...language_words, ...(examples?.language ?? []).map(({ text }) => text)];
}

/** All texts of each language, by which it is recognised. */
function languageSamples(content: Content): Map<Language, string[]> {
  const samples = new Map<Language, string[]>(LANGUAGES.map((language) => [language, []]));
  const add = (language: string, lines: readonly string[]): void => {
    if (isLanguage(language)) samples.get(language)?.push(...lines);
  };
  for (const byLanguage of content.utterances.values())
    for (const [language, lines] of Object.entries(byLanguage)) add(language, lines);
  for (const { answers } of content.topics.values())
    for (const [language, { short, more }] of Object.entries(answers))
      add(language, `${short}\n${more}`.split(SENTENCE_END));
  for (const [language, { rules, calm, lines = [] }] of content.danger) {
    add(language, [...rules.flatMap(({ match, not }) => [...match, ...not]), ...calm]);
    add(
      language,
      lines.map(({ text }) => text),
    );
  }
  for (const [language, lines] of content.parallel) add(language, [...lines.values()]);
  for (const [language, file] of content.smallTalk)
    add(language, [...(file.small_talk ?? []), ...(file.out_of_scope ?? []), ...(file.sample ?? [])]);
  for (const [language, file] of content.commands)
    add(language, [...file.human, ...file.help, ...file.delete, ...file.privacy, ...file.thanks, ...file.greeting]);
  return samples;
}
