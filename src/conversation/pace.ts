import { hash32 } from '../understanding/features.ts';
import type { ConversationState } from './state.ts';

const WINDOW_MS = 5 * 60_000;
/** A person in a hurry writes a dozen short messages in five minutes; more is a flood. */
const MOST_IN_WINDOW = 12;
/** Two machines that answer each other send the same text again and again. */
const MOST_REPEATS = 3;
/** ... or texts that mean nothing to us. */
const MOST_UNKNOWNS = 6;

export type Pace = 'normal' | 'pause' | 'paused';

/** Notes that a message came. */
export function noteMessage(state: ConversationState, normal: string, now: number): ConversationState {
  const hash = hash32(normal);
  const again = state.repeated.hash === hash && normal !== '';
  return {
    ...state,
    recent: [...state.recent.filter((at) => at > now - WINDOW_MS), now].slice(-2 * MOST_IN_WINDOW),
    repeated: { hash, times: again ? state.repeated.times + 1 : 1 },
  };
}

/** Is this conversation still one between a person and us? `pause`: say once that we pause; `paused`: stay silent. */
export function paceOf(state: ConversationState, now: number): Pace {
  const lastPause = state.pausedAt !== null && state.pausedAt > now - WINDOW_MS;
  const tooFast = state.recent.length > MOST_IN_WINDOW;
  const looping =
    state.recent.length > MOST_REPEATS && (state.repeated.times > MOST_REPEATS || state.unknowns >= MOST_UNKNOWNS);
  if (!tooFast && !looping) return 'normal';
  return lastPause ? 'paused' : 'pause';
}
