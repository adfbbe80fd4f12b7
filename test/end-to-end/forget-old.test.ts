import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetOld } from '../../src/contacts/forget-old.ts';
import { type LivePapote, startLivePapote } from '../support/live-papote.ts';
import { addressOf, outgoingTo, stored, untilTexted } from '../support/observe.ts';
import { wholeDatabase } from '../support/whole-database.ts';

const DAY = 86_400_000;
const TEXT_DAYS = 30;
const MINUTE = 60_000;

describe('texts are forgotten after 30 days', () => {
  let live: LivePapote;
  beforeAll(async () => {
    live = await startLivePapote();
  });
  afterAll(() => live.stop());

  let lastNumber = 32_474_000_000;

  interface Parent {
    readonly number: string;
    /** A word that only this parent wrote. */
    readonly word: string;
    readonly sid: string;
  }

  /** A parent who wrote something that only they would. */
  async function parent(...others: string[]): Promise<Parent> {
    lastNumber += 1;
    const [number, word, sid] = [`+${lastNumber}`, `Zéphyrin-${lastNumber}`, `SM-${lastNumber}`];
    for (const [index, Body] of [`mon fils ${word} ne dort plus`, ...others].entries()) {
      const MessageSid = index === 0 ? sid : `${sid}-${index}`;
      await live.postTwilio('sms', { MessageSid, From: number, Body });
      await untilTexted(live, number, index + 1);
    }
    return { number, word, sid };
  }

  const forgetIn = (milliseconds: number) => forgetOld(live.papote.store.db, new Date(Date.now() + milliseconds));

  async function setRequest(who: Parent, state: 'open' | 'taken' | 'closed'): Promise<void> {
    const contact = (await addressOf(live, 'sms', who.number))?.contact ?? '';
    const { numUpdatedRows } = await live.papote.store.db
      .updateTable('requests')
      .set({ state })
      .where('contact_id', '=', contact)
      .executeTakeFirst();
    expect(numUpdatedRows).toBe(1n);
  }

  /** How often everything was counted. */
  async function counts(): Promise<number> {
    const { db } = live.papote.store;
    const folded = await db.selectFrom('counters').select('count').execute();
    const waiting = await db.selectFrom('counted').select('name').execute();
    return folded.reduce((sum, { count }) => sum + Number(count), waiting.length);
  }

  it('not before', async () => {
    const { word } = await parent();
    await forgetIn(TEXT_DAYS * DAY - MINUTE);
    expect(await wholeDatabase(live)).toContain(word);
  });

  it('what they wrote, what we answered and where it went; counters stay', async () => {
    const { number, word } = await parent();
    const [answer] = live.twilio.taken.filter(({ to }) => to === number);
    const before = await counts();
    expect(await forgetIn(TEXT_DAYS * DAY + MINUTE)).toBeGreaterThan(0);
    const whole = await wholeDatabase(live);
    expect(whole).not.toContain(word);
    expect(whole).not.toContain(JSON.stringify(answer?.body));
    const rows = await outgoingTo(live, 'sms', number);
    expect(rows).toMatchObject([{ body: null, recipient: null }]);
    expect(await counts()).toBe(before);
  });

  it('a message that is posted again after that is still recognised', async () => {
    const { number, sid } = await parent();
    await forgetIn(TEXT_DAYS * DAY + MINUTE);
    const before = await stored(live);
    const again = { MessageSid: sid, From: number, Body: 'mon fils ne dort plus' };
    expect((await live.postTwilio('sms', again)).statusCode).toBe(200);
    expect(await stored(live)).toEqual(before);
  });

  it.each(['open', 'taken'] as const)('not while a request of theirs is %s; once it is closed', async (state) => {
    const waiting = await parent('humain');
    const other = await parent();
    await setRequest(waiting, state);
    await forgetIn(2 * TEXT_DAYS * DAY);
    const kept = await wholeDatabase(live);
    expect(kept).toContain(waiting.word);
    expect(kept).not.toContain(other.word);
    await setRequest(waiting, 'closed');
    await forgetIn(2 * TEXT_DAYS * DAY);
    expect(await wholeDatabase(live)).not.toContain(waiting.word);
  });

  it('a second time in a row finds nothing more to forget', async () => {
    await parent();
    await forgetIn(TEXT_DAYS * DAY + MINUTE);
    expect(await forgetIn(TEXT_DAYS * DAY + MINUTE)).toBe(0);
  });
});
