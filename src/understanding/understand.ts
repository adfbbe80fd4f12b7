import type { Language } from '../languages.ts';
import type { CalendarWish, CalendarWishTable } from './calendar-wishes.ts';
import type { Command, CommandTable, Reply } from './commands.ts';
import type { Danger, DangerRules } from './danger.ts';
import { dangerBeside } from './danger-beside.ts';
import { type Detail, detailIn, leastMarginBeside } from './detail.ts';
import { detectLanguage } from './detect-language.ts';
import type { FoundPlace, PlaceFinder } from './find-place.ts';
import type { TimeFinder } from './find-time.ts';
import { believedCommand, type Doubtful, doubtfulCommand, isMoreThanChat, isRatherATopic } from './learned-command.ts';
import { believedDanger, isSurelyAboutUs, LEARNED } from './learned-head.ts';
import { type Candidate, matchTopic, type TopicDecision } from './match-topic.ts';
import type { Impression, Mind } from './mind.ts';
import { normalise } from './normalise.ts';
import { padded } from './pattern.ts';
import type { Setting, SettingTable } from './settings.ts';
import { aboutAgenda, type WhatsOnTable } from './whats-on.ts';
import type { When } from './when.ts';

/** Everything that understanding works with, compiled from `intents/` once. */
export interface UnderstandingModel {
  readonly commands: CommandTable;
  readonly settings: SettingTable;
  readonly danger: DangerRules;
  readonly places: PlaceFinder;
  readonly times: TimeFinder;
  readonly wishes: CalendarWishTable;
  readonly whatsOn: WhatsOnTable;
  /** What was learnt: topics, and danger and commands in words that no rule and no list foresaw. */
  readonly mind: Mind;
}

export interface Utterance {
  readonly text: string;
  /** The contact's language so far: a short or uncertain text does not change it. */
  readonly language?: Language;
  /** The text as the sentence model sees it that was learnt with, if there is one. */
  readonly vector?: Float32Array | undefined;
}

export interface Understanding {
  /** The text in normal form; empty when the message holds no word and no digit. */
  readonly normal: string;
  readonly language: Language | 'unknown';
  readonly languageConfidence: number;
  readonly command: Command | null;
  readonly reply: Reply | null;
  /** What may be asked of the service, where nothing is surely meant. */
  readonly perhaps: Doubtful | null;
  /** A wish about being written to, or the question who writes. */
  readonly setting: Setting | null;
  /** A wish about the calendar of activities. */
  readonly wish: CalendarWish | null;
  readonly danger: Danger | null;
  /** The municipality that the message names. */
  readonly place: FoundPlace | null;
  /** The time that the message names, for the one who knows what day it is: see `rangeOf`. */
  readonly when: When | null;
  /** A question of detail, "how much?", "where is it?": about what was answered before. */
  readonly detail: Detail | null;
  readonly decision: 'command' | 'urgent' | 'answer' | 'choose' | 'unknown';
  readonly topic: string | null;
  /** A second topic that the message is about as well; with danger that no rule foresaw, the topic it would be about without it. */
  readonly also: string | null;
  readonly candidates: readonly Candidate[];
}

/** Longest part of a text in which a question is looked for, in UTF-16 units: more is a paste, not a message. */
export const LONGEST_READ = 2_000;

/** Danger is looked for much further, twice as far as any channel carries: it may stand at the end of a long story. */
const LONGEST_SEARCHED = 10_000;

const NO_TOPIC: TopicDecision = { decision: 'unknown', topic: null, also: null, candidates: [] };

const ONLY_QUESTION_MARKS = /^\s*[?؟]+\s*$/;
/** A thumb says as much as a word; what colour it has says nothing. */
const ONLY_THUMB = /^\s*(👍|👎)[\u{1F3FB}-\u{1F3FF}\u{FE0F}\s]*$/u;

/** From here on, a command word that several languages share counts as one of the language detected. */
const CERTAIN = 0.95;

/** In a message of more words the name of a town does not pass for its language. */
const SWAYED_BY_A_NAME = 8;

const LEAST_KNOWN_OF_COMMAND = 0.5;

/** A command with the languages that its words belong to, where a list tells them. */
interface FoundCommand {
  readonly command: Command;
  readonly languages?: readonly Language[];
}

/**
 * What a message means. Pure and total: every string is decided on, in bounded time. Opt-out stands above danger, danger
 * above every other command, commands above topics. Danger is found by the reviewed rules or, in what is no listed
 * command or reply, by the learned head: either is enough.
 */
export function understand({ text, language: expected, vector }: Utterance, model: UnderstandingModel): Understanding {
  const read = text.slice(0, LONGEST_READ);
  const normal = normalise(read);
  const impression = model.mind.lookAt(normal, vector);
  const listed: FoundCommand | undefined = ONLY_QUESTION_MARKS.test(read)
    ? { command: 'help' }
    : model.commands.command(normal);
  const place = placeIn(normal, model);
  // The name of a town is nothing but that, whatever it looks like: "Liège" lies near greetings.
  const isOnlyPlace = place?.alone === true;
  const reply = thumbIn(read) ?? model.commands.reply(normal, expected) ?? null;
  const isStop = listed?.command === 'stop';
  const setting = isStop ? null : (model.settings.find(read, normal) ?? null);
  const ruled = isStop
    ? null
    : model.danger.find(text.length === read.length ? ` ${normal} ` : padded(text.slice(0, LONGEST_SEARCHED)));
  // A bare number means something only as an answer to what we asked.
  const learnt = /\p{L}/u.test(normal) ? matchTopic(impression, model.mind) : NO_TOPIC;
  const spoken = languageOf(
    read,
    normal,
    expected,
    listed?.languages,
    place === null || normal.split(' ').length > SWAYED_BY_A_NAME ? impression : model.mind.lookAt(place.rest, vector),
    model,
  );
  const when = model.times.find(read, normal, spoken.language === 'unknown' ? expected : spoken.language);
  const wish = model.wishes.find(normal, when !== null) ?? null;
  const isListed =
    listed !== undefined || reply !== null || wish !== null || (setting !== null && setting.set !== 'bare-hours');
  const asksWhatsOn = model.whatsOn.isAsked(place?.rest ?? normal, when);
  const matched = asksWhatsOn ? aboutAgenda(learnt, when) : learnt;
  const detail = detailIn(impression, normal, model.mind);
  // Neither in the name of a town nor in the few words of a question what there is to do, or how much, is danger that no rule knows.
  const danger =
    ruled ??
    (isListed ||
    isOnlyPlace ||
    detail === 'bare' ||
    matched !== learnt ||
    isSurelyAboutUs(impression.command, impression.danger)
      ? null
      : (believedDanger(impression, normal) ??
        dangerBeside(read, impression.danger?.margin ?? Number.NEGATIVE_INFINITY, model.mind)));
  // In words of a language that nobody here reads, a command is there by chance.
  const foreign = spoken.language === 'unknown' && impression.sparse.known < LEAST_KNOWN_OF_COMMAND;
  const unsure =
    isOnlyPlace ||
    isMoreThanChat(impression.command, impression.topics, { normal, names: place !== null || when !== null }) ||
    isRatherATopic(impression.command, impression.topics, model.mind.topics) ||
    foreign ||
    matched !== learnt ||
    (detail !== null && (impression.command?.margin ?? 0) < leastMarginBeside(detail, impression, model.mind));
  const believed = isListed || unsure ? null : believedCommand(impression.command, impression.danger, normal);
  const command = danger === null ? (listed?.command ?? named(believed, normal, model)) : null;
  return {
    normal,
    ...spoken,
    command,
    reply,
    perhaps:
      isListed || isOnlyPlace || foreign || command !== null || danger !== null
        ? null
        : doubtfulCommand(impression.command, normal),
    setting: danger === null ? setting : null,
    wish: danger === null ? wish : null,
    danger,
    place,
    when,
    detail,
    decision: danger !== null ? 'urgent' : command !== null ? 'command' : matched.decision,
    topic: command === null && danger === null ? matched.topic : null,
    also: danger === null ? (command === null ? matched.also : null) : danger.rule === LEARNED ? matched.topic : null,
    candidates: matched.candidates,
  };
}

/** The place that a message names; with polite words around it, it is as alone as without. */
function placeIn(normal: string, { places, commands }: UnderstandingModel): FoundPlace | null {
  const place = places.find(normal);
  if (place === null || place.alone) return place;
  const bare = places.find(commands.withoutPoliteEnds(normal.split(' ')).join(' '));
  return bare?.alone ? { ...place, alone: true } : place;
}

function thumbIn(text: string): Reply | undefined {
  const thumb = ONLY_THUMB.exec(text)?.[1];
  if (thumb === undefined) return undefined;
  return thumb === '👍' ? 'useful' : 'not-useful';
}

/** Which language is asked for, when the message names it. */
function named(command: Command | null, normal: string, { commands }: UnderstandingModel): Command | null {
  if (command !== 'language') return command;
  const language = commands.languageNamed(normal);
  return language === undefined ? command : `language:${language}`;
}

/**
 * The language of a message. A command word is in the languages that have it: the contact's own when it is among them,
 * the only one, or the one detected with certainty; "stop" alone tells nothing.
 */
function languageOf(
  text: string,
  normal: string,
  expected: Language | undefined,
  ofCommand: readonly Language[] | undefined,
  impression: Impression,
  model: UnderstandingModel,
): { language: Language | 'unknown'; languageConfidence: number } {
  const { language, confidence } = detectLanguage(text, impression, model.mind, expected);
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
