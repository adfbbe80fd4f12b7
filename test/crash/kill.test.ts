import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CrashSite } from '../support/crash-site.ts';
import type { PapoteProcess } from '../support/papote-process.ts';
import { messageUpdate, newChat } from '../support/telegram-updates.ts';

/** Each is answered by one message, and by another one than the others. */
const ASKED = ['aide', 'vie privée', 'humain'];
const PARENT = '+32470000001';
const PARENTS = [PARENT, '+32470000002', '+32470000003', '+32470000004', '+32470000005'];
const SEND_BY_TWILIO = /\/Messages\.json$/;
const SEND_BY_TELEGRAM = /\/sendMessage$/;

describe('after kill -9 and a restart', { timeout: 120_000 }, () => {
  let site: CrashSite;
  beforeEach(async () => {
    site = new CrashSite();
    await site.setUp();
  });
  afterEach(() => site.cleanUp());

  /** Every message of every parent has its own answer, none twice, and nothing is left to be sent. */
  async function expectAnsweredOnce(papote: PapoteProcess, parents: readonly string[], each: number): Promise<void> {
    const total = parents.length * each;
    await site.twilio.untilTaken(total);
    expect(await papote.end('SIGTERM')).toMatchObject({ code: 0 });
    expect(await site.leftBehind()).toEqual({ unhandled: 0, outgoing: { accepted: total } });
    for (const parent of parents) {
      expect(site.textsTo(parent)).toHaveLength(each);
      expect(new Set(site.textsTo(parent)).size).toBe(each);
    }
    expect(site.twilio.taken).toHaveLength(total);
  }

  it('each message that was taken is answered once, though the kill followed the last 200 at once', async () => {
    const papote = await site.start();
    for (const [round, text] of ASKED.entries()) {
      const posted = PARENTS.map((parent) => papote.postSms(`SM-${round}-${parent}`, parent, text));
      expect(await Promise.all(posted)).toEqual(PARENTS.map(() => 200));
    }
    await papote.end('SIGKILL');
    await expectAnsweredOnce(await site.start(), PARENTS, ASKED.length);
  });

  it.each([
    ['the provider did not have yet is sent', 'request', 0],
    ['the provider had taken, without our knowing, is not sent again', 'answer', 1],
  ] as const)('an SMS that %s', async (_case, at, takenBefore) => {
    const papote = await site.start();
    site.twilioGate.close(at, SEND_BY_TWILIO);
    expect(await papote.postSms('SM-1', PARENT, 'aide')).toBe(200);
    await site.twilioGate.untilHeld(1);
    expect(site.twilio.taken).toHaveLength(takenBefore);
    await papote.end('SIGKILL');
    site.twilioGate.open();
    const again = await site.start();
    // Twilio posts a message again when it did not hear our 200.
    expect(await again.postSms('SM-1', PARENT, 'aide')).toBe(200);
    await expectAnsweredOnce(again, [PARENT], 1);
  });

  it('an SMS that says the same as an earlier one is not taken for that one', async () => {
    const papote = await site.start();
    for (const [index, text] of ['vie privée', 'aide'].entries()) await papote.postSms(`SM-${index}`, PARENT, text);
    await site.twilio.untilTaken(2);
    site.twilioGate.close('request', SEND_BY_TWILIO);
    await papote.postSms('SM-again', PARENT, 'aide');
    await site.twilioGate.untilHeld(1);
    await papote.end('SIGKILL');
    site.twilioGate.open();
    await site.start();
    await vi.waitFor(() => expect(site.textsTo(PARENT)).toHaveLength(3), { timeout: 30_000 });
    expect(site.textsTo(PARENT)[2]).toBe(site.textsTo(PARENT)[1]);
  });

  it('by Telegram, which keeps no list: an answer is not sent twice, an answer to danger rather twice than never', async () => {
    const [asking, inDanger] = [newChat(), newChat()];
    const told = (chat: number): number =>
      site.telegram.of('sendMessage').filter(({ payload }) => String(payload.chat_id) === String(chat)).length;
    const papote = await site.start();
    site.telegramGate.close('answer', SEND_BY_TELEGRAM);
    await papote.postTelegram(messageUpdate(asking, { text: 'aide' }));
    await papote.postTelegram(messageUpdate(inDanger, { text: 'mon mari me frappe' }));
    await site.telegramGate.untilHeld(2);
    await papote.end('SIGKILL');
    site.telegramGate.open();
    const again = await site.start();
    await site.telegram.untilCalled('sendMessage', 3);
    expect(await again.end('SIGTERM')).toMatchObject({ code: 0 });
    expect([told(asking), told(inDanger)]).toEqual([1, 2]);
    expect(await site.leftBehind()).toEqual({ unhandled: 0, outgoing: { accepted: 1, unknown: 1 } });
  });
});
