import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AgendaSite } from '../support/agenda-site.ts';

let site: AgendaSite;
beforeAll(async () => {
  site = await AgendaSite.start();
});
afterAll(() => site.stop());

interface Feed {
  readonly raw: string;
  readonly calendar: ICAL.Component;
  readonly events: readonly ICAL.Component[];
}

/** The feed of a territory as a calendar program reads it. */
async function feedOf(territory: string, query = ''): Promise<Feed> {
  const response = await site.get(`/agenda/${territory}.ics${query}`);
  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toBe('text/calendar; charset=utf-8');
  const calendar = new ICAL.Component(ICAL.parse(response.body));
  return { raw: response.body, calendar, events: calendar.getAllSubcomponents('vevent') };
}

const value = (event: ICAL.Component | undefined, name: string): string =>
  String(event?.getFirstPropertyValue(name) ?? '');

/** When an event begins or ends, by the zone that the feed itself brings. */
function instantOf({ calendar }: Feed, event: ICAL.Component | undefined, name: string): string {
  const zone = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone') ?? new ICAL.Component('vtimezone'));
  const time = event?.getFirstPropertyValue(name);
  if (!(time instanceof ICAL.Time)) throw new Error(`${name} is no time`);
  return new Date(ICAL.Time.fromData(time, zone).toUnixTime() * 1_000).toISOString();
}

describe('the calendar feed of a territory', () => {
  it('is read by a calendar program as it was entered', async () => {
    const { times } = await site.add(
      {
        ...{ territory: 'huy', title: 'Jeux, rires; et "plus" \\ encore', kind: 'parent-child', place: 'Maison' },
        ...{ address: 'rue du Pont 1', postcode: '4500', town: 'Huy', price: 0, registration: 'required' },
        ...{ created_at: new Date('2026-11-01T08:00:00Z'), updated_at: new Date('2026-11-02T08:00:30Z') },
      },
      { starts_at: '2026-12-12T13:00:00Z', ends_at: '2026-12-12T15:00:00Z' },
    );
    const feed = await feedOf('huy');
    const [event] = feed.events;
    expect(feed.events).toHaveLength(1);
    expect(value(event, 'uid')).toBe(`${times[0]}@papote`);
    expect(value(event, 'summary')).toBe('Jeux, rires; et "plus" \\ encore');
    expect(value(event, 'location')).toBe('Maison, rue du Pont 1, 4500 Huy');
    expect(value(event, 'description')).toContain('gratuit');
    expect(value(event, 'categories')).toBe('parents-enfants');
    expect(value(event, 'url')).toBe('https://papote.example/agenda/huy');
    expect(value(event, 'status')).toBe('CONFIRMED');
    expect(value(event, 'sequence')).toBe('86430');
    expect(value(event, 'dtstamp')).toBe('2026-11-02T08:00:30Z');
    expect(value(event, 'last-modified')).toBe('2026-11-02T08:00:30Z');
    expect(event?.getFirstProperty('dtstart')?.getParameter('tzid')).toBe('Europe/Brussels');
    expect(value(event, 'dtstart')).toBe('2026-12-12T14:00:00');
    expect(instantOf(feed, event, 'dtstart')).toBe('2026-12-12T13:00:00.000Z');
    expect(instantOf(feed, event, 'dtend')).toBe('2026-12-12T15:00:00.000Z');
  });

  it.each([
    ['the last day of winter time', '2027-03-27T13:00:00Z', '2027-03-27T14:00:00'],
    ['the first of summer time', '2027-03-28T12:00:00Z', '2027-03-28T14:00:00'],
    ['the last day of summer time', '2027-10-30T12:00:00Z', '2027-10-30T14:00:00'],
    ['the first of winter time', '2027-10-31T13:00:00Z', '2027-10-31T14:00:00'],
  ])('has the hour of Brussels on %s', async (_day, startsAt, onTheClock) => {
    const { times } = await site.add({ territory: 'ath', title: 'Marche' }, startsAt);
    const feed = await feedOf('ath');
    const event = feed.events.find((one) => value(one, 'uid').startsWith(String(times[0])));
    expect(value(event, 'dtstart')).toBe(onTheClock);
    expect(instantOf(feed, event, 'dtstart')).toBe(new Date(startsAt).toISOString());
  });

  it('says what is cancelled, and that it changed', async () => {
    const { id, times } = await site.add(
      {
        territory: 'mons',
        title: 'Sortie',
        updated_at: new Date('2026-11-20T08:00:00Z'),
        created_at: new Date('2026-11-20T08:00:00Z'),
      },
      '2026-12-05T09:00:00Z',
    );
    const [before] = (await feedOf('mons')).events;
    expect([value(before, 'status'), value(before, 'sequence')]).toEqual(['CONFIRMED', '0']);
    await site.store.db.updateTable('occurrences').set({ state: 'cancelled' }).where('activity_id', '=', id).execute();
    const updated_at = new Date('2026-11-21T08:00:00Z');
    await site.store.db.updateTable('activities').set({ updated_at }).where('id', '=', id).execute();
    const [after] = (await feedOf('mons')).events;
    expect(value(after, 'uid')).toBe(`${times[0]}@papote`);
    expect(value(after, 'status')).toBe('CANCELLED');
    expect(value(after, 'summary')).toBe('ANNULÉ: Sortie');
    expect(Number(value(after, 'sequence'))).toBeGreaterThan(0);
  });

  it('has whole days as days, the end being the first day after', async () => {
    await site.add(
      { territory: 'wavre', title: 'Stage' },
      { starts_at: '2026-12-20T23:00:00Z', ends_at: '2026-12-24T23:00:00Z', whole_day: true },
    );
    const [event] = (await feedOf('wavre')).events;
    expect([value(event, 'dtstart'), value(event, 'dtend')]).toEqual(['2026-12-21', '2026-12-25']);
  });

  it('keeps to the letter of RFC 5545: lines of 75 bytes at most, each ended by CR LF', async () => {
    const title = 'Été à la rivière '.repeat(12).trim();
    await site.add({ territory: 'namur', title, description: 'ligne 1\r\nligne 2' }, '2026-12-05T09:00:00Z');
    const { raw, events } = await feedOf('namur', '?lang=ar');
    expect(raw.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(raw.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)).toEqual([]);
    expect(value(events[0], 'summary')).toBe(title);
    expect(raw.indexOf('BEGIN:VTIMEZONE')).toBeGreaterThan(raw.indexOf('PRODID:-//Papote//Agenda'));
    expect(raw.slice(raw.indexOf('BEGIN:VTIMEZONE'))).not.toMatch(/^(X-WR|NAME|TIMEZONE-ID)/m);
  });

  it('is an empty calendar where there is nothing, and the same bytes while nothing changes', async () => {
    expect((await feedOf('tubize')).events).toEqual([]);
    const { raw } = await feedOf('mons');
    site.now = new Date(site.now.getTime() + 60_000);
    expect((await feedOf('mons')).raw).toBe(raw);
  });

  it('cannot be broken out of by what is written', async () => {
    const title = 'A\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil';
    await site.add({ territory: 'dinant', title, place: 'B\nATTACH:https://evil.example' }, '2026-12-05T09:00:00Z');
    const { events } = await feedOf('dinant');
    expect(events).toHaveLength(1);
    expect(value(events[0], 'uid')).not.toContain('evil');
    expect(events[0]?.getFirstProperty('attach')).toBeNull();
  });
});
