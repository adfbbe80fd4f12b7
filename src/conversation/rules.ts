import { priorityOf } from '../handover/promise.ts';
import { isLimited, LANGUAGES } from '../languages.ts';
import type { Command } from '../understanding/commands.ts';
import { isAboutTheLast } from '../understanding/detail.ts';
import type { Doubtful } from '../understanding/learned-command.ts';
import { LONGEST_READ } from '../understanding/understand.ts';
import { answerAgenda, asksRatherThanStarts } from './agenda.ts';
import type { AnswerLanguage } from './answer-language.ts';
import { answerCall, replyToHuman } from './beside-human.ts';
import { sayWho, setDiscretion } from './discretion.ts';
import { hearFeedback } from './feedback.ts';
import { answerPlace, answerTopic, askForHuman, continueFlow, continueTopic, pressButton } from './flow.ts';
import { paceOf, repeatsItself } from './pace.ts';
import { calendarWish, cancelPlace } from './registration.ts';
import { resumeIfPaused, subscribeAtTown } from './subscription.ts';
import { type Decision, phrase, type Saying, SILENCE, type Turn } from './turn.ts';
import { answersWhere } from './where.ts';

/** A rule decides, or leaves the turn to the next. */
export type Rule = (turn: Turn, answer: AnswerLanguage) => Decision | undefined;

/** Same danger again within this time: the numbers stand just above. */
const DANGER_REPEAT_MS = 3_600_000;
/** In a flood nothing is said again so soon. */
const DANGER_FLOOD_MS = 60_000;

/** An album comes as one message a photo. */
const MEDIA_TOGETHER_MS = 60_000;

/** The order of decisions: one rule in one place, the first that applies decides. */
export const RULES: readonly (readonly [name: string, rule: Rule])[] = [
  ['opt-out', optOut],
  ['danger', danger],
  ['discretion', setDiscretion],
  ['call', answerCall],
  ['human has it', humanHasIt],
  ['flood or loop', floodOrLoop],
  ['button', (turn) => (turn.message.button === null ? undefined : pressButton(turn.message.button, turn))],
  ['who', sayWho],
  ['calendar', calendarWish],
  ['command', command],
  ['flow', continueFlow],
  ['feedback', hearFeedback],
  ['chat', chat],
  ['reply to a human', replyToHuman],
  ['nothing to read', nothingToRead],
  ['limited language', limitedLanguage],
  ['agenda', (turn) => subscribeAtTown(turn) ?? answerAgenda(turn)],
  ['place', place],
  ['follow-up', followUpQuestion],
  ['bare reply', bareReply],
  ['topic', topic],
  ['unread language', unreadLanguage],
  ['unknown', unknown],
];

/** STOP beats everything. It is confirmed once. */
function optOut(turn: Turn): Decision | undefined {
  if (turn.message.understanding.command !== 'stop') return undefined;
  if (turn.contact.optedOut) return SILENCE;
  return cancelPlace(turn) ?? { says: [phrase('stop')], effects: [{ do: 'opt-out' }], state: { waiting: null } };
}

function danger({ message, state, now, humanHas }: Turn): Decision | undefined {
  const found = message.understanding.danger;
  if (found === null) return undefined;
  const saidAt = state.danger?.class === found.class ? state.danger.at : Number.NEGATIVE_INFINITY;
  if (now - saidAt < DANGER_FLOOD_MS && paceOf(state, now) !== 'normal') return SILENCE;
  const justSaid = now - saidAt < DANGER_REPEAT_MS;
  // Where no rule is sure, the question is answered as well: the numbers do no harm, silence on it would.
  const { also } = message.understanding;
  const besides = also === null ? undefined : answerTopic(also);
  const numbers: Saying = justSaid ? phrase('danger.again') : { say: 'danger', class: found.class };
  return {
    says: [...(message.numbersSaidAt === null ? [numbers] : []), ...(besides?.says ?? [])],
    effects: humanHas
      ? []
      : [
          {
            do: 'request-human',
            reason: 'danger',
            danger: found.class,
            priority: priorityOf('danger', found.severity),
          },
        ],
    state: {
      waiting: null,
      ...besides?.state,
      unknowns: 0,
      danger: { class: found.class, at: justSaid ? saidAt : (message.numbersSaidAt ?? now) },
    },
  };
}

function humanHasIt({ humanHas }: Turn): Decision | undefined {
  return humanHas ? SILENCE : undefined;
}

/** What is never put off: to be written to again, to be erased, to have a person answer. */
const RIGHTS: ReadonlySet<Command | null> = new Set(['start', 'delete', 'human']);

function floodOrLoop({ message, state, now }: Turn): Decision | undefined {
  const pace = paceOf(state, now);
  if (pace === 'normal') return undefined;
  const { command: name, reply } = message.understanding;
  const confirms = state.waiting?.for === 'delete' && reply !== null;
  if ((RIGHTS.has(name) || confirms) && !repeatsItself(state)) return undefined;
  return pace === 'paused' ? SILENCE : { says: [phrase('slow_down')], state: { pausedAt: now } };
}

const COMMANDS: Partial<Record<Command, (turn: Turn) => Decision>> = {
  // Telegram sends "start" when a chat is opened for the first time.
  start: (turn) => {
    const resumed = resumeIfPaused(turn);
    return {
      says: [phrase(turn.state.introduced ? 'start' : 'welcome'), ...(resumed?.says ?? [])],
      effects: [{ do: 'opt-in' }, ...(resumed?.effects ?? [])],
    };
  },
  help: () => ({ says: [phrase('help')] }),
  privacy: () => ({ says: [phrase('privacy')] }),
  delete: () => ({ says: [phrase('delete.ask')], state: { waiting: { for: 'delete' } } }),
  language: () => ({
    says: [phrase('language.menu'), { say: 'languages', languages: LANGUAGES }],
    state: { waiting: { for: 'language', languages: [...LANGUAGES] } },
  }),
  human: (turn) => askForHuman('asked', turn),
};

function command({ message, ...turn }: Turn, { language }: AnswerLanguage): Decision | undefined {
  const { command: name, reply } = message.understanding;
  if (name === null || asksRatherThanStarts({ ...turn, message })) return undefined;
  if (name.startsWith('language:')) {
    // Pashto "three" reads as the name of a language: an open question comes first.
    if (reply !== null && turn.state.waiting !== null) return undefined;
    const says = isLimited(language) ? limitedSays() : [phrase('language.set')];
    return { says, effects: [{ do: 'set-language', language, chosen: true }], state: { waiting: null } };
  }
  const decision = COMMANDS[name]?.({ ...turn, message });
  // Another subject: a later "yes" no longer answers what we asked before.
  return decision && { ...decision, state: { waiting: null, ...decision.state } };
}

/** Greetings and thanks come after a flow in progress: there "ok merci" may be a yes. */
function chat({ message, state }: Turn): Decision | undefined {
  const { command: name } = message.understanding;
  if (name === 'greeting') return { says: [phrase(state.introduced ? 'greeting' : 'welcome')] };
  if (name === 'thanks') return { says: [phrase('thanks')], state: { notUsefulAt: null } };
  return undefined;
}

function nothingToRead(turn: Turn): Decision | undefined {
  const { message } = turn;
  if (message.understanding.normal !== '') return undefined;
  if (message.media.some(({ reference }) => reference !== undefined)) return keptMedia(turn);
  const [first] = message.media;
  if (first === undefined) return { says: [phrase('empty')] };
  return { says: [first.kind === 'location' ? phrase('media.location') : phrase('media.other')] };
}

/** A voice note or photo is kept for a person to open, which is offered once where several come together. */
function keptMedia({ message, state, now, requestOpen }: Turn): Decision {
  const { waiting, waitingSince } = state;
  const offered = waiting?.for === 'human' && waiting.reason === 'media' && now - waitingSince < MEDIA_TOGETHER_MS;
  if (offered) return SILENCE;
  const papers = message.media.some(({ kind }) => kind === 'image') ? [phrase('media.papers')] : [];
  if (requestOpen) return { says: [phrase('media.kept'), ...papers, phrase('human.already')] };
  return {
    says: [phrase('media.kept'), ...papers, phrase('media.offer')],
    state: { waiting: { for: 'human', reason: 'media' } },
  };
}

function limitedLanguage(_turn: Turn, { language }: AnswerLanguage): Decision | undefined {
  if (!isLimited(language)) return undefined;
  return { says: limitedSays(), state: { waiting: { for: 'language', languages: [...LANGUAGES] } } };
}

function limitedSays(): Decision['says'] {
  return [phrase('language.limited'), { say: 'languages', languages: LANGUAGES }];
}

function place(turn: Turn): Decision | undefined {
  const found = turn.message.understanding.place;
  if (found === null) return undefined;
  return found.alone || answersWhere('place', turn) ? answerPlace(found.place, turn) : undefined;
}

/** "How much is it?": about the topic answered before, when the message names none of its own. */
function followUpQuestion(turn: Turn): Decision | undefined {
  return isAboutTheLast(turn.message.understanding) ? continueTopic(turn) : undefined;
}

/** Yes or no where nothing was asked: no question, and about no topic. */
function bareReply({ message }: Turn): Decision | undefined {
  const { reply } = message.understanding;
  if (reply === 'yes') return { says: [phrase('greeting')] };
  return reply === 'no' ? { says: [phrase('thanks')] } : undefined;
}

function topic(turn: Turn): Decision | undefined {
  const { decision, topic: found, also, candidates } = turn.message.understanding;
  if (decision === 'answer' && found !== null) {
    const answer = withNear(answerTopic(found, also), found, candidates);
    return turn.humanFirst.has(found) ? withHuman(answer, turn) : answer;
  }
  if (decision !== 'choose') return undefined;
  const topics = candidates.map((candidate) => candidate.topic);
  return {
    says: [{ say: 'choose', topics }, ...hint(turn)],
    state: { waiting: { for: 'choice', topics }, unknowns: 0 },
  };
}

const HINTS: Readonly<Record<Doubtful, Saying>> = {
  stop: phrase('hint.stop'),
  start: phrase('hint.start'),
  delete: phrase('hint.delete'),
  privacy: phrase('hint.privacy'),
  language: phrase('hint.language'),
};

/** The word that does what may be meant: nobody should have to guess how to opt out. */
function hint({ message }: Turn): Saying[] {
  const { perhaps } = message.understanding;
  return perhaps === null ? [] : [HINTS[perhaps]];
}

/** What is less likely than this is no near topic. */
const LEAST_NEAR = 0.03;

/** Keeps what the question was nearly about, for whoever says that the answer was not useful. */
function withNear(
  answer: Decision,
  topic: string,
  candidates: Turn['message']['understanding']['candidates'],
): Decision {
  const others = candidates.filter((one) => one.topic !== topic && one.score >= LEAST_NEAR);
  return { ...answer, state: { ...answer.state, near: others.map((one) => one.topic) } };
}

/** An answer that a human should follow up, whatever the parent asks for. */
function withHuman(answer: Decision, turn: Turn): Decision {
  if (turn.requestOpen || turn.promiseFor('high', turn.contact.place) === undefined) return answer;
  const asked = askForHuman('human-first', turn);
  return {
    says: [...answer.says, phrase('human.first'), ...asked.says],
    effects: asked.effects ?? [],
    state: { ...answer.state, ...(asked.state?.waiting && { waiting: asked.state.waiting }) },
  };
}

/** Words of no language that we know, from somebody whose language we do not know either. */
function unreadLanguage({ message, state }: Turn, { unsure }: AnswerLanguage): Decision | undefined {
  if (!unsure || !/\p{L}/u.test(message.understanding.normal) || message.length > LONGEST_READ) return undefined;
  return {
    says: [
      { say: 'which-language', foreign: message.foreignLanguage },
      { say: 'languages', languages: LANGUAGES },
    ],
    state: { waiting: { for: 'language', languages: [...LANGUAGES] }, unknowns: state.unknowns + 1 },
  };
}

/** The honest end of the table: never silence, never a guess. */
function unknown(turn: Turn): Decision {
  const { message, state } = turn;
  if (message.length > LONGEST_READ) return { says: [phrase('too_long')] };
  const first = state.unknowns === 0;
  // Whoever was not understood twice is not asked to try a third time, if there is somebody to read it.
  if (!first && !turn.requestOpen && turn.promiseFor('normal', turn.contact.place) !== undefined) {
    const asked = askForHuman('not-understood', turn);
    return { ...asked, says: [phrase('unknown.again'), ...hint(turn), ...asked.says] };
  }
  return {
    says: [phrase(first ? 'unknown.first' : 'unknown.again'), ...hint(turn), phrase('human.offer')],
    state: { waiting: { for: 'human', reason: 'not-understood' }, unknowns: state.unknowns + 1 },
  };
}
