import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { type Cells, noCells } from './columns.ts';
import { type Doubt, type Draft, type DraftTime, keyOf, LONGEST_TITLE, type ReadRow } from './draft.ts';
import { findTerritory } from './find-territory.ts';
import { fold } from './fold.ts';
import { groupBy } from './group-by.ts';
import { icsTime, instantOf, type WallTime } from './ics-time.ts';
import { decodeText } from './read-csv.ts';
import { isCancelled, withoutCancelled } from './read-details.ts';
import { readFields } from './read-fields.ts';
import type { RowsContext } from './read-rows.ts';
import { dayOf } from './read-when.ts';
import { MONTHS_AHEAD, timesOfRule } from './rule-times.ts';
import { FileFaultError, MOST_ROWS } from './sheet.ts';

/** Of what comes again and again, times that lie further back are not entered any more. */
const DAYS_BACK = 31;

/** The events of a calendar file. Throws a {@link FileFaultError} when it is none. Pure but for what it is given. */
export function readIcs(bytes: Uint8Array, context: RowsContext): readonly ReadRow[] {
  const events = eventsOf(decodeText(bytes));
  if (events.length > MOST_ROWS)
    throw new FileFaultError({ is: 'too-many-rows', rows: events.length, most: MOST_ROWS });
  if (events.length === 0) throw new FileFaultError({ is: 'empty' });
  const uidOf = (event: ICAL.Component): string => propertyOf(event, 'uid');
  const masters = new Set(events.filter((event) => !event.hasProperty('recurrence-id')).map(uidOf));
  const changed = groupBy(
    events.filter((event) => event.hasProperty('recurrence-id') && masters.has(uidOf(event))),
    uidOf,
  );
  return events.flatMap((event, index) => {
    const overrides = changed.get(uidOf(event)) ?? [];
    // A time of its own stands with the event to which it belongs.
    return overrides.includes(event) ? [] : [readEvent(event, overrides, index + 1, context)];
  });
}

function eventsOf(text: string): ICAL.Component[] {
  try {
    const parsed: unknown[] = ICAL.parse(text);
    const calendars = Array.isArray(parsed[0]) ? (parsed as unknown[][]) : [parsed];
    return calendars.flatMap((calendar) =>
      new ICAL.Component(calendar as [string, [], []]).getAllSubcomponents('vevent'),
    );
  } catch {
    throw new FileFaultError({ is: 'damaged' });
  }
}

function readEvent(
  event: ICAL.Component,
  overrides: readonly ICAL.Component[],
  row: number,
  context: RowsContext,
): ReadRow {
  const written = propertyOf(event, 'summary').replace(/\s+/g, ' ').trim();
  const title = withoutCancelled(written).slice(0, LONGEST_TITLE);
  const known = { sheet: '', row, title };
  if (/^(private|confidential)$/i.test(propertyOf(event, 'class')))
    return { ...known, title: '', read: { fault: 'private' } };
  if (title === '') return { ...known, read: { fault: 'no-title' } };
  const start = icsTime(event.getFirstProperty('dtstart'));
  if (start === null) return { ...known, read: { fault: 'no-date' } };
  const cells = cellsOf(event, title);
  const found = findTerritory(cells, context);
  const territory = found.territory ?? context.territory;
  if (territory === null) return { ...known, read: { fault: 'no-territory' } };
  const times = timesOf(event, overrides, start, context);
  if (times === null) return { ...known, read: { fault: 'unread-rule' } };
  const [first] = times.times;
  if (first === undefined) return { ...known, read: { fault: 'no-date' } };
  const { today } = context;
  const { fields, priceUnread } = readFields(cells, { title, ...found, when: { today, month: null, year: null } });
  const doubts: Doubt[] = [...times.doubts, ...(priceUnread ? (['price-unread'] as const) : [])];
  if (found.territory === null && cells.place !== '') doubts.push('unknown-town');
  const isOff = isCancelled(fold(written)) || isOffOf(event);
  const draft: Draft = {
    fields: { ...fields, territory },
    times: times.times.map((time) => ({ ...time, cancelled: time.cancelled || isOff })),
    key: keyOfEvent(event) ?? keyOf(territory, title, dayOf(first.startsAt).toString()),
  };
  return { ...known, read: { draft, doubts } };
}

/** An event has an id that stays; a single time of a series that came without it has a day as well. */
function keyOfEvent(event: ICAL.Component): string | undefined {
  const uid = propertyOf(event, 'uid');
  return uid === '' ? undefined : `ics|${uid}|${propertyOf(event, 'recurrence-id')}`;
}

function timesOf(
  event: ICAL.Component,
  overrides: readonly ICAL.Component[],
  start: WallTime,
  { today }: RowsContext,
): { readonly times: readonly DraftTime[]; readonly doubts: readonly Doubt[] } | null {
  const doubts = new Set<Doubt>();
  const length = lengthOf(event, start, doubts);
  if (start.zoneUnknown) doubts.add('unknown-zone');
  const walls = wallsOf(event, start, today, doubts);
  if (walls === null) return null;
  const left = new Set(
    event
      .getAllProperties('exdate')
      .flatMap((property) => icsTimes(property))
      .map(keyOfTime),
  );
  const moved = new Map(overrides.map((one) => [keyOfTime(icsTime(one.getFirstProperty('recurrence-id'))), one]));
  const times = walls
    .filter((wall) => !left.has(keyOfTime(wall)))
    .map((wall): DraftTime => {
      const own = moved.get(keyOfTime(wall));
      const ownStart = own && icsTime(own.getFirstProperty('dtstart'));
      if (own === undefined || ownStart === undefined || ownStart === null) return timeOf(wall, length, false);
      return timeOf(ownStart, lengthOf(own, ownStart, doubts), isOffOf(own));
    });
  return { times, doubts: [...doubts] };
}

/** Its one time, or those of its rule and the days added to it. Null: the rule cannot be read. */
function wallsOf(
  event: ICAL.Component,
  start: WallTime,
  today: Temporal.PlainDate,
  doubts: Set<Doubt>,
): readonly WallTime[] | null {
  const rule = event.getFirstProperty('rrule')?.getFirstValue();
  if (rule === undefined || rule === null) return [start];
  try {
    const recur = ICAL.Recur.fromString(String(rule));
    const until = recur.until && icsUntil(recur.until, start);
    const { times, cut } = timesOfRule({
      rule: String(rule).replace(/;?UNTIL=[^;]*/i, ''),
      first: start.wall,
      from: today.subtract({ days: DAYS_BACK }),
      to: today.add({ months: MONTHS_AHEAD }),
      ...(until && { until }),
    });
    if (cut) doubts.add('cut');
    const added = event.getAllProperties('rdate').flatMap((property) => icsTimes(property));
    const walls = [...times.map((wall) => ({ ...start, wall })), ...added];
    // The first counts even where the rule leaves it out.
    return walls.length === 0
      ? [start]
      : walls.sort((one, other) => Temporal.PlainDateTime.compare(one.wall, other.wall));
  } catch {
    return null;
  }
}

function icsTimes(property: ICAL.Property): WallTime[] {
  return property.getValues().flatMap((value: unknown) => {
    const time = value instanceof ICAL.Time ? icsTime(property, value) : null;
    return time === null ? [] : [time];
  });
}

/** The end of a rule is written in UTC: here it is on the clock of its beginning. */
function icsUntil(until: ICAL.Time, { zone }: WallTime): Temporal.PlainDateTime {
  const wall = Temporal.PlainDateTime.from(until.toString().replace(/Z$/, ''));
  if (until.isDate) return wall.add({ days: 1 }).subtract({ seconds: 1 });
  return until.zone.tzid === 'UTC' ? wall.toZonedDateTime('UTC').withTimeZone(zone).toPlainDateTime() : wall;
}

/** Minutes, or whole days; null when no end is said. */
function lengthOf(event: ICAL.Component, start: WallTime, doubts: Set<Doubt>): number | null {
  const end = icsTime(event.getFirstProperty('dtend'));
  const duration = event.getFirstPropertyValue('duration');
  const minutes =
    end !== null
      ? (instantOf(end) - instantOf(start)) / 60_000
      : duration instanceof ICAL.Duration
        ? duration.toSeconds() / 60
        : null;
  if (minutes === null) return start.isDay ? 1_440 : null;
  if (minutes < 0) doubts.add('end-before-start');
  return minutes > 0 ? minutes : null;
}

function timeOf(wall: WallTime, minutes: number | null, cancelled: boolean): DraftTime {
  const startsAt = wall.wall.toZonedDateTime(wall.zone);
  // A whole day ends at midnight, also when the clock changes in between.
  const end =
    minutes === null
      ? null
      : wall.isDay
        ? startsAt.add({ days: Math.round(minutes / 1_440) || 1 })
        : startsAt.add({ minutes });
  return {
    startsAt: new Date(startsAt.epochMilliseconds),
    endsAt: end && new Date(end.epochMilliseconds),
    wholeDay: wall.isDay,
    cancelled,
  };
}

function keyOfTime(time: WallTime | null): string {
  return time === null ? '' : time.isDay ? time.wall.toPlainDate().toString() : String(instantOf(time));
}

function isOffOf(event: ICAL.Component): boolean {
  return /^cancelled$/i.test(propertyOf(event, 'status'));
}

function cellsOf(event: ICAL.Component, title: string): Cells {
  const [place = '', ...address] = propertyOf(event, 'location').split(/,\s*|\n/);
  const organiser = event.getFirstProperty('organizer');
  const mail = organiser === null ? '' : String(organiser.getFirstValue() ?? '').replace(/^mailto:/i, '');
  return {
    ...noCells(),
    title,
    description: propertyOf(event, 'description'),
    kind: propertyOf(event, 'categories'),
    place,
    address: address.join(', '),
    contact: propertyOf(event, 'contact') || mail,
    organiser: String(organiser?.getFirstParameter('cn') ?? ''),
  };
}

function propertyOf(event: ICAL.Component, name: string): string {
  const value: unknown = event.getFirstPropertyValue(name);
  return value === null || value === undefined ? '' : String(value).trim().slice(0, 4_000);
}
