import type { Language } from '../languages.ts';
import { COMMANDS, type Command, type CommandTable, type Reply } from './commands.ts';
import { DANGER_CLASSES, type Danger, type DangerRules } from './danger.ts';
import type { LanguageDetector } from './detect-language.ts';
import { likeliest } from './learned-head.ts';
import type { LinearClassifier } from './linear-classifier.ts';
import type { Candidate, TopicDecision, TopicMatcher } from './match-topic.ts';
import { normalise } from './normalise.ts';
import { padded } from './pattern.ts';
import type { KnownVector, Vocabulary } from './sparse-vector.ts';

/** Everything that understanding works with, compiled from `intents/` once. */
export interface UnderstandingModel {
  readonly commands: CommandTable;
  readonly danger: DangerRules;
  readonly languages: LanguageDetector;
  readonly topics: TopicMatcher;
  readonly vocabulary: Vocabulary;
  /** Finds danger in words that no rule foresaw. */
  readonly dangerHead: LinearClassifier;
  /** Finds commands in words that no list holds. */
  readonly commandHead: LinearClassifier;
}

export interface Utterance {
  readonly text: string;
  /** The contact's language so far: a short or uncertain text does not change it. */
  readonly language?: Language;
}

export interface Understanding {
  /** The text in normal form; empty when the message holds no word and no digit. */
  readonly normal: string;
  readonly language: Language | 'unknown';
  readonly languageConfidence: number;
  readonly command: Command | null;
  readonly reply: Reply | null;
  readonly danger: Danger | null;
  readonly decision: 'command' | 'urgent' | 'answer' | 'choose' | 'unknown';
  readonly topic: string | null;
  readonly candidates: readonly Candidate[];
}

/** Longest part of a text in which a question is looked for, in UTF-16 units: more is a paste, not a message. */
export const LONGEST_READ = 2_000;

/** Danger is looked for much further: it may stand at the end of a long story. */
const LONGEST_SEARCHED = 20_000;

const NO_TOPIC: TopicDecision = { decision: 'unknown', topic: null, candidates: [] };

const ONLY_QUESTION_MARKS = /^\s*[?؟]+\s*$/;

/** From here on, a command word that several languages share counts as one of the language detected. */
const CERTAIN = 0.95;

/**
 * What a message means. Pure and total: any string is decided on, in bounded time.
 * Opt-out stands above danger, danger above every other command, commands above topics.
 */
export function understand({ text, language: expected }: Utterance, model: UnderstandingModel): Understanding {
  const read = text.slice(0, LONGEST_READ);
  const normal = normalise(read);
  const vector = model.vocabulary.vectorOf(read);
  const listed = ONLY_QUESTION_MARKS.test(read) ? QUESTION_MARK : model.commands.command(normal);
  const reply = model.commands.reply(normal, expected) ?? null;
  const isListed = listed !== undefined || reply !== null;
  const danger = listed?.command === 'stop' ? null : findDanger(text, normal, isListed, vector, model);
  const found = danger !== null ? undefined : isListed ? listed : believedCommand(normal, vector, model);
  // A bare number means something only as an answer to what we asked.
  const matched = /\p{L}/u.test(normal) ? model.topics.match(read, vector) : NO_TOPIC;
  const command = found?.command ?? null;
  return {
    normal,
    ...detectLanguage(read, normal, expected, (listed ?? found)?.languages, model),
    command,
    reply,
    danger,
    decision: danger !== null ? 'urgent' : command !== null ? 'command' : matched.decision,
    topic: command === null && danger === null ? matched.topic : null,
    candidates: matched.candidates,
  };
}

function marginFor(command: Command): number {
  return command === 'stop' || command === 'delete' ? GRAVE_COMMAND_MARGIN : COMMAND_MARGIN;
}

const QUESTION_MARK = { command: 'help', languages: [] } as const;

/** From this margin on, the danger head raises: by cross-validation, some 3 % of hard calm lines do. */
const DANGER_MARGIN = -0.2;
/** One or two words are too few to believe danger from; the rules know the short cries. */
const SHORTEST_BELIEVED_DANGER = 3;
/** Commands are short; a longer message mentions the word. */
const LONGEST_BELIEVED_COMMAND = 9;
const COMMAND_MARGIN = 0;
/** What cannot be undone, or would cost the person our messages, needs more. */
const GRAVE_COMMAND_MARGIN = 0.5;

/** Danger by the reviewed rules, or, in what is no listed command or reply, by the learned head: either is enough. */
function findDanger(
  text: string,
  normal: string,
  isListed: boolean,
  { vector }: KnownVector,
  model: UnderstandingModel,
): Danger | null {
  const byRule = model.danger.find(padded(text.slice(0, LONGEST_SEARCHED)));
  if (byRule !== null || isListed || normal.split(' ').length < SHORTEST_BELIEVED_DANGER) return byRule;
  const believed = likeliest(model.dangerHead, vector);
  const dangerClass = DANGER_CLASSES.find((name) => name === believed?.label);
  if (believed === undefined || dangerClass === undefined || believed.margin < DANGER_MARGIN) return null;
  return { class: dangerClass, severity: 'soon', rule: 'learned' };
}

/** A command in words that no list holds: its languages are those of the words, which the detector tells. */
function believedCommand(
  normal: string,
  { vector }: KnownVector,
  model: UnderstandingModel,
): { command: Command; languages?: undefined } | undefined {
  if (normal.split(' ').length > LONGEST_BELIEVED_COMMAND) return undefined;
  const believed = likeliest(model.commandHead, vector);
  const command = COMMANDS.find((name) => name === believed?.label);
  return believed !== undefined && command !== undefined && believed.margin >= marginFor(command)
    ? { command }
    : undefined;
}

/**
 * The language of a message. A command word is in the languages that have it: the contact's own when it is among them,
 * the only one, or the one detected with certainty; "stop" alone tells nothing.
 */
function detectLanguage(
  text: string,
  normal: string,
  expected: Language | undefined,
  ofCommand: readonly Language[] | undefined,
  model: UnderstandingModel,
): { language: Language | 'unknown'; languageConfidence: number } {
  const { language, confidence } = model.languages.detect(text, expected);
  if (ofCommand !== undefined) {
    const [only, another] = ofCommand;
    if (expected !== undefined && ofCommand.includes(expected)) return { language: expected, languageConfidence: 1 };
    if (only !== undefined && another === undefined) return { language: only, languageConfidence: 1 };
    const certain = language !== 'unknown' && ofCommand.includes(language) && confidence >= CERTAIN;
    return certain
      ? { language, languageConfidence: confidence }
      : { language: expected ?? 'unknown', languageConfidence: 0 };
  }
  const short = normal.split(' ').length < 3;
  if (language === 'unknown' && expected !== undefined && short)
    return { language: expected, languageConfidence: confidence };
  return { language, languageConfidence: confidence };
}
