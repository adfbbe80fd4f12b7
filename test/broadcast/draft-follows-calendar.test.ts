import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDrafts } from '../../src/broadcast/make-drafts.ts';
import { changeFields, changeTime, findActivity, setCancelled } from '../../src/calendar/edit-activity.ts';
import { BroadcastSite } from '../support/broadcast-site.ts';

let site: BroadcastSite;
beforeAll(async () => {
  site = await BroadcastSite.open({ gates: false });
});
afterAll(() => site.close());

/** The activity of an occurrence. */
async function activityOf(time: string) {
  const row = await site.store.db
    .selectFrom('occurrences')
    .select('activity_id')
    .where('id', '=', time)
    .executeTakeFirstOrThrow();
  const known = await findActivity(site.store.db, row.activity_id);
  if (known === null) throw new Error('the activity is gone');
  return known;
}

it('a draft that waits for its release is composed of the calendar as it is when somebody looks', async () => {
  await site.subscribe(1);
  const [yoga, tale] = [await site.activity('Yoga', 30), await site.activity('Conte', 40)];
  await makeDrafts(site.store.db, site.clock());
  const member = await site.member();
  const [draft] = await site.broadcasts.list(member);
  const preview = async () => {
    const found = await site.broadcasts.preview(member, draft?.id ?? '');
    return { seen: found?.seen ?? '', text: found?.groups[0]?.text ?? '' };
  };
  const first = await preview();
  expect(first.text).toMatch(/Yoga[\s\S]*Conte/);

  const known = await activityOf(yoga);
  await changeFields(
    site.store.db,
    known.id,
    { ...known, fields: { ...known.fields, title: 'Yoga doux' } },
    site.clock(),
  );
  const startsAt = new Date(site.clock().getTime() + 50 * 3_600_000);
  const to = { startsAt, endsAt: null, wholeDay: false };
  await changeTime(site.store.db, { activity: known.id, time: yoga, to, place: null }, site.clock());
  const other = await activityOf(tale);
  await setCancelled(site.store.db, { activity: other.id, time: tale, cancelled: true }, site.clock());

  const second = await preview();
  expect(second.text).toContain(`${startsAt.toISOString().slice(0, 16)} Yoga doux`);
  expect(second.text).not.toContain('Conte');
  // What was looked at before is released no more.
  expect(await site.broadcasts.release(member, draft?.id ?? '', first.seen)).toBe('changed');
  expect(await site.broadcasts.release(member, draft?.id ?? '', second.seen)).toBe('released');
});
