import { MONTHS, ORDINALS, WEEKDAYS } from './words.ts';

/** A day as far as it was written: the month and the year may stand elsewhere. */
export interface WrittenDay {
  day: number;
  month: number | null;
  /** Four digits. */
  year: number | null;
}

/** One day, or all from one to another. */
export interface WrittenSpan {
  from: WrittenDay;
  to: WrittenDay | null;
}

/** Dates as somebody wrote them, before anything is guessed. */
export interface WrittenDates {
  /** In order; of what comes every week or month, empty. */
  readonly spans: readonly WrittenSpan[];
  /** Weekdays that are named, 1 is Monday. */
  readonly weekdays: readonly number[];
  /** Each week, or on these of each month ([1, 3]: the first and the third; -1: the last). */
  readonly every: 'week' | readonly number[] | null;
  /** Of what comes every week or month. */
  readonly since: WrittenDay | null;
  readonly until: WrittenDay | null;
  readonly except: readonly WrittenDay[];
  /** "sauf vacances": an exception without a date. */
  readonly exceptUnread: boolean;
  /** "juin 2026" without a day. */
  readonly month: { readonly month: number; readonly year: number | null } | null;
}

type Token =
  | { readonly is: 'day'; readonly day: WrittenDay; readonly ordinal: boolean; readonly whole: boolean }
  | { readonly is: 'month' | 'year' | 'weekday' | 'ordinal'; readonly value: number; readonly plural: boolean }
  | { readonly is: 'to' | 'and' | 'every' | 'since' | 'except' | 'of-month' | 'until' };

const TOKENS = new RegExp(
  [
    String.raw`(?<iso>\b\d{4}-\d{1,2}-\d{1,2}\b)`,
    String.raw`(?<dmy>(?<!\d)\d{1,2}([/.-])\d{1,2}\3(?:\d{4}|\d{2})(?!\d))`,
    String.raw`(?<dm>(?<![\d/])\d{1,2}\/\d{1,2}(?![\d/]))`,
    String.raw`(?<until>jusqu'?\s*(?:au|a|en)\b|t\/m\b|tot en met\b)`,
    String.raw`(?<since>\ba partir d[ue]\b|\bdes le\b|\bdepuis le\b|\bvanaf\b)`,
    String.raw`(?<except>\bsauf\b|\bexcepte\b|\bbehalve\b|\bhors\b)`,
    String.raw`(?<every>\btou(?:s|tes) les\b|\bchaque\b|\belke?\b|\biedere?\b|\bhebdomadaire\b)`,
    String.raw`(?<ofmonth>\b(?:du|de chaque|par) mois\b|\bvan (?:de|elke) maand\b)`,
    String.raw`(?<year>\b20\d\d\b)`,
    String.raw`(?<ordinal>\b\d{1,2}(?:ers?|e|es|eme|emes|ieme|ste|de)\b)`,
    String.raw`(?<number>(?<![\d,])'?\d{1,2}(?!\d))`,
    '(?<word>[a-z]+)',
    '(?<to>-)',
    '(?<and>[,&+;])',
  ].join('|'),
  'g',
);

/** The dates in a folded text from which hours were taken. Total: a text without dates has none. */
export function readDates(folded: string): WrittenDates {
  const tokens = tokensOf(folded);
  const isMonthly = tokens.some(({ is }) => is === 'of-month');
  const spans: WrittenSpan[] = [];
  const except: WrittenDay[] = [];
  const nths: number[] = [];
  const weekdays: number[] = [];
  let since: WrittenDay | null = null;
  let until: WrittenDay | null = null;
  let into: 'main' | 'since' | 'except' | 'to' = 'main';
  let isWeekly = false;
  let month: { month: number; year: number | null } | null = null;
  let days: WrittenDay[] = [];
  for (const [index, token] of tokens.entries()) {
    const last = spans.at(-1);
    if (token.is === 'day') {
      const { day } = token;
      if (isMonthly && !token.whole && into === 'main' && (token.ordinal || tokens[index + 1]?.is === 'weekday')) {
        nths.push(day.day);
        continue;
      }
      if (into === 'except') except.push(day);
      else if (into === 'since') since ??= day;
      else if (into === 'to' && last !== undefined && last.to === null) last.to = day;
      else if (into === 'to') until ??= day;
      else spans.push({ from: day, to: null });
      if (into !== 'except') into = 'main';
      days.push(day);
    } else if (token.is === 'month') {
      const open = days.filter((day) => day.month === null);
      for (const day of open) day.month = token.value;
      if (open.length === 0) month ??= { month: token.value, year: null };
    } else if (token.is === 'year') {
      for (const day of days) if (day.year === null) day.year = yearBefore(day, days.at(-1), token.value);
      days = [];
      if (month !== null) month.year ??= token.value;
    } else if (token.is === 'weekday') {
      if (into !== 'except') weekdays.push(token.value);
      isWeekly ||= token.plural;
    } else if (token.is === 'ordinal') nths.push(token.value);
    else if (token.is === 'every') isWeekly = true;
    else if (token.is === 'since' || token.is === 'except') into = token.is;
    else if (token.is === 'until' || (token.is === 'to' && into === 'main' && (last !== undefined || isWeekly)))
      into = 'to';
  }
  const comesAgain = isWeekly && weekdays.length > 0 && (spans.length === 0 || spans[0]?.to !== null);
  const every: WrittenDates['every'] =
    isMonthly && nths.length > 0 && weekdays.length > 0 ? nths : comesAgain ? 'week' : null;
  const rest = { weekdays, except, every, month, exceptUnread: into === 'except' && except.length === 0 };
  if (every !== null)
    return { ...rest, spans: [], since: since ?? spans[0]?.from ?? null, until: until ?? spans[0]?.to ?? null };
  const single = since ?? until;
  const all = spans.length === 0 && single !== null ? [{ from: single, to: since === null ? null : until }] : spans;
  return { ...rest, spans: all.map(asDayAndMonth), since: null, until: null };
}

/** "du 29 décembre au 3 janvier 2027": the year of the last is one more. */
function yearBefore(day: WrittenDay, last: WrittenDay | undefined, year: number): number {
  return (day.month ?? 0) > (last?.month ?? 12) ? year - 1 : year;
}

/** "22-05": two numbers and no month are a day and its month. */
function asDayAndMonth(span: WrittenSpan): WrittenSpan {
  const { from, to } = span;
  if (to === null || from.month !== null || to.month !== null || to.day > 12) return span;
  return { from: { day: from.day, month: to.day, year: to.year }, to: null };
}

function tokensOf(folded: string): Token[] {
  const tokens: Token[] = [];
  for (const { groups = {} } of folded.matchAll(TOKENS)) {
    const token = tokenOf(groups, tokens.at(-1));
    if (token !== undefined) tokens.push(token);
  }
  // "22 mai 26 juin": what was taken for a year is a day when a month follows.
  return tokens.map((token, index) =>
    token.is === 'year' && token.plural && tokens[index + 1]?.is === 'month'
      ? { is: 'day', day: { day: token.value % 100, month: null, year: null }, ordinal: false, whole: false }
      : token,
  );
}

function tokenOf(groups: Readonly<Record<string, string | undefined>>, before: Token | undefined): Token | undefined {
  const { iso, dmy, dm, year, ordinal, number, word } = groups;
  const whole = (day: string | undefined, month: string | undefined, of: string | undefined): Token => ({
    is: 'day',
    day: { day: Number(day), month: Number(month), year: of === undefined ? null : fullYear(of) },
    ordinal: false,
    whole: true,
  });
  if (iso !== undefined) {
    const [of, month, day] = iso.split('-');
    return whole(day, month, of);
  }
  if (dmy !== undefined) {
    const [day, month, of] = dmy.split(/[/.-]/);
    return whole(day, month, of);
  }
  if (dm !== undefined) {
    const [day, month] = dm.split('/');
    return whole(day, month, undefined);
  }
  if (year !== undefined) return { is: 'year', value: Number(year), plural: false };
  const digits = ordinal ?? number;
  if (digits !== undefined) {
    const value = Number.parseInt(digits.replace("'", ''), 10);
    // "22 mai 26", "mai '26".
    if (number !== undefined && before?.is === 'month' && (value > 23 || number.startsWith("'")))
      return { is: 'year', value: 2000 + value, plural: true };
    if (value < 1 || value > 31) return undefined;
    return { is: 'day', day: { day: value, month: null, year: null }, ordinal: ordinal !== undefined, whole: false };
  }
  if (word !== undefined) return wordToken(word);
  if (groups.to !== undefined) return { is: 'to' };
  if (groups.and !== undefined) return { is: 'and' };
  for (const is of ['until', 'since', 'except', 'every'] as const) if (groups[is] !== undefined) return { is };
  return groups.ofmonth === undefined ? undefined : { is: 'of-month' };
}

function wordToken(word: string): Token | undefined {
  const lookUp = (table: Readonly<Record<string, number>>): number | undefined =>
    Object.hasOwn(table, word) ? table[word] : undefined;
  const month = lookUp(MONTHS);
  if (month !== undefined) return { is: 'month', value: month, plural: false };
  const weekday = lookUp(WEEKDAYS);
  if (weekday !== undefined) return { is: 'weekday', value: weekday, plural: /(dis|hes|dagen)$/.test(word) };
  const nth = lookUp(ORDINALS);
  if (nth !== undefined) return { is: 'ordinal', value: nth, plural: false };
  if (word === 'au' || word === 'tot') return { is: 'to' };
  return word === 'et' || word === 'en' ? { is: 'and' } : undefined;
}

function fullYear(written: string): number {
  return written.length === 2 ? 2000 + Number(written) : Number(written);
}
