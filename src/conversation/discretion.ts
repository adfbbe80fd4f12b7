import { isPatient } from './patience.ts';
import { type Decision, type Effect, phrase, type Turn } from './turn.ts';

/** Wishes about when and whether to be written to: confirmed in one line that says nothing else. */
export function setDiscretion(turn: Turn): Decision | undefined {
  const { contact, message, state, now } = turn;
  const { setting } = message.understanding;
  if (setting === null) return undefined;
  switch (setting.set) {
    case 'bare-hours':
      return state.waiting?.for === 'hours' && isPatient(state, now) ? wishedHours(setting.hours) : undefined;
    case 'hours':
      return wishedHours(setting.hours);
    case 'no-hours':
      return { says: [phrase('discretion.no_hours')], state: { waiting: { for: 'hours' } } };
    case 'show-hours':
      return { says: [{ say: 'hours', hours: contact.safeHours, isNew: false }], state: { waiting: { for: 'hours' } } };
    case 'any-time':
      return { ...wish({ safeHours: null }), says: [phrase('discretion.any_time')] };
    case 'reply-only':
      return { ...wish({ replyOnly: true }), says: [phrase('discretion.reply_only')] };
    case 'write-first':
      // "You may write to me again" after a STOP takes it back.
      return {
        ...wish({ replyOnly: false }, contact.optedOut ? [{ do: 'opt-in' }] : []),
        says: [phrase('discretion.write_first')],
      };
    case 'who':
      return undefined;
  }
}

type Wish = Partial<Pick<Turn['contact'], 'safeHours' | 'replyOnly'>>;

function wish(changes: Wish, before: readonly Effect[] = []): Pick<Decision, 'effects' | 'state'> {
  return { effects: [...before, { do: 'set-discretion', ...changes }], state: { waiting: null } };
}

function wishedHours(hours: NonNullable<Turn['contact']['safeHours']>): Decision {
  return { ...wish({ safeHours: hours }), says: [{ say: 'hours', hours, isNew: true }] };
}

/**
 * Whoever asks who this is may hold somebody else's phone: nothing of what was asked is told, and what we asked last can no
 * longer be answered, since "more" would tell it.
 */
export function sayWho({ message }: Turn): Decision | undefined {
  if (message.understanding.setting?.set !== 'who') return undefined;
  return { says: [phrase('who')], state: { waiting: null, lastTopic: null, near: [], agenda: null } };
}
