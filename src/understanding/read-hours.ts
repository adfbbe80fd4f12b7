import { normalise, withAsciiDigits } from './normalise.ts';

/**
 * Hours of every day on the clock of Brussels, in minutes since 00:00; `to` is excluded and up to 24:00. Where it is before `from`, they go
 * over midnight: "from 22:00 to 6:00".
 */
export interface Hours {
  readonly from: number;
  readonly to: number;
}

/** What a message holds besides hours. */
export interface ReadHours {
  /** Null: two times that make no stretch of a day. */
  readonly hours: Hours | null;
  /** What is left of the day for who does not want those hours; null: nothing. */
  readonly others: Hours | null;
  /** The other words, in normal form. */
  readonly rest: readonly string[];
}

/** Words of all languages that stand around the times of a day. */
export interface HourWords {
  /** Between, from, to, o'clock: they change nothing. */
  readonly around: ReadonlySet<string>;
  /** Names of parts of the day, in normal form. */
  readonly parts: ReadonlyMap<string, DayPartHours>;
}

/** A part of the day: what is meant by who wants to be written to in it, and what is left for who does not. */
export interface DayPartHours {
  readonly hours: Hours;
  readonly others: Hours;
}

const DAY = 24 * 60;
/** Shorter than this is a slip of the thumb. */
const SHORTEST = 30;
/** "From 1 to 5" is the afternoon: nobody asks to be written to in the middle of the night. */
const EARLIEST_WITHOUT_MARK = 5 * 60;
const LONGEST_PART = 4;

/** 9, 9h, 9h30, 09:00, 9.30, 9 am, 3 p.m. */
const TIME =
  /(?<![\d.:])(\d{1,2})(?:\s?(?:[:.]|[hu](?=\d))\s?([0-5]\d))?(?![\d]|[:.]\d)(?:\s?(am|pm|a\.m\.|p\.m\.)(?!\p{L}))?/giu;

/** Stands for one time among the words of a message; no message holds this word, whose digits are no time. */
const MARK = 'time000';

interface Time {
  readonly minutes: number;
  /** The half of the day is said. */
  readonly sure: boolean;
}

/** The hours that a message names, and the words around them; undefined when it names none. */
export function readHours(text: string, { around, parts }: HourWords): ReadHours | undefined {
  const times: Time[] = [];
  const marked = withAsciiDigits(text).replace(TIME, (whole, hour: string, minute?: string, half?: string) => {
    const time = timeOf(Number(hour), Number(minute ?? 0), half?.[0]?.toLowerCase());
    if (time === undefined) return whole;
    times.push(time);
    // "9h", "15u": what is glued to a number is a word of its own.
    return ` ${MARK} `;
  });
  const words = normalise(marked)
    .split(' ')
    .filter((word) => word !== '');
  const [from, to, more] = times;
  if (from === undefined) return readPart(words, parts);
  if (to === undefined || more !== undefined) return undefined;
  const rest = words.filter((word) => !around.has(word));
  const first = rest.indexOf(MARK);
  // Two times that other words part are not one stretch.
  if (rest[first + 1] !== MARK) return undefined;
  const unwished = hoursOf(from, to, false);
  return {
    hours: hoursOf(from, to, true),
    others: unwished && stretch(unwished.to, unwished.from),
    rest: rest.filter((word) => word !== MARK),
  };
}

function timeOf(hour: number, minute: number, half: string | undefined): Time | undefined {
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const inDay = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
  const minutes = inDay * 60 + minute;
  return minutes > DAY ? undefined : { minutes, sure: half !== undefined };
}

function hoursOf(first: Time, second: Time, wished: boolean): Hours | null {
  let [from, to] = [first.minutes, second.minutes];
  const noon = DAY / 2;
  // "From 9 to 3", "from 1 to 5": the clock on the wall has twelve hours. Of hours that are not wished, those of the night are likely.
  if (wished && !first.sure && from > 0 && from < EARLIEST_WITHOUT_MARK && to < noon) from += noon;
  const ofTwelve = first.sure ? to + noon > from : first.minutes < noon + 60;
  if (!second.sure && to <= from && to > 0 && to < noon && ofTwelve) to += noon;
  return stretch(from, to);
}

/** Null for what is no stretch of a day. */
function stretch(begin: number, end: number): Hours | null {
  const from = begin === DAY ? 0 : begin;
  const to = end === 0 ? DAY : end;
  const isWholeDay = begin === 0 && end === DAY;
  return isWholeDay || (to - from + DAY) % DAY >= SHORTEST ? { from, to } : null;
}

function readPart(words: readonly string[], parts: HourWords['parts']): ReadHours | undefined {
  for (let length = Math.min(LONGEST_PART, words.length); length > 0; length -= 1)
    for (let at = 0; at + length <= words.length; at += 1) {
      const part = parts.get(words.slice(at, at + length).join(' '));
      if (part !== undefined) return { ...part, rest: [...words.slice(0, at), ...words.slice(at + length)] };
    }
  return undefined;
}
