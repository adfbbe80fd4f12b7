import { NEW_CONVERSATION } from '../../src/conversation/state.ts';
import type { IncomingText, Turn } from '../../src/conversation/turn.ts';
import type { Understanding } from '../../src/understanding/understand.ts';

/** A morning on which the turns of the tests happen. */
export const MORNING = Date.UTC(2026, 10, 20, 9);

interface Wanted extends Partial<Omit<Turn, 'message' | 'contact'>> {
  readonly contact?: Partial<Turn['contact']>;
  readonly message?: Partial<Omit<IncomingText, 'understanding'>>;
  readonly understood?: Partial<Understanding>;
}

/** A turn in which a French-speaking parent, already greeted, wrote something that means nothing; told what differs. */
export function aTurn({ contact, message, understood, ...rest }: Wanted = {}): Turn {
  const understanding: Understanding = {
    normal: 'bla bla bla bla',
    language: 'fr',
    languageConfidence: 0.99,
    command: null,
    reply: null,
    perhaps: null,
    setting: null,
    wish: null,
    danger: null,
    place: null,
    when: null,
    detail: null,
    decision: 'unknown',
    topic: null,
    also: null,
    candidates: [],
    ...understood,
  };
  return {
    now: MORNING,
    state: { ...NEW_CONVERSATION, introduced: true },
    humanHas: false,
    requestOpen: false,
    callAskedAt: null,
    humanSpokeLast: false,
    channel: 'sms',
    home: null,
    agenda: null,
    subscription: null,
    registrations: new Map(),
    full: new Set(),
    newCode: 'K7PM',
    topicsByPlace: new Set(),
    humanFirst: new Set(),
    promiseFor: () => undefined,
    ...rest,
    contact: {
      language: 'fr',
      languageChosen: false,
      optedOut: false,
      place: null,
      safeHours: null,
      replyOnly: false,
      ...contact,
    },
    message: {
      length: 15,
      media: [],
      languageHint: null,
      foreignLanguage: null,
      button: null,
      numbersSaidAt: null,
      ...message,
      understanding,
    },
  };
}
