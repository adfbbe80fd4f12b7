import { answerTopic, askForHuman } from './flow.ts';
import { type Decision, phrase, type Turn } from './turn.ts';

/** How long the question whether one may call is open. */
const CALL_PATIENCE_MS = 24 * 3_600_000;

/** Yes or no to the call that the person who has this conversation asked for; what we asked later is answered first. */
export function answerCall({ message, state, now, callAskedAt }: Turn): Decision | undefined {
  const { reply } = message.understanding;
  if (callAskedAt === null || now - callAskedAt > CALL_PATIENCE_MS || (reply !== 'yes' && reply !== 'no'))
    return undefined;
  if (state.waiting !== null && state.waitingSince > callAskedAt) return undefined;
  const granted = reply === 'yes';
  return {
    says: [phrase(granted ? 'human.call_yes' : 'human.call_no')],
    effects: [{ do: 'answer-call', granted }],
    state: { waiting: null },
  };
}

/** What a parent writes below a person's last words is for that person, who is asked again; what a machine can say is said too. */
export function replyToHuman(turn: Turn): Decision | undefined {
  const { message, humanSpokeLast, requestOpen } = turn;
  if (!humanSpokeLast || requestOpen || (message.understanding.normal === '' && message.media.length === 0))
    return undefined;
  const asked = askForHuman('reply', turn);
  const { decision, topic, also } = message.understanding;
  if (decision !== 'answer' || topic === null) return asked;
  const answer = answerTopic(topic, also);
  return { ...asked, says: [...answer.says, ...asked.says], state: { ...answer.state, ...asked.state } };
}
