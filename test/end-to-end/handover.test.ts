import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { dateAndTime } from '../../src/answering/render-promise.ts';
import type { Browser } from '../support/console-site.ts';
import { weekly } from '../support/duty.ts';
import { HandoverSite, type Person } from '../support/handover-site.ts';
import { realAssistant } from '../support/live-papote.ts';
import { newChat } from '../support/telegram-updates.ts';

const HUMAN = 'أريد أن أتكلم مع إنسان';
const QUESTION = 'طليقي لا يدفع النفقة';
const VIOLENCE = 'زوجي يضربني';

const ANNE: Person = { id: 'Anne', territories: ['liege'] };
const BEA: Person = { id: 'Bea', deputyOf: ['liege'] };
/** Comes at noon, so that what is promised tells who it is. */
const ZOE: Person = { id: 'Zoe', role: 'coordinator', centre: true, hours: weekly(1, 7, '12:00', '18:00') };
const ADMIN: Person = { id: 'Wim', role: 'administrator', hours: [] };
const DAY_AND_NIGHT = { hours: weekly(1, 7, '00:00', '24:00') };

const { say } = (await realAssistant()).renderer;

let site: HandoverSite;
afterEach(() => site.stop());

/** A parent of Liège who speaks Arabic and has asked for a human. */
async function asked(): Promise<number> {
  const chat = newChat();
  await site.answered(chat, HUMAN);
  await site.answered(chat, 'Liège');
  return chat;
}

function promise(when: Date, key: 'promise' | 'moved' = 'promise'): string {
  return say('ar', `human.${key}`, { when: dateAndTime(when.getTime(), 'ar') });
}

/** Somebody signs in and takes the request; the parent is told. */
async function takes(id: string, chat: number): Promise<Browser> {
  const browser = await site.signIn(id);
  const told = await site.telling(chat, async () =>
    expect((await site.post(browser, chat, 'take')).statusCode).toBe(303),
  );
  expect(told).toBe(say('ar', 'human.joined'));
  return browser;
}

async function closes(browser: Browser, chat: number): Promise<void> {
  const told = await site.telling(chat, () => site.post(browser, chat, 'close', { outcome: 'answered' }));
  expect(told).toBe(say('ar', 'human.back'));
}

describe('who is given a request, and what the parent is told', () => {
  it('is told when, in their language, is asked where, and then who works there is asked', async () => {
    site = await HandoverSite.open([ANNE, BEA, ZOE]);
    const chat = newChat();
    const first = await site.answered(chat, HUMAN);
    expect(first).toContain(promise(site.at('16:00')));
    expect(first).toContain(say('ar', 'human.where'));
    expect(await site.request(chat)).toMatchObject({ territory: null, holder: 'Zoe', due_at: site.at('16:00') });
    expect(await site.answered(chat, 'Liège')).toBe(promise(site.at('14:00')));
    expect(await site.request(chat)).toMatchObject({
      ...{ state: 'open', reason: 'asked', priority: 'normal', territory: 'liege' },
      ...{ holder: 'Anne', holder_as: 'tpr', due_at: site.at('14:00') },
    });
    expect(await site.answered(chat, HUMAN)).toBe(say('ar', 'human.already'));
    expect(await site.requests(chat)).toHaveLength(1);
  });

  it('a territory without anyone: the centre d’appui', async () => {
    site = await HandoverSite.open([ANNE, ZOE]);
    const chat = newChat();
    await site.answered(chat, HUMAN);
    expect(await site.answered(chat, 'Arlon')).toBe(promise(site.at('16:00')));
    expect(await site.request(chat)).toMatchObject({ territory: 'arlon-habay', holder: 'Zoe', holder_as: 'centre' });
  });

  it('nobody at all: no time is promised, no place asked, and the request is kept', async () => {
    site = await HandoverSite.open([ADMIN]);
    const chat = newChat();
    const told = await site.answered(chat, HUMAN);
    expect(told).toContain(say('ar', 'human.noted'));
    expect(told).not.toContain(say('ar', 'human.where'));
    expect(await site.request(chat)).toMatchObject({ state: 'open', holder: null });
  });

  it('danger does not ask where, but whoever says it by themselves is given to who works there', async () => {
    site = await HandoverSite.open([ANNE, ZOE]);
    const chat = newChat();
    expect(await site.answered(chat, VIOLENCE)).not.toContain(say('ar', 'human.where'));
    expect(await site.request(chat)).toMatchObject({ territory: null, holder: 'Zoe', priority: 'now' });
    await site.answered(chat, 'Liège');
    const placed = { territory: 'liege', holder: 'Anne', priority: 'now', due_at: site.at('10:15') };
    expect(await site.request(chat)).toMatchObject(placed);
    await site.answered(chat, 'Namur');
    expect(await site.request(chat)).toMatchObject(placed);
  });

  it('danger while it waits makes it urgent, and danger again does not put it off', async () => {
    site = await HandoverSite.open([ANNE, BEA]);
    const chat = await asked();
    site.now = site.at('10:20');
    expect(await site.answered(chat, VIOLENCE)).toContain('112');
    const urgent = { reason: 'danger', danger_class: 'violence', priority: 'now', territory: 'liege', holder: 'Anne' };
    expect(await site.request(chat)).toMatchObject({ ...urgent, due_at: site.at('10:35') });
    site.now = site.at('10:30');
    expect(await site.answered(chat, VIOLENCE)).toContain('112');
    expect(await site.request(chat)).toMatchObject({ ...urgent, due_at: site.at('10:35') });
    expect(await site.requests(chat)).toHaveLength(1);
  });
});

describe('a person answers', () => {
  it('from the console, and the parent reads it where they wrote, in whose language it is', async () => {
    site = await HandoverSite.open([ANNE, BEA]);
    const chat = await asked();
    const anne = await site.signIn('Anne');
    const { id } = await site.request(chat);
    expect((await anne.get('/console')).body).toContain(`href="/console/requests/${id}"`);
    await takes('Anne', chat);
    const reply = { id: randomUUID(), text: 'Bonjour, je suis Anne.' };
    const told = await site.telling(chat, async () =>
      expect((await site.post(anne, chat, 'reply', reply)).statusCode).toBe(303),
    );
    expect(told).toBe(`${say('ar', 'human.in_french')}\nBonjour, je suis Anne.`);
    expect((await site.post(anne, chat, 'reply', reply)).statusCode).toBe(303);
    const thread = (await anne.get(`/console/requests/${id}`)).body;
    for (const words of [HUMAN, 'Bonjour, je suis Anne.']) expect(thread).toContain(words);
    // A second telling would stand before this one.
    await closes(anne, chat);
  });

  it('without the proof of the form nothing goes', async () => {
    site = await HandoverSite.open([ANNE]);
    const chat = await asked();
    const anne = await takes('Anne', chat);
    const reply = { id: randomUUID(), text: 'Bonjour', csrf: 'x' };
    expect((await site.post(anne, chat, 'reply', reply)).statusCode).toBe(403);
    await closes(anne, chat);
  });

  it('and meanwhile the machine says nothing to a question, but answers danger and STOP', async () => {
    site = await HandoverSite.open([ANNE]);
    const chat = await asked();
    const anne = await takes('Anne', chat);
    const before = site.told(chat).length;
    await site.writes(chat, QUESTION);
    expect(await site.answered(chat, VIOLENCE)).toContain('112');
    expect(await site.answered(chat, 'STOP')).toBe(say('ar', 'stop'));
    expect(site.told(chat)).toHaveLength(before + 2);
    expect(await site.request(chat)).toMatchObject({ state: 'taken', taken_by: 'Anne' });
    const refused = await site.post(anne, chat, 'reply', { id: randomUUID(), text: 'Êtes-vous là ?' });
    expect([refused.statusCode, refused.body.includes('Êtes-vous là ?')]).toEqual([409, true]);
    site.now = site.at('10:05');
    await site.writes(chat, QUESTION);
    // Who writes after a STOP may be answered.
    const reply = { id: randomUUID(), text: 'Je suis là.' };
    await expect.poll(async () => (await site.post(anne, chat, 'reply', reply)).statusCode).toBe(303);
  });

  it('until it is closed: the machine is back; within 7 days the same person is asked again, later the chain', async () => {
    site = await HandoverSite.open([ANNE, BEA]);
    const chat = await asked();
    await closes(await takes('Bea', chat), chat);
    expect(await site.answered(chat, QUESTION)).toContain('SECAL');
    site.now = site.at('10:00', 6);
    await site.answered(chat, HUMAN);
    expect(await site.request(chat)).toMatchObject({ state: 'open', holder: 'Bea' });
    await closes(await takes('Bea', chat), chat);
    site.now = site.at('10:00', 14);
    await site.answered(chat, HUMAN);
    expect(await site.request(chat)).toMatchObject({ state: 'open', holder: 'Anne' });
    expect(await site.requests(chat)).toHaveLength(3);
  });
});

describe('nothing waits unseen', () => {
  it('a time that has passed: the next is asked, and the parent told', async () => {
    site = await HandoverSite.open([ANNE, BEA]);
    const chat = await asked();
    site.now = site.at('13:59');
    await site.minutePasses();
    expect(await site.request(chat)).toMatchObject({ holder: 'Anne', due_at: site.at('14:00') });
    site.now = site.at('14:01');
    // Bea has an hour less today than she is given.
    const tomorrow = site.at('10:01', 1);
    expect(await site.telling(chat, () => site.minutePasses())).toBe(promise(tomorrow, 'moved'));
    expect(await site.request(chat)).toMatchObject({ holder: 'Bea', tried: ['Anne'], due_at: tomorrow });
  });

  it('the same by night: the next is asked, and the parent sleeps', async () => {
    site = await HandoverSite.open([
      { ...ANNE, ...DAY_AND_NIGHT },
      { ...BEA, ...DAY_AND_NIGHT },
    ]);
    const chat = await asked();
    site.now = site.at('21:01');
    const told = site.told(chat);
    await site.minutePasses();
    expect(await site.request(chat)).toMatchObject({ holder: 'Bea' });
    // Had something gone out, it would stand before the answer to this.
    expect(await site.answered(chat, HUMAN)).toBe(say('ar', 'human.already'));
    expect(site.told(chat)).toHaveLength(told.length + 1);
  });

  it('and is told in the morning, once, while the new time still holds', async () => {
    site = await HandoverSite.open([
      { ...ANNE, ...DAY_AND_NIGHT },
      { ...BEA, ...DAY_AND_NIGHT },
    ]);
    const chat = await asked();
    site.now = site.at('04:30', 1);
    await site.minutePasses();
    expect(await site.request(chat)).toMatchObject({ holder: 'Bea', due_at: site.at('08:30', 1) });
    site.now = site.at('08:00', 1);
    expect(await site.telling(chat, () => site.minutePasses())).toBe(promise(site.at('08:30', 1), 'moved'));
    const told = site.told(chat).length;
    await site.minutePasses();
    expect(await site.answered(chat, HUMAN)).toBe(say('ar', 'human.already'));
    expect(site.told(chat)).toHaveLength(told + 1);
  });

  it('one that was forgotten beside another that waits joins that one', async () => {
    site = await HandoverSite.open([ANNE]);
    const chat = await asked();
    await takes('Anne', chat);
    const { contact_id } = await site.request(chat);
    // A danger that came at the very moment of the click.
    await site.live.papote.store.db
      .insertInto('requests')
      .values({ contact_id, reason: 'danger', priority: 'now', state: 'open', due_at: site.at('20:30', 1) })
      .execute();
    site.now = site.at('20:00', 1);
    expect(await site.telling(chat, () => site.minutePasses())).toBe(say('ar', 'human.silent_day'));
    const requests = await site.requests(chat);
    expect(requests.map(({ state, priority }) => [state, priority])).toEqual([
      ['open', 'now'],
      ['closed', 'normal'],
    ]);
  });

  it('one that was taken and forgotten for a day comes back, by day, and so does the machine', async () => {
    site = await HandoverSite.open([ANNE]);
    const chat = await asked();
    const anne = await takes('Anne', chat);
    site.now = site.at('20:00');
    await site.telling(chat, () => site.post(anne, chat, 'reply', { id: randomUUID(), text: 'Bonsoir' }));
    for (const still of [site.at('19:59', 1), site.at('22:00', 1)]) {
      site.now = still;
      await site.minutePasses();
      expect(await site.request(chat)).toMatchObject({ state: 'taken', taken_by: 'Anne' });
    }
    site.now = site.at('08:00', 2);
    expect(await site.telling(chat, () => site.minutePasses())).toBe(say('ar', 'human.silent_day'));
    expect(await site.request(chat)).toMatchObject({ state: 'open', taken_by: null });
    expect(await site.answered(chat, QUESTION)).toContain('SECAL');
    await site.minutePasses();
    expect(await site.request(chat)).toMatchObject({ state: 'open', holder: 'Anne', due_at: site.at('13:00', 2) });
  });

  it('what was with somebody who is switched off goes back to the queue, and to the next', async () => {
    site = await HandoverSite.open([ANNE, BEA, ADMIN]);
    const [held, taken] = [await asked(), await asked()];
    const anne = await takes('Anne', taken);
    const admin = await site.signIn('Wim');
    await admin.get('/console/staff/Anne');
    expect((await admin.post('/console/staff/Anne/deactivate')).statusCode).toBe(303);
    for (const chat of [held, taken])
      expect(await site.request(chat)).toMatchObject({ state: 'open', taken_by: null, due_at: site.now });
    expect((await anne.get('/console')).headers.location).toMatch(/^\/console\/sign-in/);
    await site.minutePasses();
    for (const chat of [held, taken]) expect(await site.request(chat)).toMatchObject({ state: 'open', holder: 'Bea' });
  });
});
