import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeDrafts } from '../../src/broadcast/make-drafts.ts';
import { digestOf, readOccurrences } from '../../src/broadcast/plan.ts';
import { recordSendStatus } from '../../src/broadcast/record-send-status.ts';
import { type Result, writeResults } from '../../src/broadcast/results.ts';
import { forgetOld } from '../../src/contacts/forget-old.ts';
import { keepTemplates } from '../../src/outbox/templates.ts';
import { QUICK } from '../support/broadcast-channels.ts';
import { BroadcastSite, DAY, HOUR, MINUTE } from '../support/broadcast-site.ts';

const SMS = /\/Messages\.json$/;

describe('sending', { timeout: 60_000 }, () => {
  let site: BroadcastSite;
  beforeEach(async () => {
    site = await BroadcastSite.open();
  });
  afterEach(() => site.close());

  async function released(text = 'Bonjour.', draft: Parameters<BroadcastSite['special']>[1] = {}): Promise<string> {
    const id = await site.special(text, draft);
    expect(await site.release(id)).toBe('released');
    return id;
  }

  const until = (look: () => Promise<void>): Promise<void> => vi.waitFor(look, { timeout: 30_000, interval: 50 });

  const untilState = (id: string, state: string): Promise<void> =>
    until(async () => expect((await site.row(id)).state).toBe(state));

  const untilStates = (id: string, states: object): Promise<void> =>
    until(async () => expect(await site.states(id)).toEqual(states));

  /** Long enough for each lane to look again and again. */
  const severalLooks = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10 * QUICK.idle));

  it('everybody gets it once, on their channel, by two servers at once', async () => {
    const people = [
      ...(await site.subscribe(60)),
      ...(await site.subscribe(60, { channel: 'telegram' })),
      ...(await site.subscribe(60, { channel: 'whatsapp' })),
    ];
    const id = await released();
    await site.send();
    await site.send();
    await untilStates(id, { accepted: 180 });
    expect(site.takenBy().toSorted()).toEqual(people.map(({ address }) => address).toSorted());
    await untilState(id, 'done');
    expect(await site.row(id)).toMatchObject({ reason: 'sent', tried: 180, failed: 0 });
    expect(await site.broadcasts.progress(await site.member(), id)).toEqual([
      { channel: 'sms', state: 'accepted', reason: null, count: 60 },
      { channel: 'telegram', state: 'accepted', reason: null, count: 60 },
      { channel: 'whatsapp', state: 'accepted', reason: null, count: 60 },
    ]);
  });

  it('no faster than the sender may', async () => {
    await site.subscribe(12, { channel: 'telegram' });
    await released();
    const at: number[] = [];
    vi.spyOn(site.telegram.calls, 'push').mockImplementation(function (this: unknown[], ...calls) {
      at.push(Date.now());
      for (const call of calls) this[this.length] = call;
      return this.length;
    });
    await site.send({ rates: { telegram: 5, sms: 1, whatsapp: 1 } });
    await site.telegram.untilCalled('sendMessage', 12);
    // Eleven pauses of a fifth of a second, less what timers and the network are late by.
    expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThan(2_000);
  });

  it('not before its time, and then by itself', async () => {
    await site.subscribe(3);
    const id = await released('Bonjour.', { sendAt: new Date(site.clock().getTime() + HOUR) });
    const sender = await site.send();
    expect(await site.row(id)).toMatchObject({ state: 'released' });
    site.ahead = HOUR;
    await sender.stop();
    await site.send();
    await untilState(id, 'done');
    expect(site.takenBy()).toHaveLength(3);
  });

  it('not in the night: the rest leaves in the morning', async () => {
    await site.subscribe(3);
    const id = await released();
    site.ahead = 4 * HOUR;
    await site.send();
    await severalLooks();
    site.ahead = 15 * HOUR;
    await severalLooks();
    expect(site.takenBy()).toEqual([]);
    site.ahead = 16 * HOUR;
    await untilState(id, 'done');
    expect(site.takenBy()).toHaveLength(3);
  });

  it('nobody after the not-after', async () => {
    await site.subscribe(3);
    const id = await released('Bonjour.', { notAfter: new Date(site.clock().getTime() + HOUR) });
    site.ahead = HOUR + MINUTE;
    await site.send();
    expect(await site.row(id)).toMatchObject({ state: 'done', reason: 'too-late' });
    expect(await site.states(id)).toEqual({ expired: 3 });
    expect(site.takenBy()).toEqual([]);
  });

  it.each<[string, string, object]>([
    ['sent STOP', 'update contacts set opted_out_at = now() where id = $1', { reason: 'opted-out' }],
    [
      'ended the subscription',
      'update subscriptions set ended_at = now() where contact_id = $1',
      { reason: 'unsubscribed' },
    ],
    ['blocked us', "update addresses set state = 'blocked' where contact_id = $1", { reason: 'address' }],
  ])('not to who %s after the release', async (_case, change, line) => {
    const [one] = await site.subscribe(2);
    const id = await released();
    await site.store.pool.query(change, [one?.contact]);
    await site.send();
    await untilState(id, 'done');
    expect(site.takenBy()).not.toContain(one?.address);
    expect(await site.broadcasts.progress(await site.member(), id)).toContainEqual({
      ...{ channel: 'sms', state: 'cancelled', count: 1 },
      ...line,
    });
  });

  it('to who may be written to at certain hours, then; to who wants answers only, never', async () => {
    const [shy, silent] = await site.subscribe(3);
    site.wishes.set(shy?.contact ?? '', { later: new Date(site.clock().getTime() + HOUR) });
    site.wishes.set(silent?.contact ?? '', 'never');
    const id = await released();
    await site.send();
    await untilStates(id, { accepted: 1, planned: 1, cancelled: 1 });
    site.wishes.delete(shy?.contact ?? '');
    site.ahead = HOUR + MINUTE;
    await untilStates(id, { accepted: 2, cancelled: 1 });
    expect(site.takenBy()).not.toContain(silent?.address);
  });

  it('on WhatsApp, to who wrote within a day; the others wait for a template', async () => {
    const [one] = await site.subscribe(2, { channel: 'whatsapp' });
    await site.store.pool.query("update addresses set last_inbound_at = '2027-01-01' where contact_id = $1", [
      one?.contact,
    ]);
    const id = await released();
    await site.send();
    await untilStates(id, { accepted: 1, 'needs-template': 1 });
    expect(site.takenBy()).not.toContain(one?.address);
  });

  it('waits while a message of a parent waits for its answer', async () => {
    await site.subscribe(1);
    const id = await released();
    const { rows } = await site.store.pool.query<{ id: string }>(
      `insert into events (channel, provider_id, body, happened_at, received_at) values ('sms', 'SM1', 'x', $1, $1) returning id`,
      [new Date(site.clock().getTime() - 2_000)],
    );
    const sender = await site.send();
    await severalLooks();
    await sender.stop();
    expect(await site.states(id)).toEqual({ planned: 1 });
    await site.store.pool.query('update events set handled_at = now() where id = $1', [rows[0]?.id]);
    await site.send();
    await untilState(id, 'done');
  });

  describe('a person', () => {
    it('pauses and resumes it, and stops it for good', async () => {
      await site.subscribe(300);
      const id = await released();
      const member = await site.member();
      const { broadcasts } = site;
      site.twilioGate.close('request', SMS);
      await site.send();
      await site.twilioGate.untilHeld(1);
      expect(await broadcasts.pause(member, id)).toBe(true);
      site.twilioGate.open();
      await until(async () => expect((await site.states(id)).sending ?? 0).toBe(0));
      const paused = site.takenBy().length;
      expect(paused).toBeLessThan(300);
      expect(await site.row(id)).toMatchObject({ state: 'paused' });
      site.twilioGate.close('request', SMS);
      expect(await broadcasts.resume(member, id)).toBe(true);
      await site.twilioGate.untilHeld(1);
      expect(await broadcasts.stop(member, id)).toBe(true);
      expect(await broadcasts.resume(member, id)).toBe(false);
      site.twilioGate.open();
      await until(async () => expect((await site.states(id)).sending ?? 0).toBe(0));
      const { accepted = 0, cancelled = 0 } = await site.states(id);
      expect(accepted).toBeGreaterThan(paused);
      expect(cancelled).toBeGreaterThan(0);
      expect(accepted + cancelled).toBe(300);
      expect(site.takenBy()).toHaveLength(accepted);
      expect(await site.row(id)).toMatchObject({ state: 'stopped', reason: 'by-hand' });
    });

    it('stopped, sends nothing that was on its way and has come back', async () => {
      await site.subscribe(1);
      const id = await released();
      await site.store.pool.query("update broadcast_sends set state = 'sending'");
      expect(await site.broadcasts.stop(await site.member(), id)).toBe(true);
      await site.store.pool.query("update broadcast_sends set state = 'planned'");
      await site.send();
      await untilStates(id, { cancelled: 1 });
      expect(site.takenBy()).toEqual([]);
    });

    it('resumes one that has not begun: it still waits for its time', async () => {
      await site.subscribe(1);
      const id = await released('Bonjour.', { sendAt: new Date(site.clock().getTime() + HOUR) });
      const member = await site.member();
      expect(await site.broadcasts.pause(member, id)).toBe(true);
      expect(await site.broadcasts.resume(member, id)).toBe(true);
      expect(await site.row(id)).toMatchObject({ state: 'released' });
    });
  });

  describe('a provider in trouble', () => {
    it('down for an hour: everybody waits, and gets it once when it is back', async () => {
      await site.subscribe(40);
      await site.subscribe(40, { channel: 'telegram' });
      const id = await released();
      // Nothing listens there: the connection is refused, so nobody can have got anything.
      const { twilio, telegram } = site.providers;
      Object.assign(site.providers, { twilio: 'http://127.0.0.1:1', telegram: 'http://127.0.0.1:1' });
      const down = await site.send();
      await until(async () => {
        const { rows } = await site.store.pool.query("select 1 from broadcast_sends where error = 'no-connection'");
        expect(rows.length).toBeGreaterThan(1);
      });
      await down.stop();
      expect(await site.states(id)).toEqual({ planned: 80 });
      Object.assign(site.providers, { twilio, telegram });
      site.ahead = HOUR;
      await site.send();
      await untilState(id, 'done');
      expect(await site.states(id)).toEqual({ accepted: 80 });
      expect(new Set(site.takenBy()).size).toBe(80);
      expect(site.takenBy()).toHaveLength(80);
    });

    it('that could not be reached is asked by one message at a time, less and less often', async () => {
      await site.subscribe(40);
      await released();
      Object.assign(site.providers, { twilio: 'http://127.0.0.1:1' });
      await site.send();
      const lane = async () =>
        await site.store.db
          .selectFrom('broadcast_lanes')
          .selectAll()
          .where('channel', '=', 'sms')
          .executeTakeFirstOrThrow();
      await until(async () => expect((await lane()).troubles).toBe(1));
      const first = (await lane()).held_until;
      const tries = async () =>
        (await site.store.pool.query('select sum(attempts)::int as tries from broadcast_sends')).rows[0]?.tries;
      await until(async () =>
        expect((await site.store.pool.query("select 1 from broadcast_sends where state = 'sending'")).rows).toEqual([]),
      );
      const before = await tries();
      // Nobody tries while the lane is held, and then one.
      site.ahead += MINUTE;
      await until(async () => expect((await lane()).troubles).toBe(2));
      expect(await tries()).toBe(before + 1);
      expect((await lane()).held_until.getTime() - first.getTime()).toBeGreaterThan(MINUTE);
    });

    it('that answers again, though it refuses the one that asks: the others leave', async () => {
      await site.subscribe(20);
      const id = await released();
      const { twilio } = site.providers;
      Object.assign(site.providers, { twilio: 'http://127.0.0.1:1' });
      const down = await site.send();
      await until(async () => {
        const { rows } = await site.store.pool.query('select 1 from broadcast_lanes where troubles > 0');
        expect(rows).toHaveLength(1);
      });
      await down.stop();
      site.twilio.troubles.push({ status: 400, code: 21_211 });
      Object.assign(site.providers, { twilio });
      site.ahead += MINUTE;
      await site.send();
      await untilState(id, 'done');
      expect(Object.values(await site.states(id)).sort()).toEqual([1, 19]);
    });

    it('that takes the message and never answers: found there, and not sent again', async () => {
      const [one] = await site.subscribe(1);
      const id = await released();
      site.twilio.troubles.push({ status: 0, takeFirst: true, hangUp: true });
      await site.send();
      await untilStates(id, { sending: 1 });
      await until(async () => expect(site.takenBy()).toEqual([one?.address]));
      // Not asked at once: a slow provider takes a message in long after we gave up.
      expect(await site.states(id)).toEqual({ sending: 1 });
      site.ahead = 3 * MINUTE;
      await untilState(id, 'done');
      expect(await site.states(id)).toEqual({ accepted: 1 });
      expect(site.takenBy()).toHaveLength(1);
    });

    it('that hung up and has nothing: sent after all', async () => {
      await site.subscribe(1);
      const id = await released();
      site.twilio.troubles.push({ status: 0, hangUp: true });
      await site.send();
      await untilStates(id, { sending: 1 });
      site.ahead = 3 * MINUTE;
      await untilState(id, 'done');
      expect(await site.states(id)).toEqual({ accepted: 1 });
      expect(site.takenBy()).toHaveLength(1);
    });

    it('that keeps no list: unknown, and never repeated', async () => {
      const [one] = await site.subscribe(1, { channel: 'telegram' });
      const id = await released();
      site.telegram.troubles.push({ errorCode: 502, description: 'Bad Gateway' });
      await site.send();
      await untilState(id, 'done');
      expect(await site.states(id)).toEqual({ unknown: 1 });
      expect(site.takenBy()).not.toContain(one?.address);
    });

    it('that cannot be asked holds up nobody of another channel', async () => {
      await site.subscribe(20);
      await site.subscribe(1, { channel: 'telegram' });
      const id = await released();
      // A process that is gone had them all; the one by Telegram was the last.
      await site.store.pool.query(
        `update broadcast_sends set state = 'sending', claimed_by = 'gone',
           sending_at = $1::timestamptz + case channel when 'telegram' then interval '1 second' else interval '0' end`,
        [new Date(site.clock().getTime() - HOUR)],
      );
      Object.assign(site.providers, { twilio: 'http://127.0.0.1:1' });
      await site.send();
      await untilStates(id, { sending: 20, unknown: 1 });
    });

    it('that says it is too fast: as late as it says', async () => {
      await site.subscribe(2, { channel: 'telegram' });
      const id = await released();
      site.telegram.troubles.push({ errorCode: 429, description: 'Too Many Requests: retry after 30', retryAfter: 30 });
      await site.send();
      await untilStates(id, { planned: 1, accepted: 1 });
      site.ahead = MINUTE;
      await untilState(id, 'done');
      expect(await site.states(id)).toEqual({ accepted: 2 });
      expect(site.takenBy()).toHaveLength(2);
    });
  });

  describe('a database that goes away in the middle of it', () => {
    /** What a change of such rows meets, until it is back. */
    async function refuse(change: string): Promise<() => Promise<void>> {
      await site.store.pool.query(`
        create function refuse() returns trigger language plpgsql as $$ begin raise exception 'away'; end $$;
        create trigger away ${change} execute function refuse()`);
      return async () => void (await site.store.pool.query('drop function refuse cascade'));
    }

    it('after the messages were marked: they leave when it is back', async () => {
      await site.subscribe(3);
      const id = await released();
      const back = await refuse(
        "before update on broadcast_sends for each row when (old.state = 'sending' and new.state = 'planned')",
      );
      let asked = 0;
      await site.send({
        mayWrite: async () => {
          asked += 1;
          if (asked === 1) throw new Error('away');
          return site.wishes;
        },
      });
      await untilStates(id, { sending: 3 });
      await back();
      await untilState(id, 'done');
      expect(await site.states(id)).toEqual({ accepted: 3 });
      expect(site.takenBy()).toHaveLength(3);
    });

    it('when a result may have been written: written again, it undoes no later try', async () => {
      await site.subscribe(1);
      const id = await released();
      const [send] = await site.store.db
        .updateTable('broadcast_sends')
        .set({ state: 'sending', attempts: 2, claimed_by: 'later' })
        .returning('id')
        .execute();
      const given = { id: send?.id ?? '', broadcast: id, error: null, notBefore: null, tried: true, attempts: 1 };
      const write = (outcome: Pick<Result, 'state' | 'providerId'>) =>
        writeResults(site.store.pool, [{ ...given, ...outcome }], site.clock());
      await write({ state: 'planned', providerId: null });
      expect(await site.states(id)).toEqual({ sending: 1 });
      await write({ state: 'accepted', providerId: 'SM1' });
      expect(await site.states(id)).toEqual({ accepted: 1 });
    });

    it('just before the call: the provider is asked, and it leaves', async () => {
      const [parent] = await site.subscribe(1, { channel: 'whatsapp' });
      await keepTemplates(site.store.db, 'news', new Map([['fr', `HX${'c'.repeat(32)}`]]));
      await site.store.db.updateTable('templates').set({ state: 'approved' }).execute();
      await site.store.pool.query('update addresses set last_inbound_at = null where contact_id = $1', [
        parent?.contact,
      ]);
      const id = await released();
      const back = await refuse('before insert on outgoing for each row');
      await site.send();
      await until(async () => {
        const { rows } = await site.store.pool.query(
          "select claimed_by, error from broadcast_sends where state = 'sending'",
        );
        expect(rows).toEqual([{ claimed_by: null, error: 'interrupted' }]);
      });
      await back();
      site.ahead += 3 * MINUTE;
      await untilState(id, 'done');
      expect(await site.states(id)).toEqual({ accepted: 1 });
      expect(site.takenBy()).toHaveLength(1);
    });
  });

  describe('it stops by itself', () => {
    it('when the provider takes it for spam', async () => {
      await site.subscribe(200);
      const id = await released();
      site.twilio.troubles.push({ status: 400, code: 30007 });
      await site.send();
      await untilState(id, 'stopped');
      expect(await site.row(id)).toMatchObject({ reason: '30007' });
      expect((await site.states(id)).cancelled).toBeGreaterThan(0);
    });

    it('when a callback tells so later', async () => {
      await site.subscribe(2);
      const id = await released();
      await site.send();
      await untilStates(id, { accepted: 2 });
      await site.store.pool.query("update broadcasts set state = 'sending' where id = $1", [id]);
      const [send] = await site.store.db.selectFrom('broadcast_sends').select('id').execute();
      const error = { kind: 'rejected', code: '30007' } as const;
      expect(
        await recordSendStatus(
          site.store.pool,
          { kind: 'status', outgoingId: send?.id ?? '', state: 'failed', error },
          site.clock(),
        ),
      ).toBe(true);
      expect(await site.row(id)).toMatchObject({ state: 'stopped', reason: '30007' });
    });

    it('when too many fail; a few do not stop it', async () => {
      await site.subscribe(400);
      const id = await released();
      for (let fails = 0; fails < 19; fails += 1) site.twilio.troubles.push({ status: 400, code: 21211 });
      const sender = await site.send();
      await untilState(id, 'done');
      expect(await site.states(id)).toEqual({ accepted: 381, failed: 19 });
      const { rows } = await site.store.pool.query("select 1 from addresses where state = 'dead'");
      expect(rows).toHaveLength(19);
      await sender.stop();

      const second = await released('Bonsoir.');
      for (let fails = 0; fails < 381; fails += 1) site.twilio.troubles.push({ status: 400, code: 99 });
      await site.send();
      await untilState(second, 'stopped');
      expect(await site.row(second)).toMatchObject({ reason: 'failures' });
      await until(async () => expect((await site.states(second)).sending ?? 0).toBe(0));
      const { failed = 0, cancelled = 0 } = await site.states(second);
      expect(failed).toBeGreaterThanOrEqual(20);
      expect(cancelled).toBeGreaterThan(100);
    });
  });

  it('delivery states come in by callbacks, in any order, and never go down', async () => {
    await site.subscribe(1);
    const id = await released();
    await site.send();
    await untilStates(id, { accepted: 1 });
    const [send] = await site.store.db.selectFrom('broadcast_sends').select('id').execute();
    const told = (outgoingId: string, state: 'sent' | 'delivered') =>
      recordSendStatus(site.store.pool, { kind: 'status', outgoingId, state }, site.clock());
    expect(await told(send?.id ?? '', 'delivered')).toBe(true);
    expect(await told(send?.id ?? '', 'sent')).toBe(true);
    expect(await site.states(id)).toEqual({ delivered: 1 });
    expect(await told('00000000-0000-4000-8000-000000000000', 'sent')).toBe(false);
    expect(await told('no id at all', 'sent')).toBe(false);
  });

  describe('a correction', () => {
    /** A weekly message of two activities, sent to two of three who subscribed. */
    async function told(): Promise<{ occurrence: string; contacts: readonly string[] }> {
      const people = await site.subscribe(3);
      const occurrence = await site.activity('Atelier', 48);
      await site.activity('Sortie', 60);
      await makeDrafts(site.store.db, site.clock());
      const [weekly] = await site.broadcasts.list(await site.member());
      expect(await site.release(weekly?.id ?? '')).toBe('released');
      const [missed] = people;
      await site.store.pool.query("update broadcast_sends set state = 'failed' where contact_id = $1", [
        missed?.contact,
      ]);
      site.ahead += HOUR;
      await site.send();
      await untilState(weekly?.id ?? '', 'done');
      return { occurrence, contacts: people.slice(1).map(({ contact }) => contact) };
    }

    async function corrections(): Promise<readonly string[]> {
      await makeDrafts(site.store.db, site.clock());
      const rows = await site.store.db
        .selectFrom('broadcasts')
        .select('id')
        .where('kind', '=', 'correction')
        .where('state', '=', 'draft')
        .execute();
      return rows.map(({ id }) => id);
    }

    const recipients = async (id: string): Promise<readonly string[]> =>
      (await site.store.db.selectFrom('broadcast_sends').select('contact_id').where('broadcast_id', '=', id).execute())
        .map(({ contact_id }) => contact_id)
        .toSorted();

    it('goes to those who were told of it and only them, once', async () => {
      const { occurrence, contacts } = await told();
      expect(await corrections()).toEqual([]);
      await site.store.pool.query("update occurrences set state = 'cancelled' where id = $1", [occurrence]);
      const drafts = await corrections();
      expect(drafts).toHaveLength(1);
      expect(await corrections()).toEqual(drafts);
      const [id = ''] = drafts;
      const text = (await site.broadcasts.preview(await site.member(), id))?.groups[0]?.text;
      expect(text).toMatch(/^Annul.* : Atelier, /);
      expect(await site.release(id)).toBe('released');
      expect(await recipients(id)).toEqual(contacts.toSorted());
      await untilState(id, 'done');
      expect(await corrections()).toEqual([]);
    });

    it('leaves out who has a place and was told apart', async () => {
      const { occurrence, contacts } = await told();
      const [registered = '', other = ''] = contacts;
      await site.store.pool.query("update occurrences set state = 'cancelled' where id = $1", [occurrence]);
      const [now] = await readOccurrences(site.store.db, [occurrence]);
      await site.store.pool.query(
        'insert into registrations (id, occurrence_id, contact_id, code, told, created_at) values (gen_random_uuid(), $1, $2, $3, $4, now())',
        [occurrence, registered, '4711', now && digestOf(now)],
      );
      const [id = ''] = await corrections();
      expect(await site.release(id)).toBe('released');
      expect(await recipients(id)).toEqual([other]);
    });

    it('is not made again for whom it did not reach', async () => {
      const { occurrence } = await told();
      await site.store.pool.query("update occurrences set state = 'cancelled' where id = $1", [occurrence]);
      site.twilio.troubles.push({ status: 400, code: 21211 });
      const [id = ''] = await corrections();
      expect(await site.release(id)).toBe('released');
      await untilState(id, 'done');
      expect(await site.states(id)).toEqual({ accepted: 1, failed: 1 });
      await site.store.pool.query("update addresses set state = 'active'");
      expect(await corrections()).toEqual([]);
    });

    it('is not made where nobody who was told wants to hear of it', async () => {
      const { occurrence } = await told();
      await site.store.pool.query('update subscriptions set ended_at = now()');
      await site.store.pool.query("update occurrences set state = 'cancelled' where id = $1", [occurrence]);
      expect(await corrections()).toEqual([]);
    });

    it('of what is now at a place for mothers only goes to mothers', async () => {
      const { occurrence, contacts } = await told();
      const [mother = ''] = contacts;
      await site.store.pool.query(
        "update activities set visibility = 'mothers', place = 'Refuge' where id = (select activity_id from occurrences where id = $1)",
        [occurrence],
      );
      expect(await corrections()).toEqual([]);
      await site.store.pool.query('update subscriptions set mothers = true where contact_id = $1', [mother]);
      const [id = ''] = await corrections();
      expect(await site.release(id)).toBe('released');
      expect(await recipients(id)).toEqual([mother]);
    });

    it('is made again when it changes again, and then to each once', async () => {
      const { occurrence, contacts } = await told();
      const cancel = (state: string) =>
        site.store.pool.query('update occurrences set state = $2 where id = $1', [occurrence, state]);
      await cancel('cancelled');
      const [first = ''] = await corrections();
      await site.release(first);
      await untilState(first, 'done');
      await cancel('planned');
      const [second = ''] = await corrections();
      expect(await site.release(second)).toBe('released');
      expect(await recipients(second)).toEqual(contacts.toSorted());
    });

    it('that a person puts aside does not come back, unless something else changes', async () => {
      const { occurrence } = await told();
      await site.store.pool.query("update occurrences set state = 'cancelled' where id = $1", [occurrence]);
      const [id = ''] = await corrections();
      expect(await site.broadcasts.discard(await site.member(), id)).toBe(true);
      expect(await corrections()).toEqual([]);
      await site.store.pool.query(
        "update activities set place = 'Ailleurs' where id = (select activity_id from occurrences where id = $1)",
        [occurrence],
      );
      expect(await corrections()).toHaveLength(1);
    });
  });

  it('after 30 days nobody can tell who got it; how many did stays', async () => {
    await site.subscribe(2);
    const id = await released('Un texte reconnaissable.');
    await site.send();
    await untilState(id, 'done');
    const member = await site.member();
    const before = await site.broadcasts.progress(member, id);
    const { db } = site.store;
    await forgetOld(db, new Date(site.clock().getTime() + 30 * DAY - MINUTE));
    expect(await site.states(id)).toEqual({ accepted: 2 });
    expect(await forgetOld(db, new Date(site.clock().getTime() + 30 * DAY + MINUTE))).toBe(1);
    expect(await site.states(id)).toEqual({});
    expect(await db.selectFrom('broadcast_texts').selectAll().execute()).toEqual([]);
    expect((await site.row(id)).message).toBeNull();
    expect(await site.broadcasts.progress(member, id)).toEqual(before);
    expect(before).toEqual([{ channel: 'sms', state: 'accepted', reason: null, count: 2 }]);
  });

  it('nor of one that never came to its end', async () => {
    await site.subscribe(1);
    const id = await released();
    await site.store.pool.query("update broadcast_sends set state = 'sending', claimed_by = 'gone'");
    const { db } = site.store;
    await forgetOld(db, new Date(site.clock().getTime() + 32 * DAY - MINUTE));
    expect(await site.states(id)).toEqual({ sending: 1 });
    await forgetOld(db, new Date(site.clock().getTime() + 32 * DAY + MINUTE));
    expect(await site.states(id)).toEqual({});
  });

  it('who is erased is erased here too', async () => {
    const [one] = await site.subscribe(2);
    const id = await released();
    await site.store.pool.query('delete from contacts where id = $1', [one?.contact]);
    expect(await site.states(id)).toEqual({ planned: 1 });
  });

  it('a stop of the server leaves nothing in doubt', async () => {
    await site.subscribe(100);
    const id = await released();
    site.twilioGate.close('answer', SMS);
    const sender = await site.send({ rates: { telegram: 1, sms: 20, whatsapp: 1 } });
    await site.twilioGate.untilHeld(1);
    let stopped = false;
    void sender.stop().then(() => {
      stopped = true;
    });
    await vi.waitUntil(() => {
      site.twilioGate.open();
      return stopped;
    });
    const { accepted = 0, planned = 0, ...others } = await site.states(id);
    expect(others).toEqual({});
    expect(accepted).toBe(site.takenBy().length);
    expect(accepted + planned).toBe(100);
  });
});
