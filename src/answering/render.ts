import type { Button, ChannelLimits } from '../channel.ts';
import { BUTTONS } from '../conversation/flow.ts';
import type { Saying } from '../conversation/turn.ts';
import { ENDONYMS, isRightToLeft, type Language } from '../languages.ts';
import { contactLine, joinDetails, reachability } from './contact-line.ts';
import { foldToGsm } from './gsm.ts';
import { answerOf, distressNumbersFor, type Knowledge } from './knowledge.ts';
import type { Say } from './phrases.ts';
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

interface Rendered {
  readonly lines: readonly string[];
  readonly buttons: readonly Button[];
}

/**
 * Words for what the conversation decided, in the parts that the channel can carry. Buttons go with the last part.
 *
 * @param today as `2026-11-21`: facts past their review date say so
 */
export function render(
  says: readonly Saying[],
  language: Language,
  limits: ChannelLimits,
  today: string,
  renderer: Renderer,
): Part[] {
  const rendered = says.map((saying) => renderSaying(saying, language, limits, today, renderer));
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
function rightToLeft(text: string): string {
  return text.replace(/(?<!\d)\+?\d+(?: \d+)+/g, '\u200e$&').replace(/^(?!\p{Script=Arabic})(?=.)/gmu, '\u200f');
}

function renderSaying(
  saying: Saying,
  language: Language,
  limits: ChannelLimits,
  today: string,
  renderer: Renderer,
): Rendered {
  const { say } = renderer;
  switch (saying.say) {
    case 'phrase':
      return { lines: [say(language, saying.key)], buttons: [] };
    case 'danger':
      return { lines: dangerLines(saying.class, language, renderer), buttons: [] };
    case 'choose':
      return renderChoice(saying.topics, language, renderer);
    case 'languages':
      return {
        lines: saying.languages.map((one, index) => `${index + 1}. ${ENDONYMS[one]}`),
        buttons: saying.languages.map((one) => ({ label: ENDONYMS[one], payload: BUTTONS.language(one) })),
      };
    case 'topic':
      return saying.part === 'short'
        ? renderShort(saying.topic, language, limits, today, renderer)
        : renderMore(saying.topic, language, renderer);
  }
}

/** Numbers first, then a human sentence, then how to stay safe on this phone, then who will read. */
function dangerLines(
  danger: Extract<Saying, { say: 'danger' }>['class'],
  language: Language,
  { knowledge, say }: Renderer,
): string[] {
  const numbers = distressNumbersFor(knowledge, danger, language).map(({ number, label, hours, free, speaks }) => {
    const details = [
      say(language, `label.${label}`),
      ...reachability({ hours, free, languages: speaks }, language, say),
    ];
    return `${number}: ${joinDetails(details, language)}`;
  });
  const phone = danger === 'violence' || danger === 'child-danger' ? [say(language, 'danger.phone')] : [];
  return [...numbers, say(language, `danger.${danger}`), ...phone, say(language, 'human.danger')];
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

function renderShort(
  id: string,
  language: Language,
  { segmented }: ChannelLimits,
  today: string,
  { knowledge, say }: Renderer,
): Rendered {
  const found = answerOf(knowledge, id, language);
  if (!found) return { lines: [say(language, 'unknown.first')], buttons: [] };
  const { topic, answer, translated } = found;
  // A contact that serves one region only comes after those for everybody, as long as the place is not known.
  const everybodyFirst = [...topic.contacts].sort(
    (one, other) => Number(one.region !== undefined) - Number(other.region !== undefined),
  );
  // By SMS a link costs a part of its own: it comes with the rest.
  const firstContact = everybodyFirst
    .filter(({ phone }) => phone !== undefined || !segmented)
    .map((contact) => contactLine(contact, language, say))
    .find((line) => line !== undefined);
  const source = say(language, 'answer.source', {
    source: topic.sources[0]?.name ?? '',
    date: writtenDay(topic.checked),
  });
  return {
    lines: [
      ...(translated ? [] : [say(language, 'language.only_french')]),
      answer.short,
      ...(firstContact === undefined ? [] : [firstContact]),
      ...(today > topic.review_by ? [say(language, 'answer.to_check')] : []),
      source,
      segmented ? `1 = ${say(language, 'command.more')}` : say(language, 'answer.more'),
    ],
    buttons: [{ label: say(language, 'command.more'), payload: BUTTONS.more(id) }],
  };
}

function renderMore(id: string, language: Language, { knowledge, say }: Renderer): Rendered {
  const found = answerOf(knowledge, id, language);
  if (!found) return { lines: [say(language, 'answer.no_more')], buttons: [] };
  const { topic, answer } = found;
  const region =
    answer.region?.any ??
    [answer.region?.wallonia, answer.region?.brussels, answer.region?.german]
      .filter((line) => line !== undefined)
      .join('\n');
  const contacts = topic.contacts
    .map((contact) => contactLine(contact, language, say))
    .filter((line) => line !== undefined);
  return { lines: [answer.more, ...(region === '' ? [] : [region]), ...contacts], buttons: [] };
}

/** Day first, as everybody in Belgium writes it. */
function writtenDay(day: string): string {
  return day.split('-').reverse().join('/');
}
