import { expect, it } from 'vitest';
import { eveningOf, hourOf } from '../../src/calendar/day-hours.ts';

it.each([
  ['in winter', '2026-11-21T09:30:00Z', 10.5, '2026-11-21T19:00:00Z'],
  ['in summer', '2026-07-21T08:30:00Z', 10.5, '2026-07-21T18:00:00Z'],
  ['before the clock goes forward', '2026-03-29T00:30:00Z', 1.5, '2026-03-29T18:00:00Z'],
  ['after it has gone forward', '2026-03-29T08:00:00Z', 10, '2026-03-29T18:00:00Z'],
  ['before the clock goes back', '2026-10-25T00:30:00Z', 2.5, '2026-10-25T19:00:00Z'],
  ['after it has gone back', '2026-10-25T09:00:00Z', 10, '2026-10-25T19:00:00Z'],
])('%s the hour and the evening are those of the clock in Brussels', (_when, at, hour, evening) => {
  expect(hourOf(new Date(at))).toBe(hour);
  expect(eveningOf(new Date(at))).toEqual(new Date(evening));
});
