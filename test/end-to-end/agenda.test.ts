import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LivePapote, PUBLIC_URL, startLivePapote } from '../support/live-papote.ts';

let live: LivePapote;
beforeAll(async () => {
  live = await startLivePapote({}, { clock: () => new Date('2026-11-23T09:00:00Z') });
});
afterAll(() => live.stop());

it('the public agenda stands on the server, with its public address in the feed', async () => {
  const { db } = live.papote.store;
  const { id } = await db
    .insertInto('activities')
    .values({ territory: 'liege', title: 'Marche', kind: 'sport', audience: 'parents' })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('occurrences')
    .values({ activity_id: id, starts_at: new Date('2026-11-25T09:00:00Z') })
    .execute();
  const page = await live.papote.app.inject('/agenda/liege');
  expect([page.statusCode, page.body.includes('Marche')]).toEqual([200, true]);
  const feed = await live.papote.app.inject('/agenda/liege.ics');
  expect(feed.body).toContain(`URL;VALUE=URI:${PUBLIC_URL}/agenda/liege\r\n`);
});
