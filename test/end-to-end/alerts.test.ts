import { afterEach, beforeEach, expect, it } from 'vitest';
import { alertStaff, type SendAlert } from '../../src/handover/alert-staff.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { FakeMail } from '../support/fake-mail.ts';
import { HandoverSite, type Person } from '../support/handover-site.ts';
import { newChat } from '../support/telegram-updates.ts';

const ANNE: Person = { id: 'Anne', territories: ['liege'] };
const BEA: Person = { id: 'Bea', deputyOf: ['liege'] };
const ZOE: Person = { id: 'Zoe', role: 'coordinator', centre: true, language: 'nl' };
const SECRET = 'je voudrais parler à une vraie personne à Liège';

let mail: FakeMail;
let site: HandoverSite;
beforeEach(async () => {
  mail = new FakeMail();
  const url = await mail.start();
  site = await HandoverSite.open([ANNE, BEA, ZOE], { SMTP_URL: url, MAIL_FROM: 'papote@rfm.example' });
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
  const mails = await mail.until(3);
  expect(mails.map(({ to }) => to).sort()).toEqual(['anne@rfm.example', 'bea@rfm.example', 'zoe@rfm.example']);
  const dutch = mails.find(({ to }) => to.startsWith('zoe'));
  expect(dutch?.subject).toBe('Nieuwe aanvraag, Liège, gevaar: nu');
});

it('what could not be sent is tried again in the next minute, and sent once', async () => {
  await site.stop();
  site = await HandoverSite.open([ANNE, BEA, ZOE]);
  const chat = newChat();
  await site.answered(chat, SECRET);
  const workers = await site.workers();
  const sent: string[] = [];
  const minutePasses = (send: SendAlert): Promise<number> =>
    alertStaff({
      db: site.live.papote.store.db,
      roster: () => ({ workers, provinces: new Map() }),
      nameOf: () => 'Liège',
      logger: SILENT_LOGGER,
      clock: () => site.now,
      send,
    });
  await minutePasses(() => Promise.reject(new Error('not now')));
  expect((await site.request(chat)).alerted_at).toBeNull();
  await minutePasses(async ({ to }) => void sent.push(to));
  await minutePasses(async ({ to }) => void sent.push(to));
  expect(sent).toEqual(['anne@rfm.example']);
});
