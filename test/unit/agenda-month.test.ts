import { describe, expect, it } from 'vitest';
import { agendaMonth, feedSpan } from '../../src/calendar/month.ts';

const NOW = new Date('2026-11-23T09:00:00Z');

describe('a month of the public agenda', () => {
  it('begins today when it is this one', () => {
    expect(agendaMonth(undefined, NOW)).toEqual({
      month: '2026-11',
      from: new Date('2026-11-22T23:00:00Z'),
      to: new Date('2026-11-30T23:00:00Z'),
      previous: null,
      next: '2026-12',
    });
    expect(agendaMonth('2026-11', NOW)).toEqual(agendaMonth(undefined, NOW));
  });

  it('is whole when it is a later one, on the clock of Brussels before and after summer time', () => {
    expect(agendaMonth('2027-03', NOW)).toEqual({
      month: '2027-03',
      from: new Date('2027-02-28T23:00:00Z'),
      to: new Date('2027-03-31T22:00:00Z'),
      previous: '2027-02',
      next: '2027-04',
    });
  });

  it('ends a year ahead', () => {
    expect(agendaMonth('2027-11', NOW)).toMatchObject({ previous: '2027-10', next: null });
  });

  it('is the one of Brussels in the last minutes of the month', () => {
    expect(agendaMonth(undefined, new Date('2026-11-30T22:59:00Z'))?.month).toBe('2026-11');
    expect(agendaMonth(undefined, new Date('2026-11-30T23:00:00Z'))?.month).toBe('2026-12');
  });

  it.each(['2026-10', '2027-12', '1000-01', '2026-13', '2026-00', '2026-1', 'décembre', '', '2026-12-01', '2026-12 '])(
    '%j is none',
    (asked) => {
      expect(agendaMonth(asked, NOW)).toBeUndefined();
    },
  );
});

it('a calendar program is told of the last 31 days and the coming year', () => {
  expect(feedSpan(NOW)).toEqual({ from: new Date('2026-10-22T22:00:00Z'), to: new Date('2027-12-22T23:00:00Z') });
});
