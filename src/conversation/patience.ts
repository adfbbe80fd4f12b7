import type { ConversationState, Waiting } from './state.ts';

/** How long a question of ours may be answered with a bare "1", "yes", a town or hours. */
const PATIENCE_MS: Readonly<Record<Waiting['for'], number>> = {
  choice: 24 * 3_600_000,
  more: 24 * 3_600_000,
  delete: 30 * 60_000,
  human: 24 * 3_600_000,
  place: 24 * 3_600_000,
  hours: 24 * 3_600_000,
  language: 24 * 3_600_000,
  agenda: 24 * 3_600_000,
  'agenda-place': 24 * 3_600_000,
  'subscribe-place': 24 * 3_600_000,
  remind: 24 * 3_600_000,
};

/** Whether what we asked last may still be answered. */
export function isPatient({ waiting, waitingSince }: ConversationState, now: number): boolean {
  return waiting !== null && now - waitingSince <= PATIENCE_MS[waiting.for];
}
