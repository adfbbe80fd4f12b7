import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { TIME_ZONE } from './read-when.ts';

/** A time of a calendar file. */
export interface WallTime {
  /** On the clock of its zone. */
  readonly wall: Temporal.PlainDateTime;
  readonly zone: string;
  /** A day without an hour. */
  readonly isDay: boolean;
  /** The zone has a name that nobody knows: that of Brussels was taken. */
  readonly zoneUnknown: boolean;
}

/** Names by which Outlook calls the clock of Brussels. */
const OUTLOOK = /^(romance|w\. europe|central europe|central european) standard time$/i;

/** The time of a property (or one of its times); null when there is none. Without a zone it is the clock of Brussels. */
export function icsTime(property: ICAL.Property | null, value: unknown = property?.getFirstValue()): WallTime | null {
  if (property === null || !(value instanceof ICAL.Time)) return null;
  const said = String(property.getFirstParameter('tzid') ?? '');
  const isUtc = value.zone?.tzid === 'UTC';
  const zone = isUtc ? 'UTC' : zoneOf(said);
  let wall: Temporal.PlainDateTime;
  try {
    wall = Temporal.PlainDateTime.from(value.toString().replace(/Z$/, ''));
  } catch {
    return null;
  }
  const zoned = wall.toZonedDateTime(zone ?? TIME_ZONE);
  const local = zoned.withTimeZone(TIME_ZONE);
  // Series run on the clock of Brussels, also where a telephone wrote them in UTC: at ten in winter and in summer.
  return isUtc
    ? { wall: local.toPlainDateTime(), zone: TIME_ZONE, isDay: value.isDate, zoneUnknown: false }
    : { wall, zone: zone ?? TIME_ZONE, isDay: value.isDate, zoneUnknown: zone === undefined };
}

/** Milliseconds since 1970. */
export function instantOf({ wall, zone }: WallTime): number {
  return wall.toZonedDateTime(zone).epochMilliseconds;
}

/** The zone as the world calls it; undefined for a name that nobody knows. */
function zoneOf(said: string): string | undefined {
  if (said === '' || OUTLOOK.test(said)) return TIME_ZONE;
  // "/mozilla.org/20050126_1/Europe/Brussels"
  const name = said.split('/').slice(-2).join('/');
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return undefined;
  }
}
