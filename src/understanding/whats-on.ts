import type { Language } from '../languages.ts';
import type { TimeFinder } from './find-time.ts';
import type { Candidate, TopicDecision } from './match-topic.ts';
import { normalise } from './normalise.ts';
import type { When } from './when.ts';

/** The topic that the calendar answers. */
export const AGENDA_TOPIC = 'activity-calendar';

/** The words of one language with which people ask what there is to do, as in `intents/whats-on/<lang>.yaml`. */
export interface WhatsOnWords {
  readonly language: Language;
  /** "What can we do", "what is on". */
  readonly asks: readonly string[];
  /** "Where can we go". */
  readonly goes: readonly string[];
  /** What stands beside without making it a question about something else: with whom, for whom, near, free, please. */
  readonly besides: readonly string[];
}

/** Stands in a wording for a number. */
const AGE = '{age}';
const A_NUMBER = '0';
const NUMBER = /^\d{1,2}$/;
/** Longer messages tell a story. */
const LONGEST = 20;

/** Topics of people who ask the same in need, "what can I do tonight with my kids?": where they may be meant, no calendar answers. */
const IN_NEED: ReadonlySet<string> = new Set([
  'emergency-shelter',
  'domestic-violence',
  'suicide-distress',
  'emergency',
  'child-in-danger',
]);
const PERHAPS_IN_NEED = 0.3;

/** Wordings by their first word; each is the words after it. */
type Wordings = ReadonlyMap<string, readonly (readonly string[])[]>;

interface Words {
  readonly language: Language;
  readonly asks: Wordings;
  readonly goes: Wordings;
  readonly besides: Wordings;
}

/**
 * Finds questions what there is to do in a time: those that hold a wording that asks it and, besides the time, nothing but small words. One
 * word of something else ("if he", "I work", "my ex") makes another question of it.
 */
export class WhatsOnTable {
  private readonly all: readonly Words[];
  private readonly times: TimeFinder;

  constructor(all: readonly WhatsOnWords[], times: TimeFinder) {
    this.times = times;
    this.all = all.map(({ language, asks, goes, besides }) => ({
      ...{ language, asks: wordingsOf(asks), goes: wordingsOf(goes), besides: wordingsOf(besides) },
    }));
  }

  /**
   * Whether a message asks what there is to do.
   *
   * @param normal the message in normal form, without the name of a place
   * @param when the time that it names; without one it asks something else
   */
  isAsked(normal: string, when: When | null): boolean {
    const words = normal.split(' ').map((word) => (NUMBER.test(word) ? A_NUMBER : word));
    if (when === null || words.length > LONGEST) return false;
    return this.all.some(({ language, asks, goes, besides }) => {
      // "Where can we go tonight?" is asked by who has no bed for the night too.
      const question = [...placesOf(asks, words), ...(isWithin(2, when) ? [] : placesOf(goes, words))];
      if (question.length === 0) return false;
      const known = new Set([...question, ...placesOf(besides, words), ...this.times.placesIn(normal, language)]);
      return words.every((word, at) => known.has(at) || word === A_NUMBER);
    });
  }
}

/** The topic of a question what there is to do, be it learnt or not; what else it may be about stays behind it. */
export function aboutAgenda(matched: TopicDecision, when: When | null): TopicDecision {
  const { candidates } = matched;
  const inNeed = candidates.some(({ topic, score }) => IN_NEED.has(topic) && score >= PERHAPS_IN_NEED);
  if (inNeed && isWithin(1, when)) return matched;
  const others = candidates.filter(({ topic }) => topic !== AGENDA_TOPIC);
  const agenda: Candidate = { topic: AGENDA_TOPIC, score: 1 };
  return { decision: 'answer', topic: AGENDA_TOPIC, also: null, candidates: [agenda, ...others] };
}

/** Whether a time is one of so many days, today the first. */
function isWithin(number: number, when: When | null): boolean {
  return when?.days.is === 'day' && when.days.in < number;
}

function wordingsOf(forms: readonly string[]): Wordings {
  const wordings = new Map<string, (readonly string[])[]>();
  for (const form of forms) {
    const [first = '', ...rest] = normalise(form.replace(AGE, A_NUMBER)).split(' ');
    wordings.set(first, [...(wordings.get(first) ?? []), rest]);
  }
  return wordings;
}

/** Places of all words that belong to one of the wordings. */
function placesOf(wordings: Wordings, words: readonly string[]): number[] {
  return words.flatMap((word, at) =>
    (wordings.get(word) ?? []).flatMap((rest) =>
      rest.every((next, index) => words[at + 1 + index] === next)
        ? [at, ...rest.map((_, index) => at + 1 + index)]
        : [],
    ),
  );
}
