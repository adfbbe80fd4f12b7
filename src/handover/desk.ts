import type { ChannelName, MediaKind } from '../channel.ts';
import type { Leave } from '../contacts/may-write-to.ts';
import type { Language } from '../languages.ts';
import type { FileKind } from '../media/file-kind.ts';
import type { Hours } from '../understanding/read-hours.ts';

/** A person of the network who is signed in. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly role: 'tpr' | 'coordinator' | 'administrator';
  readonly language: 'fr' | 'nl';
  /** Territories where this person is TPR or deputy. */
  readonly territories: readonly string[];
  readonly centre: boolean;
}

export type InboxView = 'mine' | 'territories' | 'unassigned' | 'waiting' | 'closed';

/** A request for a human as the inbox lists it. No word of the parent: the list may lie open on a desk. */
export interface RequestSummary {
  readonly id: string;
  readonly reason: string;
  readonly dangerClass: string | null;
  readonly priority: 'now' | 'high' | 'normal';
  readonly state: 'open' | 'taken' | 'closed';
  readonly language: Language | null;
  readonly channel: ChannelName;
  readonly territory: string | null;
  /** Names; null: nobody. */
  readonly holder: string | null;
  readonly takenBy: string | null;
  readonly createdAt: Date;
  readonly dueAt: Date | null;
  /** True when the parent wrote after the last human answer. */
  readonly unanswered: boolean;
}

/** Something in a parent's message that is no text. */
export interface ThreadMedia {
  readonly kind: MediaKind;
  /** The file; null where there is none, or none any more. */
  readonly file: ThreadFile | null;
}

export interface ThreadFile {
  readonly id: string;
  readonly state: 'waiting' | 'kept' | 'gone';
  /** How a page may show it, once it is kept. */
  readonly shown: FileKind['shown'];
  /** What a speech model heard in a voice note. */
  readonly transcript: string | null;
}

/** A file of a conversation, to be shown or saved. */
export interface OpenedMedia extends FileKind {
  readonly bytes: Buffer;
}

/** One line of the thread, oldest first. */
export interface ThreadMessage {
  readonly id: string;
  readonly from: 'parent' | 'machine' | 'human' | 'notice';
  /** Who of the network wrote it. */
  readonly author: string | null;
  /** Null once its time to be kept is over, or for what has no text. */
  readonly text: string | null;
  readonly media: readonly ThreadMedia[];
  readonly at: Date;
  /** Delivery state of what was sent: `planned`, `accepted`, `delivered`, `failed`... */
  readonly state: string | null;
  /** The database was away when it was said. */
  readonly whileAway?: true;
  /** Until when it is kept back: the parent is not to be written to before. */
  readonly notBefore?: Date;
  /** What is told here instead of words: that a call was asked for, and how the parent answered. */
  readonly call?: 'asked' | 'granted' | 'refused';
  /** The provider's code for why it was not sent. */
  readonly error: string | null;
}

export interface Note {
  readonly id: string;
  readonly author: string | null;
  readonly text: string;
  readonly at: Date;
}

export interface OpenedRequest {
  readonly summary: RequestSummary;
  readonly thread: readonly ThreadMessage[];
  readonly notes: readonly Note[];
  /** Names of the others who have it open just now. */
  readonly others: readonly string[];
  /** Whether this member has taken it and may write. */
  readonly isMine: boolean;
  /** Until when a free text may be sent (WhatsApp's 24-hour window); null where there is no such limit. */
  readonly windowClosesAt: Date | null;
  /** When alone the parent may be written to, minutes since 00:00 in Brussels; null: at any time. */
  readonly safeHours: Hours | null;
  /** Whether what is written now leaves now. `never`: the parent wants nothing but answers to what they have just written. */
  readonly leave: Leave;
  readonly call: CallState;
  /**
   * What can be done once that time is over: an invitation can be sent, is `out` and may be answered, or has no approved template.
   * Null: none is needed, or nothing can arrive.
   */
  readonly invitation: 'ready' | 'out' | 'no-template' | null;
  /** Last topics that the machine answered, newest first, for the answers at hand. */
  readonly topics: readonly string[];
}

export type TakeResult = { readonly taken: true } | { readonly taken: false; readonly by: string | null };

export const OUTCOMES = ['answered', 'met', 'oriented', 'no-reply', 'not-for-us'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** `reply-only`: the parent wants nothing but answers to what they have just written. */
export type ReplyResult = 'sent' | 'again' | 'not-yours' | 'window-closed' | 'reply-only' | 'empty' | 'too-long';

/** `no-number`: the channel tells none. */
export type CallState = 'no-number' | 'not-asked' | 'asked' | 'granted' | 'refused';

export type AskCallResult = 'asked' | 'again' | 'no-number' | 'not-yours' | 'window-closed' | 'reply-only';

/** `no-template`: none is approved in the parent's language, nor in French. */
export type InviteResult = ReplyResult | 'no-template';

export interface ReplyOptions {
  /** The text is in the parent's language already. */
  readonly inTheirLanguage?: boolean;
  /** In which language it is otherwise; default: the writer's. */
  readonly writtenIn?: Member['language'];
}

/** Longest reply, in UTF-16 units. */
export const LONGEST_REPLY = 4_000;

/** Everything that a person of the network does with requests. Ids are those of requests; what is not there gives null or false. */
export interface Desk {
  list(member: Member, view: InboxView): Promise<readonly RequestSummary[]>;
  /** How many wait in each view but the closed ones. */
  count(member: Member): Promise<Readonly<Record<Exclude<InboxView, 'closed'>, number>>>;
  /** Opens a conversation and notes that this member looks at it. */
  open(member: Member, id: string): Promise<OpenedRequest | null>;
  /** A file that the parent sent in this conversation; null while it is not kept. */
  media(member: Member, id: string, media: string): Promise<OpenedMedia | null>;
  /** Atomic: of several who take it at once, one gets it and the others learn who. */
  take(member: Member, id: string): Promise<TakeResult>;
  /** @param replyId made with the form: the same reply sent twice by a bad line goes out once */
  reply(member: Member, id: string, replyId: string, text: string, options?: ReplyOptions): Promise<ReplyResult>;
  /** Asks the parent whether this member, who has the request, may call; once. */
  askToCall(member: Member, id: string): Promise<AskCallResult>;
  /** The parent's number, only for the member who has the request and to whom the parent said yes. Never to be kept or logged. */
  phoneOf(member: Member, id: string): Promise<string | null>;
  /**
   * For when WhatsApp's window has closed: keeps the reply, and invites the parent by an approved template in their language, else
   * in French. The reply leaves as soon as the parent writes anything but STOP. An open window needs no invitation: it is sent.
   */
  sendTemplate(
    member: Member,
    id: string,
    replyId: string,
    text: string,
    options?: ReplyOptions,
  ): Promise<InviteResult>;
  note(member: Member, id: string, noteId: string, text: string): Promise<boolean>;
  giveBack(member: Member, id: string): Promise<boolean>;
  transfer(member: Member, id: string, to: string): Promise<boolean>;
  close(member: Member, id: string, outcome: Outcome): Promise<boolean>;
  /** Colleagues to whom it can be given. */
  colleagues(member: Member): Promise<readonly { readonly id: string; readonly name: string }[]>;
}
