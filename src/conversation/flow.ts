import { priorityOf, type Reason } from '../handover/promise.ts';
import { isLanguage } from '../languages.ts';
import type { Reply } from '../understanding/commands.ts';
import type { Place } from '../understanding/find-place.ts';
import { AGENDA_TOPIC } from '../understanding/whats-on.ts';
import { nextPage, replyToAgenda, showAnywhere } from './agenda.ts';
import { isPatient } from './patience.ts';
import { register, replyToReminder } from './registration.ts';
import type { Waiting } from './state.ts';
import { replyToOffer } from './subscription.ts';
import { type Decision, type Effect, phrase, SILENCE, type Turn } from './turn.ts';
import { answersWhere } from './where.ts';

/** How long a bare town or a question of detail is about the topic answered before. */
const FOLLOW_UP_MS = 30 * 60_000;

/** The first part of an answer; the rest waits for "more". */
export function answerTopic(topic: string, also: string | null = null): Decision {
  return {
    says: [{ say: 'topic', topic, part: 'short' }, ...(also === null ? [] : [{ say: 'also', topic: also } as const])],
    state: { waiting: { for: 'more', topic, page: 0, ...(also !== null && { also }) }, lastTopic: topic, unknowns: 0 },
  };
}

function restOfTopic(topic: string, page = 0): Decision {
  return {
    says: [{ say: 'topic', topic, part: 'more', page }],
    state: { waiting: { for: 'more', topic, page: page + 1 }, lastTopic: topic },
  };
}

/** The rest of the topic answered in the last half hour, from where it stopped; undefined when there was none. */
export function continueTopic({ state, now }: Turn): Decision | undefined {
  const { lastTopic, waiting, waitingSince } = state;
  if (lastTopic === null || now - waitingSince > FOLLOW_UP_MS) return undefined;
  return restOfTopic(lastTopic, waiting?.for === 'more' && waiting.topic === lastTopic ? waiting.page : 0);
}

/** A place alone: for the question just answered when its answer depends on the place, else to tell which relay serves it. */
export function answerPlace(place: Place | 'outside', turn: Turn): Decision {
  const asked = placeForRequest(place, turn);
  if (asked !== undefined) return asked;
  const { state, now, topicsByPlace } = turn;
  const { lastTopic, waitingSince } = state;
  const recent = lastTopic !== null && now - waitingSince <= FOLLOW_UP_MS;
  const moves = placeOpenRequest(place, turn);
  if (place !== 'outside' && recent && topicsByPlace.has(lastTopic))
    return { ...answerTopic(lastTopic), effects: moves };
  return { says: [{ say: 'place', place }], effects: moves, state: { unknowns: 0 } };
}

/** Danger does not wait to ask where: the request that waits goes to who works there once the parent has said it by themselves. */
function placeOpenRequest(place: Place | 'outside', { requestOpen, contact }: Turn): readonly Effect[] {
  if (place === 'outside' || !requestOpen || contact.place !== null) return [];
  return [{ do: 'place-request', territory: place.territory }];
}

/** Buttons carry what they mean, so that an old one still works after other questions. */
export const BUTTONS = {
  topic: (topic: string): string => `topic:${topic}`,
  more: (topic: string): string => `more:${topic}`,
  language: (language: string): string => `language:${language}`,
  come: (occurrence: string): string => `come:${occurrence}`,
  moreActivities: 'agenda:more',
  yes: 'yes',
  no: 'no',
  /** On the invitation of a person: what they wrote comes by itself. */
  read: 'read',
} as const;

/** What a pressed button asks for; its payload says it all, whatever was asked since. */
export function pressButton(payload: string, turn: Turn): Decision | undefined {
  const { state, now } = turn;
  const [kind = '', value = ''] = payload.split(':');
  if (kind === BUTTONS.read) return SILENCE;
  if (kind === 'topic' && value !== '') return answerTopic(value);
  if (kind === 'more' && value !== '') return restOfTopic(value);
  if (kind === 'come' && value !== '') return register(value, turn);
  if (payload === BUTTONS.moreActivities) return nextPage(turn);
  if (kind === 'language' && isLanguage(value)) {
    return {
      says: [phrase('language.set')],
      effects: [{ do: 'set-language', language: value, chosen: true }],
      state: { waiting: null },
    };
  }
  if ((kind === 'yes' || kind === 'no') && state.waiting && isPatient(state, now))
    return followUp(state.waiting, kind, turn);
  return undefined;
}

/** A short reply to what we asked: a number, yes, no, more. */
export function continueFlow(turn: Turn): Decision | undefined {
  const { message, state, now } = turn;
  const { reply } = message.understanding;
  const { waiting } = state;
  if (reply === null) return undefined;
  if (waiting !== null && isPatient(state, now)) {
    const next = followUp(waiting, reply, turn);
    if (next) return next;
  }
  if (reply === 'more' && state.lastTopic === AGENDA_TOPIC && state.agenda !== null) return nextPage(turn);
  if (reply === 'more')
    return state.lastTopic === null ? { says: [phrase('answer.no_more')] } : restOfTopic(state.lastTopic);
  return undefined;
}

function followUp(waiting: Waiting, reply: Reply, turn: Turn): Decision | undefined {
  switch (waiting.for) {
    case 'choice':
      return choose(waiting.topics, reply);
    case 'more':
      if (reply === 2 && waiting.also !== undefined) return answerTopic(waiting.also);
      return reply === 'more' || reply === 1 || reply === 'yes' ? restOfTopic(waiting.topic, waiting.page) : undefined;
    case 'delete':
      if (reply === 'yes')
        return { says: [phrase('delete.done'), phrase(`delete.${turn.channel}`)], effects: [{ do: 'erase' }] };
      return reply === 'no' ? { says: [phrase('delete.kept')], state: { waiting: null } } : undefined;
    case 'human':
      return offerTaken(waiting.reason, reply, turn);
    case 'place':
      return reply === 'no' ? { says: [phrase('human.where_skipped')], state: { waiting: null } } : undefined;
    case 'language':
      return chooseLanguage(waiting.languages, reply);
    case 'hours':
      return undefined;
    case 'agenda':
      if (waiting.offer === 'subscribe' && (reply === 'yes' || reply === 'no')) return replyToOffer(reply, turn);
      return replyToAgenda(waiting, reply, turn);
    case 'agenda-place':
      return reply === 'no' ? showAnywhere(turn) : undefined;
    case 'subscribe-place':
      return reply === 'no' ? replyToOffer('no', turn) : undefined;
    case 'remind':
      return replyToReminder(waiting, reply);
  }
}

function choose(topics: readonly string[], reply: Reply): Decision | undefined {
  if (reply === 'no')
    return { says: [phrase('human.offer')], state: { waiting: { for: 'human', reason: 'not-understood' } } };
  const topic =
    typeof reply === 'number' ? topics[reply - 1] : topics.length === 1 && reply === 'yes' ? topics[0] : undefined;
  return topic === undefined ? undefined : answerTopic(topic);
}

function offerTaken(reason: Reason, reply: Reply, turn: Turn): Decision | undefined {
  if (reply === 'no') return { says: [phrase('thanks')], state: { waiting: null, unknowns: 0 } };
  return reply === 'yes' ? askForHuman(reason, turn) : undefined;
}

/** Asks a human to answer, says when, and asks once where the parent lives, since that decides who. */
export function askForHuman(reason: Reason, turn: Turn): Decision {
  if (turn.requestOpen) return { says: [phrase('human.already')], state: { waiting: null, unknowns: 0 } };
  const priority = priorityOf(reason);
  const said = turn.message.understanding.place?.place;
  const place = said === undefined || said === 'outside' ? turn.contact.place : said.municipality;
  const promise = turn.promiseFor(priority, place);
  const asksWhere = promise !== undefined && place === null;
  return {
    says: [
      promise === undefined ? phrase('human.noted') : { say: 'promise', promise },
      ...(asksWhere ? [phrase('human.where')] : []),
    ],
    effects: [{ do: 'request-human', reason, danger: null, priority }],
    state: { waiting: asksWhere ? { for: 'place', priority } : null, unknowns: 0 },
  };
}

/** The place that we asked for, while the request waits: it goes to who works there, which may change when somebody answers. */
function placeForRequest(place: Place | 'outside', turn: Turn): Decision | undefined {
  const { state, promiseFor } = turn;
  if (state.waiting?.for !== 'place' || !answersWhere('place', turn)) return undefined;
  if (place === 'outside') return { says: [phrase('human.where_skipped')], state: { waiting: null } };
  const promise = promiseFor(state.waiting.priority, place.municipality);
  return {
    says: promise === undefined ? [phrase('human.noted')] : [{ say: 'promise', promise }],
    effects: [{ do: 'place-request', territory: place.territory }],
    state: { waiting: null },
  };
}

function chooseLanguage(languages: readonly string[], reply: Reply): Decision | undefined {
  const language = typeof reply === 'number' ? languages[reply - 1] : undefined;
  if (language === undefined || !isLanguage(language)) return undefined;
  return {
    says: [phrase('language.set')],
    effects: [{ do: 'set-language', language, chosen: true }],
    state: { waiting: null },
  };
}
