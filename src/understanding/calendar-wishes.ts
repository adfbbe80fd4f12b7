import type { WithoutPolite } from './commands.ts';
import { normalise, wordsOf } from './normalise.ts';

/** What a parent sets about the calendar by message. */
export const CALENDAR_WISHES = ['weekly', 'end', 'pause', 'register', 'unregister'] as const;
export type CalendarWishName = (typeof CALENDAR_WISHES)[number];

export interface CalendarWish {
  readonly wish: CalendarWishName;
  /** Of the activity among those shown: "2 je viens"; null when none is named. */
  readonly number: number | null;
}

/** Stands in a wording where the parent says until when. */
export const WHEN = '{when}';
/** "Until the first of next month": more words are a story. */
const LONGEST_WHEN = 5;
const LONGEST_WISH = 14;
const NUMBER = /^[1-9]$/;

interface Frame {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Wishes about the calendar in all languages in one table, matched as whole messages. */
export class CalendarWishTable {
  private readonly listed = new Map<string, CalendarWishName>();
  /** Wordings of a pause around the time until which. */
  private readonly pauses: readonly Frame[];
  private readonly withoutPolite: WithoutPolite;

  constructor(
    all: readonly (readonly [wish: CalendarWishName, wordings: readonly string[]])[],
    withoutPolite: WithoutPolite,
  ) {
    this.withoutPolite = withoutPolite;
    const pauses: Frame[] = [];
    for (const [wish, wordings] of all)
      for (const wording of wordings) {
        const [before = '', after] = wording.split(WHEN);
        if (after === undefined) this.listed.set(normalise(wording), wish);
        else pauses.push({ before: wordsOf(before), after: wordsOf(after) });
      }
    this.pauses = pauses;
  }

  /**
   * The wish that a whole message is; undefined when it is none.
   *
   * @param normal the message in normal form
   * @param namesTime whether it names a time: without one, "start again in ..." asks for something else
   */
  find(normal: string, namesTime: boolean): CalendarWish | undefined {
    const words = normal.split(' ');
    if (normal === '' || words.length > LONGEST_WISH) return undefined;
    const wish = this.listedOf(words);
    if (wish !== undefined) return { wish, number: null };
    const numbered = withoutNumber(words);
    const ofNumber = numbered && this.listedOf(numbered.rest);
    if (numbered !== undefined && (ofNumber === 'register' || ofNumber === 'unregister'))
      return { wish: ofNumber, number: numbered.number };
    const isPause = namesTime && this.pauses.some((frame) => fits(frame, words));
    return isPause ? { wish: 'pause', number: null } : undefined;
  }

  private listedOf(words: readonly string[]): CalendarWishName | undefined {
    return this.listed.get(words.join(' ')) ?? this.listed.get(this.withoutPolite(words).join(' '));
  }
}

/** The number at one end of a message and the words without it; undefined where there is none. */
export function withoutNumber(words: readonly string[]): { rest: readonly string[]; number: number } | undefined {
  const [first = '', last = ''] = [words[0], words.at(-1)];
  if (NUMBER.test(first)) return { rest: words.slice(1), number: Number(first) };
  return NUMBER.test(last) ? { rest: words.slice(0, -1), number: Number(last) } : undefined;
}

function fits({ before, after }: Frame, words: readonly string[]): boolean {
  const between = words.length - before.length - after.length;
  return (
    between >= 1 &&
    between <= LONGEST_WHEN &&
    before.every((word, index) => words[index] === word) &&
    after.every((word, index) => words[words.length - after.length + index] === word)
  );
}
