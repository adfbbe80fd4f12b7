import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishAt, isOpenHour, nextWeekly, startOfMonth } from '../../src/broadcast/schedule.ts';

describe('the weekly message leaves on Sunday at 17:00 in Brussels', () => {
  it.each([
    ['in winter', '2027-01-13T10:00:00Z', '2027-01-17T16:00:00Z'],
    ['in summer', '2027-07-07T10:00:00Z', '2027-07-11T15:00:00Z'],
    ['a moment before', '2027-01-17T15:59:59Z', '2027-01-17T16:00:00Z'],
    ['at that very moment: the next one', '2027-01-17T16:00:00Z', '2027-01-24T16:00:00Z'],
    ['after the night in which the clock goes forward', '2027-03-27T22:00:00Z', '2027-03-28T15:00:00Z'],
    ['after the night in which it goes back', '2027-10-30T22:00:00Z', '2027-10-31T16:00:00Z'],
    ['over the end of the year', '2026-12-29T10:00:00Z', '2027-01-03T16:00:00Z'],
    ['the day before where Sunday is the first of November', '2026-10-28T10:00:00Z', '2026-10-31T16:00:00Z'],
    ['that Saturday evening: in a week', '2026-10-31T17:00:00Z', '2026-11-08T16:00:00Z'],
  ])('%s', (_case, now, leaves) => {
    expect(nextWeekly(new Date(now)).toISOString()).toBe(new Date(leaves).toISOString());
  });

  it('or when it is told to', () => {
    const at = nextWeekly(new Date('2027-01-13T10:00:00Z'), { weekday: 4, hour: 9, minute: 30 });
    expect(at.toISOString()).toBe('2027-01-14T08:30:00.000Z');
  });

  it('always after now, within two weeks, in an open hour', () => {
    const instants = fc.date({ min: new Date('2026-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(instants, (now) => {
        const leaves = nextWeekly(now);
        expect(leaves > now).toBe(true);
        expect(leaves.getTime() - now.getTime()).toBeLessThan(14 * 86_400_000);
        expect(isOpenHour(leaves)).toBe(true);
      }),
    );
  });
});

describe('nobody is written to before 8:00 or after 20:00 in Brussels', () => {
  it.each([
    ['2027-01-17T06:59:59Z', false],
    ['2027-01-17T07:00:00Z', true],
    ['2027-01-17T18:59:59Z', true],
    ['2027-01-17T19:00:00Z', false],
    ['2027-07-17T05:59:59Z', false],
    ['2027-07-17T06:00:00Z', true],
    ['2027-07-17T18:00:00Z', false],
    // The day of the change: an hour earlier in UTC than the day before.
    ['2027-03-28T06:00:00Z', true],
    ['2027-03-27T06:30:00Z', false],
  ])('%s: %s', (at, open) => {
    expect(isOpenHour(new Date(at))).toBe(open);
  });

  it.each([
    ['within the evening', '2027-01-17T16:00:00Z', 3_600, '2027-01-17T17:00:00Z'],
    ['to the last second of it', '2027-01-17T16:00:00Z', 3 * 3_600, '2027-01-17T19:00:00Z'],
    ['over the night', '2027-01-17T16:00:00Z', 4 * 3_600, '2027-01-18T08:00:00Z'],
    ['over two nights', '2027-01-17T16:00:00Z', 16 * 3_600, '2027-01-19T08:00:00Z'],
    ['begun in the night', '2027-01-17T23:00:00Z', 60, '2027-01-18T07:01:00Z'],
    ['over the night of the change', '2027-03-27T16:00:00Z', 4 * 3_600, '2027-03-28T07:00:00Z'],
  ])('so that what takes long ends %s', (_case, start, seconds, ends) => {
    expect(finishAt(new Date(start), seconds).toISOString()).toBe(new Date(ends).toISOString());
  });
});

it.each([
  ['2027-01-31T22:59:59Z', '2026-12-31T23:00:00Z'],
  ['2027-01-31T23:00:00Z', '2027-01-31T23:00:00Z'],
  ['2027-07-15T00:00:00Z', '2027-06-30T22:00:00Z'],
])('the month of %s begins at %s', (at, begins) => {
  expect(startOfMonth(new Date(at)).toISOString()).toBe(new Date(begins).toISOString());
});
