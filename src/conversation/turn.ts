import type { Occurrence } from '../calendar/activity.ts';
import type { Agenda } from '../calendar/agenda.ts';
import type { ChannelName, Media } from '../channel.ts';
import type { Priority, Reason } from '../handover/promise.ts';
import type { Language } from '../languages.ts';
import type { CalendarWishName } from '../understanding/calendar-wishes.ts';
import type { DangerClass } from '../understanding/danger.ts';
import type { Place } from '../understanding/find-place.ts';
import type { Hours } from '../understanding/read-hours.ts';
import type { Understanding } from '../understanding/understand.ts';
import type { AskedPlace, ConversationState } from './state.ts';

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
  /** Where the parent lives, before this message. */
  readonly home: Place | null;
  /** What is planned; null while there is no calendar. */
  readonly agenda: Agenda | null;
  /** The weekly message; null for who does not get it. */
  readonly subscription: Subscription | null;
  /** Codes of the places taken in what is still to come, by occurrence. */
  readonly registrations: ReadonlyMap<string, string>;
  /** Occurrences that were found full when a place was to be taken. */
  readonly full: ReadonlySet<string>;
  /** Random, to be said at the door by who registers now. */
  readonly newCode: string;
  readonly message: IncomingText;
}

export interface Subscription {
  readonly territory: string;
  /** 'YYYY-MM-DD', to come. */
  readonly pausedUntil: string | null;
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
  /** Activities by number from 1: in the time asked for, the next ones where there are none, more of those, or none at all. */
  | {
      readonly say: 'agenda';
      readonly found: 'there' | 'later' | 'further' | 'nothing';
      readonly activities: readonly Occurrence[];
      /** Numbers of those in which a place can be taken by message. */
      readonly open: readonly number[];
      /** The time asked for, in milliseconds since 1970; `to` is excluded. */
      readonly range: { readonly from: number; readonly to: number };
      readonly place: AskedPlace | null;
      readonly more: boolean;
      readonly isFirst: boolean;
    }
  /** All that is known of activities, each with the number that it was shown with. */
  | {
      readonly say: 'activities';
      readonly activities: readonly (readonly [number: number, occurrence: Occurrence])[];
      readonly open: readonly number[];
    }
  /** Asks which one. */
  | {
      readonly say: 'which';
      readonly wish: Extract<CalendarWishName, 'register' | 'unregister'>;
      readonly numbers: readonly number[];
    }
  | { readonly say: 'registered'; readonly occurrence: Occurrence; readonly code: string }
  /** The weekly message pauses until a day, in milliseconds since 1970. */
  | { readonly say: 'paused'; readonly until: number }
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
  | 'hint.stop'
  | 'hint.start'
  | 'hint.delete'
  | 'hint.privacy'
  | 'hint.language'
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
  | 'agenda.where'
  | 'agenda.mothers'
  | 'agenda.no_need'
  | 'agenda.full'
  | 'agenda.closed'
  | 'agenda.register_cancelled'
  | 'agenda.register_unseen'
  | 'agenda.remind_offer'
  | 'agenda.remind_set'
  | 'subscribe.offer'
  | 'subscribe.done'
  | 'subscribe.kept'
  | 'subscribe.ended'
  | 'subscribe.resumed'
  | 'subscribe.already'
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
  /** Takes a place, which may turn out to be taken. */
  | { readonly do: 'register'; readonly occurrence: Occurrence; readonly code: string }
  | { readonly do: 'unregister'; readonly occurrence: string }
  /** Reminds of it the day before. */
  | { readonly do: 'remind'; readonly occurrence: string }
  /** `wording` tells to which words the parent agreed. */
  | { readonly do: 'subscribe'; readonly territory: string; readonly mothers: boolean; readonly wording: string }
  | { readonly do: 'subscribe-mothers' }
  /** `until` as 'YYYY-MM-DD'; null goes on at once. */
  | { readonly do: 'pause-subscription'; readonly until: string | null }
  | { readonly do: 'end-subscription' }
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
