import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDrafts } from '../../src/broadcast/make-drafts.ts';
import type { Member } from '../../src/handover/desk.ts';
import { BroadcastSite, HOUR } from '../support/broadcast-site.ts';

let site: BroadcastSite;
let anne: Member;
let bilal: Member;
beforeEach(async () => {
  site = await BroadcastSite.open();
  [anne, bilal] = [await site.member('Anne'), await site.member('Bilal', 'administrator')];
});
afterEach(() => site.close());

const audited = async () => {
  const rows = await site.store.db.selectFrom('audit').select(['staff_id', 'action', 'detail']).orderBy('id').execute();
  return rows.map(({ staff_id, action, detail }) => [staff_id === anne.id ? 'Anne' : 'Bilal', action, detail]);
};

describe('what people do with a broadcast is written down', () => {
  it('from the first agreement to the end: who, which one, for how many', async () => {
    site.secondPersonAbove = 1;
    await site.subscribe(2);
    await site.subscribe(1, { territory: 'ath' });
    const { broadcasts } = site;
    const sendAt = new Date(site.clock().getTime() + HOUR);
    const id = await site.special('Zéphyrine', { to: { territories: ['huy', 'ath'] }, sendAt });
    await site.store.db.updateTable('broadcasts').set({ created_by: null }).execute();
    await site.release(id, anne);
    await site.release(id, anne);
    await site.release(id, bilal);
    await site.release(id, bilal);
    await broadcasts.pause(anne, id);
    await broadcasts.pause(anne, id);
    await broadcasts.resume(bilal, id);
    await broadcasts.stop(anne, id);
    await broadcasts.stop(bilal, id);
    await broadcasts.discard(anne, id);
    const detail = { broadcast: id, kind: 'special', where: 'huy ath', recipients: 3 };
    expect(await audited()).toEqual([
      ['Anne', 'agreed-broadcast', detail],
      ['Bilal', 'released-broadcast', detail],
      ['Anne', 'paused-broadcast', detail],
      ['Bilal', 'resumed-broadcast', detail],
      ['Anne', 'stopped-broadcast', detail],
    ]);
  });

  it('a draft that is put aside, whether it is the machine’s or somebody’s', async () => {
    await site.subscribe(1);
    await makeDrafts(site.store.db, site.clock());
    const [weekly] = await site.broadcasts.list(anne);
    await site.broadcasts.discard(anne, weekly?.id ?? '');
    const special = await site.special('Zéphyrine', { to: { territories: null } });
    await site.broadcasts.discard(bilal, special);
    await site.broadcasts.discard(bilal, special);
    expect(await audited()).toEqual([
      ['Anne', 'discarded-broadcast', { broadcast: weekly?.id, kind: 'weekly', where: 'huy' }],
      ['Bilal', 'discarded-broadcast', { broadcast: special, kind: 'special', where: '' }],
    ]);
  });

  it('another hour of the weekly message, and not the same once more', async () => {
    for (const _time of [1, 2]) await site.broadcasts.setWeekly(bilal, { weekday: 3, hour: 9, minute: 30 });
    await site.broadcasts.setWeekly(anne, { weekday: 4, hour: 9, minute: 30 });
    expect(await audited()).toEqual([['Bilal', 'set-weekly-hour', { weekday: 3, minutes: 570 }]]);
  });

  it('nothing of what was refused', async () => {
    const tpr = await site.member('Tania', 'tpr');
    const id = await site.special('a'.repeat(500));
    await site.subscribe(1);
    expect(await site.release(id, anne)).toBe('too-long');
    for (const step of ['pause', 'resume', 'stop'] as const) expect(await site.broadcasts[step](anne, id)).toBe(false);
    expect(await site.broadcasts.discard(tpr, id)).toBe(false);
    expect(await audited()).toEqual([]);
  });
});
