import { hash32 } from '../understanding/features.ts';
import type { ConversationState } from './state.ts';

const WINDOW_MS = 5 * 60_000;
/** A person in a hurry writes a dozen short messages in five minutes; more is a flood. */
const MOST_IN_WINDOW = 12;
/** Two machines that answer each other may take their time; a person who comes back after an hour starts anew. */
const LOOP_MS = 60 * 60_000;
/** Machines send the same text again and again... */
const MOST_REPEATS = 3;
/** ... or texts that mean nothing to us. */
const MOST_UNKNOWNS = 6;

export type Pace = 'normal' | 'pause' | 'paused';

/** Notes that a message came. */
export function noteMessage(state: ConversationState, normal: string, now: number): ConversationState {
  const hash = hash32(normal);
  const { repeated } = state;
  const again = repeated.hash === hash && normal !== '' && now - repeated.at < LOOP_MS;
  return {
    ...state,
    unknowns: now - repeated.at < LOOP_MS ? state.unknowns : 0,
    recent: [...state.recent.filter((at) => at > now - WINDOW_MS), now].slice(-2 * MOST_IN_WINDOW),
    repeated: { hash, times: again ? repeated.times + 1 : 1, at: now },
  };
}

/** The same text again and again, as machines send it. */
export function repeatsItself({ repeated }: ConversationState): boolean {
  return repeated.times > MOST_REPEATS;
}

/** Is this conversation still one between a person and us? `pause`: say once that we pause; `paused`: stay silent. */
export function paceOf(state: ConversationState, now: number): Pace {
  const tooFast = state.recent.length > MOST_IN_WINDOW;
  const looping = repeatsItself(state) || state.unknowns >= MOST_UNKNOWNS;
  if (!tooFast && !looping) return 'normal';
  const justPaused = state.pausedAt !== null && now - state.pausedAt < (looping ? LOOP_MS : WINDOW_MS);
  return justPaused ? 'paused' : 'pause';
}
