import type { Language } from '../languages.ts';
import { answerLanguage } from './answer-language.ts';
import { noteMessage } from './pace.ts';
import { RULES } from './rules.ts';
import type { ConversationState } from './state.ts';
import { type Decision, type Effect, phrase, type Saying, SILENCE, type Turn } from './turn.ts';

/** What to say and do about one message, and what to remember. */
export interface Response {
  /** In which language to say it. */
  readonly language: Language;
  /** Joined into one message; empty: stay silent. */
  readonly says: readonly Saying[];
  readonly effects: readonly Effect[];
  readonly state: ConversationState;
  /** Name of the rule that decided: for counting and explaining. */
  readonly rule: string;
}

/** Decides on one message. Pure: time comes with the turn. */
export function respond(asked: Turn): Response {
  const normal = asked.message.button ?? asked.message.understanding.normal;
  const turn: Turn = { ...asked, state: noteMessage(asked.state, normal, asked.now) };
  const answer = answerLanguage(turn);
  const [rule, decision] = decide(turn, answer);
  const effects = [...(decision.effects ?? [])];
  const chosen = effects.find((effect) => effect.do === 'set-language');
  const language = chosen?.language ?? answer.language;
  if (chosen === undefined && turn.message.understanding.language === language && turn.contact.language !== language) {
    effects.push({ do: 'set-language', language, chosen: false });
  }
  const place = turn.message.understanding.place?.place;
  if (place !== undefined && place !== 'outside' && place.municipality !== turn.contact.place)
    effects.push({ do: 'set-place', place });
  const says = introduce(decision.says, turn, answer.unsure, rule);
  return { language, says, effects, state: nextState(turn, decision, says.length > 0), rule };
}

function decide(turn: Turn, answer: ReturnType<typeof answerLanguage>): [string, Decision] {
  for (const [name, rule] of RULES) {
    const decision = rule(turn, answer);
    if (decision !== undefined) return [name, decision];
  }
  return ['none', SILENCE];
}

/** Rules whose words need no other beside them. */
const SAYS_ENOUGH: ReadonlySet<string> = new Set(['danger', 'opt-out', 'who', 'discretion']);

/** The first reply says that a machine answers; a reply in a guessed language says how to change it. */
function introduce(says: readonly Saying[], { state }: Turn, unsure: boolean, rule: string): readonly Saying[] {
  if (says.length === 0 || SAYS_ENOUGH.has(rule)) return says;
  return [
    ...says,
    ...(unsure && rule !== 'unread language' ? [phrase('language.unsure')] : []),
    ...(state.introduced ? [] : [phrase('about_machine')]),
  ];
}

function nextState({ state, now }: Turn, { state: changes = {} }: Decision, spoke: boolean): ConversationState {
  return {
    ...state,
    ...changes,
    introduced: state.introduced || spoke,
    waitingSince: changes.waiting === undefined ? state.waitingSince : now,
  };
}
