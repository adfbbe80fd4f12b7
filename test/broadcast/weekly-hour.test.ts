import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDrafts } from '../../src/broadcast/make-drafts.ts';
import type { WeeklyHour } from '../../src/broadcast/schedule.ts';
import type { Member } from '../../src/handover/desk.ts';
import { BroadcastSite, DAY } from '../support/broadcast-site.ts';

let site: BroadcastSite;
let rachida: Member;
beforeEach(async () => {
  site = await BroadcastSite.open();
  rachida = await site.member('Rachida', 'administrator');
});
afterEach(() => site.close());

const WEDNESDAY: WeeklyHour = { weekday: 3, hour: 9, minute: 30 };
const TUESDAY: WeeklyHour = { weekday: 2, hour: 10, minute: 0 };

const drafts = async () => {
  await makeDrafts(site.store.db, site.clock());
  return (await site.broadcasts.list(rachida)).map(({ sendAt }) => sendAt.toISOString().slice(0, 16));
};

describe('the hour of the weekly message', () => {
  it('is Sunday 17:00 until it is set', async () => {
    expect(await site.broadcasts.weekly(rachida)).toEqual({
      at: { weekday: 7, hour: 17, minute: 0 },
      next: new Date('2027-01-17T16:00:00Z'),
      kept: [],
    });
  });

  it('holds for drafts made afterwards; a draft that is there keeps its own, and no week comes twice', async () => {
    await site.subscribe(1);
    expect(await drafts()).toEqual(['2027-01-17T16:00']);
    expect(await site.broadcasts.setWeekly(rachida, TUESDAY)).toBe(true);
    // Tuesday is two days after what was drafted: the first at the new hour is that of the week after.
    expect(await site.broadcasts.weekly(rachida)).toEqual({
      at: TUESDAY,
      next: new Date('2027-01-26T09:00:00Z'),
      kept: [new Date('2027-01-17T16:00:00Z')],
    });
    expect(await drafts()).toEqual(['2027-01-17T16:00']);
    site.ahead = 7 * DAY;
    expect(await drafts()).toEqual(['2027-01-26T09:00', '2027-01-17T16:00']);
  });

  it('of a territory without a draft is the new one at once', async () => {
    await site.subscribe(1);
    await site.broadcasts.setWeekly(rachida, WEDNESDAY);
    site.ahead = 2 * DAY;
    expect(await drafts()).toEqual(['2027-01-20T08:30']);
    expect(await site.broadcasts.weekly(rachida)).toMatchObject({ next: new Date('2027-01-20T08:30:00Z'), kept: [] });
  });

  it.each<[string, WeeklyHour]>([
    ['before eight', { weekday: 1, hour: 7, minute: 59 }],
    ['too late to send it all', { weekday: 1, hour: 19, minute: 31 }],
    ['on no day', { weekday: 0, hour: 9, minute: 0 }],
    ['on half a day', { weekday: 1.5, hour: 9, minute: 0 }],
    ['at no hour', { weekday: 1, hour: Number.NaN, minute: 0 }],
    ['at no minute', { weekday: 1, hour: 9, minute: 60 }],
  ])('%s is refused', async (_case, at) => {
    expect(await site.broadcasts.setWeekly(rachida, at)).toBe(false);
    expect(await site.broadcasts.weekly(rachida)).toMatchObject({ at: { weekday: 7, hour: 17, minute: 0 } });
  });

  it.each<[string, number, number]>([
    ['the first', 8, 0],
    ['the last', 19, 30],
  ])('%s that is allowed is kept', async (_case, hour, minute) => {
    expect(await site.broadcasts.setWeekly(rachida, { weekday: 1, hour, minute })).toBe(true);
    expect(await site.broadcasts.weekly(rachida)).toMatchObject({ at: { weekday: 1, hour, minute } });
  });

  it('is set by administrators, seen by coordinators as well', async () => {
    const [coordinator, tpr] = [await site.member('Coralie'), await site.member('Tania', 'tpr')];
    for (const one of [coordinator, tpr]) expect(await site.broadcasts.setWeekly(one, WEDNESDAY)).toBe(false);
    expect(await site.broadcasts.weekly(coordinator)).toMatchObject({ at: { weekday: 7 } });
    expect(await site.broadcasts.weekly(tpr)).toBeNull();
  });
});
