import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { digestOf, readOccurrences } from '../../src/broadcast/plan.ts';
import { END_BROADCAST } from '../../src/broadcast/results.ts';
import { addByHand, changeFields, findActivity, setCancelled } from '../../src/calendar/edit-activity.ts';
import { tellRegistered } from '../../src/calendar/tell-registered.ts';
import { forgetOld } from '../../src/contacts/forget-old.ts';
import { dayAt, dayNumber } from '../../src/handover/brussels-day.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { wire } from '../../src/wiring.ts';
import { type LivePapote, realAssistant, startLivePapote } from '../support/live-papote.ts';
import { addressOf, outgoingTo, untilTexted, untilTold } from '../support/observe.ts';
import { messageUpdate, newChat } from '../support/telegram-updates.ts';
import { written } from '../support/written.ts';

const { renderer } = await realAssistant();
const { say } = renderer;
const PATIENCE = { timeout: 30_000 };
const MINUTE = 60_000;
const DAY = 86_400_000;

/** What the clock in Brussels reads, so many days from today. */
function inDays(days: number, hour: number): Date {
  const [stretch] = dayNumber(dayAt(Date.now()).number + days).stretches;
  return new Date((stretch?.midnight ?? 0) + hour * 3_600_000);
}

/** When the activity takes place, and when the calendar is changed: in the week before, at noon. */
const SOON = inDays(8, 14);
const CHANGED = inDays(5, 12);
const TOLD = new Date(CHANGED.getTime() + 6 * MINUTE);

describe('who has a place in what is cancelled or moved', { timeout: 90_000 }, () => {
  let live: LivePapote;
  beforeAll(async () => {
    live = await startLivePapote();
  });
  afterAll(() => live.stop());

  let activity: { id: string; time: string };
  beforeEach(async () => {
    const { db, pool } = live.papote.store;
    await pool.query('truncate activities cascade');
    const plain = written({
      ...{ at: '2026-11-21 14:00', title: 'Cuisine du monde', registration: { is: 'required' } },
    });
    const times = [{ startsAt: SOON, endsAt: null, wholeDay: false, cancelled: false }];
    const id = await addByHand(db, { ...plain, times }, new Date());
    activity = { id, time: (await findActivity(db, id))?.times[0]?.id ?? '' };
  });

  const tell = (now = TOLD): Promise<void> =>
    tellRegistered({
      ...{ db: live.papote.store.db, sealer: live.papote.sealer, logger: SILENT_LOGGER, clock: () => now },
      channels: new Map(wire(live.config).channels.map((channel) => [channel.name, channel])),
      renderer: () => renderer,
    });

  const cancel = (cancelled = true): Promise<boolean> =>
    setCancelled(live.papote.store.db, { activity: activity.id, time: activity.time, cancelled }, CHANGED);

  async function moveTo(place: string): Promise<void> {
    const known = await findActivity(live.papote.store.db, activity.id);
    if (known === null) throw new Error('the activity is gone');
    const fields = { ...known.fields, place: { ...known.fields.place, name: place } };
    await changeFields(live.papote.store.db, activity.id, { ...known, fields }, CHANGED);
  }

  interface Parent {
    /** What came besides answers. */
    told(): Promise<readonly string[]>;
    write(text: string): Promise<string>;
    contact(): Promise<string>;
    registration(): Promise<Record<string, unknown> | undefined>;
    /** Texts that wait or went, by state. */
    notices(): Promise<readonly string[]>;
  }

  let lastNumber = 32_476_000_000;

  /** A parent with a place, by Telegram or by SMS. */
  async function registered(
    channel: 'telegram' | 'sms' | 'whatsapp' = 'telegram',
    words: readonly string[] = ['activités à Huy', '1 je viens'],
  ): Promise<Parent> {
    lastNumber += 1;
    const chat = newChat();
    const number = `+${lastNumber}`;
    const address = channel === 'telegram' ? String(chat) : number;
    const from = channel === 'whatsapp' ? `whatsapp:${number}` : number;
    let answers = 0;
    const contact = async (): Promise<string> => (await addressOf(live, channel, address))?.contact ?? '';
    const texts = (): string[] =>
      channel === 'telegram'
        ? live.telegram
            .of('sendMessage')
            .filter(({ payload }) => String(payload.chat_id) === address)
            .map(({ payload }) => String(payload.text))
        : live.twilio.taken.filter(({ to }) => to === from).map(({ body }) => body ?? '');
    const parent: Parent = {
      contact,
      async write(text) {
        answers = texts().length + 1;
        if (channel === 'telegram') await live.postTelegram(messageUpdate(chat, { text }));
        else await live.postTwilio(channel, { MessageSid: `SM-${randomUUID()}`, From: from, Body: text });
        if (channel === 'telegram') await untilTold(live, chat, answers);
        else await untilTexted(live, from, answers);
        return texts()[answers - 1] ?? '';
      },
      async told() {
        return texts().slice(answers);
      },
      async registration() {
        const { rows } = await live.papote.store.pool.query<Record<string, unknown>>(
          'select * from registrations where contact_id = $1',
          [await contact()],
        );
        return rows[0];
      },
      async notices() {
        const rows = await outgoingTo(live, channel, address);
        return rows.filter(({ kind }) => kind === 'notice').map(({ state }) => state);
      },
    };
    for (const text of words) await parent.write(text);
    expect(await parent.registration()).toMatchObject({ cancelled_at: null });
    return parent;
  }

  const untilHears = (parent: Parent, start: string) =>
    vi.waitFor(async () => expect(await parent.told()).toEqual([expect.stringContaining(start)]), PATIENCE);

  it.each([
    ['telegram', 'fr', ['activités à Huy', '1 je viens']],
    ['sms', 'fr', ['activités à Huy', '1 je viens']],
    ['telegram', 'tr', ["Huy'de etkinlikler", 'Huy', '1 geliyorum']],
  ] as const)(
    'by %s, in %s, hears once that it is cancelled, and the place is closed',
    async (channel, language, words) => {
      const parent = await registered(channel, words);
      await cancel();
      await tell();
      await untilHears(parent, say(language, 'agenda.called_off'));
      await tell(new Date(TOLD.getTime() + 10 * MINUTE));
      expect(await parent.notices()).toHaveLength(1);
      expect((await parent.told())[0]).toContain('Cuisine du monde');
      expect(await parent.registration()).toMatchObject({ cancelled_at: TOLD });
    },
  );

  it('hears once where it is now, keeps the code, and can give the place back with the words that are told', async () => {
    const parent = await registered();
    const { code } = (await parent.registration()) ?? {};
    await moveTo('Bibliothèque');
    await tell();
    await untilHears(parent, say('fr', 'agenda.moved', { code: String(code) }));
    expect((await parent.told())[0]).toContain('Bibliothèque');
    await tell(new Date(TOLD.getTime() + 10 * MINUTE));
    expect(await parent.notices()).toHaveLength(1);
    expect(await parent.registration()).toMatchObject({ cancelled_at: null });
    expect(await parent.write('je ne viens plus')).toBe(say('fr', 'agenda.register_cancelled'));
    await cancel();
    await tell();
    expect(await parent.notices()).toHaveLength(1);
  });

  it('hears the address of a place for mothers only, which nobody else is told', async () => {
    const parent = await registered();
    const known = await findActivity(live.papote.store.db, activity.id);
    if (known === null) throw new Error('the activity is gone');
    const place = { ...known.fields.place, address: 'rue Cachée 7' };
    const fields = { ...known.fields, visibility: 'mothers', place } as const;
    await changeFields(live.papote.store.db, activity.id, { ...known, fields }, CHANGED);
    await tell();
    await untilHears(parent, 'rue Cachée 7');
    expect((await parent.told())[0]).toContain('lieu protégé');
  });

  it('hears nothing of a slip that is put right within five minutes, nor of other changes', async () => {
    const parent = await registered();
    await cancel();
    await tell(new Date(CHANGED.getTime() + MINUTE));
    await cancel(false);
    const known = await findActivity(live.papote.store.db, activity.id);
    if (known === null) throw new Error('the activity is gone');
    const fields = { ...known.fields, price: 300 };
    await changeFields(live.papote.store.db, activity.id, { ...known, fields }, CHANGED);
    await tell();
    expect(await parent.notices()).toEqual([]);
    expect(await parent.registration()).toMatchObject({ cancelled_at: null });
  });

  /** A correction about the activity as it is now, to that parent, in some state. */
  async function corrected(parent: Parent, state: string): Promise<string> {
    const { db, pool } = live.papote.store;
    const [now] = await readOccurrences(db, [activity.time]);
    const id = randomUUID();
    await pool.query(
      `with broadcast as (
         insert into broadcasts (id, kind, territory, state, send_at, not_after)
         values ($1, 'correction', 'huy', 'released', $2, $3) returning id
       ), texts as (
         insert into broadcast_texts (broadcast_id, language, channel, mothers, body, weight)
         select id, 'fr', 'telegram', false, ''::bytea, 1 from broadcast returning id
       ), tellings as (
         insert into broadcast_tellings (text_id, occurrence_id, digest) select id, $4, $5 from texts
       )
       insert into broadcast_sends (broadcast_id, contact_id, address_id, text_id, channel, state)
       select $1, addresses.contact_id, addresses.id, texts.id, 'telegram', $6 from texts, addresses where contact_id = $7`,
      [id, inDays(7, 9), SOON, activity.time, now && digestOf(now), state, await parent.contact()],
    );
    return id;
  }

  it('is not told what a correction has told', async () => {
    const parent = await registered();
    await cancel();
    await corrected(parent, 'delivered');
    await tell();
    expect(await parent.notices()).toEqual([]);
    expect(await parent.registration()).toMatchObject({ cancelled_at: TOLD });
  });

  it('waits for a correction that is to come, and is told when that is stopped', async () => {
    const parent = await registered();
    await cancel();
    const id = await corrected(parent, 'planned');
    await tell();
    expect(await parent.notices()).toEqual([]);
    expect(await parent.registration()).toMatchObject({ cancelled_at: null });
    await live.papote.store.pool.query(END_BROADCAST, [id, 'by-hand', CHANGED]);
    await tell();
    await untilHears(parent, say('fr', 'agenda.called_off'));
  });

  it('is told between 8:00 and 20:00 only', async () => {
    const parent = await registered();
    await cancel();
    for (const night of [inDays(5, 20), inDays(6, 7)]) await tell(night);
    expect(await parent.notices()).toEqual([]);
    await tell(inDays(6, 8));
    expect(await parent.notices()).toHaveLength(1);
  });

  it('is told within the hours that they wish, and not at all once it has begun', async () => {
    const [parent, other] = [await registered(), await registered()];
    for (const [one, from] of [
      [parent, 18 * 60],
      [other, 21 * 60],
    ] as const)
      await live.papote.store.pool.query('update contacts set safe_from = $2, safe_to = 1380 where id = $1', [
        await one.contact(),
        from,
      ]);
    await cancel();
    await tell();
    expect([await parent.notices(), await other.notices()]).toEqual([[], []]);
    await tell(inDays(5, 19));
    expect([await parent.notices(), await other.notices()]).toEqual([['planned'], []]);
    await live.papote.store.pool.query('update contacts set safe_from = null, safe_to = null');
    await tell(inDays(8, 15));
    expect(await other.notices()).toEqual([]);
  });

  it('is not told after STOP; the place is closed all the same', async () => {
    const parent = await registered();
    await parent.write('STOP');
    await cancel();
    await tell();
    expect(await parent.notices()).toEqual([]);
    expect(await parent.registration()).toMatchObject({ cancelled_at: TOLD });
  });

  it('is told on WhatsApp as soon as they have written again', async () => {
    const parent = await registered('whatsapp');
    await cancel();
    await tell();
    expect(await parent.notices()).toEqual([]);
    expect(await parent.registration()).toMatchObject({ cancelled_at: null });
    await live.papote.store.pool.query('update addresses set last_inbound_at = $2 where contact_id = $1', [
      await parent.contact(),
      CHANGED,
    ]);
    await tell();
    expect(await parent.notices()).toHaveLength(1);
  });

  it('is told anew the next day what a provider kept until the evening', async () => {
    const parent = await registered();
    await live.papote.store.pool.query('update contacts set safe_from = 480, safe_to = 1200 where id = $1', [
      await parent.contact(),
    ]);
    await cancel();
    await tell();
    await live.papote.store.pool.query(
      "update outgoing set state = 'expired' where kind = 'notice' and contact_id = $1",
      [await parent.contact()],
    );
    await tell(inDays(6, 8));
    await tell(inDays(6, 9));
    expect((await parent.notices()).filter((state) => state !== 'expired')).toHaveLength(1);
  });

  it('who asked to be reminded hears of the new day, and is reminded of it', async () => {
    const parent = await registered('telegram', ['activités à Huy', '1 je viens', 'oui']);
    await live.papote.store.pool.query('update registrations set reminded_at = now(), reminder = $1', ['gone']);
    await live.papote.store.pool.query('update occurrences set starts_at = $1', [inDays(12, 14)]);
    await moveTo('Bibliothèque');
    await tell();
    expect(await parent.registration()).toMatchObject({ remind: true, reminded_at: null });
  });

  it('what was told is forgotten with the parent, and 30 days after the activity', async () => {
    const parent = await registered();
    await moveTo('Bibliothèque');
    await tell();
    const contact = await parent.contact();
    const [{ notice = '' } = {}] = (
      await live.papote.store.pool.query<{ notice: string }>('select notice from registrations where contact_id = $1', [
        contact,
      ])
    ).rows;
    expect(notice).not.toBe('');
    await forgetOld(live.papote.store.db, new Date(SOON.getTime() + 31 * DAY));
    expect(await parent.registration()).toBeUndefined();
    const { rows } = await live.papote.store.pool.query('select body from outgoing where id = $1', [notice]);
    expect(rows).toEqual([{ body: null }]);
    await parent.write('effacer');
    await parent.write('oui');
    const left = async () =>
      (await live.papote.store.pool.query('select 1 from outgoing where contact_id = $1', [contact])).rowCount;
    await vi.waitFor(async () => expect(await left()).toBe(0), PATIENCE);
  });
});
