import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ensureSampleMonth } from '../../src/calendar/demo-month.ts';
import { remind } from '../../src/calendar/remind.ts';
import { forgetOld } from '../../src/contacts/forget-old.ts';
import { dayAt, dayNumber } from '../../src/handover/brussels-day.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { openStore } from '../../src/store/open-store.ts';
import { wire } from '../../src/wiring.ts';
import { startDemo } from '../support/browser.ts';
import { type LivePapote, PUBLIC_URL, realAssistant, startLivePapote } from '../support/live-papote.ts';
import { addressOf, untilTexted, untilTold } from '../support/observe.ts';
import { messageUpdate, newChat } from '../support/telegram-updates.ts';
import { makeDatabase } from '../support/test-database.ts';

const { say } = (await realAssistant()).renderer;
const DAY = 86_400_000;
/** What the clock in Brussels reads, so many days from today. */
function inDays(days: number, hour: number): Date {
  const [stretch] = dayNumber(dayAt(Date.now()).number + days).stretches;
  return new Date((stretch?.midnight ?? 0) + hour * 3_600_000);
}

/** In a week, so that whatever the day is it lies in the coming ten. */
const SOON = inDays(7, 14);

let live: LivePapote;
beforeAll(async () => {
  const databaseUrl = await makeDatabase();
  await plan(databaseUrl);
  live = await startLivePapote({ DATABASE_URL: databaseUrl });
});
afterAll(() => live.stop());

/** Five activities in Huy: one with two places, the last with as many as come, the others without registration. */
async function plan(databaseUrl: string): Promise<void> {
  const store = await openStore({ databaseUrl, dataDir: '/nowhere', notice: () => undefined });
  for (const [index, title] of ['Bricolage', 'Balade', 'Atelier', 'Groupe', 'Musée'].entries()) {
    const { id } = await store.db
      .insertInto('activities')
      .values({
        ...{ territory: 'huy', title, kind: 'workshop', audience: 'parents', town: 'Huy', price: 0 },
        ...{
          registration: ['required', 'none', 'none', 'none', 'wished'][index] ?? 'none',
          places: index === 0 ? 2 : null,
        },
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    const startsAt = new Date(SOON.getTime() + index * 60_000);
    await store.db
      .insertInto('occurrences')
      .values({ activity_id: id, starts_at: startsAt, ends_at: new Date(startsAt.getTime() + 7_200_000) })
      .execute();
  }
  await store.close();
}

interface Phone {
  write(text: string): Promise<string>;
  readonly contact: () => Promise<string>;
}

let lastNumber = 32_479_000_000;

function phone(channel: 'sms' | 'whatsapp' | 'telegram', chat = newChat()): Phone {
  if (channel === 'telegram') {
    let told = 0;
    return {
      async write(text) {
        await live.postTelegram(messageUpdate(chat, { text }));
        told += 1;
        return String((await untilTold(live, chat, told))[told - 1]?.payload.text);
      },
      contact: async () => (await addressOf(live, 'telegram', String(chat)))?.contact ?? '',
    };
  }
  lastNumber += 1;
  const address = `+${lastNumber}`;
  const from = channel === 'sms' ? address : `whatsapp:${address}`;
  let texted = 0;
  return {
    async write(Body) {
      await live.postTwilio(channel, { MessageSid: `SM-${randomUUID()}`, From: from, Body });
      texted += 1;
      return (await untilTexted(live, from, texted))[texted - 1]?.body ?? '';
    },
    contact: async () => (await addressOf(live, channel, address))?.contact ?? '',
  };
}

async function rowsOf(table: 'registrations' | 'subscriptions', contact: string) {
  const { rows } = await live.papote.store.pool.query<Record<string, unknown>>(
    `select * from ${table} where contact_id = $1`,
    [contact],
  );
  return rows;
}

describe('what there is to do', () => {
  it.each([
    ['sms', 'activités à Huy', 'suite'],
    ['whatsapp', 'الأنشطة في لييج', 'المزيد'],
    ['telegram', "Liège'de etkinlikler", 'devam'],
  ] as const)('is told by %s to %j, three at a time', async (channel, question, more) => {
    const parent = phone(channel);
    const first = await parent.write(question);
    expect(first).toMatch(/1\. [\s\S]*Bricolage[\s\S]*2\. [\s\S]*Balade[\s\S]*3\. [\s\S]*Atelier/);
    expect(first).not.toContain('Groupe');
    expect(first).toContain(`${PUBLIC_URL}/agenda/`);
    expect(await parent.write(more)).toMatch(/1\. [\s\S]*Groupe[\s\S]*2\. [\s\S]*Musée/);
  });
});

describe('a place', () => {
  it('is taken with a code and no name; of three who want the last two at once, one is told that it is full', async () => {
    const parents = [phone('sms'), phone('whatsapp'), phone('telegram')];
    for (const parent of parents) await parent.write('activités à Huy');
    const answers = await Promise.all(parents.map((parent) => parent.write('1 je viens')));
    const full = answers.filter((answer) => answer.startsWith(say('fr', 'agenda.full')));
    const codes = answers.flatMap((answer) => /[A-Z0-9]{4}(?=\. Pas besoin)/.exec(answer)?.[0] ?? []);
    expect(full).toHaveLength(1);
    expect(new Set(codes).size).toBe(2);
    const { rows } = await live.papote.store.pool.query<{ code: string }>('select code from registrations');
    expect(rows.map(({ code }) => code).sort()).toEqual([...codes].sort());
    const unlucky = parents[answers.findIndex((answer) => answer.startsWith(say('fr', 'agenda.full')))];
    const lucky = parents.find((parent) => parent !== unlucky);
    expect(await lucky?.write('je ne viens plus')).toBe(say('fr', 'agenda.register_cancelled'));
    expect(await unlucky?.write('1 je viens')).toMatch(/[A-Z0-9]{4}(?=\. Pas besoin)/);
  });

  it('is forgotten with the parent, and 30 days after the activity', async () => {
    const parent = phone('telegram');
    await parent.write('activités à Huy');
    await live.papote.store.pool.query('update activities set places = 50 where places is not null');
    await parent.write('1 je viens');
    await parent.write('oui');
    const contact = await parent.contact();
    expect(await rowsOf('registrations', contact)).toMatchObject([{ remind: true, cancelled_at: null }]);
    await parent.write('effacer');
    await parent.write('oui');
    await vi.waitFor(async () => expect(await rowsOf('registrations', contact)).toEqual([]));
    await forgetOld(live.papote.store.db, new Date(SOON.getTime() + 29 * DAY));
    const count = () => live.papote.store.pool.query('select 1 from registrations').then(({ rowCount }) => rowCount);
    expect(await count()).toBeGreaterThan(0);
    await forgetOld(live.papote.store.db, new Date(SOON.getTime() + 31 * DAY));
    expect(await count()).toBe(0);
  });
});

describe('a reminder', () => {
  const reminded = (text: string): boolean => text.startsWith(say('fr', 'agenda.remind'));
  const remindAt = async (now: Date): Promise<void> => {
    const { papote, config } = live;
    const { renderer } = await realAssistant();
    await remind({
      ...{ db: papote.store.db, sealer: papote.sealer, logger: SILENT_LOGGER, clock: () => now },
      channels: new Map(wire(config).channels.map((channel) => [channel.name, channel])),
      renderer: () => renderer,
    });
  };

  /** A parent who comes to the last activity and wants to be reminded. */
  async function wishing(): Promise<{ chat: number; parent: Phone }> {
    const chat = newChat();
    const parent = phone('telegram', chat);
    for (const text of ['activités à Huy', 'suite', '2 je viens', 'oui']) await parent.write(text);
    return { chat, parent };
  }

  const remindersOf = (chat: number): string[] =>
    live.telegram
      .of('sendMessage')
      .filter(({ payload }) => String(payload.chat_id) === String(chat))
      .map(({ payload }) => String(payload.text))
      .filter(reminded);

  it('comes once, the day before, to who still comes and is not asleep', async () => {
    const { chat } = await wishing();
    const other = await wishing();
    await other.parent.write('je ne viens plus');
    const stopped = await wishing();
    await stopped.parent.write('STOP');
    for (const early of [inDays(5, 12), inDays(6, 9)]) await remindAt(early);
    await remindAt(inDays(6, 12));
    await remindAt(inDays(6, 13));
    await vi.waitFor(() => expect(remindersOf(chat)).toHaveLength(1), { timeout: 30_000 });
    expect(remindersOf(chat)[0]).toContain('Musée');
    const { rows } = await live.papote.store.pool.query("select not_after from outgoing where kind = 'notice'");
    // What a provider in trouble keeps is not sent in the night.
    expect(rows).toEqual([{ not_after: inDays(6, 20) }]);
  });

  it('that waits for safe hours is not sent when the activity is cancelled meanwhile', async () => {
    const { parent } = await wishing();
    const contact = await parent.contact();
    await live.papote.store.pool.query('update contacts set safe_from = 1080, safe_to = 1200 where id = $1', [contact]);
    await remindAt(inDays(6, 12));
    const states = async () => {
      const { rows } = await live.papote.store.pool.query<{ state: string }>(
        "select state from outgoing where contact_id = $1 and kind = 'notice'",
        [contact],
      );
      return rows.map(({ state }) => state);
    };
    expect(await states()).toEqual(['planned']);
    const musee = "from activities where activities.id = activity_id and title = 'Musée'";
    await live.papote.store.pool.query(`update occurrences set state = 'cancelled' ${musee}`);
    await remindAt(inDays(6, 12));
    expect(await states()).toEqual(['cancelled']);
    await live.papote.store.pool.query(`update occurrences set state = 'planned' ${musee}`);
  });
});

describe('the weekly message', () => {
  it('is agreed to with a proof, paused, ended by STOP in any language, and START does not bring it back', async () => {
    const parent = phone('sms');
    await parent.write('activités à Huy');
    expect(await parent.write('oui')).toMatch(/chaque semaine/);
    const contact = await parent.contact();
    const given = { territory: 'huy', channel: 'sms', wording: 'offer:1:fr', ended_at: null };
    expect(await rowsOf('subscriptions', contact)).toMatchObject([given]);
    await parent.write('pause');
    expect(await rowsOf('subscriptions', contact)).toMatchObject([{ paused_until: expect.any(Date) }]);
    await parent.write('STOPP');
    expect(await rowsOf('subscriptions', contact)).toMatchObject([{ ended_at: expect.any(Date) }]);
    await parent.write('START');
    expect(await rowsOf('subscriptions', contact)).toMatchObject([{ ended_at: expect.any(Date) }]);
    await parent.write("envoyez-moi l'agenda chaque semaine");
    expect(await rowsOf('subscriptions', contact)).toMatchObject([{ wording: 'asked:1:fr', ended_at: null }]);
    await parent.write('effacer');
    await parent.write('oui');
    await vi.waitFor(async () => expect(await rowsOf('subscriptions', contact)).toEqual([]));
  });
});

describe('the demo', () => {
  it('answers what there is to do from its first start on', async () => {
    const demo = await startDemo();
    const talk = async (text: string): Promise<string> => {
      const response = await fetch(`${demo.address}/talk/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ channel: 'sms', from: 'parent', text }),
      });
      return response.text();
    };
    expect(await talk('activités ce mois-ci à Huy')).toMatch(/1\. [\s\S]*Huy/);
    await demo.stop();
  });
});

describe('the sample month', () => {
  it('enters a calendar in which nothing ever was, once', async () => {
    const store = await openStore({ databaseUrl: await makeDatabase(), dataDir: '/nowhere', notice: () => undefined });
    const { sample } = await realAssistant();
    const both = await Promise.all([1, 2].map(() => ensureSampleMonth(store.db, sample, new Date())));
    expect(both.filter(Boolean)).toHaveLength(1);
    const rows = await store.db.selectFrom('activities').select('id').execute();
    expect(rows.length).toBeGreaterThan(30);
    await store.close();
  });
});
