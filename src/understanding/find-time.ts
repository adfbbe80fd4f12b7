import type { Language } from '../languages.ts';
import { normalise, withAsciiDigits } from './normalise.ts';
import { signedDate } from './signed-date.ts';
import type { PartOfDay, When } from './when.ts';

/** What a word of `intents/times/` means. */
export type TimeWord =
  | { readonly is: 'day'; readonly in: number; readonly part: PartOfDay | null }
  | { readonly is: 'weekday'; readonly weekday: number; readonly part: PartOfDay | null }
  | { readonly is: 'month-named'; readonly month: number }
  /** `in` is null where another word must tell which one. */
  | { readonly is: 'week' | 'weekend' | 'month'; readonly in: 0 | 1 | null }
  | { readonly is: 'part'; readonly part: PartOfDay }
  | { readonly is: 'this' | 'next' | 'on' | 'before-number' | 'after-number' };

/** The words of one language. */
export interface TimeVocabulary {
  readonly language: Language;
  readonly words: readonly (readonly [form: string, meaning: TimeWord])[];
  /** Forms that are everyday words too: read in this language only, and only where a neighbour makes a time of them. */
  readonly unsure: readonly string[];
  /** What follows the number of a day: "12th". */
  readonly endings: readonly string[];
  /** What makes an hour of the number before it: "12 uur". */
  readonly hours: readonly string[];
  /** "December 12" is a day too. */
  readonly monthFirst: boolean;
}

interface Form {
  /** The words after the first. */
  readonly rest: readonly string[];
  readonly language: Language;
  readonly meaning: TimeWord;
  readonly unsure: boolean;
}

/** A form at its place in a message: words `at` to `end`, the end excluded. */
interface Seen {
  readonly at: number;
  readonly end: number;
  readonly form: Form;
}

type SeenAs<Is extends TimeWord['is']> = Seen & { readonly form: { readonly meaning: TimeWord & { readonly is: Is } } };

/** The day of the month that stands in words `at` to `end`. */
interface DayNumber {
  readonly day: number;
  readonly at: number;
  readonly end: number;
}

/** A time stands near the beginning of a message; of a story, this much is looked at. */
const MOST_WORDS = 100;
/** "the weekend of next": as far as a word may stand from the one that it belongs to. */
const REACH = 1;
const DAY = /^(\d{1,2})(\p{L}*)$/u;
const YEAR = /^20\d\d$/;
/** "12 de diciembre", "12th of December". */
const LONGEST_BETWEEN = 3;
/** Words that tell a time only together with another. */
const HELPING: ReadonlySet<TimeWord['is']> = new Set(['on', 'before-number', 'after-number', 'this', 'next'] as const);
/** Before an everyday word, they make a time of it. */
const ANNOUNCING: ReadonlySet<TimeWord['is']> = new Set(['on', 'before-number', 'this', 'next'] as const);
const WEEKEND: ReadonlySet<number> = new Set([6, 7]);
/** Arabic writes "in", "so", "for" and "and" together with the word. */
const ARABIC_PREFIXES = 'بفلو';

/** Finds the time that a message names, in any of our languages. Words are looked up one by one, so that a message costs what it is long. */
export class TimeFinder {
  private readonly forms = new Map<string, Form[]>();
  private readonly endings = new Map<Language, ReadonlySet<string>>();
  private readonly hours = new Map<Language, ReadonlySet<string>>();
  private readonly monthFirst: ReadonlySet<Language>;

  constructor(all: readonly TimeVocabulary[]) {
    this.monthFirst = new Set(all.filter(({ monthFirst }) => monthFirst).map(({ language }) => language));
    for (const { language, words, unsure, endings, hours } of all) {
      this.endings.set(language, new Set(endings.map(normalise)));
      this.hours.set(language, new Set(hours.map(normalise)));
      const doubtful = new Set(unsure.map(normalise));
      for (const [form, meaning] of words) this.add(normalise(form), language, meaning, doubtful);
    }
    // "Day after tomorrow" before "day", wherever both begin.
    for (const forms of this.forms.values()) forms.sort((one, other) => other.rest.length - one.rest.length);
  }

  private add(form: string, language: Language, meaning: TimeWord, doubtful: ReadonlySet<string>): void {
    const [first = '', ...rest] = form.split(' ');
    const forms = this.forms.get(first) ?? [];
    forms.push({ rest, language, meaning, unsure: doubtful.has(form) });
    this.forms.set(first, forms);
  }

  /**
   * The time in a message; null when it names none. Words of the message's own language come first, then those of any other: people mix
   * them.
   *
   * @param text as written, for the signs of a date
   * @param normal the same in normal form
   */
  find(text: string, normal: string, language?: Language): When | null {
    const words = normal === '' ? [] : normal.split(' ', MOST_WORDS);
    const figures = withAsciiDigits(text);
    const hasDigit = /\d/.test(figures);
    const date = hasDigit ? signedDate(figures) : null;
    const seen = this.seenIn(words);
    // Most messages: "this" and "on" with nothing that they could belong to.
    if (!hasDigit && !seen.some(({ form }) => !HELPING.has(form.meaning.is))) return null;
    const languages = new Set(seen.map(({ form }) => form.language));
    const ordered = language !== undefined && languages.has(language) ? new Set([language, ...languages]) : languages;
    for (const one of ordered) {
      const own = sure(ofLanguage(seen, one), words, one === language);
      if (date !== null) return { days: date, part: partIn(own) };
      const when = this.read(own, words, one) ?? (one === language ? this.numberedDay(own, words, one) : null);
      if (when !== null) return when;
    }
    return date && { days: date, part: null };
  }

  /** Places of the words of a message in normal form that name a time in one language, or belong to one. */
  placesIn(normal: string, language: Language): number[] {
    return this.seenIn(normal.split(' ', MOST_WORDS))
      .filter(({ form }) => form.language === language)
      .flatMap(({ at, end }) => Array.from({ length: end - at }, (_, index) => at + index));
  }

  private seenIn(words: readonly string[]): Seen[] {
    const seen: Seen[] = [];
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] ?? '';
      const forms =
        this.forms.get(word) ?? (ARABIC_PREFIXES.includes(word.charAt(0)) ? this.forms.get(word.slice(1)) : undefined);
      if (forms === undefined) continue;
      for (const form of forms)
        if (isAt(form.rest, words, at + 1)) seen.push({ at, end: at + 1 + form.rest.length, form });
    }
    return seen;
  }

  /** What the words of one language say together. */
  private read(seen: readonly Seen[], words: readonly string[], language: Language): When | null {
    const part = partIn(seen);
    const month = seen.find(isA('month-named'));
    const day = month && this.dayBeside(month, words, language);
    const year = month === undefined ? null : yearAfter(Math.max(month.end, day?.end ?? 0), words);
    if (month !== undefined && day !== undefined)
      return { days: { is: 'date', day: day.day, month: month.form.meaning.month, year }, part };
    const named = this.weekdayIn(seen, words, language) ?? dayIn(seen) ?? spanIn(seen);
    if (named !== null) return { ...named, part: part ?? named.part };
    if (month !== undefined) return { days: { is: 'month-named', month: month.form.meaning.month, year }, part };
    return null;
  }

  private weekdayIn(seen: readonly Seen[], words: readonly string[], language: Language): When | null {
    const weekdays = seen.filter(isA('weekday'));
    const [first] = weekdays;
    if (first === undefined) return null;
    const { weekday, part } = first.form.meaning;
    if (new Set(weekdays.map(({ form }) => form.meaning.weekday)).size === 2 && weekdays.every(isWeekend))
      return { days: { is: 'weekend', in: 0 }, part };
    const day = this.dayAt(first.end, words, language)?.day ?? null;
    const ofNextWeek = seen.some((one) => isA('week')(one) && aheadOf(one, seen) === 1);
    const next = ofNextWeek ? 'week' : inOf(first, seen) === 1 ? 'day' : null;
    return { days: { is: 'weekday', weekday, day, next }, part };
  }

  /** "12 December", "12 de diciembre", "December 12th". */
  private dayBeside(month: Seen, words: readonly string[], language: Language): DayNumber | undefined {
    for (let at = month.at - 1; at >= 0 && at >= month.at - 3; at -= 1) {
      const day = this.dayAt(at, words, language);
      if (day === undefined) continue;
      const between = words.slice(day.end, month.at);
      if (between.every((word) => word.length <= LONGEST_BETWEEN && !DAY.test(word))) return day;
    }
    const isOneDay = this.monthFirst.has(language) && words[month.at - 1] !== 'in';
    return isOneDay ? this.dayAt(month.end, words, language) : undefined;
  }

  /** "le 12", "on the 12th", "12 числа"; in the message's own language only, since "am 3" is something else in another. */
  private numberedDay(seen: readonly Seen[], words: readonly string[], language: Language): When | null {
    for (const one of seen) {
      const { is } = one.form.meaning;
      const day = this.dayAt(is === 'after-number' ? one.at - 1 : one.end, words, language);
      if (day === undefined) continue;
      const hasEnding = day.end > day.at + 1 || !/^\d+$/.test(words[day.at] ?? '');
      const isDay = is === 'before-number' || is === 'after-number' || is === 'this' || (is === 'on' && hasEnding);
      if (isDay) return { days: { is: 'date', day: day.day, month: null, year: null }, part: partIn(seen) };
    }
    return null;
  }

  private dayAt(at: number, words: readonly string[], language: Language): DayNumber | undefined {
    const endings = this.endings.get(language);
    const [, figures = '', ending = ''] = DAY.exec(words[at] ?? '') ?? [];
    const day = Number(figures);
    if (day < 1 || day > 31 || (ending !== '' && !endings?.has(ending))) return undefined;
    // "12'si" and "12-го числа" are several words in normal form.
    let end = at + 1;
    while (ending === '' && endings?.has(words[end] ?? '')) end += 1;
    return this.hours.get(language)?.has(words[end] ?? '') ? undefined : { day, at, end };
  }
}

function isA<Is extends TimeWord['is']>(is: Is): (seen: Seen) => seen is SeenAs<Is> {
  return (seen): seen is SeenAs<Is> => seen.form.meaning.is === is;
}

function isWeekend({ form }: SeenAs<'weekday'>): boolean {
  return WEEKEND.has(form.meaning.weekday);
}

/** The part of the day that is named; null for none. */
function partIn(seen: readonly Seen[]): PartOfDay | null {
  return seen.find(isA('part'))?.form.meaning.part ?? null;
}

/** The longest forms of one language, none inside another. */
function ofLanguage(seen: readonly Seen[], language: Language): Seen[] {
  let end = 0;
  return seen.filter((one) => {
    if (one.form.language !== language || one.at < end) return false;
    end = one.end;
    return true;
  });
}

/** Without everyday words that nothing near them makes a time of. */
function sure(seen: readonly Seen[], words: readonly string[], ownLanguage: boolean): Seen[] {
  return seen.filter((one) => {
    if (!one.form.unsure) return true;
    if (!ownLanguage) return false;
    const { is } = one.form.meaning;
    const last = is === 'weekday' && one.end === words.length && !DAY.test(words[one.at - 1] ?? '');
    const number = is === 'month-named' ? words[one.at - 1] : is === 'weekday' ? words[one.end] : undefined;
    return (
      last ||
      (number !== undefined && DAY.test(number)) ||
      seen.some(({ at, end, form: { meaning } }) =>
        end === one.at
          ? ANNOUNCING.has(meaning.is)
          : at === one.end && (meaning.is === 'next' || meaning.is === 'this' || meaning.is === 'part'),
      )
    );
  });
}

/** Whether "this" or "next" stands beside a word; null for neither. */
function inOf(one: Seen, seen: readonly Seen[]): 0 | 1 | null {
  const beside = seen.filter(({ at, end }) => (end <= one.at ? one.at - end : at - one.end) <= REACH);
  if (beside.some(isA('next'))) return 1;
  return beside.some(isA('this')) ? 0 : null;
}

/** "The week", of which "next" makes another one than it is by itself. */
function aheadOf(one: SeenAs<'week' | 'weekend' | 'month'>, seen: readonly Seen[]): 0 | 1 | null {
  const beside = inOf(one, seen);
  return beside === 1 ? 1 : (one.form.meaning.in ?? beside);
}

function isAt(rest: readonly string[], words: readonly string[], at: number): boolean {
  for (let index = 0; index < rest.length; index += 1) if (words[at + index] !== rest[index]) return false;
  return true;
}

/** "Tomorrow", "tonight", "this evening". */
function dayIn(seen: readonly Seen[]): When | null {
  const day = seen.find(isA('day'));
  if (day !== undefined) return { days: { is: 'day', in: day.form.meaning.in }, part: day.form.meaning.part };
  const part = seen.find(isA('part'));
  const isToday = part !== undefined && seen.some((one) => isA('this')(one) && one.end === part.at);
  return isToday ? { days: { is: 'day', in: 0 }, part: part.form.meaning.part } : null;
}

/** "This weekend", "next week"; a weekend alone is the coming one. */
function spanIn(seen: readonly Seen[]): When | null {
  for (const is of ['weekend', 'week', 'month'] as const) {
    for (const one of seen.filter(isA(is))) {
      const ahead = aheadOf(one, seen) ?? (is === 'weekend' ? 0 : null);
      if (ahead !== null) return { days: { is, in: ahead }, part: null };
    }
  }
  return null;
}

function yearAfter(at: number, words: readonly string[]): number | null {
  const year = words[at] ?? '';
  return YEAR.test(year) ? Number(year) : null;
}
