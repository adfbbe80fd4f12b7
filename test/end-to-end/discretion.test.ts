import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from '../support/console-site.ts';
import { HandoverSite, type Person } from '../support/handover-site.ts';
import { realAssistant } from '../support/live-papote.ts';
import { addressOf, untilTexted } from '../support/observe.ts';
import { newChat } from '../support/telegram-updates.ts';

const HUMAN = 'je veux parler à une personne';
const QUESTION = 'mon ex ne paie plus la pension alimentaire';
const ANNE: Person = { id: 'Anne', territories: ['liege'] };

const { say } = (await realAssistant()).renderer;

let site: HandoverSite;
beforeAll(async () => {
  site = await HandoverSite.open([ANNE]);
});
afterAll(() => site.stop());

/** A parent of Liège who has asked for a human and whom Anne has. */
async function withAnne(): Promise<{ chat: number; anne: Browser }> {
  const chat = newChat();
  await site.answered(chat, HUMAN);
  await site.answered(chat, 'Liège');
  const anne = await site.signIn('Anne');
  await site.telling(chat, () => site.post(anne, chat, 'take'));
  return { chat, anne };
}

const reply = (text: string) => ({ id: randomUUID(), text });

/** The state of what a person wrote to a parent. */
async function statesOf(chat: number): Promise<string[]> {
  const contact = (await addressOf(site.live, 'telegram', String(chat)))?.contact ?? '';
  const { db } = site.live.papote.store;
  const rows = await db
    .selectFrom('outgoing')
    .select('state')
    .where('contact_id', '=', contact)
    .where('kind', '=', 'human')
    .orderBy('created_at')
    .execute();
  return rows.map(({ state }) => state);
}

/** The queue's clock is the database's: what waits is due at once, as if its time had come. */
async function jobsAreDue(): Promise<void> {
  await site.live.papote.store.pool.query(
    `select graphile_worker.add_job('deliver', json_build_object('outgoing', array_agg(id order by position)),
       job_key := 'deliver:' || min(id))
     from outgoing where state = 'planned' group by contact_id`,
  );
}

/** The queue has looked and put off what it found. */
async function jobsWait(): Promise<boolean> {
  const { rows } = await site.live.papote.store.pool.query<{ wait: boolean }>(
    `select coalesce(bool_and(run_at > now() + interval '10 seconds'), false) as wait from graphile_worker.jobs
     where key like 'deliver:%'`,
  );
  return rows[0]?.wait ?? false;
}

describe('a parent who wants nothing by day', () => {
  it('reads in the evening what a person wrote in the morning; the hours go over midnight', async () => {
    site.now = site.at('10:00');
    const { chat, anne } = await withAnne();
    expect(await site.answered(chat, "ne m'écrivez pas entre 8h et 18h")).toBe(
      say('fr', 'discretion.hours_set', { from: '18:00', to: '8:00' }),
    );
    site.now = site.at('10:30');
    expect((await site.post(anne, chat, 'reply', reply('Ce soir.'))).statusCode).toBe(303);
    expect((await anne.get(await site.pageOf(chat))).body).toContain('partira 18:00');
    site.now = site.at('17:59');
    await jobsAreDue();
    await expect.poll(jobsWait).toBe(true);
    expect(await statesOf(chat)).toEqual(['planned']);
    site.now = site.at('18:00');
    expect(await site.telling(chat, jobsAreDue)).toBe('Ce soir.');
  });
});

describe('a parent who wants to be written to from 12 to 15 only', () => {
  it('reads what a person wrote at ten when it is twelve', async () => {
    site.now = site.at('10:00');
    const { chat, anne } = await withAnne();
    expect(await site.answered(chat, 'heures sûres 12h-15h')).toBe(
      say('fr', 'discretion.hours_set', { from: '12:00', to: '15:00' }),
    );
    site.now = site.at('10:30');
    expect((await site.post(anne, chat, 'reply', reply('À midi.'))).statusCode).toBe(303);
    expect((await anne.get(await site.pageOf(chat))).body).toContain('partira 12:00');
    site.now = site.at('11:59');
    await jobsAreDue();
    await expect.poll(jobsWait).toBe(true);
    expect(await statesOf(chat)).toEqual(['planned']);
    site.now = site.at('12:00');
    expect(await site.telling(chat, jobsAreDue)).toBe('À midi.');
  });

  it('reads it at once by writing before, and gets every answer at any time', async () => {
    site.now = site.at('10:00', 1);
    const { chat, anne } = await withAnne();
    await site.answered(chat, 'heures sûres 12h-15h');
    site.now = site.at('10:30', 1);
    await site.post(anne, chat, 'reply', reply('Je suis là.'));
    expect(await site.answered(chat, 'vous êtes là')).toBe('Je suis là.');
  });

  it('who says STOP meanwhile never reads it', async () => {
    site.now = site.at('10:00', 1);
    const { chat, anne } = await withAnne();
    await site.answered(chat, 'heures sûres 12h-15h');
    site.now = site.at('10:30', 1);
    await site.post(anne, chat, 'reply', reply('Trop tard.'));
    expect(await site.answered(chat, 'STOP')).toBe(say('fr', 'stop'));
    site.now = site.at('12:00', 1);
    await jobsAreDue();
    await expect.poll(() => statesOf(chat)).toEqual(['expired']);
    expect(site.told(chat)).not.toContain('Trop tard.');
  });
});

describe('a parent to whom nobody may write first', () => {
  it('is answered, and hears nothing else: no reply after ten minutes, no notice', async () => {
    site.now = site.at('10:00');
    const { chat, anne } = await withAnne();
    expect(await site.answered(chat, 'ne m’écrivez pas en premier')).toBe(say('fr', 'discretion.reply_only'));
    site.now = site.at('10:09');
    expect(await site.telling(chat, () => site.post(anne, chat, 'reply', reply('Bonjour')))).toBe('Bonjour');
    site.now = site.at('10:11');
    expect((await site.post(anne, chat, 'reply', reply('Encore'))).statusCode).toBe(409);
    const told = site.told(chat);
    await site.post(anne, chat, 'close', { outcome: 'answered' });
    // A notice of the end would stand before the answer to this.
    expect(await site.answered(chat, 'AIDE')).toBe(say('fr', 'help'));
    expect(site.told(chat)).toHaveLength(told.length + 1);
  });
});

describe('the phone in other hands', () => {
  it('"who is this?" right after danger is told nothing of it', async () => {
    site.now = site.at('10:00');
    const chat = newChat();
    const danger = await site.answered(chat, 'mon mari me frappe');
    expect(danger.startsWith(say('fr', 'danger.opening'))).toBe(true);
    expect(danger).toContain('112');
    expect(await site.answered(chat, 'c’est qui ?')).toBe(say('fr', 'who'));
    expect(await site.answered(chat, 'suite')).not.toMatch(/112|violen/i);
  });
});

describe('answers that do not help', () => {
  it('twice bring a person, and are counted without the person', async () => {
    site.now = site.at('10:00');
    const chat = newChat();
    await site.answered(chat, QUESTION);
    expect(await site.answered(chat, 'pas utile')).toContain(say('fr', 'useful.sorry'));
    expect(await site.answered(chat, 'ça ne m’aide pas')).toContain(say('fr', 'human.first'));
    expect(await site.request(chat)).toMatchObject({ state: 'open', reason: 'not-useful' });
    const { rows } = await site.live.papote.store.pool.query<{ names: number }>(
      `select count(*)::int as names from (select name from counted union all select name from counters) as all_names
       where name like 'useful:no:%'`,
    );
    expect(rows[0]?.names).toBeGreaterThan(0);
  });
});

describe('words below those of a person', () => {
  it('go back to that person once the conversation is closed; thanks do not', async () => {
    site.now = site.at('10:00');
    const { chat, anne } = await withAnne();
    await site.telling(chat, () => site.post(anne, chat, 'reply', reply('Venez jeudi à la permanence.')));
    await site.telling(chat, () => site.post(anne, chat, 'close', { outcome: 'met' }));
    expect(await site.answered(chat, 'merci')).toBe(say('fr', 'thanks'));
    expect(await site.requests(chat)).toHaveLength(1);
    const again = await withAnne();
    await site.telling(again.chat, () => site.post(again.anne, again.chat, 'reply', reply('Venez jeudi.')));
    await site.telling(again.chat, () => site.post(again.anne, again.chat, 'close', { outcome: 'met' }));
    await site.answered(again.chat, 'on fait comme on a dit jeudi');
    expect(await site.request(again.chat)).toMatchObject({ state: 'open', reason: 'reply', holder: 'Anne' });
  });
});

describe('"may I call you?" by SMS', () => {
  let lastNumber = 32_476_100_000;

  it.each([
    ['oui', 'human.call_yes', true],
    ['non', 'human.call_no', false],
  ])('%j', async (text, key, shown) => {
    site.now = new Date();
    lastNumber += 1;
    const number = `+${lastNumber}`;
    const writes = (Body: string) =>
      site.live.postTwilio('sms', { MessageSid: `SM-${randomUUID()}`, From: number, Body });
    await writes(HUMAN);
    await untilTexted(site.live, number, 1);
    const contact = (await addressOf(site.live, 'sms', number))?.contact ?? '';
    const { id } = await site.live.papote.store.db
      .updateTable('requests')
      .set({ territory: 'liege' })
      .where('contact_id', '=', contact)
      .returning('id')
      .executeTakeFirstOrThrow();
    const path = `/console/requests/${id}`;
    const anne = await site.signIn('Anne');
    await anne.get(path);
    await anne.post(`${path}/take`);
    await untilTexted(site.live, number, 2);
    await anne.get(path);
    expect((await anne.post(`${path}/ask-call`)).statusCode).toBe(303);
    await untilTexted(site.live, number, 3);
    expect((await anne.get(path)).body).not.toContain(number.slice(1));
    await writes(text);
    const texts = await untilTexted(site.live, number, 4);
    expect(texts.at(-1)?.body).toBe(say('fr', key));
    expect((await anne.get(path)).body.includes(number.slice(1))).toBe(shown);
  });
});
