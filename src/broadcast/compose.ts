import { foldToGsm } from '../answering/gsm.ts';
import { countSegments } from '../answering/segments.ts';
import type { Occurrence } from '../calendar/activity.ts';
import type { ChannelLimits } from '../channel.ts';
import type { Language } from '../languages.ts';

/** Longest SMS of a broadcast: each part costs, for each parent. */
export const MOST_SEGMENTS = 3;

/** How a language says what stands in a broadcast. Plain text, no line ends at the borders. */
export interface Words {
  readonly language: Language;
  /** First line of the weekly message. */
  intro(territory: string): string;
  /** One occurrence: `short` for an SMS, `full` where length is free. `when` is its date and hour in this language. */
  line(occurrence: Occurrence, when: string, size: 'short' | 'full'): string;
  /** That there are so many more in the agenda. */
  more(count: number): string;
  /** Where the whole agenda stands, and how to end these messages. */
  outro(link: string): string;
  /** That something told before is cancelled, or no longer as told: then with how it is now. */
  correction(occurrence: Occurrence, when: string, change: 'cancelled' | 'changed'): string;
}

export interface Carrier {
  readonly limits: Pick<ChannelLimits, 'maxLength' | 'segmented'>;
  readonly words: Words;
}

export interface Composed {
  readonly text: string;
  /** What it takes of the sender's rate, and of money where the channel is paid by part. */
  readonly segments: number;
  /** The occurrences that it tells of, in order. */
  readonly told: readonly Occurrence[];
  /** How many more stand behind the link only. */
  readonly left: number;
  /** Whether it fits what the channel carries, and for an SMS three parts. */
  readonly fits: boolean;
}

/**
 * The weekly message of a territory: the first occurrences that fit, how many more there are, the link. Null when nothing
 * takes place.
 *
 * @param occurrences what the reader may be told, the first first
 */
export function composeAgenda(
  carrier: Carrier,
  { territory, occurrences, link }: { territory: string; occurrences: readonly Occurrence[]; link: string },
): Composed | null {
  if (occurrences.length === 0) return null;
  const { words, limits } = carrier;
  const size = limits.segmented ? 'short' : 'full';
  const lines = occurrences.map((one) => words.line(one, whenOf(one, words.language), size));
  const withFirst = (count: number): Composed => {
    const left = occurrences.length - count;
    const all = [words.intro(territory), ...lines.slice(0, count), ...(left > 0 ? [words.more(left)] : [])];
    const text = [...all, words.outro(link)].join(limits.segmented ? '\n' : '\n\n');
    return finish(carrier, text, occurrences.slice(0, count), left);
  };
  // The most that fit, found by halves: a territory may have a hundred.
  let [fits, tooMany] = [0, occurrences.length + 1];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (withFirst(middle).fits) fits = middle;
    else tooMany = middle;
  }
  return withFirst(fits);
}

/** A message that a coordinator wrote, as the channel carries it. */
export function composeSpecial(carrier: Carrier, text: string): Composed {
  return finish(carrier, text.trim(), []);
}

/** That an occurrence is cancelled or changed, for who was told of it. */
export function composeCorrection(carrier: Carrier, occurrence: Occurrence, link: string): Composed {
  const { words } = carrier;
  const change = occurrence.state === 'cancelled' ? 'cancelled' : 'changed';
  const text = [words.correction(occurrence, whenOf(occurrence, words.language), change), words.outro(link)];
  return finish(carrier, text.join('\n'), [occurrence]);
}

function finish({ words, limits }: Carrier, text: string, told: readonly Occurrence[], left = 0): Composed {
  const carried = limits.segmented ? foldToGsm(text, words.language) : text;
  const segments = limits.segmented ? countSegments(carried) : 1;
  const fits = carried.length <= limits.maxLength && segments <= MOST_SEGMENTS;
  return { text: carried, segments, told, left, fits };
}

const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'numeric' };
const HOUR: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const kept = new Map<string, Intl.DateTimeFormat>();

/** Date and hours of an occurrence on the clock of Brussels, as the language writes them. */
export function whenOf({ startsAt, endsAt, wholeDay }: Occurrence, language: Language): string {
  const day = formatOf(language, DAY).format(startsAt);
  if (wholeDay) return day;
  const hour = formatOf(language, HOUR);
  return endsAt === null ? `${day} ${hour.format(startsAt)}` : `${day} ${hour.format(startsAt)}-${hour.format(endsAt)}`;
}

/** Making one takes long, and a broadcast asks for the same few thousands of times. */
function formatOf(language: Language, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${options === DAY}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  // Western digits and the civil calendar everywhere: a date must be the same on a poster and on a phone.
  const locale = `${language}-u-nu-latn-ca-gregory`;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'Europe/Brussels' });
  kept.set(key, made);
  return made;
}
