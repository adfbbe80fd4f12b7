import type { Language } from '../languages.ts';
import type { WithoutPolite } from './commands.ts';
import { normalise } from './normalise.ts';
import { type DayPartHours, type Hours, type HourWords, readHours } from './read-hours.ts';

/** Wishes about being written to, and the question of who reads by mistake. */
export type Setting =
  | { readonly set: 'hours'; readonly hours: Hours }
  /** Nothing but hours: means something only after a question of ours. */
  | { readonly set: 'bare-hours'; readonly hours: Hours }
  /** Two times that make no stretch of a day. */
  | { readonly set: 'no-hours' }
  | { readonly set: ListedSetting };

const LISTED_SETTINGS = ['show-hours', 'any-time', 'reply-only', 'write-first', 'who'] as const;
export type ListedSetting = (typeof LISTED_SETTINGS)[number];

/** Whoever wants nothing in the morning or the evening wants nothing in the night beside it either. */
const DAY_PARTS: Readonly<Record<'morning' | 'afternoon' | 'evening' | 'night' | 'school', DayPartHours>> = {
  morning: { hours: { from: 8 * 60, to: 12 * 60 }, others: { from: 12 * 60, to: 24 * 60 } },
  afternoon: { hours: { from: 12 * 60, to: 18 * 60 }, others: { from: 18 * 60, to: 12 * 60 } },
  evening: { hours: { from: 18 * 60, to: 21 * 60 }, others: { from: 8 * 60, to: 18 * 60 } },
  night: { hours: { from: 22 * 60, to: 7 * 60 }, others: { from: 7 * 60, to: 22 * 60 } },
  school: { hours: { from: 9 * 60, to: 15 * 60 }, others: { from: 15 * 60, to: 9 * 60 } },
};
export type DayPart = keyof typeof DAY_PARTS;

/** The words of one language, as in `intents/settings/<lang>.yaml`. */
export interface SettingWords {
  readonly language: Language;
  readonly listed: Readonly<Record<ListedSetting, readonly string[]>>;
  /** What stands beside the hours when they are wished: "write to me only". */
  readonly hours: readonly string[];
  /** What stands beside hours that are not wished: "do not write to me". */
  readonly notHours: readonly string[];
  readonly around: readonly string[];
  readonly parts: Readonly<Record<DayPart, readonly string[]>>;
}

/** A wish has few words; longer messages are questions that mention it. */
const LONGEST_SETTING = 14;

/** Settings of all languages in one table, matched as whole messages: they work in any language, whatever we believe theirs is. */
export class SettingTable {
  private readonly listed = new Map<string, ListedSetting>();
  /** Wordings around hours, and whether those hours are wished. */
  private readonly frames = new Map<string, boolean>();
  private readonly words: HourWords;
  /** Words of the parts of a day: a message with neither one of them nor a digit names no hours. */
  private readonly partWords: ReadonlySet<string>;
  private readonly withoutPolite: WithoutPolite;

  constructor(all: readonly SettingWords[], withoutPolite: WithoutPolite) {
    this.withoutPolite = withoutPolite;
    const around = new Set(all.flatMap((one) => one.around.map(normalise)));
    const parts = new Map<string, DayPartHours>();
    for (const { listed, parts: named } of all) {
      for (const setting of LISTED_SETTINGS)
        for (const form of listed[setting]) this.listed.set(normalise(form), setting);
      for (const [part, forms] of Object.entries(named))
        for (const form of forms) parts.set(normalise(form), DAY_PARTS[part as DayPart]);
    }
    this.words = { around, parts };
    this.partWords = new Set([...parts.keys()].flatMap((form) => form.split(' ')));
    // The words around hours say nothing, in the frames as little as in messages.
    for (const { hours, notHours, listed } of all) {
      for (const form of notHours) this.frames.set(this.frameOf(normalise(form).split(' ')), false);
      for (const form of [...hours, ...listed['show-hours']])
        this.frames.set(this.frameOf(normalise(form).split(' ')), true);
    }
  }

  /** The wish that a whole message is; undefined when it is none. */
  find(text: string, normal: string): Setting | undefined {
    const words = normal.split(' ');
    if (normal === '' || words.length > LONGEST_SETTING) return undefined;
    const listed = this.listed.get(normal) ?? this.listed.get(this.withoutPolite(words).join(' '));
    if (listed !== undefined) return { set: listed };
    return words.some((word) => this.partWords.has(word) || /\d/.test(word)) ? this.hoursIn(text) : undefined;
  }

  private hoursIn(text: string): Setting | undefined {
    const read = readHours(text, this.words);
    if (read === undefined) return undefined;
    const { rest } = read;
    if (rest.length === 0) return read.hours === null ? undefined : { set: 'bare-hours', hours: read.hours };
    const wished = this.frames.get(this.frameOf(rest)) ?? this.frames.get(this.frameOf(this.withoutPolite(rest)));
    if (wished === undefined) return undefined;
    const hours = wished ? read.hours : read.others;
    return hours === null ? { set: 'no-hours' } : { set: 'hours', hours };
  }

  private frameOf(words: readonly string[]): string {
    return words.filter((word) => !this.words.around.has(word)).join(' ');
  }
}
