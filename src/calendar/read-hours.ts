/** Hours of a day as somebody wrote them: minutes since midnight. */
export interface Span {
  readonly from: number;
  /** More than 1440 when it ends in the night after; null when nothing is said. */
  readonly to: number | null;
  /** The end stood before the beginning, and was left out. */
  readonly backwards: boolean;
}

export interface HoursRead {
  readonly spans: readonly Span[];
  /** "toute la journée". */
  readonly wholeDay: boolean;
  /** What else stood there. */
  readonly rest: string;
}

const DAY = 1_440;
/** "10h", "10h30", "10u", "10:30", "10.30", "10 heures". */
const CLOCK = String.raw`(?<![\d/.,])\d{1,2}(?:(?:\s+h\s+|\s*(?:heures?|hrs?|h|uur|u))[0-5]\d(?!\d)|\s*(?:heures?|hrs?|h|uur|u)(?![a-z])|[:.][0-5]\d(?!\d|\.\d)(?::\d\d)?(?:\s*(?:uur|h|u)(?![a-z]))?)`;
const BARE = String.raw`(?<![\d/.,:])\d{1,2}(?![\d/.,:]|\s*(?:ans|jaar|€|eur|pers|places|%))`;
const TO = String.raw`\s*(?:-|>|\/|jusqu'?\s*a|jusque|tot|a|to)\s*`;
const BETWEEN = new RegExp(`(?:entre|tussen)\\s*(${CLOCK}|${BARE})\\s*(?:et|en)\\s*(${CLOCK}|${BARE})`, 'g');
const RANGE = new RegExp(`(?:\\b(?:de|van|des)\\s*)?(${CLOCK}|${BARE})${TO}(${CLOCK}|${BARE})`, 'g');
const ONE = new RegExp(CLOCK, 'g');
/** "accueil dès 17h45": one may come, it does not begin. */
const ARRIVAL = new RegExp(
  `\\b(?:accueil|arrivee|ouverture(?: des portes)?|rdv|rendez-vous|onthaal|deuren)\\s*(?:a|des|:|vanaf|om)?\\s*${CLOCK}`,
  'g',
);
const WHOLE_DAY = /\b(toute la journee|journee entiere|journee complete|la journee|hele dag|de ganse dag)\b/g;
/** Excel keeps an hour as a part of a day. */
const FRACTION = /^0[.,]\d{2,}$/;

/**
 * The hours in a folded text. `loose` for a cell that holds nothing but hours: there "10-12" and "14" are hours too.
 * Total: a text without hours has none, and stays whole in `rest`.
 */
export function readHours(folded: string, { loose = false } = {}): HoursRead {
  if (loose && FRACTION.test(folded)) {
    const from = Math.round(Number(folded.replace(',', '.')) * DAY);
    return { spans: [{ from, to: null, backwards: false }], wholeDay: false, rest: '' };
  }
  const spans: Span[] = [];
  const take = (whole: string, from: string, to?: string): string => {
    const isSaid = loose || isClock(from) || (to !== undefined && isClock(to));
    const span = isSaid ? spanOf(minutesOf(from), to === undefined ? null : minutesOf(to)) : undefined;
    if (span === undefined) return whole;
    spans.push(span);
    return ' ';
  };
  let rest = folded.replace(/(?<!apres[- ])\bmidi\b/g, '12h').replace(/\bminuit\b/g, '24h');
  const begins = rest.replace(ARRIVAL, ' ');
  if (new RegExp(CLOCK).test(begins)) rest = begins;
  rest = rest.replace(BETWEEN, take).replace(RANGE, take);
  rest = rest.replace(ONE, (clock) => take(clock, clock));
  if (loose && spans.length === 0) rest = rest.replace(/^\d{1,2}$/, (hour) => take(hour, hour));
  const wholeDay = WHOLE_DAY.test(rest);
  rest = rest.replace(WHOLE_DAY, ' ');
  return {
    spans: spans.sort((one, other) => one.from - other.from),
    wholeDay,
    rest: rest.replace(/\s+/g, ' ').trim(),
  };
}

/** From "10h" in one cell to "12h" in another. */
export function joinHours(start: HoursRead, end: HoursRead): readonly Span[] {
  const [from, to] = [start.spans[0]?.from, end.spans[0]?.from];
  if (from === undefined || to === undefined) return start.spans;
  const span = spanOf(from, to);
  return span === undefined ? start.spans : [span];
}

function isClock(text: string): boolean {
  return !/^\d+$/.test(text);
}

function minutesOf(text: string): number | null {
  const [, hour, minute = '0'] = /^(\d{1,2})\D*(\d{2})?/.exec(text) ?? [];
  if (hour === undefined || Number(hour) > 24 || Number(minute) > 59) return null;
  return Number(hour) * 60 + Number(minute);
}

function spanOf(from: number | null, to: number | null): Span | undefined {
  if (from === null) return undefined;
  if (to === null || to > from) return { from, to, backwards: false };
  // "20h - 1h": it ends in the night.
  if (from >= 17 * 60 && to <= 5 * 60) return { from, to: to + DAY, backwards: false };
  return { from, to: null, backwards: true };
}
