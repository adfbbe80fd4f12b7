import type { ChannelName, Media } from '../channel.ts';
import type { Priority, Reason } from '../handover/promise.ts';
import type { Language } from '../languages.ts';
import type { DangerClass } from '../understanding/danger.ts';
import type { Place } from '../understanding/find-place.ts';
import type { Hours } from '../understanding/read-hours.ts';
import type { Understanding } from '../understanding/understand.ts';
import type { ConversationState } from './state.ts';

/** Everything that the decision about one incoming message depends on. */
export interface Turn {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly contact: {
    readonly language: Language | null;
    /** True when the person chose it by a command. */
    readonly languageChosen: boolean;
    readonly optedOut: boolean;
    /** Key of the municipality where the person lives, once said. */
    readonly place: string | null;
    /** When alone the person may be written to; null: at any time. */
    readonly safeHours: Hours | null;
    /** Nothing but answers may be sent. */
    readonly replyOnly: boolean;
  };
  /** Topics whose answer depends on where the parent lives. */
  readonly topicsByPlace: ReadonlySet<string>;
  /** Topics that a human should follow up, whatever else is answered. */
  readonly humanFirst: ReadonlySet<string>;
  readonly state: ConversationState;
  /** A human has taken this conversation. */
  readonly humanHas: boolean;
  /** A request for a human waits already. */
  readonly requestOpen: boolean;
  /** When the person who has this conversation asked whether they may call, and still waits for an answer; else null. */
  readonly callAskedAt: number | null;
  /** The last words sent are a person's, of a conversation closed lately. */
  readonly humanSpokeLast: boolean;
  /** When somebody would answer a request made now; undefined while nobody works in the network. */
  readonly promiseFor: PromiseFor;
  readonly channel: ChannelName;
  readonly message: IncomingText;
}

export interface IncomingText {
  readonly understanding: Understanding;
  readonly length: number;
  readonly media: readonly Media[];
  /** Language of the person's app: a last hint. */
  readonly languageHint: Language | null;
  /** Code of a language that is none of ours, where it could be named. */
  readonly foreignLanguage: string | null;
  /** Payload of the button that was pressed instead of writing. */
  readonly button: string | null;
  /** When this very message was answered with the numbers of danger, before its turn came; null: it was not. */
  readonly numbersSaidAt: number | null;
}

/** What a parent who asks for a human may be told. */
export interface HumanPromise {
  /** Milliseconds since 1970; null: nobody is on duty for so long that nothing can be promised. */
  readonly by: number | null;
  /** Within the hour: then no time is said. */
  readonly soon: boolean;
}

/** @param place where the parent lives, null when unknown */
export type PromiseFor = (priority: Priority, place: string | null) => HumanPromise | undefined;

/** Something to say, still without words: `answering/` renders it for a language and a channel. */
export type Saying =
  | { readonly say: 'phrase'; readonly key: PhraseKey }
  | { readonly say: 'topic'; readonly topic: string; readonly part: 'short' }
  /** The rest of an answer, of which SMS carries a page at a time, from 0. */
  | { readonly say: 'topic'; readonly topic: string; readonly part: 'more'; readonly page: number }
  /** Offers a second topic that was asked about. */
  | { readonly say: 'also'; readonly topic: string }
  | { readonly say: 'place'; readonly place: Place | 'outside' }
  | { readonly say: 'choose'; readonly topics: readonly string[] }
  /** Asks for the language in three; in the person's own as well, where it is known but none of ours. */
  | { readonly say: 'which-language'; readonly foreign: string | null }
  /** When alone we write, just wished or as it stands. */
  | { readonly say: 'hours'; readonly hours: Hours | null; readonly isNew: boolean }
  | { readonly say: 'promise'; readonly promise: HumanPromise }
  | { readonly say: 'languages'; readonly languages: readonly Language[] }
  | { readonly say: 'danger'; readonly class: DangerClass };

export type PhraseKey =
  | 'welcome'
  | 'about_machine'
  | 'greeting'
  | 'thanks'
  | 'help'
  | 'privacy'
  | 'stop'
  | 'start'
  | 'language.menu'
  | 'language.set'
  | 'language.limited'
  | 'language.unsure'
  | 'human.offer'
  | 'human.noted'
  | 'human.already'
  | 'human.danger'
  | 'human.where'
  | 'human.where_skipped'
  | 'human.first'
  | 'human.call_yes'
  | 'human.call_no'
  | 'danger.again'
  | 'delete.ask'
  | 'delete.kept'
  | 'delete.done'
  | `delete.${ChannelName}`
  | 'answer.no_more'
  | 'discretion.no_hours'
  | 'discretion.any_time'
  | 'discretion.reply_only'
  | 'discretion.write_first'
  | 'useful.sorry'
  | 'useful.otherwise'
  | 'who'
  | 'unknown.first'
  | 'unknown.again'
  | 'media.kept'
  | 'media.papers'
  | 'media.offer'
  | 'media.location'
  | 'media.other'
  | 'empty'
  | 'too_long'
  | 'slow_down';

/** Something to do besides answering. */
export type Effect =
  | { readonly do: 'opt-out' }
  | { readonly do: 'opt-in' }
  | { readonly do: 'set-language'; readonly language: Language; readonly chosen: boolean }
  | { readonly do: 'set-place'; readonly place: Place }
  | {
      readonly do: 'request-human';
      readonly reason: Reason;
      readonly danger: DangerClass | null;
      readonly priority: Priority;
    }
  /** The open request belongs to where the parent lives, who has just said where. */
  | { readonly do: 'place-request'; readonly territory: string }
  /** What is left out stays. */
  | { readonly do: 'set-discretion'; readonly safeHours?: Hours | null; readonly replyOnly?: boolean }
  /** Whether the person who has the conversation may see the number. */
  | { readonly do: 'answer-call'; readonly granted: boolean }
  /** Raises a counter, which knows nobody. */
  | { readonly do: 'count'; readonly name: string }
  | { readonly do: 'erase' };

/** What a rule decides; sayings are joined into one message. */
export interface Decision {
  readonly says: readonly Saying[];
  readonly effects?: readonly Effect[];
  /** Changes to the state; what is left out stays. */
  readonly state?: Partial<ConversationState>;
}

export const SILENCE: Decision = { says: [] };

export function phrase(key: PhraseKey): Saying {
  return { say: 'phrase', key };
}
