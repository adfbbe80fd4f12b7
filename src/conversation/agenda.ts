import type { Occurrence } from '../calendar/activity.ts';
import { activitiesFor, isOpen } from '../calendar/agenda.ts';
import type { Reply } from '../understanding/commands.ts';
import { isAboutTheLast } from '../understanding/detail.ts';
import { AGENDA_TOPIC } from '../understanding/whats-on.ts';
import { rangeOf } from '../understanding/when.ts';
import type { AskedAgenda, Waiting } from './state.ts';
import { type Decision, phrase, type Saying, type Turn } from './turn.ts';
import { answersWhere, homeOf, placeIn } from './where.ts';

/** Topics that a time makes a question about what is planned, where something is. */
const LEISURE: ReadonlySet<string> = new Set(['leisure-cheap', 'activity-join']);
/** From here on, a question with a time in it is taken for one about what is planned, if something is. */
const LEAST_LIKELY = 0.5;
const SURELY = 0.9;

const DAY_MS = 86_400_000;
/** What is asked for when no time is. */
const COMING_DAYS = 10;
/** As far as the calendar is known. */
const DAYS_AHEAD = 60;
const A_PAGE = 3;
/** "Saturday?" or a bare town is about the activities just shown. */
const FOLLOW_UP_MS = 30 * 60_000;
const LONGEST_FOLLOW_UP = 4;
const MOST_SEEN = 60;

/** What is planned in the time and place asked for; the topic's text stays while there is no calendar. */
export function answerAgenda(turn: Turn): Decision | undefined {
  if (turn.agenda === null) return undefined;
  return followUp(turn) ?? asked(turn);
}

/** "Activities next week in Huy" is a question, although "activities" may ask to be written to again. */
export function asksRatherThanStarts(turn: Turn): boolean {
  const { message, agenda, contact } = turn;
  const { command, when, place } = message.understanding;
  return (
    command === 'start' &&
    agenda !== null &&
    !contact.optedOut &&
    (when !== null || place !== null) &&
    isSurelyAbout(AGENDA_TOPIC, turn)
  );
}

/** Of a message that is a command by its words: what it is about all the same. */
export function isSurelyAbout(topic: string, { message }: Turn): boolean {
  const [likeliest] = message.understanding.candidates;
  return likeliest?.topic === topic && likeliest.score >= SURELY;
}

function asked(turn: Turn): Decision | undefined {
  const { decision, topic, candidates, when } = turn.message.understanding;
  const isAsked = (decision === 'answer' && topic === AGENDA_TOPIC) || asksRatherThanStarts(turn);
  const isLikely =
    when !== null &&
    ((topic !== null && LEISURE.has(topic)) ||
      candidates.some((one) => one.topic === AGENDA_TOPIC && one.score >= LEAST_LIKELY));
  if (!isAsked && !isLikely) return undefined;
  const range = rangeIn(turn);
  const place = placeIn(turn) ?? homeOf(turn);
  // Where it is only likely what is meant, nothing found is no answer.
  if (!isAsked && findIn({ ...range, place }, turn).length === 0) return undefined;
  return place === null ? askWhere(range, turn) : show({ ...range, place }, turn);
}

/** A town, a time or "where is it?" after activities that were just shown. */
function followUp(turn: Turn): Decision | undefined {
  const { state, now, message } = turn;
  const { when, place, decision, normal } = message.understanding;
  const last = state.agenda;
  if (last === null || answersWhere('place', turn)) return undefined;
  const town = placeIn(turn);
  // A time that is named with the town is a wish of its own.
  if (town !== null && answersWhere('agenda-place', turn))
    return show({ ...(when === null ? last : rangeIn(turn)), place: town }, turn);
  if (now - last.at > FOLLOW_UP_MS) return undefined;
  if (place?.alone && town !== null) return show({ ...last, place: town }, turn);
  const isShort = normal.split(' ').length <= LONGEST_FOLLOW_UP;
  if (when !== null && (isShort || decision !== 'answer')) {
    const where = town ?? last.place ?? homeOf(turn);
    return where === null ? askWhere(rangeIn(turn), turn) : show({ ...rangeIn(turn), place: where }, turn);
  }
  if (!isAboutTheLast(message.understanding)) return undefined;
  return detailsOf(last.picked === null ? last.shown : [last.picked], turn);
}

function askWhere(range: Pick<AskedAgenda, 'from' | 'to'>, { now }: Turn): Decision {
  return {
    says: [phrase('agenda.where')],
    state: {
      waiting: { for: 'agenda-place' },
      agenda: { ...range, beyond: false, place: null, shown: [], seen: [], picked: null, at: now },
      unknowns: 0,
    },
  };
}

/** Whoever does not say where sees all there is. */
export function showAnywhere(turn: Turn): Decision | undefined {
  const { state, agenda } = turn;
  return state.agenda === null || agenda === null ? undefined : show({ ...state.agenda, place: null }, turn);
}

/** A number, "more" or an answer to what was offered below the activities. */
export function replyToAgenda(
  { offer }: Extract<Waiting, { for: 'agenda' }>,
  reply: Reply,
  turn: Turn,
): Decision | undefined {
  if (reply === 'more') return nextPage(turn);
  if (typeof reply === 'number') return pick(reply, turn);
  if (offer !== 'mothers' || (reply !== 'yes' && reply !== 'no')) return undefined;
  const mother = { mother: reply } as const;
  const { state, agenda, subscription } = turn;
  if (reply === 'no') return { says: [phrase('thanks')], state: { ...mother, waiting: null } };
  const effects = subscription === null ? [] : [{ do: 'subscribe-mothers' } as const];
  if (state.agenda === null || agenda === null) return { says: [phrase('thanks')], effects, state: mother };
  const shown = show(state.agenda, { ...turn, state: { ...state, ...mother } });
  return { ...shown, effects: [...effects, ...(shown.effects ?? [])], state: { ...mother, ...shown.state } };
}

/** The next three; after the last of the time asked for, what comes later. */
export function nextPage(turn: Turn): Decision | undefined {
  const { state, agenda } = turn;
  return state.agenda === null || agenda === null ? undefined : show(state.agenda, turn, state.agenda);
}

function pick(number: number, turn: Turn): Decision | undefined {
  const id = turn.state.agenda?.shown[number - 1];
  const details = id === undefined ? undefined : detailsOf([id], turn);
  const last = turn.state.agenda;
  if (id === undefined || details === undefined || last === null) return undefined;
  return { ...details, state: { ...details.state, agenda: { ...last, picked: id, at: turn.now } } };
}

/** All that is known of activities shown before; undefined when they are planned no more. */
function detailsOf(ids: readonly string[], turn: Turn): Decision | undefined {
  const activities = ids.flatMap((id) => occurrenceOf(id, turn) ?? []);
  if (activities.length === 0) return undefined;
  const numberOf = ({ id }: Occurrence): number => (turn.state.agenda?.shown.indexOf(id) ?? 0) + 1;
  const open = activities.filter((one) => isOpen(one, turn.now));
  return {
    says: [{ say: 'activities', activities: activities.map((one) => [numberOf(one), one]), open: open.map(numberOf) }],
    state: { waiting: { for: 'agenda', offer: null }, unknowns: 0 },
  };
}

/** A planned activity that this parent may see. */
export function occurrenceOf(id: string, { agenda, state }: Turn): Occurrence | undefined {
  const found = agenda?.occurrences.find((one) => one.id === id);
  return found?.activity.visibility === 'mothers' && state.mother !== 'yes' ? undefined : found;
}

type Wanted = Pick<AskedAgenda, 'from' | 'to' | 'place'>;

function findIn({ from, to, place }: Wanted, { agenda, state }: Turn, mothers = state.mother === 'yes') {
  return agenda === null ? [] : activitiesFor(agenda, { from, to, territory: place?.territory ?? null, mothers });
}

const FROM_THE_FIRST: Pick<AskedAgenda, 'seen' | 'beyond'> = { seen: [], beyond: false };

/** Three of what was not seen yet; where the time asked for holds no more, of what comes later. */
function show({ from, to, place }: Wanted, turn: Turn, { seen, beyond } = FROM_THE_FIRST): Decision {
  const { now } = turn;
  const unseen = (one: Occurrence): boolean => !seen.includes(one.id);
  const wanted: Wanted = { ...(to > now ? { from: Math.max(from, now), to } : comingDays(now)), place };
  const there = beyond ? [] : findIn(wanted, turn).filter(unseen);
  if (there.length > 0) return showPage({ found: 'there', wanted, seen }, there, turn);
  const later = findIn({ from: now, to: now + DAYS_AHEAD * DAY_MS, place }, turn).filter(
    (one) => unseen(one) && one.startsAt.getTime() > now,
  );
  if (later.length > 0) return showPage({ found: seen.length > 0 ? 'further' : 'later', wanted, seen }, later, turn);
  return {
    says: [agendaSaying({ found: 'nothing', wanted, seen }, [], turn)],
    effects: [{ do: 'count', name: 'agenda:nothing' }],
    state: { ...remembered({ found: 'nothing', wanted, seen }, [], turn), waiting: null },
  };
}

interface Page {
  readonly found: Extract<Saying, { say: 'agenda' }>['found'];
  readonly wanted: Wanted;
  readonly seen: readonly string[];
}

function showPage(page: Page, all: readonly Occurrence[], turn: Turn): Decision {
  const offer = offerBelow(page.wanted, turn);
  const shown = all.slice(0, A_PAGE).map(({ id }) => id);
  return {
    says: [
      agendaSaying(page, all, turn),
      ...(offer === 'mothers' ? [phrase('agenda.mothers')] : offer === 'subscribe' ? [phrase('subscribe.offer')] : []),
    ],
    effects: [{ do: 'count', name: `topic:${AGENDA_TOPIC}` }],
    state: {
      ...remembered(page, shown, turn),
      waiting: { for: 'agenda', offer },
      ...(offer === 'subscribe' && { offered: true }),
      ...(offer === 'mothers' && { mother: 'asked' }),
    },
  };
}

function agendaSaying(
  { found, wanted: { place, from, to }, seen }: Page,
  all: readonly Occurrence[],
  { now }: Turn,
): Saying {
  const activities = all.slice(0, A_PAGE);
  const open = activities.flatMap((one, index) => (isOpen(one, now) ? [index + 1] : []));
  return {
    say: 'agenda',
    ...{ found, activities, open, range: { from, to }, place },
    more: all.length > A_PAGE,
    isFirst: seen.length === 0,
  };
}

function remembered({ found, wanted, seen }: Page, shown: readonly string[], { now }: Turn) {
  const all = [...seen, ...shown].slice(-MOST_SEEN);
  return {
    agenda: { ...wanted, beyond: found !== 'there', shown: [...shown], seen: all, picked: null, at: now },
    lastTopic: AGENDA_TOPIC,
    near: [],
    unknowns: 0,
  };
}

/** Each is offered once, one at a time. */
function offerBelow(wanted: Wanted, turn: Turn): 'mothers' | 'subscribe' | null {
  const { state, contact, subscription } = turn;
  if (state.mother === 'unasked' && findIn(wanted, turn, true).length > findIn(wanted, turn, false).length)
    return 'mothers';
  const mayOffer = !state.offered && subscription === null && !contact.optedOut && !contact.replyOnly;
  return mayOffer && wanted.place !== null ? 'subscribe' : null;
}

/** What is shown when no time is asked for, or one that is over. */
function comingDays(now: number): Pick<AskedAgenda, 'from' | 'to'> {
  return { from: now, to: now + COMING_DAYS * DAY_MS };
}

function rangeIn({ message, now }: Turn): Pick<AskedAgenda, 'from' | 'to'> {
  const { when } = message.understanding;
  const range = when === null ? null : rangeOf(when, new Date(now));
  if (range === null) return comingDays(now);
  return { from: range.from.getTime(), to: range.to.getTime() };
}
