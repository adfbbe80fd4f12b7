import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dropText, keepText, keptId } from '../../src/broadcast/invite.ts';
import { forgetOld } from '../../src/contacts/forget-old.ts';
import { BroadcastSite, DAY } from '../support/broadcast-site.ts';

const SEND = '3f2a1c9e-0000-4000-8000-000000000001';

describe('the agenda that waits for the answer to an invitation', () => {
  let site: BroadcastSite;
  let contact = '';
  beforeEach(async () => {
    site = await BroadcastSite.open();
    const [parent] = await site.subscribe(1, { channel: 'whatsapp' });
    contact = parent?.contact ?? '';
  });
  afterEach(() => site.close());

  const keep = () => {
    const recipient = site.sealer.seal('+32470100001');
    const send = { id: SEND, contact, channel: 'whatsapp', recipient } as const;
    return keepText(site.store.pool, site.sealer, send, 'Yoga samedi', site.clock());
  };
  const kept = () => site.store.db.selectFrom('outgoing').select(['id', 'state', 'body']).execute();

  it('is kept once, sealed, however often it is tried', async () => {
    await keep();
    await keep();
    const rows = await kept();
    expect(rows.map(({ id, state }) => [id, state])).toEqual([[keptId(SEND), 'waiting']]);
    expect(rows[0]?.body?.toString()).not.toContain('Yoga');
  });

  it('is taken back when the invitation did not leave', async () => {
    await keep();
    expect(await dropText(site.store.pool, SEND)).toBe(true);
    expect(await kept()).toEqual([]);
  });

  it('is not taken back from who wrote meanwhile: it is theirs, and not to be sent again', async () => {
    await keep();
    await site.store.db.updateTable('outgoing').set({ state: 'planned' }).execute();
    expect(await dropText(site.store.pool, SEND)).toBe(false);
    expect(await kept()).toHaveLength(1);
  });

  it('goes with the contact', async () => {
    await keep();
    await site.store.db.deleteFrom('contacts').where('id', '=', contact).execute();
    expect((await kept()).filter(({ body }) => body !== null)).toEqual([]);
  });

  it('is forgotten after 30 days', async () => {
    await keep();
    await forgetOld(site.store.db, new Date(Date.now() + 31 * DAY));
    expect((await kept()).filter(({ body }) => body !== null)).toEqual([]);
  });
});
