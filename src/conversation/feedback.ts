import { askForHuman } from './flow.ts';
import { type Decision, phrase, type Saying, type Turn } from './turn.ts';

/** Complaints that lie further apart are not in a row. */
const IN_A_ROW_MS = 24 * 3_600_000;

/** "Not useful" on an answer: first something nearer or other words, the second time a human. "Useful" is thanked for. */
export function hearFeedback(turn: Turn): Decision | undefined {
  const { message, state, now } = turn;
  const { reply } = message.understanding;
  if (reply !== 'useful' && reply !== 'not-useful') return undefined;
  const answered = state.lastTopic ?? 'unknown';
  if (reply === 'useful')
    return {
      says: [phrase('thanks')],
      effects: [{ do: 'count', name: `useful:yes:${answered}` }],
      state: { notUsefulAt: null },
    };
  const effects = [{ do: 'count', name: `useful:no:${answered}` }] as const;
  if (state.notUsefulAt !== null && now - state.notUsefulAt <= IN_A_ROW_MS) {
    const asked = askForHuman('not-useful', turn);
    const says: readonly Saying[] = turn.requestOpen ? asked.says : [phrase('human.first'), ...asked.says];
    return { says, effects: [...effects, ...(asked.effects ?? [])], state: { ...asked.state, notUsefulAt: null } };
  }
  const topics = state.near;
  return {
    says: [phrase('useful.sorry'), topics.length === 0 ? phrase('useful.otherwise') : { say: 'choose', topics }],
    effects,
    state: { waiting: topics.length === 0 ? null : { for: 'choice', topics: [...topics] }, near: [], notUsefulAt: now },
  };
}
