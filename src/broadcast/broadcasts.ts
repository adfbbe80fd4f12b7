import type { ChannelName } from '../channel.ts';
import type { Member } from '../handover/desk.ts';
import type { Language } from '../languages.ts';
import type { BroadcastState, SendState } from '../store/calendar-tables.ts';
import type { WeeklyHour } from './schedule.ts';

/** Whom a message is for, of those who subscribed to an agenda. */
export interface Addressees {
  /** Ids; null: the whole network. */
  readonly territories: readonly string[] | null;
  /** Only who declared to be a mother. */
  readonly mothersOnly: boolean;
  /** Only who reads this language; null: everybody. */
  readonly language: Language | null;
}

/** A message to many who subscribed to an agenda. */
export interface BroadcastSummary {
  /** UUID. */
  readonly id: string;
  /** `weekly`: the agenda; `special`: written by a person; `correction`: what was told and is no longer so. */
  readonly kind: 'weekly' | 'special' | 'correction';
  readonly to: Addressees;
  readonly state: BroadcastState;
  /** Why it ended: a code of `EndReason`, or the code with which the provider refused. Null while it has not. */
  readonly reason: string | null;
  readonly sendAt: Date;
  /** What is not sent by then is not sent at all. */
  readonly notAfter: Date;
  /** Names; null: the machine, or nobody yet. */
  readonly createdBy: string | null;
  readonly approvedBy: string | null;
  readonly releasedBy: string | null;
  /** Of the frozen plan; 0 before the release. */
  readonly recipients: number;
  readonly euro: number;
}

export type EndReason = 'sent' | 'nobody' | 'no-activity' | 'too-late' | 'by-hand' | 'failures';

/** What one group of recipients will read. */
export interface PreviewGroup {
  readonly language: Language;
  readonly channel: ChannelName;
  /** Declared to be mothers: they may be told of what is for mothers only. */
  readonly mothers: boolean;
  /** Null: nothing takes place that they may be told of, so nothing is sent to them. */
  readonly text: string | null;
  readonly recipients: number;
  /** SMS parts of one message; 1 on other channels. */
  readonly segments: number;
  /** For the whole group. */
  readonly euro: number;
}

/**
 * What is not as it should be. `past-event`: it tells of what will have begun; `no-activity`: nothing to tell; `too-long`: does
 * not fit, so that it is refused; `left-out`: not all activities fit, the link shows them; `missing-template`: so many cannot
 * be written to on WhatsApp; `untranslated`: so many read French though it is not theirs; `too-slow`: the senders' rates do not
 * reach everybody in time; `over-cap`: the month's money is not enough; `too-late`: its time is over.
 */
export interface Lint {
  readonly code:
    | 'past-event'
    | 'no-activity'
    | 'too-long'
    | 'left-out'
    | 'missing-template'
    | 'untranslated'
    | 'too-slow'
    | 'over-cap'
    | 'too-late';
  /** True where it keeps from a release. */
  readonly blocks: boolean;
  /** How many activities or recipients it concerns. */
  readonly count: number;
}

/** How many people of a territory get it, and what that costs. */
export interface PreviewPlace {
  readonly territory: string;
  readonly recipients: number;
  readonly euro: number;
}

/**
 * What the release by whoever looks at the preview would do. `alone`: it leaves; `second`: it leaves, since somebody else wrote
 * these texts or agreed to them; `first`: it is noted, and another person must release it as well; `given`: that is so already.
 */
export type Agreement = 'alone' | 'first' | 'given' | 'second';

export interface Preview {
  readonly groups: readonly PreviewGroup[];
  /** By territory, the most people first. */
  readonly places: readonly PreviewPlace[];
  readonly recipients: number;
  readonly euro: number;
  /** What was released this month, this one left out; and the most that a month may cost, null: no limit. */
  readonly monthEuro: number;
  readonly capEuro: number | null;
  readonly lint: readonly Lint[];
  readonly agreement: Agreement;
  /** Names of the others who can release it. */
  readonly others: readonly string[];
  /** Names these very texts, whom they are for and when they leave: to be given back at the release, so that nobody releases what they did not see. */
  readonly seen: string;
}

/**
 * `second-person`: noted, another person must release it too; `changed`: the texts are no longer those that were seen; `again`: it
 * was released before, and nothing happened now.
 */
export type ReleaseResult =
  | 'released'
  | 'again'
  | 'nobody'
  | 'second-person'
  | 'changed'
  | 'over-cap'
  | 'too-long'
  | 'too-late'
  | 'not-there';

export interface ProgressLine {
  readonly channel: ChannelName;
  readonly state: SendState;
  /** The provider's code, or ours: 'opted-out', 'address', 'unsubscribed', 'not-first', 'no-channel'. */
  readonly reason: string | null;
  readonly count: number;
}

export interface SpecialDraft {
  readonly to: Addressees;
  /** French, and other languages where somebody translated it. */
  readonly texts: { readonly fr: string } & Readonly<Partial<Record<Language, string>>>;
  readonly sendAt: Date;
  readonly notAfter: Date;
}

export interface WeeklyTimes {
  readonly at: WeeklyHour;
  /** The first that leaves at this hour. */
  readonly next: Date;
  /** Those to come that were drafted for another hour. */
  readonly kept: readonly Date[];
}

/** All that a person of the network does with broadcasts. For coordinators and administrators; for others nothing is there. */
export interface Broadcasts {
  /** What was released this month, and the most that it may cost, in euro; null: for others. */
  spent(member: Member): Promise<Pick<Preview, 'monthEuro' | 'capEuro'> | null>;
  /** The newest first. */
  list(member: Member): Promise<readonly BroadcastSummary[]>;
  open(member: Member, id: string): Promise<BroadcastSummary | null>;
  /** @param id made with the form: the same draft sent twice is one. False: not a draft of a special message, or none to have. */
  write(member: Member, id: string, draft: SpecialDraft): Promise<boolean>;
  /** The texts of a special message, to go on writing; null for the others. */
  texts(member: Member, id: string): Promise<SpecialDraft['texts'] | null>;
  discard(member: Member, id: string): Promise<boolean>;
  /** How it will look and what it will cost; null once it is released. */
  preview(member: Member, id: string): Promise<Preview | null>;
  /** @param seen of the preview that this member looked at */
  release(member: Member, id: string, seen: string): Promise<ReleaseResult>;
  pause(member: Member, id: string): Promise<boolean>;
  resume(member: Member, id: string): Promise<boolean>;
  /** For good: who has not got it does not get it. */
  stop(member: Member, id: string): Promise<boolean>;
  /** When the weekly message leaves; null: for others. */
  weekly(member: Member): Promise<WeeklyTimes | null>;
  /** For administrators; drafts that are there already keep their hour. False: not for this member, or no such hour. */
  setWeekly(member: Member, at: WeeklyHour): Promise<boolean>;
  /** How far it has come; after 30 days, how it ended. */
  progress(member: Member, id: string): Promise<readonly ProgressLine[]>;
}
