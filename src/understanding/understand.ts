import type { Language } from '../languages.ts';
import type { Command, CommandTable, Reply } from './commands.ts';
import type { Danger, DangerRules } from './danger.ts';
import type { LanguageDetector } from './detect-language.ts';
import type { Candidate, TopicDecision, TopicMatcher } from './match-topic.ts';
import { normalise } from './normalise.ts';
import { padded } from './pattern.ts';

/** Everything that understanding works with, compiled from `intents/` once. */
export interface UnderstandingModel {
  readonly commands: CommandTable;
  readonly danger: DangerRules;
  readonly languages: LanguageDetector;
  readonly topics: TopicMatcher;
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
  const found = ONLY_QUESTION_MARKS.test(read)
    ? { command: 'help' as const, languages: [] }
    : model.commands.command(normal);
  const danger = model.danger.find(padded(text.slice(0, LONGEST_SEARCHED)));
  const detected = detectLanguage(read, normal, expected, found?.languages, model);
  // A bare number means something only as an answer to what we asked.
  const matched = /\p{L}/u.test(normal) ? model.topics.match(read) : NO_TOPIC;
  const command = found?.command ?? null;
  return {
    normal,
    ...detected,
    command: danger !== null && command !== 'stop' ? null : command,
    reply: model.commands.reply(normal, expected) ?? null,
    danger: command === 'stop' ? null : danger,
    decision: decisionOf(command, danger, matched.decision),
    topic: command === null && danger === null ? matched.topic : null,
    candidates: matched.candidates,
  };
}

function decisionOf(
  command: Command | null,
  danger: Danger | null,
  matched: Understanding['decision'],
): Understanding['decision'] {
  if (command === 'stop') return 'command';
  if (danger !== null) return 'urgent';
  return command === null ? matched : 'command';
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
