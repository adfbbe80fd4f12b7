import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holidays, isHoliday } from '../../src/handover/holidays.ts';
import { addDutyMinutes, isAbsent, isOnDuty, nextOnDuty, type Worker } from '../../src/handover/roster.ts';
import { aWorker, brussels, weekly } from '../support/duty.ts';

const MINUTE_MS = 60_000;

describe('legal holidays', () => {
  it.each([
    [2025, '01-01 04-21 05-01 05-29 06-09 07-21 08-15 11-01 11-11 12-25'],
    [2026, '01-01 04-06 05-01 05-14 05-25 07-21 08-15 11-01 11-11 12-25'],
    [2027, '01-01 03-29 05-01 05-06 05-17 07-21 08-15 11-01 11-11 12-25'],
    [2028, '01-01 04-17 05-01 05-25 06-05 07-21 08-15 11-01 11-11 12-25'],
    [2029, '01-01 04-02 05-01 05-10 05-21 07-21 08-15 11-01 11-11 12-25'],
    [2030, '01-01 04-22 05-01 05-30 06-10 07-21 08-15 11-01 11-11 12-25'],
  ])('of %i', (year, days) => {
    expect(holidays(year)).toEqual(days.split(' ').map((day) => `${year}-${day}`));
  });

  it('that move fall on Monday, Thursday, Monday, in spring, for three centuries', () => {
    const fixed = /-(01-01|05-01|07-21|08-15|11-01|11-11|12-25)$/;
    for (let year = 1900; year < 2200; year += 1) {
      const all = holidays(year);
      expect(all, `${year}`).toHaveLength(10);
      const moving = all.filter((day) => !fixed.test(day));
      // Ascension may fall on 1 May.
      const ascension = moving.length === 2 ? [`${year}-05-01`] : [];
      const weekdays = [...moving, ...ascension].sort().map((day) => new Date(day).getUTCDay());
      expect(weekdays, `${year}`).toEqual([1, 4, 1]);
      expect(moving[0] ?? '').toSatisfy((day: string) => day >= `${year}-03-23` && day <= `${year}-04-26`);
    }
  });

  it.each([
    ['2026-04-06', true],
    ['2026-12-25', true],
    ['2026-04-05', false],
    ['2026-07-20', false],
    ['2026-12-26', false],
    // The holiday of the French Community is not a legal one.
    ['2026-09-27', false],
  ])('%s: %s', (date, expected) => {
    expect(isHoliday(date)).toBe(expected);
  });
});

const office = aWorker('office');
const onLeave = aWorker('on leave', { absences: [{ from: '2026-06-03', to: '2026-06-04' }] });
const evening = aWorker('evening', { hours: weekly(2, 2, '18:00', '24:00') });
const split = aWorker('split', { hours: [...weekly(1, 1, '13:00', '16:00'), ...weekly(1, 1, '09:00', '12:00')] });

describe('on duty', () => {
  it.each([
    ['in hours', office, '2026-06-01 12:00', true],
    ['at their beginning', office, '2026-06-01 09:00', true],
    ['just before', office, '2026-06-01 08:59', false],
    ['just before their end', office, '2026-06-01 16:59', true],
    ['at their end', office, '2026-06-01 17:00', false],
    ['in winter at their beginning', office, '2026-12-01 09:00', true],
    ['in winter just before', office, '2026-12-01 08:59', false],
    ['on Friday', office, '2026-06-05 12:00', true],
    ['on Saturday', office, '2026-06-06 12:00', false],
    ['on Easter Monday', office, '2026-04-06 12:00', false],
    ['on 21 July', office, '2026-07-21 12:00', false],
    ['the day before an absence', onLeave, '2026-06-02 12:00', true],
    ['on its first day', onLeave, '2026-06-03 12:00', false],
    ['on its last day', onLeave, '2026-06-04 12:00', false],
    ['the day after', onLeave, '2026-06-05 12:00', true],
    ['in the last minute of the day', evening, '2026-06-02 23:59', true],
    ['at midnight after it', evening, '2026-06-03 00:00', false],
    ['between two times', split, '2026-06-01 12:30', false],
    ['in the second time', split, '2026-06-01 13:30', true],
    ['disabled', aWorker('gone', { active: false }), '2026-06-01 12:00', false],
    ['without hours', aWorker('none', { hours: [] }), '2026-06-01 12:00', false],
    [
      'with hours that end before they begin',
      aWorker('odd', { hours: weekly(1, 7, '17:00', '09:00') }),
      '2026-06-01 18:00',
      false,
    ],
  ])('%s', (_what, worker, at, expected) => {
    expect(isOnDuty(worker, brussels(at))).toBe(expected);
  });

  it.each([
    ['2026-06-02 23:59', '2026-06-02 23:59', false],
    ['2026-06-03 00:00', '2026-06-03 00:00', true],
    ['2026-06-04 23:59', '2026-06-04 23:59', true],
    ['2026-06-05 00:00', '2026-06-05 00:00', false],
    ['2026-06-02 12:00', '2026-06-05 12:00', true],
    ['2026-06-01 12:00', '2026-06-02 12:00', false],
  ])('absent from %s to %s: %s', (from, to, expected) => {
    expect(isAbsent(onLeave, brussels(from), brussels(to))).toBe(expected);
  });
});

describe('next on duty', () => {
  const away = (to: string): Worker => aWorker('away', { absences: [{ from: '2026-01-01', to }] });

  it.each([
    ['now', office, '2026-06-01 12:34', '2026-06-01 12:34'],
    ['this morning', office, '2026-06-01 03:00', '2026-06-01 09:00'],
    ['tomorrow', office, '2026-06-01 17:00', '2026-06-02 09:00'],
    ['after the weekend', office, '2026-06-05 17:00', '2026-06-08 09:00'],
    ['after a long weekend', office, '2026-05-22 17:00', '2026-05-26 09:00'],
    ['after a leave', onLeave, '2026-06-02 17:00', '2026-06-05 09:00'],
    ['after the clock went forward', office, '2026-03-27 18:00', '2026-03-30 09:00'],
    ['after the clock went back', office, '2026-10-23 18:00', '2026-10-26 09:00'],
    ['sixty days ahead', away('2026-07-30'), '2026-06-01 12:00', '2026-07-31 09:00'],
  ])('%s', (_what, worker, at, expected) => {
    expect(nextOnDuty(worker, brussels(at))).toEqual(brussels(expected));
  });

  it.each([
    ['away for longer', away('2026-08-04'), 60],
    ['after the horizon asked for', office, 1],
    ['disabled', aWorker('gone', { active: false }), 60],
    ['without hours', aWorker('none', { hours: [] }), 60],
  ])('never: %s', (_what, worker, horizon) => {
    expect(nextOnDuty(worker, brussels('2026-06-05 18:00'), horizon)).toBeNull();
  });
});

describe('minutes of duty', () => {
  const twice = aWorker('twice', { hours: [...weekly(1, 5, '09:00', '12:00'), ...weekly(1, 5, '11:00', '13:00')] });

  const inside = aWorker('inside', { hours: [...weekly(1, 5, '09:00', '17:00'), ...weekly(1, 5, '10:00', '12:00')] });

  it.each([
    ['within the day', office, '2026-06-01 10:00', 120, '2026-06-01 12:00'],
    ['to the end of the day', office, '2026-06-05 16:00', 60, '2026-06-05 17:00'],
    ['of which some are on Monday', office, '2026-06-05 16:00', 120, '2026-06-08 10:00'],
    ['from before hours', office, '2026-06-01 03:00', 15, '2026-06-01 09:15'],
    ['past a lunch', split, '2026-06-01 11:30', 60, '2026-06-01 13:30'],
    ['past a holiday', office, '2026-07-20 16:30', 60, '2026-07-22 09:30'],
    ['past a leave', onLeave, '2026-06-02 16:00', 240, '2026-06-05 12:00'],
    ['of hours entered twice, once', twice, '2026-06-01 09:00', 250, '2026-06-02 09:10'],
    ['over weeks', split, '2026-06-01 09:00', 1080, '2026-06-15 16:00'],
    [
      'over more weeks than the horizon',
      aWorker('rare', { hours: weekly(1, 1, '09:00', '09:30') }),
      '2026-06-01 08:00',
      330,
      '2026-08-10 09:30',
    ],
    ['of hours entered inside others, once', inside, '2026-06-01 09:00', 485, '2026-06-02 09:05'],
    ['none, on duty', office, '2026-06-01 10:00', 0, '2026-06-01 10:00'],
  ])('%s', (_what, worker, from, minutes, expected) => {
    expect(addDutyMinutes(worker, brussels(from), minutes)).toEqual(brussels(expected));
  });

  it('do not come for who is away too long before they have passed', () => {
    const leaving = aWorker('leaving', { absences: [{ from: '2026-06-06', to: '2026-09-01' }] });
    expect(addDutyMinutes(leaving, brussels('2026-06-05 16:00'), 60)).toEqual(brussels('2026-06-05 17:00'));
    expect(addDutyMinutes(leaving, brussels('2026-06-05 16:00'), 61)).toBeNull();
  });
});

describe('when the clock changes on a Sunday', () => {
  const sunday = (from: string, to: string): Worker => aWorker('sunday', { hours: weekly(7, 7, from, to) });

  // Forward on 29 March 2026 from 02:00 to 03:00, back on 25 October from 03:00 to 02:00, both at 01:00 UTC.
  it.each([
    ['a morning keeps its hour on the wall in March', '08:00', '12:00', '2026-03-29T00:00Z', 60, '2026-03-29T07:00Z'],
    ['a morning keeps its hour on the wall in October', '08:00', '12:00', '2026-10-25T00:00Z', 60, '2026-10-25T08:00Z'],
    ['a night in March has an hour less', '00:00', '06:00', '2026-03-28T23:00Z', 300, '2026-03-29T04:00Z'],
    ['a night in October has an hour more', '00:00', '06:00', '2026-10-24T22:00Z', 420, '2026-10-25T05:00Z'],
    [
      'hours that begin in the lost hour begin after it',
      '02:30',
      '04:00',
      '2026-03-28T23:00Z',
      60,
      '2026-03-29T02:00Z',
    ],
    ['hours that end in the lost hour end before it', '01:00', '02:30', '2026-03-29T00:00Z', 60, '2026-03-29T01:00Z'],
    ['the lost hour is on the next Sunday', '02:00', '03:00', '2026-03-28T23:00Z', 1, '2026-04-05T00:01Z'],
    ['the doubled hour is worked twice', '02:00', '03:00', '2026-10-24T22:00Z', 120, '2026-10-25T02:00Z'],
  ])('%s', (_what, from, to, at, minutes, expected) => {
    expect(addDutyMinutes(sunday(from, to), new Date(at), minutes)).toEqual(new Date(expected));
  });

  it.each([
    ['2026-03-29T00:59Z', true],
    ['2026-03-29T01:00Z', false],
    ['2026-10-25T00:00Z', true],
    ['2026-10-25T01:59Z', true],
    ['2026-10-25T02:00Z', false],
  ])('01:30 to 03:00 at %s: %s', (at, expected) => {
    expect(isOnDuty(sunday('01:30', '03:00'), new Date(at))).toBe(expected);
  });
});

/** Clock and calendar of Brussels as the platform knows them. */
const format = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Brussels',
  dateStyle: 'short',
  timeStyle: 'short',
  hourCycle: 'h23',
});

const clock = fc.integer({ min: 0, max: 96 }).map((quarters) => {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(quarters / 4))}:${two((quarters % 4) * 15)}`;
});
const hours = fc.record({ day: fc.constantFrom(1, 2, 6, 7), from: clock, to: clock });
/** Four days around a change of the clock, or around Whit Sunday. */
const instant = fc
  .tuple(fc.constantFrom('2026-03-28', '2026-10-24', '2026-05-23'), fc.integer({ min: -60, max: 3 * 24 * 60 }))
  .map(([date, minutes]) => new Date(Date.parse(date) + minutes * MINUTE_MS));
const absence = fc.constantFrom('2026-03-28', '2026-03-30', '2026-10-25').map((day) => ({ from: day, to: day }));
const anyWorker = fc
  .record({ hours: fc.array(hours, { maxLength: 8 }), absences: fc.array(absence, { maxLength: 1 }) })
  .map((traits) => aWorker('any', traits as Pick<Worker, 'hours' | 'absences'>));

describe('any worker at any time', () => {
  it('is on duty when the clock reads their hours', () => {
    fc.assert(
      fc.property(anyWorker, instant, (worker, at) => {
        const [date = '', time = ''] = format.format(at).split(', ');
        const weekday = new Date(date).getUTCDay() || 7;
        const due = worker.hours.some(({ day, from, to }) => day === weekday && from <= time && time < to);
        const off = date === '2026-05-25' || worker.absences.some(({ from }) => from === date);
        expect(isOnDuty(worker, at)).toBe(due && !off);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has as many minutes of duty before a due time as were given', () => {
    fc.assert(
      fc.property(anyWorker, instant, fc.integer({ min: 1, max: 300 }), (worker, from, minutes) => {
        const end = addDutyMinutes(worker, from, minutes);
        const last = Math.min(end?.getTime() ?? Number.POSITIVE_INFINITY, from.getTime() + 2 * 86_400_000);
        let passed = 0;
        for (let at = from.getTime(); at < last; at += MINUTE_MS) if (isOnDuty(worker, new Date(at))) passed += 1;
        if (end?.getTime() === last) {
          expect(passed).toBe(minutes);
          expect(isOnDuty(worker, new Date(last - MINUTE_MS))).toBe(true);
        } else expect(passed).toBeLessThan(minutes);
      }),
      { numRuns: 100 },
    );
  });

  it('is next on duty at the first minute on duty', () => {
    fc.assert(
      fc.property(anyWorker, instant, (worker, from) => {
        const next = nextOnDuty(worker, from, 1);
        let at = from.getTime();
        while (at < from.getTime() + 86_400_000 && !isOnDuty(worker, new Date(at))) at += MINUTE_MS;
        if (isOnDuty(worker, new Date(at))) expect(next).toEqual(new Date(at));
        else if (next !== null) expect(next.getTime()).toBeGreaterThan(at);
      }),
      { numRuns: 100 },
    );
  });
});
