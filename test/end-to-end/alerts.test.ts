import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeMail } from '../support/fake-mail.ts';
import { HandoverSite, type Person } from '../support/handover-site.ts';
import { newChat } from '../support/telegram-updates.ts';

const ANNE: Person = { id: 'Anne', territories: ['liege'] };
const BEA: Person = { id: 'Bea', deputyOf: ['liege'] };
const HUGO: Person = { id: 'Hugo', territories: ['huy'] };
const LUC: Person = { id: 'Luc', territories: ['namur'] };
const WIM: Person = { id: 'Wim', role: 'administrator', hours: [] };
const ZOE: Person = { id: 'Zoe', role: 'coordinator', centre: true, language: 'nl' };
const PATIENCE = { timeout: 30_000, interval: 20 };
const SECRET = 'je voudrais parler à une vraie personne à Liège';

let mail: FakeMail;
let site: HandoverSite;
beforeEach(async () => {
  mail = new FakeMail();
  const url = await mail.start();
  site = await HandoverSite.open([ANNE, BEA, HUGO, LUC, WIM, ZOE], { SMTP_URL: url, MAIL_FROM: 'papote@rfm.example' });
});
afterEach(async () => {
  await site.stop();
  await mail.stop();
});

it('who has a request in hands is told at once, where and how urgent, with a link and no word of the parent', async () => {
  const chat = newChat();
  await site.answered(chat, SECRET);
  const [first] = await mail.until(1);
  expect(first).toMatchObject({ to: 'anne@rfm.example' });
  const { id } = await site.request(chat);
  expect(first?.raw).toContain(`/console/requests/${id}`);
  expect(first?.raw).toContain('papote@rfm.example');
  expect(first?.subject).toBe('Nouvelle demande, Liège, priorité normale');
  expect(first?.raw).not.toContain('vraie personne');
  expect(first?.raw).not.toContain(String(chat));
});

it('danger that is happening is told to everybody of the chain, each in their language', async () => {
  const chat = newChat();
  await site.answered(chat, 'à Liège mon mari me frappe maintenant');
  const mails = await mail.until(4);
  expect(mails.map(({ to }) => to.split('@')[0]).sort()).toEqual(['anne', 'bea', 'hugo', 'zoe']);
  const dutch = mails.find(({ to }) => to.startsWith('zoe'));
  expect(dutch?.subject).toBe('Nieuwe aanvraag, Liège, gevaar: nu');
});

it('and each of them may look while nobody has taken it, but nobody else', async () => {
  const chat = newChat();
  await site.answered(chat, 'à Liège mon mari me frappe maintenant');
  await mail.until(4);
  const path = await site.pageOf(chat);
  const [anne, hugo, luc] = [await site.signIn('Anne'), await site.signIn('Hugo'), await site.signIn('Luc')];
  expect((await hugo.get(path)).statusCode).toBe(200);
  expect((await luc.get(path)).statusCode).toBe(404);
  await anne.get(path);
  expect((await anne.post(`${path}/take`)).statusCode).toBe(303);
  expect((await hugo.get(path)).statusCode).toBe(404);
});

it('who is given a taken request by a colleague is told of it, and nobody is told of what they took themselves', async () => {
  const chat = newChat();
  await site.answered(chat, SECRET);
  await mail.until(1);
  const path = await site.pageOf(chat);
  const anne = await site.signIn('Anne');
  await anne.get(path);
  expect((await anne.post(`${path}/take`)).statusCode).toBe(303);
  await site.duty();
  expect((await anne.post(`${path}/transfer`, { to: LUC.id })).statusCode).toBe(303);
  await site.duty();
  await site.duty();
  expect((await mail.until(2)).map(({ to }) => to)).toEqual(['anne@rfm.example', 'luc@rfm.example']);
});

it('what the mail server does not take is tried again in the next minute, and sent once', async () => {
  mail.refusals = 1;
  const chat = newChat();
  await site.answered(chat, SECRET);
  await vi.waitFor(async () => {
    expect(mail.refusals).toBe(0);
    expect((await site.request(chat)).alerted_at).toBeNull();
  }, PATIENCE);
  await site.duty();
  await mail.until(1);
  await vi.waitFor(async () => expect((await site.request(chat)).alerted_at).not.toBeNull(), PATIENCE);
  await site.duty();
  await site.answered(newChat(), SECRET);
  // A second telling of the first would stand before that of the second.
  expect((await mail.until(2)).map(({ raw }) => /requests\/(\d+)/.exec(raw)?.[1])).toEqual(['1', '2']);
});

/** A request of Liège that Anne has taken, after she was told of it. */
async function takenByAnne(text = SECRET): Promise<number> {
  const chat = newChat();
  const before = mail.received.length;
  await site.answered(chat, text);
  await mail.until(before + (text === SECRET ? 1 : 4));
  expect((await site.post(await site.signIn('Anne'), chat, 'take')).statusCode).toBe(303);
  return chat;
}

it('who is given a request that a colleague had taken is told at once, and once', async () => {
  const chat = await takenByAnne();
  const anne = await site.signIn('Anne');
  expect((await site.post(anne, chat, 'transfer', { to: 'Luc' })).statusCode).toBe(303);
  const told = (await mail.until(2))[1];
  expect([told?.to, told?.subject]).toEqual(['luc@rfm.example', 'Demande transmise, Liège, priorité normale']);
  const { id } = await site.request(chat);
  expect(told?.raw).toContain(`/console/requests/${id}`);
  await vi.waitFor(async () => expect((await site.request(chat)).alerted_at).not.toBeNull(), PATIENCE);
  await site.duty();
  await site.answered(newChat(), SECRET);
  // A second telling of the first would stand before that of the second.
  expect((await mail.until(3)).map(({ to }) => to.split('@')[0])).toEqual(['anne', 'luc', 'anne']);
});

it('of danger that a colleague had taken, too, only who is given it is told, as the chain has been', async () => {
  const chat = await takenByAnne('à Liège mon mari me frappe maintenant');
  const zoe = await site.signIn('Zoe');
  expect((await site.post(zoe, chat, 'transfer', { to: 'Zoe' })).statusCode).toBe(303);
  const told = (await mail.until(5))[4];
  expect([told?.to, told?.subject]).toEqual(['zoe@rfm.example', 'Doorgegeven aanvraag, Liège, gevaar: nu']);
  await site.answered(newChat(), SECRET);
  expect((await mail.until(6))[5]?.to).toBe('anne@rfm.example');
});

it('what the mail server does not take of a request that was given is tried again in the next minute', async () => {
  const chat = await takenByAnne();
  mail.refusals = 1;
  await site.post(await site.signIn('Anne'), chat, 'transfer', { to: 'Luc' });
  await vi.waitFor(async () => {
    expect(mail.refusals).toBe(0);
    expect((await site.request(chat)).alerted_at).toBeNull();
  }, PATIENCE);
  await site.duty();
  expect((await mail.until(2))[1]?.to).toBe('luc@rfm.example');
});

it('who takes a request before being told of it is not told any more', async () => {
  const chat = await takenByAnne();
  const { db } = site.live.papote.store;
  // As if the minute had not come yet.
  await db.updateTable('requests').set({ state: 'open', taken_by: null, alerted_at: null }).execute();
  expect((await site.post(await site.signIn('Anne'), chat, 'take')).statusCode).toBe(303);
  await site.duty();
  await site.answered(newChat(), 'je voudrais parler à une vraie personne à Namur');
  expect((await mail.until(2)).map(({ to }) => to.split('@')[0])).toEqual(['anne', 'luc']);
});

it('what was with somebody who is switched off is told to the next, once', async () => {
  const chat = await takenByAnne();
  const wim = await site.signIn('Wim');
  await wim.get('/console/staff/Anne');
  expect((await wim.post('/console/staff/Anne/deactivate')).statusCode).toBe(303);
  await site.duty();
  expect((await mail.until(2))[1]?.to).toBe('bea@rfm.example');
  await vi.waitFor(async () => expect((await site.request(chat)).alerted_at).not.toBeNull(), PATIENCE);
  await site.duty();
  await site.answered(newChat(), 'je voudrais parler à une vraie personne à Namur');
  expect((await mail.until(3))[2]?.to).toBe('luc@rfm.example');
});
