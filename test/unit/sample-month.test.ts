import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleMonth } from '../../src/calendar/sample-month.ts';
import { realContent } from '../support/real-model.ts';

const { sample, territories } = realContent();
const DAY_MS = 86_400_000;
const CLOCK = new Intl.DateTimeFormat('fr-BE', { timeZone: 'Europe/Brussels', hour: '2-digit', minute: '2-digit' });

describe('the sample month', () => {
  it('has activities for most territories of the network', () => {
    const covered = new Set(sample.map(({ territory }) => territory));
    const relays = [...territories.values()].filter(({ relay }) => relay);
    expect(sample.length).toBeGreaterThanOrEqual(60);
    expect(relays.filter(({ id }) => covered.has(id)).length).toBeGreaterThanOrEqual(28);
  });

  it('is made of what is shown to mothers only where it is for mothers only', () => {
    for (const { activity } of sampleMonth(sample, new Date('2026-11-23T00:00:00Z')))
      if (activity.visibility === 'mothers') expect(activity.audience).toBe('mothers');
  });

  it('is always the coming five weeks, at the hours told, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), (now) => {
        const month = sampleMonth(sample, now);
        expect(month.length).toBeGreaterThan(50);
        for (const { activity, times } of month) {
          const [told] = sample.filter(
            ({ title, territory, town }) =>
              title === activity.title && territory === activity.territory && town === activity.place.town,
          );
          for (const { startsAt, endsAt } of times) {
            expect(endsAt?.getTime()).toBeGreaterThan(now.getTime());
            expect(startsAt.getTime() - now.getTime()).toBeLessThan(36 * DAY_MS);
            expect(CLOCK.format(startsAt)).toBe(told?.from);
          }
        }
      }),
      { numRuns: 20 },
    );
  });
});
