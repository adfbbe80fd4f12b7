import { foldToGsm } from '../answering/gsm.ts';
import { rightToLeft } from '../answering/render.ts';
import { countSegments } from '../answering/segments.ts';
import type { Occurrence } from '../calendar/activity.ts';
import type { ChannelLimits } from '../channel.ts';
import { isRightToLeft, type Language } from '../languages.ts';

/** Longest SMS of a broadcast: each part costs, for each parent. */
export const MOST_SEGMENTS = 3;

/** How much is said of an occurrence: all of it, what decides whether to come, or when and what. */
export type Size = 'full' | 'short' | 'least';

/** How a language says what stands in a broadcast. Plain text, no line ends at the borders. */
export interface Words {
  readonly language: Language;
  /** First line of the weekly message. */
  intro(territory: string): string;
  /** One occurrence with its time. */
  line(occurrence: Occurrence, size: Size): string;
  /** That there are so many more in the agenda. */
  more(count: number): string;
  /** Where the whole agenda stands, and how to end these messages. */
  outro(link: string): string;
  /** A message of a coordinator, and how to end these messages. */
  special(text: string): string;
  /** That something told before is cancelled, or no longer as told: then with how it is now. */
  correction(occurrence: Occurrence, size: Size): string;
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
  agenda: { territory: string; occurrences: readonly Occurrence[]; link: string },
): Composed | null {
  if (agenda.occurrences.length === 0) return null;
  const composed = composeLines(carrier, agenda, sizeOn(carrier.limits));
  // In letters that are dear hardly one occurrence fits: then rather less of some than nothing of all.
  return composed.told.length === 0 ? composeLines(carrier, agenda, 'least') : composed;
}

function composeLines(
  carrier: Carrier,
  { territory, occurrences, link }: { territory: string; occurrences: readonly Occurrence[]; link: string },
  size: Size,
): Composed {
  const { words, limits } = carrier;
  const lines = occurrences.map((one) => words.line(one, size));
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
  return finish(carrier, carrier.words.special(text.trim()), []);
}

/** That an occurrence is cancelled or changed, for who was told of it. */
export function composeCorrection(carrier: Carrier, occurrence: Occurrence, link: string): Composed {
  const { words, limits } = carrier;
  const text = [words.correction(occurrence, sizeOn(limits)), words.outro(link)];
  return finish(carrier, text.join('\n'), [occurrence]);
}

function sizeOn({ segmented }: Carrier['limits']): Size {
  return segmented ? 'short' : 'full';
}

function finish({ words, limits }: Carrier, text: string, told: readonly Occurrence[], left = 0): Composed {
  const whole = isRightToLeft(words.language) ? rightToLeft(text) : text;
  const carried = limits.segmented ? foldToGsm(whole, words.language) : whole;
  const segments = limits.segmented ? countSegments(carried) : 1;
  const fits = carried.length <= limits.maxLength && segments <= MOST_SEGMENTS;
  return { text: carried, segments, told, left, fits };
}
