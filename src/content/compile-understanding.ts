import { ENDONYMS, isLanguage, LANGUAGES, type Language } from '../languages.ts';
import { type Command, CommandTable, type CommandWords, type Reply } from '../understanding/commands.ts';
import { type DangerClass, type DangerRule, DangerRules } from '../understanding/danger.ts';
import { LanguageDetector } from '../understanding/detect-language.ts';
import { PlaceFinder } from '../understanding/find-place.ts';
import { type ClassifierStore, type Example, fitModel } from '../understanding/fit-model.ts';
import { TopicMatcher } from '../understanding/match-topic.ts';
import { compilePattern } from '../understanding/pattern.ts';
import type { UnderstandingModel } from '../understanding/understand.ts';
import type { Content, PhraseTree } from './load-content.ts';
import type { CommandsFile } from './schema.ts';

/** Shorter pieces of an answer say nothing of its topic. */
const SHORTEST_SENTENCE = 15;

/** Builds what `understand` works with. Throws `PatternError` when a danger rule cannot be read. */
export function compileUnderstanding(content: Content, store?: ClassifierStore): UnderstandingModel {
  const words = [...content.commands.values()].map((file) => commandWords(file, content));
  const utterances = examplesOf(content);
  const fitted = fitModel(
    {
      utterances,
      background: answerLines(content),
      danger: dangerExamples(content, utterances),
      commands: commandExamples(words, utterances),
    },
    store,
  );
  return {
    commands: new CommandTable(words),
    danger: new DangerRules(dangerRules(content)),
    languages: new LanguageDetector(languageSamples(content)),
    topics: new TopicMatcher(fitted.topics),
    places: new PlaceFinder(content.gazetteer),
    vocabulary: fitted.vocabulary,
    dangerHead: fitted.danger,
    commandHead: fitted.commands,
  };
}

/** Everything a message is compared with: utterances of each topic and its titles; small talk and out-of-scope lines as "none of ours". */
function examplesOf(content: Content): Example[] {
  const examples: Example[] = [];
  for (const [topic, byLanguage] of content.utterances) {
    for (const lines of Object.values(byLanguage)) for (const text of lines) examples.push({ text, label: topic });
    for (const answer of Object.values(content.topics.get(topic)?.answers ?? {}))
      examples.push({ text: answer.title, label: topic });
  }
  for (const { small_talk = [], out_of_scope = [] } of content.smallTalk.values()) {
    for (const text of [...small_talk, ...out_of_scope]) examples.push({ text, label: null });
  }
  return examples;
}

/**
 * The sentences of the answers: they hold the official words that parents copy from letters. Only of topics that have
 * utterances: a topic known by its official words alone takes messages away from the others.
 */
function answerLines(content: Content): Example[] {
  const topics = [...content.topics.values()].filter(({ id }) => content.utterances.has(id));
  return topics.flatMap(({ id, answers }) =>
    Object.values(answers).flatMap(({ short, more }) =>
      `${short}\n${more}`
        .split(/(?<=[.!?؟])\s+|\n/)
        .filter((sentence) => sentence.length > SHORTEST_SENTENCE)
        .map((text) => ({ text, label: id })),
    ),
  );
}

/** Topics whose utterances may tell of danger or merely ask about it: no example of either. */
const BETWEEN: ReadonlySet<string> = new Set(['domestic-violence', 'suicide-distress', 'child-in-danger']);

/** The examples of the danger rules, and as calm everything that must not raise. */
function dangerExamples({ danger }: Content, utterances: readonly Example[]): Example<DangerClass>[] {
  const examples: Example<DangerClass>[] = [];
  for (const { rules, calm, lines = [] } of danger.values()) {
    for (const rule of rules) {
      for (const text of rule.match) examples.push({ text, label: rule.class });
      for (const text of rule.not) examples.push({ text, label: null });
    }
    for (const { text, class: label } of lines) examples.push({ text, label: label === 'calm' ? null : label });
    for (const text of calm) examples.push({ text, label: null });
  }
  for (const { text, label } of utterances)
    if (label === null || !BETWEEN.has(label)) examples.push({ text, label: null });
  return examples;
}

/** The forms of the commands, and as none of them everything else that people write. */
function commandExamples(words: readonly CommandWords[], utterances: readonly Example[]): Example<Command>[] {
  const forms = words.flatMap(({ commands }) =>
    [...commands].flatMap(([label, texts]) =>
      label.startsWith('language:') ? [] : texts.map((text) => ({ text, label })),
    ),
  );
  return [...forms, ...utterances.map(({ text }) => ({ text, label: null }))];
}

export function dangerRules(content: Content): DangerRule[] {
  return [...content.danger.values()].flatMap(({ rules }) =>
    rules.map((rule) => ({
      id: rule.id,
      class: rule.class,
      severity: rule.severity,
      pattern: compilePattern(rule.pattern),
      unless: (rule.unless ?? []).map(compilePattern),
    })),
  );
}

function commandWords(file: CommandsFile, content: Content): CommandWords {
  const commands = new Map<Command, readonly string[]>([
    ['stop', file.stop],
    ['start', file.start],
    ['help', file.help],
    ['human', file.human],
    ['delete', file.delete],
    ['privacy', file.privacy],
    ['thanks', file.thanks],
    ['greeting', file.greeting],
    ['language', file.language_words],
  ]);
  for (const language of LANGUAGES) commands.set(`language:${language}`, languageRequests(file, language, content));
  const replies = new Map<Reply, readonly string[]>([
    ['yes', file.yes],
    ['no', file.no],
    ['more', file.more],
    ['useful', file.useful],
    ['not-useful', file.not_useful],
    [1, file.numbers[1]],
    [2, file.numbers[2]],
    [3, file.numbers[3]],
  ]);
  return { language: file.language, commands, replies, polite: file.polite };
}

/** "nederlands", "en néerlandais", "spreek je Nederlands": names of a language alone and in the frames of this file's language. */
function languageRequests(file: CommandsFile, wanted: Language, content: Content): string[] {
  const own = content.commands.get(wanted)?.language_names[wanted] ?? [];
  const names = [...new Set([...(file.language_names[wanted] ?? []), ...own, ENDONYMS[wanted]])];
  return [...names, ...file.ask_language.flatMap((frame) => names.map((name) => frame.replace('{name}', name)))];
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
    for (const [language, { short, more }] of Object.entries(answers)) add(language, [short, more]);
  for (const [language, tree] of content.phrases) add(language, phraseTexts(tree));
  for (const [language, { rules, calm }] of content.danger)
    add(language, [...rules.flatMap(({ match, not }) => [...match, ...not]), ...calm]);
  for (const [language, file] of content.smallTalk)
    add(language, [...(file.small_talk ?? []), ...(file.out_of_scope ?? []), ...(file.sample ?? [])]);
  for (const [language, file] of content.commands)
    add(language, [...file.human, ...file.help, ...file.delete, ...file.privacy, ...file.thanks, ...file.greeting]);
  return samples;
}

function phraseTexts(tree: PhraseTree): string[] {
  return Object.values(tree).flatMap((value) =>
    typeof value === 'string' ? [value.replace(/\{\{\w+\}\}/g, ' ')] : phraseTexts(value),
  );
}
