import type { Button, ChannelLimits } from '../channel.ts';
import { BUTTONS } from '../conversation/flow.ts';
import type { Saying } from '../conversation/turn.ts';
import { ENDONYMS, FULL_LANGUAGES, isRightToLeft, type Language } from '../languages.ts';
import type { Place } from '../understanding/find-place.ts';
import { foldToGsm } from './gsm.ts';
import { answerOf, type Knowledge } from './knowledge.ts';
import type { Say } from './phrases.ts';
import { activitiesLines, agendaLines, pausedLine, registeredLines, whichLine } from './render-agenda.ts';
import { dangerLines } from './render-danger.ts';
import { hoursLine } from './render-hours.ts';
import { placeLines } from './render-place.ts';
import { promiseLine } from './render-promise.ts';
import { moreOfTopic, shortOfTopic } from './render-topic.ts';
import { splitText } from './split.ts';

/** One message as a channel will carry it. */
export interface Part {
  readonly text: string;
  readonly buttons: readonly Button[];
}

export interface Renderer {
  readonly knowledge: Knowledge;
  readonly say: Say;
}

/** For whom and when something is put into words. */
export interface Occasion {
  readonly language: Language;
  readonly limits: ChannelLimits;
  /** As `2026-11-21`: facts past their review date say so. */
  readonly today: string;
  /** Where the parent lives, once said. */
  readonly place: Place | null;
  /** Where the pages of the public calendar begin, where that is known. */
  readonly publicUrl?: string | undefined;
}

export interface Rendered {
  readonly lines: readonly string[];
  readonly buttons: readonly Button[];
}

/** Words for what the conversation decided, in the parts that the channel can carry. Buttons go with the last part. */
export function render(says: readonly Saying[], occasion: Occasion, renderer: Renderer): Part[] {
  const { language, limits } = occasion;
  const rendered = says.map((saying) => renderSaying(saying, occasion, renderer));
  const joined = rendered.flatMap(({ lines }) => lines).join('\n');
  const text = isRightToLeft(language) ? rightToLeft(joined) : joined;
  const buttons = limits.buttons ? rendered.flatMap((one) => one.buttons) : [];
  const texts = splitText(limits.segmented ? foldToGsm(text, language) : text, limits.maxLength);
  return texts.map((part, index) => ({ text: part, buttons: index === texts.length - 1 ? buttons : [] }));
}

/**
 * Marks for what the Unicode bidirectional algorithm would turn round: the groups of "0800 30 030" would be shown last
 * group first (rule N1), and an app that takes a line's direction from its first letter would show a line that begins
 * with a number or "SECAL" from the left.
 */
export function rightToLeft(text: string): string {
  return text.replace(/(?<!\d)\+?\d+(?: \d+)+/g, '\u200e$&').replace(/^(?!\p{Script=Arabic})(?=.)/gmu, '\u200f');
}

function renderSaying(saying: Saying, occasion: Occasion, renderer: Renderer): Rendered {
  const { language } = occasion;
  switch (saying.say) {
    case 'phrase':
      return { lines: [renderer.say(language, saying.key)], buttons: [] };
    case 'danger':
      return { lines: dangerLines(saying.class, occasion, renderer), buttons: [] };
    case 'place':
      return { lines: placeLines(saying.place, language, renderer), buttons: [] };
    case 'choose':
      return renderChoice(saying.topics, language, renderer);
    case 'also':
      return renderAlso(saying.topic, language, renderer);
    case 'promise':
      return { lines: [promiseLine(saying.promise, language, renderer)], buttons: [] };
    case 'agenda':
      return agendaLines(saying, occasion, renderer);
    case 'activities':
      return activitiesLines(saying, occasion, renderer);
    case 'which':
      return { lines: [whichLine(saying, occasion, renderer)], buttons: [] };
    case 'registered':
      return { lines: registeredLines(saying, occasion, renderer), buttons: [] };
    case 'paused':
      return { lines: [pausedLine(saying, occasion, renderer)], buttons: [] };
    case 'hours':
      return { lines: [hoursLine(saying.hours, saying.isNew, language, renderer.say)], buttons: [] };
    case 'which-language':
      return { lines: languageQuestion(saying.foreign, renderer), buttons: [] };
    case 'languages':
      return {
        lines: saying.languages.map((one, index) => `${index + 1}. ${ENDONYMS[one]}`),
        buttons: saying.languages.map((one) => ({ label: ENDONYMS[one], payload: BUTTONS.language(one) })),
      };
    case 'topic':
      return saying.part === 'short'
        ? shortOfTopic(saying.topic, occasion, renderer)
        : moreOfTopic(saying.topic, saying.page, occasion, renderer);
  }
}

/** The question in the three languages that most people here have met, below our languages' names in the person's own. */
function languageQuestion(foreign: string | null, { say }: Renderer): string[] {
  const own = foreign === null ? [] : namesOfOurs(foreign);
  return [...own, ...(['fr', 'nl', 'en'] as const).map((language) => say(language, 'language.menu'))];
}

/** "tiếng Pháp, tiếng Hà Lan...": as the language itself writes them, where Unicode's locale data has it. */
function namesOfOurs(foreign: string): string[] {
  if (Intl.DisplayNames.supportedLocalesOf([foreign]).length === 0) return [];
  const names = new Intl.DisplayNames([foreign], { type: 'language', fallback: 'none' });
  return [FULL_LANGUAGES.flatMap((language) => names.of(language) ?? []).join(', ')];
}

/** The answer above ends with "1 = MORE". */
function renderAlso(topic: string, language: Language, { knowledge }: Renderer): Rendered {
  const title = answerOf(knowledge, topic, language)?.answer.title ?? topic;
  return { lines: [`2 = ${title}`], buttons: [{ label: title, payload: BUTTONS.topic(topic) }] };
}

function renderChoice(topics: readonly string[], language: Language, { knowledge, say }: Renderer): Rendered {
  const titles = topics.map((topic) => answerOf(knowledge, topic, language)?.answer.title ?? topic);
  return {
    lines: [
      say(language, 'choose.intro'),
      ...titles.map((title, index) => `${index + 1}. ${title}`),
      say(language, 'choose.how'),
    ],
    buttons: titles.map((label, index) => ({ label, payload: BUTTONS.topic(topics[index] ?? '') })),
  };
}
