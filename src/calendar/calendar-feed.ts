import ical, { ICalEventStatus } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { placeOf, renderOccurrence, titleIn } from '../answering/render-activity.ts';
import type { Territory } from '../content/load-places.ts';
import type { Occurrence } from './activity.ts';
import type { AgendaWords } from './agenda-words.ts';
import type { Revision } from './public-agenda.ts';
import { TIME_ZONE } from './read-when.ts';

const SECOND_MS = 1_000;

/** The clock of Brussels since 1996, which is all that the agenda can hold. */
const TIME_ZONE_COMPONENT = `BEGIN:VTIMEZONE
TZID:${TIME_ZONE}
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE`;

export interface CalendarFeed extends AgendaWords {
  readonly territory: Territory;
  readonly occurrences: readonly Occurrence[];
  readonly revisions: ReadonlyMap<string, Revision>;
  /** Address of the page, `https://papote.example/agenda/liege`. */
  readonly pageUrl: string;
}

/**
 * The agenda of a territory for a calendar program (RFC 5545). An occurrence keeps its UID; its SEQUENCE are the seconds from when
 * its activity was entered to its last change. The same agenda always gives the same bytes.
 */
export function calendarFeed(feed: CalendarFeed): string {
  const calendar = ical({
    prodId: { company: 'Papote', product: 'Agenda' },
    name: escaped(`${feed.texts.title} - ${feed.territory.name}`),
    // The zone stands with each event: one of the calendar would put the stamps into it too, which are UTC.
    timezone: { name: null, generator: () => TIME_ZONE_COMPONENT },
  });
  for (const occurrence of feed.occurrences) calendar.createEvent(eventOf(occurrence, feed));
  return `${calendar.toString()}\r\n`;
}

function eventOf(occurrence: Occurrence, { language, words, revisions, pageUrl }: CalendarFeed) {
  const { id, activity, startsAt, endsAt, wholeDay, state } = occurrence;
  const changed = revisions.get(activity.id);
  const updatedAt = changed?.updatedAt ?? startsAt;
  const age = updatedAt.getTime() - (changed?.createdAt ?? updatedAt).getTime();
  const title = titleIn(activity, language) ?? activity.title;
  return {
    id: `${id}@papote`,
    sequence: Math.max(0, Math.floor(age / SECOND_MS)),
    stamp: updatedAt,
    lastModified: updatedAt,
    timezone: TIME_ZONE,
    start: zoned(startsAt),
    ...(endsAt !== null && { end: zoned(endsAt) }),
    allDay: wholeDay,
    summary: state === 'cancelled' ? `${words.cancelled}: ${title}` : title,
    description: plain(renderOccurrence(occurrence, language, 'full', words)),
    location: plain(placeOf(activity, language, words)),
    categories: [{ name: words.kinds[activity.kind] }],
    url: pageUrl,
    status: state === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  };
}

function zoned(date: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(TIME_ZONE);
}

/** Without what sets directions apart: calendar programs show one line at a time. */
function plain(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '');
}

/** The library writes a calendar's name as it stands. */
function escaped(name: string): string {
  return name.replace(/[\\;,]/g, (sign) => `\\${sign}`);
}
