import type { Occurrence } from '../calendar/activity.ts';
import type { Button } from '../channel.ts';
import { BUTTONS } from '../conversation/flow.ts';
import type { Saying } from '../conversation/turn.ts';
import { type Language, SOURCE_LANGUAGE } from '../languages.ts';
import type { ActivityWords } from './activity-words.ts';
import type { Occasion, Rendered, Renderer } from './render.ts';
import { addressOf, dayIn, renderOccurrence } from './render-activity.ts';

type Said<Kind extends Saying['say']> = Extract<Saying, { say: Kind }>;

/** Names that need no translation: all that the network covers. */
const ANYWHERE = 'Wallonie - Bruxelles';
/** Telegram cuts what is longer. */
const LONGEST_LABEL = 40;

/** Activities by number: two lines each by SMS, else all that the coordinators said. */
export function agendaLines(saying: Said<'agenda'>, occasion: Occasion, renderer: Renderer): Rendered {
  const { language, limits } = occasion;
  const { say } = renderer;
  const { found, activities, open, place, more, isFirst } = saying;
  const where = { when: rangeWords(saying.range, language), place: place?.municipality ?? ANYWHERE };
  const head = {
    there: [say(language, 'agenda.intro', where)],
    later: [say(language, 'agenda.none', where), say(language, 'agenda.next')],
    further: [say(language, 'agenda.next')],
    nothing: [say(language, 'agenda.nothing')],
  }[found];
  const link = isFirst ? linkLines(place?.territory, occasion, renderer) : [];
  const shown = activities.map((one, index): [number, Occurrence] => [index + 1, one]);
  return {
    lines: [
      ...head,
      ...listed(shown, limits.segmented ? 'short' : 'full', occasion, renderer),
      ...(more ? [say(language, 'agenda.more')] : []),
      ...comeLines(open, occasion, renderer),
      ...link,
    ],
    buttons: [
      ...comeButtons(shown, open, language, renderer),
      ...(more ? [{ label: say(language, 'command.more'), payload: BUTTONS.moreActivities }] : []),
    ],
  };
}

/** All that is known of activities shown before. */
export function activitiesLines(
  { activities, open }: Said<'activities'>,
  occasion: Occasion,
  renderer: Renderer,
): Rendered {
  return {
    lines: [...listed(activities, 'full', occasion, renderer), ...comeLines(open, occasion, renderer)],
    buttons: comeButtons(activities, open, occasion.language, renderer),
  };
}

/** "1 je viens / 3 je viens": which of those shown is meant. */
export function whichLine(
  { wish, numbers }: Said<'which'>,
  { language }: Occasion,
  { knowledge, say }: Renderer,
): string {
  return say(language, 'agenda.which', { code: wordings(wish, numbers, language, knowledge) });
}

/** The code for the door; the address of a place that is shown to nobody else. */
export function registeredLines(
  { occurrence, code }: Said<'registered'>,
  occasion: Occasion,
  renderer: Renderer,
): string[] {
  const { language } = occasion;
  const { activity } = occurrence;
  const address = activity.visibility === 'mothers' ? addressOf(activity.place, language) : '';
  return [
    renderer.say(language, 'agenda.registered', { code }),
    renderOccurrence(occurrence, language, 'short', wordsOf(language, renderer)),
    ...(address === '' ? [] : [renderer.say(language, 'agenda.address', { address })]),
    notComing(language, renderer),
  ];
}

/** How the place is given back, so that somebody else gets it. */
function notComing(language: Language, { say, knowledge }: Renderer): string {
  return say(language, 'agenda.not_coming', { code: wordingOf('unregister', language, knowledge) });
}

export function pausedLine({ until }: Said<'paused'>, { language }: Occasion, { say }: Renderer): string {
  return say(language, 'subscribe.paused', { when: dayIn(new Date(until), language, 'long') });
}

/** That an activity is tomorrow, sent by itself. */
export function reminderText(occurrence: Occurrence, language: Language, renderer: Renderer): string {
  const words = wordsOf(language, renderer);
  const { place, visibility } = occurrence.activity;
  const address = visibility === 'mothers' ? '' : addressOf(place, language);
  return [
    renderer.say(language, 'agenda.remind'),
    renderOccurrence(occurrence, language, 'short', words),
    ...(address === '' ? [] : [address]),
    notComing(language, renderer),
  ].join('\n');
}

/** That an activity in which the parent has a place is cancelled, or has another time or place; sent by itself. */
export function changeText(occurrence: Occurrence, code: string, language: Language, renderer: Renderer): string {
  const { say } = renderer;
  const { place, visibility } = occurrence.activity;
  // The first line says that it is cancelled: no second mark on the next.
  const lines = renderOccurrence({ ...occurrence, state: 'planned' }, language, 'short', wordsOf(language, renderer));
  if (occurrence.state === 'cancelled') return [say(language, 'agenda.called_off'), lines].join('\n');
  const address = addressOf(place, language);
  // Who has a place knows where a place for mothers only is.
  const where = visibility === 'mothers' && address !== '' ? say(language, 'agenda.address', { address }) : address;
  return [
    say(language, 'agenda.moved', { code }),
    lines,
    ...(where === '' ? [] : [where]),
    notComing(language, renderer),
  ].join('\n');
}

function listed(
  activities: readonly (readonly [number: number, occurrence: Occurrence])[],
  size: 'short' | 'full',
  { language, limits }: Occasion,
  renderer: Renderer,
): string[] {
  const words = wordsOf(language, renderer);
  return activities.flatMap(([number, one]) => [
    // An empty line costs nothing but by SMS.
    ...(limits.segmented ? [] : ['']),
    `${number}. ${renderOccurrence(one, language, size, words)}`,
  ]);
}

function comeLines(open: readonly number[], { language }: Occasion, { knowledge, say }: Renderer): string[] {
  return open.length === 0
    ? []
    : [say(language, 'agenda.register', { code: wordings('register', open, language, knowledge) })];
}

function comeButtons(
  activities: readonly (readonly [number: number, occurrence: Occurrence])[],
  open: readonly number[],
  language: Language,
  { knowledge }: Renderer,
): Button[] {
  return activities
    .filter(([number]) => open.includes(number))
    .map(([number, { id, activity }]) => ({
      label: shortened(`${wordings('register', [number], language, knowledge)}: ${activity.title}`),
      payload: BUTTONS.come(id),
    }));
}

/** What to write for each number, in words that are understood: the first of the language's list. */
function wordings(
  wish: 'register' | 'unregister',
  numbers: readonly number[],
  language: Language,
  knowledge: Renderer['knowledge'],
): string {
  const wording = wordingOf(wish, language, knowledge);
  return numbers.map((number) => `${number} ${wording}`).join(' / ');
}

/** A label that fits on a button; what is cut shows that it is. */
function shortened(label: string): string {
  return label.length <= LONGEST_LABEL ? label : `${label.slice(0, LONGEST_LABEL - 1).trimEnd()}…`;
}

function wordingOf(
  wish: 'register' | 'unregister',
  language: Language,
  { subscription }: Renderer['knowledge'],
): string {
  const [wording = ''] = (subscription.get(language) ?? subscription.get(SOURCE_LANGUAGE))?.get(wish) ?? [];
  return wording;
}

function linkLines(territory: string | undefined, { language, publicUrl }: Occasion, { say }: Renderer): string[] {
  if (publicUrl === undefined || territory === undefined) return [];
  const link = `${publicUrl}/agenda/${territory}${language === SOURCE_LANGUAGE ? '' : `?lang=${language}`}`;
  return [say(language, 'agenda.page', { link })];
}

function wordsOf(language: Language, { knowledge: { activityWords } }: Renderer): ActivityWords {
  const words = activityWords.get(language) ?? activityWords.get(SOURCE_LANGUAGE);
  if (words === undefined) throw new Error('there are no words of the calendar in French');
  return words;
}

/** "sam. 28 nov.", or the first and last day. */
function rangeWords({ from, to }: Said<'agenda'>['range'], language: Language): string {
  const [first, last] = [from, to - 1].map((at) => dayIn(new Date(at), language, 'short'));
  return first === last ? (first ?? '') : `${first} - ${last}`;
}
