import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Member } from '../../src/handover/desk.ts';
import { keepTemplates } from '../../src/outbox/templates.ts';
import { DeskSite, HOUR } from '../support/desk-site.ts';
import { type LivePapote, startLivePapote } from '../support/live-papote.ts';
import { addressOf, untilTexted } from '../support/observe.ts';

const CONTENT = `HX${'a'.repeat(32)}`;

describe('a parent who is invited to read a reply', () => {
  let live: LivePapote;
  let site: DeskSite;
  let anne: Member;
  let lastNumber = 32_476_100_000;
  beforeAll(async () => {
    live = await startLivePapote();
    site = await DeskSite.on(live.papote.store, live.papote.sealer);
    anne = await site.member('Anne', { territories: ['liege'] });
    await keepTemplates(site.store.db, 'answer-waiting', new Map([['fr', CONTENT]]));
    await site.store.db.updateTable('templates').set({ state: 'approved' }).execute();
  });
  afterAll(async () => {
    await site.app.close();
    await live.stop();
  });

  const writes = (number: string, fields: Readonly<Record<string, string>>) =>
    live.postTwilio('whatsapp', { MessageSid: `SM-${randomUUID()}`, From: `whatsapp:${number}`, ...fields });
  const texted = (number: string, count: number) => untilTexted(live, `whatsapp:${number}`, count);

  /** A parent whose window closed after Anne took their request; Anne's two replies wait, the invitation has gone. */
  async function invited(): Promise<{ number: string; id: string; before: number }> {
    lastNumber += 1;
    const number = `+${lastNumber}`;
    await writes(number, { Body: 'humain' });
    await texted(number, 1);
    const contact = (await addressOf(live, 'whatsapp', number))?.contact ?? '';
    const { id } = await site.store.db
      .selectFrom('requests')
      .select('id')
      .where('contact_id', '=', contact)
      .executeTakeFirstOrThrow();
    await site.desk.take(anne, id);
    await texted(number, 2);
    site.ahead = 25 * HOUR;
    expect(await site.desk.sendTemplate(anne, id, randomUUID(), 'Voici la réponse.')).toBe('sent');
    expect(await site.desk.sendTemplate(anne, id, randomUUID(), 'Et une autre.')).toBe('sent');
    site.ahead = 0;
    const all = await texted(number, 3);
    expect(all[2]).toMatchObject({ body: '', contentSid: CONTENT, contentVariables: undefined });
    return { number, id, before: all.length };
  }

  const states = async (id: string) =>
    (await site.outgoing(id)).filter(({ kind }) => kind === 'human').map(({ state }) => state);

  it('gets what waits as soon as they press its button, in order and once', async () => {
    const { number, id, before } = await invited();
    await writes(number, { Body: 'Oui', ButtonText: 'Oui', ButtonPayload: 'read' });
    const all = await texted(number, before + 2);
    expect(all.slice(before).map(({ body }) => body)).toEqual(['Voici la réponse.', 'Et une autre.']);
    await writes(number, { Body: 'danger il me frappe maintenant' });
    const more = await texted(number, before + 3);
    expect(more.slice(before + 2).map(({ body }) => body)).not.toContain('Voici la réponse.');
    expect(await states(id)).toEqual(['accepted', 'accepted']);
  });

  it('or write anything at all', async () => {
    const { number, before } = await invited();
    await writes(number, { Body: 'bonjour?' });
    const all = await texted(number, before + 2);
    expect(all.slice(before).map(({ body }) => body)).toEqual(['Voici la réponse.', 'Et une autre.']);
  });

  it('also when the conversation was closed meanwhile: the press is no question to the machine', async () => {
    const { number, id, before } = await invited();
    await site.desk.close(anne, id, 'answered');
    const closed = (await texted(number, before + 1)).length;
    await writes(number, { Body: 'Oui', ButtonText: 'Oui', ButtonPayload: 'read' });
    const all = await texted(number, closed + 2);
    expect(all.slice(closed).map(({ body }) => body)).toEqual(['Voici la réponse.', 'Et une autre.']);
  });

  it('and after STOP never', async () => {
    const { number, id, before } = await invited();
    await writes(number, { Body: 'STOP' });
    await texted(number, before + 1);
    expect(await states(id)).toEqual(['cancelled', 'cancelled']);
    // The job that sent the invitation ends after it was sent.
    await vi.waitFor(async () => expect((await site.jobs()).flatMap(({ outgoing }) => outgoing)).toEqual([]), {
      timeout: 30_000,
    });
  });
});
