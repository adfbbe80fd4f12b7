import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../../src/handover/desk.ts';
import { DeskSite } from '../support/desk-site.ts';
import { type LivePapote, startLivePapote } from '../support/live-papote.ts';
import { untilTexted } from '../support/observe.ts';

describe('two people at once', () => {
  let site: DeskSite;
  let anne: Member;
  let luc: Member;
  beforeAll(async () => {
    site = await DeskSite.open();
    anne = await site.member('Anne', { territories: ['liege'] });
    luc = await site.member('Luc', { territories: ['liege'] });
  });
  afterAll(() => site.close());

  /** A request of Liège that Anne has taken. */
  async function takenByAnne(parent: Parameters<DeskSite['parent']>[0] = {}): Promise<string> {
    const id = await site.waiting({ territory: 'liege' }, parent);
    expect(await site.desk.take(anne, id)).toEqual({ taken: true });
    return id;
  }

  it('of 50 who take one request, one gets it and 49 learn who', async () => {
    const id = await site.waiting({ territory: 'liege' });
    const all = await Promise.all(
      Array.from({ length: 50 }, (_, index) => site.member(`TPR ${index}`, { territories: ['liege'] })),
    );
    const results = await Promise.all(all.map((member) => site.desk.take(member, id)));
    const winners = all.filter((_, index) => results[index]?.taken);
    expect(winners).toHaveLength(1);
    const [winner] = winners;
    expect(results.filter(({ taken }) => !taken)).toEqual(Array(49).fill({ taken: false, by: winner?.name }));
    expect(await site.row(id)).toMatchObject({ state: 'taken', taken_by: winner?.id });
    expect(await site.texts(id, 'notice')).toEqual(['<fr human.joined>']);
  });

  it('a second click on "take" is no loss', async () => {
    const id = await takenByAnne();
    expect(await site.desk.take(anne, id)).toEqual({ taken: true });
    expect(await site.texts(id, 'notice')).toHaveLength(1);
  });

  it('a reply that comes twenty times at once goes out once, with one job', async () => {
    const id = await takenByAnne();
    const replyId = randomUUID();
    const results = await Promise.all(
      Array.from({ length: 20 }, () => site.desk.reply(anne, id, replyId, 'Bonjour, je vous lis.')),
    );
    expect(results.filter((result) => result === 'sent')).toHaveLength(1);
    expect(results.filter((result) => result === 'again')).toHaveLength(19);
    expect(await site.texts(id, 'human')).toEqual(['Bonjour, je vous lis.']);
    expect((await site.jobs()).filter(({ outgoing }) => outgoing.includes(replyId))).toEqual([
      { key: `deliver:${replyId}`, outgoing: [replyId], tries: 5 },
    ]);
  });

  it('a reply and its repeat after the conversation was given back: the repeat is still known', async () => {
    const id = await takenByAnne();
    const replyId = randomUUID();
    expect(await site.desk.reply(anne, id, replyId, 'Je regarde.')).toBe('sent');
    expect(await site.desk.giveBack(anne, id)).toBe(true);
    expect(await site.desk.reply(anne, id, replyId, 'Je regarde.')).toBe('again');
    expect(await site.desk.reply(anne, id, randomUUID(), 'Encore un mot.')).toBe('not-yours');
    expect(await site.texts(id, 'human')).toEqual(['Je regarde.']);
  });

  it('who has not taken it cannot reply, nor a colleague once somebody has', async () => {
    const id = await site.waiting({ territory: 'liege' });
    expect(await site.desk.reply(anne, id, randomUUID(), 'Bonjour')).toBe('not-yours');
    await site.desk.take(anne, id);
    expect(await site.desk.reply(luc, id, randomUUID(), 'Bonjour')).toBe('not-yours');
    expect(await site.texts(id, 'human')).toEqual([]);
  });

  it('a colleague who takes the id of a reply of another sends nothing', async () => {
    const [one, other] = [await takenByAnne(), await site.waiting({ territory: 'liege' })];
    const replyId = randomUUID();
    await site.desk.reply(anne, one, replyId, 'Bonjour');
    await site.desk.take(luc, other);
    expect(await site.desk.reply(luc, other, replyId, 'Autre chose')).toBe('not-yours');
    expect(await site.texts(other, 'human')).toEqual([]);
  });

  it('a reply and a transfer at once: what left was still hers, and never two have it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await takenByAnne();
      const [reply, moved] = await Promise.all([
        site.desk.reply(anne, id, randomUUID(), 'Bonjour'),
        site.desk.transfer(anne, id, luc.id),
      ]);
      expect(moved).toBe(true);
      expect(['sent', 'not-yours']).toContain(reply);
      expect(await site.texts(id, 'human')).toHaveLength(reply === 'sent' ? 1 : 0);
      expect(await site.row(id)).toMatchObject({ taken_by: luc.id, state: 'taken' });
    }
  });

  it('a long reply goes in the parts that the channel carries, in order, in one job', async () => {
    const id = await takenByAnne({ channel: 'sms' });
    const replyId = randomUUID();
    const text = Array.from({ length: 380 }, (_, index) => `mot${index}`)
      .join(' ')
      .repeat(2)
      .slice(0, 3_900);
    expect(await site.desk.reply(anne, id, replyId, text)).toBe('sent');
    expect(await site.desk.reply(anne, id, replyId, text)).toBe('again');
    const parts = (await site.outgoing(id)).filter(({ kind }) => kind === 'human');
    expect(parts.map((part) => [part.id, part.position, part.state, part.staff_id, part.not_after])).toEqual([
      [replyId, 0, 'planned', anne.id, null],
      [`${replyId}-2`, 1, 'planned', anne.id, null],
      [`${replyId}-3`, 2, 'planned', anne.id, null],
    ]);
    expect(parts.map((part) => part.text).join(' ')).toBe(text.trim());
    expect((await site.jobs()).filter(({ key }) => key.startsWith(`deliver:${replyId}`))).toEqual([
      { key: `deliver:${replyId}`, outgoing: parts.map((part) => part.id), tries: 5 },
    ]);
  });
});

describe('through the whole of Papote', () => {
  let live: LivePapote;
  beforeAll(async () => {
    live = await startLivePapote();
  });
  afterAll(() => live.stop());

  it('the parent is told that a person joined, then gets the reply, each once, at their number', async () => {
    const { store, sealer } = live.papote;
    const site = await DeskSite.on(store, sealer);
    const anne = await site.member('Anne', { territories: ['liege'] });
    const number = '+32475123456';
    await live.postTwilio('sms', { MessageSid: 'SM-desk-1', From: number, Body: 'humain' });
    await untilTexted(live, number);
    const { id } = await store.db.selectFrom('requests').select('id').executeTakeFirstOrThrow();
    expect(await site.desk.take(anne, id)).toEqual({ taken: true });
    await untilTexted(live, number, 2);
    const replyId = randomUUID();
    const results = await Promise.all(
      [1, 2, 3].map(() => site.desk.reply(anne, id, replyId, 'Je vous appelle demain.')),
    );
    expect(results.toSorted()).toEqual(['again', 'again', 'sent']);
    const texted = await untilTexted(live, number, 3);
    expect(texted.slice(1).map(({ body }) => body)).toEqual(['<fr human.joined>', 'Je vous appelle demain.']);
    await site.app.close();
  });
});
