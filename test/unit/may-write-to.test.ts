import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ANSWER_MS, type Discretion, mayWriteTo } from '../../src/contacts/may-write-to.ts';
import { clockAt } from '../../src/handover/brussels-day.ts';
import { brussels } from '../support/duty.ts';

const MINUTE = 60_000;
const nine = { from: 9 * 60, to: 15 * 60 };
const SAFE: Discretion = { safeHours: nine, replyOnly: false };
const NIGHT: Discretion = { safeHours: { from: 22 * 60, to: 6 * 60 }, replyOnly: false };
const ANY: Discretion = { safeHours: null, replyOnly: false };
const REPLY: Discretion = { safeHours: null, replyOnly: true };
const BOTH: Discretion = { safeHours: nine, replyOnly: true };

const leave = (contact: Discretion, now: string, wrote: string | null = null): string => {
  const found = mayWriteTo(contact, brussels(now), wrote === null ? null : brussels(wrote));
  return typeof found === 'string' ? found : `later ${found.later.toISOString()}`;
};
const later = (clock: string) => `later ${brussels(clock).toISOString()}`;

describe('whether a contact may be written to', () => {
  it.each([
    ['who wishes nothing', ANY, '2026-11-23 03:00', null, 'now'],
    ['within the hours', SAFE, '2026-11-23 12:00', null, 'now'],
    ['as the hours begin', SAFE, '2026-11-23 09:00', null, 'now'],
    ['a minute before', SAFE, '2026-11-23 08:59', null, later('2026-11-23 09:00')],
    ['as they end', SAFE, '2026-11-23 15:00', null, later('2026-11-24 09:00')],
    ['late in the evening', SAFE, '2026-11-23 23:30', null, later('2026-11-24 09:00')],
    ['who wrote ten minutes ago', SAFE, '2026-11-23 23:30', '2026-11-23 23:20', 'now'],
    ['who wrote eleven minutes ago', SAFE, '2026-11-23 23:30', '2026-11-23 23:19', later('2026-11-24 09:00')],
    ['who wants answers only', REPLY, '2026-11-23 12:00', null, 'never'],
    ['who wants answers only and has just written', REPLY, '2026-11-23 12:00', '2026-11-23 11:50', 'now'],
    ['who wants answers only and wrote before that', REPLY, '2026-11-23 12:00', '2026-11-23 11:49', 'never'],
    ['who wants answers only, within the hours', BOTH, '2026-11-23 12:00', null, 'never'],
    ['who wants both and has just written by night', BOTH, '2026-11-23 23:30', '2026-11-23 23:29', 'now'],
    ['hours up to midnight', { ...SAFE, safeHours: { from: 1200, to: 1440 } }, '2026-11-23 23:59', null, 'now'],
    ['by night, who sleeps by day', NIGHT, '2026-11-23 03:00', null, 'now'],
    ['in the evening, who sleeps by day', NIGHT, '2026-11-23 22:00', null, 'now'],
    ['as the night ends', NIGHT, '2026-11-23 06:00', null, later('2026-11-23 22:00')],
    ['by day, who sleeps by day', NIGHT, '2026-11-23 21:59', null, later('2026-11-23 22:00')],
    ['the night in which the clock goes forward', NIGHT, '2026-03-29 05:59', null, 'now'],
    ['after the night in which it goes forward', NIGHT, '2026-03-29 06:00', null, later('2026-03-29 22:00')],
    ['after the night in which it goes back', NIGHT, '2026-10-25 06:00', null, later('2026-10-25 22:00')],
    ['the day on which the clock goes forward', SAFE, '2026-03-29 01:00', null, later('2026-03-29 09:00')],
    ['the day on which it goes back', SAFE, '2026-10-25 01:00', null, later('2026-10-25 09:00')],
    [
      'hours that begin in the hour that is left out',
      { ...SAFE, safeHours: { from: 150, to: 300 } },
      '2026-03-29 01:00',
      null,
      later('2026-03-29 03:00'),
    ],
    [
      'hours that all are left out: the next day',
      { ...SAFE, safeHours: { from: 120, to: 180 } },
      '2026-03-29 01:00',
      null,
      later('2026-03-30 02:00'),
    ],
  ] as const)('%s', (_, contact, now, wrote, expected) => {
    expect(leave(contact, now, wrote)).toBe(expected);
  });

  it('in the hour that comes twice: both times', () => {
    const twice = { ...SAFE, safeHours: { from: 120, to: 180 } };
    for (const at of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'])
      expect(mayWriteTo(twice, new Date(at), null)).toBe('now');
    const between = { ...SAFE, safeHours: { from: 120, to: 150 } };
    expect(mayWriteTo(between, new Date('2026-10-25T00:40:00Z'), null)).toEqual({
      later: new Date('2026-10-25T01:00:00Z'),
    });
  });

  const hours = fc
    .tuple(fc.integer({ min: 0, max: 1410 }), fc.integer({ min: 30, max: 1440 }))
    .map(([from, length]) => ({ from, to: from + length > 1440 ? from + length - 1440 : from + length }))
    .filter(({ from, to }) => from !== to);
  const instant = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) });
  const nearAChange = fc
    .tuple(
      fc.constantFrom('2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2027-03-28T01:00:00Z', '2027-10-31T01:00:00Z'),
      fc.integer({ min: -30 * 60, max: 30 * 60 }),
    )
    .map(([change, minutes]) => Date.parse(change) + minutes * MINUTE);
  const minuteOf = (at: number): number => {
    const [hour = 0, minute = 0] = clockAt(at).split(':').map(Number);
    return hour * 60 + minute;
  };

  it('is true exactly when the clock reads a time within the hours, and comes soon when it does not', () => {
    fc.assert(
      fc.property(hours, fc.oneof(instant, nearAChange), (safeHours, now) => {
        const found = mayWriteTo({ safeHours, replyOnly: false }, new Date(now), null);
        const inside = (at: number) => {
          const [begun, ended] = [minuteOf(at) >= safeHours.from, minuteOf(at) >= safeHours.to];
          return safeHours.from < safeHours.to ? begun && !ended : begun || !ended;
        };
        expect(found === 'now').toBe(inside(now));
        if (typeof found === 'string') {
          expect(found).toBe('now');
          return;
        }
        const opens = found.later.getTime();
        expect(opens).toBeGreaterThan(now);
        expect(opens - now).toBeLessThan(50 * 60 * MINUTE);
        expect(inside(opens)).toBe(true);
        expect(inside(opens - 1)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never false just after they wrote, and never true in silence for who wants answers only', () => {
    fc.assert(
      fc.property(fc.option(hours), fc.boolean(), instant, fc.nat(3 * ANSWER_MS), (safeHours, replyOnly, now, ago) => {
        const found = mayWriteTo({ safeHours, replyOnly }, new Date(now), new Date(now - ago));
        if (ago <= ANSWER_MS) expect(found).toBe('now');
        else if (replyOnly) expect(found).toBe('never');
      }),
    );
  });
});
