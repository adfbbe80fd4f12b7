import type { Answer, TopicFile } from '../content/schema.ts';
import { BUTTONS } from '../conversation/flow.ts';
import { type Language, SOURCE_LANGUAGE } from '../languages.ts';
import { contactLine } from './contact-line.ts';
import { foldToGsm, isGsm } from './gsm.ts';
import { answerOf, contactsFor, freshnessOf, permanencesFor, regionLine, servicesFor } from './knowledge.ts';
import type { Occasion, Rendered, Renderer } from './render.ts';
import { placeLines } from './render-place.ts';
import { lettersIn } from './segments.ts';

/** Paid parts of one SMS: what is longer waits for another MORE. */
const SEGMENTS_A_PAGE = 6;

/** Amounts and deadlines are digits; phone numbers stand in the contact lines, not in the texts. */
const STATES_A_FIGURE = /\d/;

/** What a topic is, whether it may be for this parent, and the first step. */
export function shortOfTopic(id: string, occasion: Occasion, renderer: Renderer): Rendered {
  const { language, limits, today, place } = occasion;
  const { knowledge, say } = renderer;
  const found = answerOf(knowledge, id, language);
  if (!found) return { lines: [say(language, 'unknown.first')], buttons: [] };
  const { topic, answer, translated } = found;
  const freshness = freshnessOf(topic, today);
  if (freshness === 'withheld') return { lines: withheldLines(topic, occasion, renderer), buttons: [] };
  // By SMS a link costs a part of its own: it comes with the rest.
  const firstContact = contactsFor(topic, place)
    .filter(({ phone }) => phone !== undefined || !limits.segmented)
    .map((contact) => contactLine(contact, language, say))
    .find((line) => line !== undefined);
  const region = regionLine(answer, place);
  const source = say(language, 'answer.source', {
    source: topic.sources[0]?.name ?? '',
    date: writtenDay(topic.checked),
  });
  const pictogram = limits.segmented ? undefined : knowledge.categories[topic.category]?.pictogram;
  const texts = [answer.short, ...(region === undefined ? [] : [region])];
  return {
    lines: [
      ...(translated ? [] : [say(language, 'language.only_french')]),
      ...(topic.by_place === true && place !== null ? placeLines(place, language, renderer) : []),
      ...texts.map((text, index) => (index === 0 && pictogram !== undefined ? `${pictogram} ${text}` : text)),
      ...(firstContact === undefined ? [] : [firstContact]),
      ...(freshness === 'to-check' ? [say(language, 'answer.to_check')] : []),
      ...reviewLine(topic, answer, texts, language, renderer),
      source,
      limits.segmented ? `1 = ${say(language, 'command.more')}` : say(language, 'answer.more'),
    ],
    buttons: [{ label: say(language, 'command.more'), payload: BUTTONS.more(id) }],
  };
}

/** Who, how, what to bring, how long, appeal; then contacts, permanences and services. By SMS, page by page. */
export function moreOfTopic(id: string, page: number, occasion: Occasion, renderer: Renderer): Rendered {
  const { language, limits, today, place } = occasion;
  const { knowledge, say } = renderer;
  const found = answerOf(knowledge, id, language);
  if (!found) return { lines: [say(language, 'answer.no_more')], buttons: [] };
  const { topic, answer } = found;
  const lines =
    freshnessOf(topic, today) === 'withheld'
      ? withheldLines(topic, occasion, renderer)
      : [
          ...answer.more.split('\n'),
          ...(place === null && answer.region?.any === undefined ? ownLines(answer) : []),
          ...contactLines(topic, language, place, renderer),
          ...permanencesFor(knowledge, id, place, today).map((one) => permanenceLine(one, language, renderer)),
          ...servicesFor(knowledge, id, place).flatMap((service) => {
            const { address, municipality, name } = service;
            const where = address === undefined ? municipality : `${address}, ${municipality}`;
            return contactLine({ ...service, name: `${name} (${where})` }, language, say) ?? [];
          }),
          ...reviewLine(topic, answer, [answer.more], language, renderer),
        ];
  const hint = `1 = ${say(language, 'command.more')}`;
  const pages = limits.segmented ? intoPages(lines, language, hint) : [lines];
  const shown = pages[page];
  if (shown === undefined) return { lines: [say(language, 'answer.no_more')], buttons: [] };
  const next = page + 1 < pages.length ? [hint] : [];
  return { lines: [...shown, ...next], buttons: [] };
}

function contactLines(topic: TopicFile, language: Language, place: Occasion['place'], { say }: Renderer): string[] {
  return contactsFor(topic, place)
    .map((contact) => contactLine(contact, language, say))
    .filter((line) => line !== undefined);
}

/** What differs by region, all of it: where it is not told in one line. */
function ownLines({ region }: Answer): string[] {
  return [region?.wallonia, region?.brussels, region?.german].filter((line) => line !== undefined);
}

/** Not said any more: whom to ask instead. */
function withheldLines(topic: TopicFile, { language, place }: Occasion, renderer: Renderer): string[] {
  return [renderer.say(language, 'answer.withheld'), ...contactLines(topic, language, place, renderer)];
}

/** Under a translation that nobody reviewed, where it states an amount, a deadline or a right. */
function reviewLine(
  topic: TopicFile,
  answer: Answer,
  texts: readonly string[],
  language: Language,
  { knowledge, say }: Renderer,
): string[] {
  if (language === SOURCE_LANGUAGE || answer.reviewed !== undefined) return [];
  const states = knowledge.categories[topic.category]?.rights || texts.some((text) => STATES_A_FIGURE.test(text));
  return states ? [say(language, 'answer.unreviewed')] : [];
}

function permanenceLine(
  { place, by_appointment, phone, email, url, next }: ReturnType<typeof permanencesFor>[number],
  language: Language,
  { say }: Renderer,
): string {
  const when = next === undefined ? undefined : `${writtenDay(next.slice(0, 10))} ${next.slice(11)}`;
  const where = [place, when, phone ?? email ?? url].filter((one) => one !== undefined);
  return `${where.join(', ')}${by_appointment ? ` (${say(language, 'by_appointment')})` : ''}`;
}

/** Lines in pages that cost at most so many SMS parts, the "1 = MORE" of all but the last included. */
function intoPages(lines: readonly string[], language: Language, next: string): string[][] {
  const room = lettersIn(SEGMENTS_A_PAGE, isGsm(foldToGsm([...lines, next].join('\n'), language))) - next.length - 1;
  const pages: string[][] = [[]];
  let used = 0;
  for (const line of lines) {
    const length = foldToGsm(line, language).length + 1;
    if (used > 0 && used + length > room) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1)?.push(line);
    used += length;
  }
  return pages;
}

/** Day first, as everybody in Belgium writes it. */
function writtenDay(day: string): string {
  return day.split('-').reverse().join('/');
}
