import { describe, expect, it } from 'vitest';
import type { Activity, Occurrence } from '../../src/calendar/activity.ts';
import { agendaWords } from '../../src/calendar/agenda-words.ts';
import { posterEntries } from '../../src/calendar/poster-entries.ts';
import type { Language } from '../../src/languages.ts';
import { realContent } from '../support/real-model.ts';

const CAFE: Activity = {
  id: 'cafe',
  territory: 'huy',
  title: 'Café papote',
  titles: {},
  description: null,
  kind: 'cafe-papote',
  audience: 'parents',
  ages: { from: null, to: null },
  place: { name: null, address: null, postcode: null, town: 'Huy' },
  price: 0,
  children: null,
  registration: { is: 'none', how: null, until: null, places: null },
  accessibility: null,
  organiser: null,
  visibility: 'public',
};

function at(startsAt: string, given: Partial<Occurrence> = {}): Occurrence {
  const starts = new Date(startsAt);
  const endsAt = new Date(starts.getTime() + 7_200_000);
  return { id: startsAt, activity: CAFE, startsAt: starts, endsAt, wholeDay: false, state: 'planned', ...given };
}

/** Days and hours of each entry. */
function said(occurrences: readonly Occurrence[], language: Language = 'fr'): string[] {
  const entries = posterEntries(occurrences, agendaWords(realContent(), language));
  return entries.map(({ activity, days, hours }) => `${activity.id}: ${days} · ${hours}`);
}

const WEDNESDAYS = ['2026-12-02T13:00:00Z', '2026-12-09T13:00:00Z', '2026-12-16T13:00:00Z'];

describe('an activity stands once on a poster', () => {
  it('with all its days of one weekday', () => {
    expect(said(WEDNESDAYS.map((day) => at(day)))).toEqual(['cafe: mer. 2, 9, 16 · 14:00-16:00']);
  });

  it('and apart on the day on which it is elsewhere', () => {
    const [first, second, third] = WEDNESDAYS.map((day) => at(day));
    if (first === undefined || second === undefined || third === undefined) throw new Error('three Wednesdays');
    const place = { ...second.activity.place, name: 'Parc' };
    const elsewhere = { ...second, activity: { ...second.activity, place } };
    expect(said([first, elsewhere, third])).toEqual(['cafe: mer. 2, 16 · 14:00-16:00', 'cafe: mer. 9 · 14:00-16:00']);
  });

  it('with each weekday where they differ', () => {
    expect(said([at('2026-12-02T13:00:00Z'), at('2026-12-10T13:00:00Z')])).toEqual([
      'cafe: mer. 2, jeu. 10 · 14:00-16:00',
    ]);
  });

  it('again where it has other hours', () => {
    expect(said([at('2026-12-02T13:00:00Z'), at('2026-12-09T08:00:00Z')])).toEqual([
      'cafe: mer. 2 · 14:00-16:00',
      'cafe: mer. 9 · 09:00-11:00',
    ]);
  });

  it('without the days on which it is cancelled, and not at all when it is cancelled on all', () => {
    const other = { activity: { ...CAFE, id: 'other' }, state: 'cancelled' } as const;
    expect(
      said([
        at('2026-12-02T13:00:00Z'),
        at('2026-12-09T13:00:00Z', { state: 'cancelled' }),
        at(WEDNESDAYS[2] ?? '', other),
      ]),
    ).toEqual(['cafe: mer. 2 · 14:00-16:00']);
  });

  it('without hours for a whole day, on the day that it is in Brussels', () => {
    const endsAt = new Date('2026-12-02T23:00:00Z');
    expect(said([at('2026-12-01T23:00:00Z', { wholeDay: true, endsAt })])).toEqual(['cafe: mer. 2 · ']);
  });

  it.each([
    ['nl', 'wo 2, 9, 16'],
    ['de', 'Mi 2, 9, 16'],
    ['ar', 'الأربعاء 2، 9، 16'],
    ['fa', 'چهارشنبه 2، 9، 16'],
  ] as const)('in the words and signs of %s', (language, days) => {
    expect(
      said(
        WEDNESDAYS.map((day) => at(day)),
        language,
      )[0],
    ).toContain(`cafe: ${days} · `);
  });
});
