import { type ActivityFields, type DraftTime, timeKey, type Written } from './draft.ts';
import { TIME_ZONE } from './read-when.ts';

/** What of an activity is new in a corrected file. */
export interface Change {
  readonly field: 'times' | 'cancelled' | keyof ActivityFields;
  /** As people read them: prices in euro, dates as in Belgium; ids of kinds and the like as they are. */
  readonly before: string;
  readonly after: string;
}

const FIELDS = [
  'title',
  'territory',
  'description',
  'kind',
  'audience',
  'ages',
  'place',
  'price',
  'children',
  'registration',
  'accessibility',
  'organiser',
  'visibility',
] as const satisfies readonly (keyof ActivityFields)[];

const DATE_PARTS = { timeZone: TIME_ZONE, day: '2-digit', month: '2-digit', year: 'numeric' } as const;
const CLOCK_PARTS = { timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit' } as const;
const WHEN = new Intl.DateTimeFormat('fr-BE', { ...DATE_PARTS, ...CLOCK_PARTS });
const DAY = new Intl.DateTimeFormat('fr-BE', DATE_PARTS);
const CLOCK = new Intl.DateTimeFormat('fr-BE', CLOCK_PARTS);
const MOST_TOLD = 3;

/** What differs between what is known and what a file says. Times that are over and not in the file do not count. Pure. */
export function changesBetween(before: Written, after: Written, now: Date): readonly Change[] {
  const fields = FIELDS.filter((field) => say(before.fields, field) !== say(after.fields, field)).map((field) => ({
    field,
    before: say(before.fields, field),
    after: say(after.fields, field),
  }));
  return [...fields, ...timeChanges(before.times, after.times, now)];
}

function timeChanges(before: readonly DraftTime[], after: readonly DraftTime[], now: Date): readonly Change[] {
  const wanted = new Set(after.map(timeKey));
  const known = new Set(before.map(timeKey));
  const gone = before.filter((time) => !wanted.has(timeKey(time)) && time.startsAt >= now && !time.cancelled);
  const come = after.filter((time) => !known.has(timeKey(time)));
  // Cancelled ones that the file does not know any more are as they should be.
  const called = come.filter((time) => !time.cancelled || before.some(({ startsAt }) => +startsAt === +time.startsAt));
  if (gone.length === 0 && called.length === 0) return [];
  const isCancelled = called.length > 0 && called.every(({ cancelled }) => cancelled);
  return [{ field: isCancelled ? 'cancelled' : 'times', before: timesText(gone), after: timesText(called) }];
}

/** "22/05/2026 10:00-12:00", the first three of many. */
export function timesText(times: readonly DraftTime[]): string {
  const told = times.slice(0, MOST_TOLD).map(timeText).join(', ');
  return times.length > MOST_TOLD ? `${told} … (${times.length})` : told;
}

export function timeText({ startsAt, endsAt, wholeDay }: DraftTime): string {
  if (wholeDay) {
    const [first, last] = [DAY.format(startsAt), endsAt === null ? '' : DAY.format(new Date(+endsAt - 1))];
    return last === '' || last === first ? first : `${first} - ${last}`;
  }
  const start = WHEN.format(startsAt).replace(',', '');
  return endsAt === null ? start : `${start}-${CLOCK.format(endsAt)}`;
}

function say(fields: ActivityFields, field: (typeof FIELDS)[number]): string {
  const value = fields[field];
  if (value === null) return '';
  if (field === 'price') return `${(Number(value) / 100).toFixed(2).replace('.', ',')} €`;
  if (typeof value !== 'object') return String(value);
  if ('is' in value) {
    const until = value.until === null ? '' : WHEN.format(value.until).replace(',', '');
    return [value.is, value.how, until, value.places].filter((one) => one !== null && one !== '').join(', ');
  }
  if ('from' in value) return value.from === null && value.to === null ? '' : `${value.from ?? ''}-${value.to ?? ''}`;
  return [value.name, value.address, [value.postcode, value.town].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}
