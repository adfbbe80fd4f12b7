import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NEW_CONVERSATION } from '../../src/conversation/state.ts';
import { LONGEST_REPLY, type Member } from '../../src/handover/desk.ts';
import { noTranslator } from '../../src/handover/translator.ts';
import { CSRF, DeskSite, HOUR, type Parent } from '../support/desk-site.ts';

const DAY = 24 * HOUR;

let site: DeskSite;
let anne: Member;
let luc: Member;
let zoe: Member;
beforeAll(async () => {
  site = await DeskSite.open();
  anne = await site.member('Anne', { territories: ['liege'] });
  luc = await site.member('Luc', { territories: ['namur'] });
  zoe = await site.member('Zoé', { role: 'coordinator' });
});
afterAll(() => site.close());

/** A parent whose request Anne has taken. */
async function takenByAnne(options: Parameters<DeskSite['parent']>[0] = {}): Promise<{ parent: Parent; id: string }> {
  const parent = await site.parent(options);
  const id = await site.request(parent, { territory: 'liege', holder: anne.id, holder_as: 'tpr' });
  expect(await site.desk.take(anne, id)).toEqual({ taken: true });
  return { parent, id };
}

const pageOf = async (id: string, member = anne) => (await site.get(member, `/requests/${id}`)).body;

describe('opening a conversation', () => {
  it('shows what was said, by whom, in order, oldest first; what is not handled yet too', async () => {
    const parent = await site.parent({ text: 'mon ex ne paie pas' });
    const id = await site.request(parent, { territory: 'liege' });
    await site.answered(parent, 'Le SECAL peut avancer.');
    await site.desk.take(anne, id);
    await site.desk.reply(anne, id, randomUUID(), 'Bonjour, je vous lis.');
    await site.writes(parent, 'merci');
    await site.sends(parent, { media: [{ kind: 'voice' }] });
    const opened = await site.desk.open(anne, id);
    expect(opened?.thread.map(({ from, author, text, media, state }) => [from, author, text, media, state])).toEqual([
      ['parent', null, 'mon ex ne paie pas', [], null],
      ['machine', null, 'Le SECAL peut avancer.', [], 'delivered'],
      ['notice', null, '<fr human.joined>', [], 'planned'],
      ['human', 'Anne', 'Bonjour, je vous lis.', [], 'planned'],
      ['parent', null, 'merci', [], null],
      ['parent', null, null, [{ kind: 'voice', file: null }], null],
    ]);
    const body = await pageOf(id);
    for (const words of ['mon ex ne paie pas', 'Message vocal', 'part dans un instant', 'arrivé', 'Vous avez pris'])
      expect(body).toContain(words);
  });

  it('goes back 30 days, and not beyond the end of a closed one', async () => {
    const parent = await site.parent({ text: 'ancien' });
    const old = new Date(Date.now() - 31 * DAY);
    await site.store.db
      .updateTable('events')
      .set({ received_at: old })
      .where('contact_id', '=', parent.contact)
      .execute();
    await site.writes(parent, 'nouveau');
    const id = await site.request(parent, { territory: 'liege' });
    await site.desk.take(anne, id);
    await site.desk.close(anne, id, 'answered');
    await site.writes(parent, 'question a la machine');
    await site.answered(parent, 'reponse de la machine');
    const opened = await site.desk.open(anne, id);
    expect(opened?.thread.map(({ text }) => text)).toEqual(['nouveau', '<fr human.joined>', '<fr human.back>']);
    expect(opened?.isMine).toBe(false);
  });

  it('is not there for the TPR of another territory: same page as for one that does not exist', async () => {
    const { id } = await takenByAnne({ text: 'Zéphyrin' });
    const hers = await site.get(luc, `/requests/${id}`);
    const none = await site.get(luc, '/requests/999999999');
    expect([hers.statusCode, none.statusCode]).toEqual([404, 404]);
    expect(hers.body).toBe(none.body);
    expect(hers.body).toContain('Cette conversation est introuvable');
    expect((await site.get(luc, `/requests/${id}/live`)).statusCode).toBe(404);
    const fields = { text: 'Bonjour', id: randomUUID(), to: luc.id, outcome: 'answered' };
    for (const action of ['take', 'reply', 'note', 'give-back', 'transfer', 'close'])
      expect((await site.post(luc, `/requests/${id}/${action}`, fields)).statusCode).toBe(404);
    expect(await site.row(id)).toMatchObject({ state: 'taken', taken_by: anne.id });
    expect((await site.get(zoe, `/requests/${id}`)).statusCode).toBe(200);
  });

  it.each(['0', '-1', '1e3', 'abc', "1'--", '99999999999999999999', '%00'])(
    'of %s is a page that is not there',
    async (id) => {
      expect((await site.get(anne, `/requests/${id}`)).statusCode).toBe(404);
      expect((await site.post(anne, `/requests/${id}/take`)).statusCode).toBe(404);
    },
  );

  it('shows HTML in messages, notes and names as text', async () => {
    const script = '<script>alert(1)</script><img src=x onerror=alert(1)>&amp;"\'';
    const { id } = await takenByAnne({ text: script });
    const mallory = await site.member('<b>Mallory</b>', { role: 'coordinator' });
    await site.desk.note(mallory, id, randomUUID(), script);
    await site.desk.reply(anne, id, randomUUID(), script);
    await site.desk.open(mallory, id);
    const body = await pageOf(id);
    expect(body).not.toMatch(/<script>|<img|<b>/);
    expect(body.match(/&#60;script&#62;alert\(1\)&#60;\/script&#62;/g)).toHaveLength(3);
    expect(body).toContain('&#60;b&#62;Mallory&#60;/b&#62; regarde aussi');
  });

  it('never shows the parent’s number, address or contact', async () => {
    const { parent, id } = await takenByAnne({ channel: 'whatsapp' });
    const pages = [
      await pageOf(id),
      (await site.get(anne, `/requests/${id}/live`)).body,
      (await site.get(anne, '')).body,
    ];
    for (const body of pages) {
      expect(body).not.toContain(parent.address.slice(3));
      expect(body).not.toContain(parent.contact);
    }
  });

  it('tells who looks at it too, until a minute after they have gone', async () => {
    const { id } = await takenByAnne();
    await site.desk.open(zoe, id);
    expect((await site.desk.open(anne, id))?.others).toEqual(['Zoé']);
    site.ahead = 61_000;
    expect((await site.desk.open(anne, id))?.others).toEqual([]);
    site.ahead = 0;
  });

  it('asks again for what is new, and says aloud when the parent has written', async () => {
    const { parent, id } = await takenByAnne();
    const again = (/hx-get="([^"]+)" hx-trigger="every 20s"/.exec(await pageOf(id))?.[1] ?? '')
      .replace('/console', '')
      .replaceAll('&#38;', '&')
      .replaceAll('&#61;', '=');
    expect(again).toMatch(/\/live\?seen=[\w-]{16}&said=1$/);
    expect((await site.get(anne, again)).statusCode).toBe(204);
    await site.desk.reply(anne, id, randomUUID(), 'Bonjour');
    const mine = await site.get(anne, again);
    expect(mine.body).toMatch(/^<div id="live"/);
    expect(mine.body).not.toContain('id="news"');
    await site.writes(parent, 'merci beaucoup');
    const theirs = (await site.get(anne, again)).body;
    expect(theirs).toContain('merci beaucoup');
    expect(theirs).toMatch(/<p id="news" hx-swap-oob="innerHTML"><span>Nouveau message/);
  });
});

describe('taking', () => {
  it('by the page leads to the box; whoever is later is told who was faster', async () => {
    const id = await site.waiting();
    expect(await pageOf(id, luc)).toMatch(/action="\/console\/requests\/\d+\/take"/);
    const first = await site.post(anne, `/requests/${id}/take`);
    expect([first.statusCode, first.headers.location]).toEqual([303, `/console/requests/${id}#reply`]);
    const second = await site.post(zoe, `/requests/${id}/take`);
    expect(second.statusCode).toBe(409);
    expect(second.body).toContain('Anne a été plus rapide');
    expect(second.body).not.toContain('name="text" rows="5"');
  });

  it('tells the parent once in their language, also when a colleague goes on', async () => {
    const { id } = await takenByAnne({ language: 'ar' });
    await site.desk.giveBack(anne, id);
    await site.desk.take(zoe, id);
    await site.desk.transfer(zoe, id, anne.id);
    expect(await site.texts(id, 'notice')).toEqual(['<ar human.joined>']);
  });

  it('tells it again after a day of silence', async () => {
    const { id } = await takenByAnne();
    await site.desk.giveBack(anne, id);
    site.ahead = DAY + HOUR;
    await site.desk.take(zoe, id);
    site.ahead = 0;
    expect(await site.texts(id, 'notice')).toEqual(['<fr human.joined>', '<fr human.joined>']);
  });

  it.each([
    ['has asked for nothing more since', { opted_out_at: new Date(Date.now() + HOUR) }, {}],
    ['has blocked us', {}, { state: 'blocked' as const }],
  ])('sends nothing to a parent who %s, nor does a reply', async (_why, contact, address) => {
    const parent = await site.parent();
    const { db } = site.store;
    if ('opted_out_at' in contact)
      await db.updateTable('contacts').set(contact).where('id', '=', parent.contact).execute();
    if ('state' in address)
      await db.updateTable('addresses').set(address).where('contact_id', '=', parent.contact).execute();
    const id = await site.request(parent, { territory: 'liege' });
    expect(await site.desk.take(anne, id)).toEqual({ taken: true });
    expect(await site.desk.reply(anne, id, randomUUID(), 'Bonjour')).toBe('window-closed');
    expect(await site.outgoing(id)).toEqual([]);
    expect(await pageOf(id)).toContain('la personne a demandé de ne plus recevoir de messages');
  });

  it('a parent who writes again after STOP may be answered', async () => {
    const { parent, id } = await takenByAnne();
    const stoppedAt = new Date(Date.now() + HOUR);
    await site.store.db
      .updateTable('contacts')
      .set({ opted_out_at: stoppedAt })
      .where('id', '=', parent.contact)
      .execute();
    await site.writes(parent, 'vous etes la?', new Date(stoppedAt.getTime() + 1_000));
    expect(await site.desk.reply(anne, id, randomUUID(), 'Oui')).toBe('sent');
  });
});

describe('replying', () => {
  const reply = (id: string, fields: Readonly<Record<string, string>>, member = anne) =>
    site.post(member, `/requests/${id}/reply`, { id: randomUUID(), ...fields });

  it('goes by a plain form and leads back to the conversation', async () => {
    const { id } = await takenByAnne();
    const { statusCode, headers } = await reply(id, { text: '  Bonjour,\r\nje vous lis.\u0007 ' });
    expect([statusCode, headers.location]).toEqual([303, `/console/requests/${id}#reply`]);
    expect(await site.texts(id, 'human')).toEqual(['Bonjour,\nje vous lis.']);
    expect(await pageOf(id)).toContain('je vous lis.');
  });

  it('the form of one page, sent twice, goes out once', async () => {
    const { id } = await takenByAnne();
    const hidden = /class="write">[\s\S]*?name="id" value="([\w-]+)"/.exec(await pageOf(id))?.[1] ?? '';
    expect(hidden).toMatch(/^[\da-f-]{36}$/);
    const both = await Promise.all([1, 2].map(() => reply(id, { id: hidden, text: 'Bonjour' })));
    expect(both.map(({ statusCode }) => statusCode)).toEqual([303, 303]);
    expect(await site.texts(id, 'human')).toEqual(['Bonjour']);
    expect(await pageOf(id)).not.toContain(`value="${hidden}"`);
  });

  it('whoever has not taken it is refused, and keeps the words', async () => {
    const { id } = await takenByAnne();
    const { statusCode, body } = await reply(id, { text: 'Mes mots à moi' }, zoe);
    expect(statusCode).toBe(409);
    expect(body).toContain('vous ne suivez pas, ou plus, cette demande');
    expect(body).toContain('Mes mots à moi</textarea>');
    expect(await site.texts(id, 'human')).toEqual([]);
  });

  it('10,000 characters pasted: said in words beside the box, and all of them are still in it', async () => {
    const { id } = await takenByAnne();
    const text = 'à '.repeat(5_000).trim();
    const { statusCode, body } = await reply(id, { text });
    expect(statusCode).toBe(422);
    expect(body).toMatch(/id="text-problem"[^>]*role="alert">Votre texte a 9.999 caractères, 4.000 au plus/);
    expect(body).toMatch(/<textarea id="text"[^>]* aria-describedby="text-problem text-help" aria-invalid="true"/);
    expect(body).toContain(`\n${text}</textarea>`);
    expect(body).not.toContain('maxlength');
    expect(await site.texts(id, 'human')).toEqual([]);
  });

  it('the longest goes, in parts that end in words', async () => {
    const { id } = await takenByAnne({ language: 'ar' });
    const text = 'mot '.repeat(LONGEST_REPLY / 4).trim();
    expect((await reply(id, { text })).statusCode).toBe(303);
    const parts = await site.texts(id, 'human');
    expect(parts.length).toBeGreaterThan(2);
    expect(
      parts
        .join(' ')
        .split(/\s+/)
        .filter((word) => word === 'mot'),
    ).toHaveLength(LONGEST_REPLY / 4);
  });

  it.each(['', ' \n\t '])('of %j is not sent', async (text) => {
    const { id } = await takenByAnne();
    const { statusCode, body } = await reply(id, { text });
    expect(statusCode).toBe(422);
    expect(body).toContain('Écrivez d’abord votre réponse.');
  });

  it('French to a parent of another language has a line before it that says so; the parent’s own language has none', async () => {
    const { id } = await takenByAnne({ language: 'tr', channel: 'telegram' });
    expect(await pageOf(id)).toContain('Langue du parent : turc');
    await reply(id, { text: 'Bonjour madame' });
    await reply(id, { text: 'Merhaba efendim', theirs: '1' });
    expect(await site.texts(id, 'human')).toEqual(['<tr human.in_french>\nBonjour madame', 'Merhaba efendim']);
    const { id: french } = await takenByAnne({ language: 'fr' });
    await reply(french, { text: 'Bonjour madame' });
    expect(await site.texts(french, 'human')).toEqual(['Bonjour madame']);
  });

  it.each([
    ['fr', 'nl', '<nl human.in_french>\nBonjour'],
    ['nl', 'tr', '<tr human.in_dutch>\nBonjour'],
    ['nl', 'fr', '<fr human.in_dutch>\nBonjour'],
    ['nl', 'nl', 'Bonjour'],
  ] as const)('whoever writes in %s to a parent who speaks %s: %j', async (own, language, sent) => {
    const member = await site.member('Mieke', { territories: ['liege'], language: own });
    const id = await site.waiting({ territory: 'liege' }, { language, channel: 'telegram' });
    await site.desk.take(member, id);
    await site.desk.reply(member, id, randomUUID(), 'Bonjour');
    expect(await site.texts(id, 'human')).toEqual([sent]);
  });

  it('a ready-made reply that is not translated is French, whoever sends it', async () => {
    const mieke = await site.member('Mieke', { territories: ['liege'], language: 'nl' });
    for (const [language, sent] of [
      ['pl', '<pl human.in_french>\nBonjour.'],
      ['fr', 'Bonjour.'],
    ] as const) {
      const id = await site.waiting({ territory: 'liege' }, { language, channel: 'telegram' });
      await site.desk.take(mieke, id);
      await site.post(mieke, `/requests/${id}/reply`, { ready: 'canned:hello', id: randomUUID() });
      expect(await site.texts(id, 'human')).toEqual([sent]);
    }
  });

  it('where there is a translator, the translation stands above what was written', async () => {
    const asked: string[][] = [];
    site.translator = {
      async translate(...words) {
        asked.push(words);
        return { text: 'Merhaba' };
      },
    };
    const { id } = await takenByAnne({ language: 'tr', channel: 'telegram' });
    await reply(id, { text: 'Bonjour' });
    await reply(id, { text: 'Selam', theirs: '1' });
    site.translator = noTranslator;
    expect(await site.texts(id, 'human')).toEqual(['Merhaba\n<tr human.in_french>\nBonjour', 'Selam']);
    expect(asked).toEqual([['Bonjour', 'fr', 'tr']]);
  });

  it('a ready-made reply goes with one click, in the parent’s language, looked up here and not taken from the form', async () => {
    const { id } = await takenByAnne({ language: 'ar', channel: 'telegram' });
    const body = await pageOf(id);
    expect(body).toMatch(
      /value="canned:hello"><span lang="fr">Bonjour.<\/span><span class="theirs" dir="auto" lang="ar">مرحبا/,
    );
    expect((await reply(id, { ready: 'canned:hello', text: 'autre chose' })).statusCode).toBe(303);
    expect(await site.texts(id, 'human')).toEqual(['مرحبا.']);
  });

  it('a number in a reply that is read from right to left keeps the order of its groups', async () => {
    const { parent, id } = await takenByAnne({ language: 'ar' });
    await site.store.db
      .insertInto('conversations')
      .values({
        contact_id: parent.contact,
        state: site.sealer.seal(JSON.stringify({ ...NEW_CONVERSATION, lastTopic: 'housing' })),
      })
      .execute();
    await reply(id, { ready: 'answer:housing' });
    expect(await site.texts(id, 'human')).toEqual(['\u200fhousing (ar): \u200e0800 12 345']);
  });

  it('a ready-made reply that is not translated yet says that it is French', async () => {
    const { id } = await takenByAnne({ language: 'pl', channel: 'telegram' });
    await reply(id, { ready: 'canned:hello' });
    expect(await site.texts(id, 'human')).toEqual(['<pl human.in_french>\nBonjour.']);
  });

  it('the machine’s answers on what was talked about are at hand', async () => {
    const { id, parent } = await takenByAnne({ language: 'tr', channel: 'telegram' });
    const state = {
      ...NEW_CONVERSATION,
      lastTopic: 'custody',
      waiting: { for: 'choice', topics: ['housing', 'custody'] },
    };
    await site.store.db
      .insertInto('conversations')
      .values({ contact_id: parent.contact, state: site.sealer.seal(JSON.stringify(state)) })
      .execute();
    expect((await site.desk.open(anne, id))?.topics).toEqual(['custody', 'housing']);
    expect(await pageOf(id)).toContain('&#60;b&#62;housing&#60;/b&#62;');
    await reply(id, { ready: 'answer:housing' });
    expect(await site.texts(id, 'human')).toEqual(['housing (tr): 0800 12 345']);
  });

  it('an answer that is not translated yet says so too', async () => {
    const { id } = await takenByAnne({ language: 'pl', channel: 'telegram' });
    await reply(id, { ready: 'answer:housing' });
    expect(await site.texts(id, 'human')).toEqual(['<pl human.in_french>\nhousing (pl): 0800 12 345']);
  });

  it.each(['canned:gone', 'other:hello', 'hello', ':'])(
    'a ready-made reply %s that is not there sends nothing',
    async (ready) => {
      const { id } = await takenByAnne();
      const { statusCode, body } = await reply(id, { ready });
      expect(statusCode).toBe(409);
      expect(body).toContain('cette réponse toute prête n’existe plus');
      expect(await site.texts(id, 'human')).toEqual([]);
    },
  );

  it('WhatsApp: the time that is left is shown; after 24 hours the box is closed and a reply is refused with its words kept', async () => {
    const { id, parent } = await takenByAnne({ channel: 'whatsapp' });
    expect(await pageOf(id)).toMatch(/WhatsApp vous laisse écrire jusqu’à [^(]+\(encore 23 h 59\)/);
    site.ahead = DAY + 60_000;
    try {
      const body = await pageOf(id);
      expect(body).toContain('WhatsApp ne le permet que 24 heures');
      expect(body).not.toContain('<textarea id="text"');
      const refused = await reply(id, { text: 'Trop tard ?' });
      expect(refused.statusCode).toBe(409);
      expect(refused.body).toContain('Trop tard ?</textarea>');
      expect(await site.texts(id, 'human')).toEqual([]);
      await site.writes(parent, 'je suis la');
      expect((await reply(id, { text: 'Bonjour' })).statusCode).toBe(303);
    } finally {
      site.ahead = 0;
    }
  });

  it('SMS and Telegram have no such window', async () => {
    for (const channel of ['sms', 'telegram'] as const) {
      const { id } = await takenByAnne({ channel });
      site.ahead = 10 * DAY;
      const result = await site.desk.reply(anne, id, randomUUID(), 'Bonjour');
      site.ahead = 0;
      expect(result).toBe('sent');
    }
  });
});

describe('every form needs its proof', () => {
  it.each(['take', 'reply', 'note', 'give-back', 'transfer', 'close'])(
    '%s without it is 403, changes nothing and keeps the words',
    async (action) => {
      const { id } = await takenByAnne();
      const fields = { csrf: `${CSRF}x`, id: randomUUID(), text: 'Mes mots', to: zoe.id, outcome: 'answered' };
      const { statusCode, body } = await site.post(anne, `/requests/${id}/${action}`, fields);
      expect(statusCode).toBe(403);
      expect(body).toContain('Rouvrez la conversation');
      expect(body).toContain('Mes mots</textarea>');
      expect(await site.row(id)).toMatchObject({ state: 'taken', taken_by: anne.id });
      expect(await site.texts(id, 'human')).toEqual([]);
      expect((await site.desk.open(anne, id))?.notes).toEqual([]);
    },
  );
});

describe('notes', () => {
  it('are for colleagues, kept once, sealed, and never sent', async () => {
    const { id } = await takenByAnne();
    const noteId = randomUUID();
    const fields = { id: noteId, text: 'Appeler Zéphyrin demain' };
    const { statusCode, headers } = await site.post(zoe, `/requests/${id}/note`, fields);
    expect([statusCode, headers.location]).toEqual([303, `/console/requests/${id}#notes`]);
    await site.post(zoe, `/requests/${id}/note`, fields);
    const opened = await site.desk.open(anne, id);
    expect(opened?.notes.map(({ author, text }) => [author, text])).toEqual([['Zoé', 'Appeler Zéphyrin demain']]);
    const { body: sealed } = await site.store.db
      .selectFrom('notes')
      .select('body')
      .where('id', '=', noteId)
      .executeTakeFirstOrThrow();
    expect(sealed.toString('utf8')).not.toContain('Zéphyrin');
    expect(await site.texts(id, 'human')).toEqual([]);
    expect(await pageOf(id)).toContain('Jamais envoyé au parent.');
  });

  it('too long: said beside the field, and kept in it', async () => {
    const { id } = await takenByAnne();
    const text = 'n'.repeat(10_000);
    const { statusCode, body } = await site.post(anne, `/requests/${id}/note`, { id: randomUUID(), text });
    expect(statusCode).toBe(422);
    expect(body).toMatch(/id="note-problem"[^>]*>Votre note a 10.000 caractères/);
    expect(body).toContain(`\n${text}</textarea>`);
  });
});

describe('handing on', () => {
  it('closing says how it ended, tells the parent that the machine is back, and leads to the inbox', async () => {
    const { id } = await takenByAnne({ language: 'tr' });
    const { statusCode, headers } = await site.post(anne, `/requests/${id}/close`, { outcome: 'oriented' });
    expect([statusCode, headers.location]).toEqual([303, '/console?done=closed']);
    expect(await site.row(id)).toMatchObject({
      state: 'closed',
      closed_by: anne.id,
      outcome: 'oriented',
      taken_by: anne.id,
    });
    expect(await site.texts(id, 'notice')).toEqual(['<tr human.joined>', '<tr human.back>']);
    expect((await site.get(anne, '?done=closed')).body).toContain('La conversation est clôturée.');
    expect((await site.post(anne, `/requests/${id}/close`, { outcome: 'met' })).statusCode).toBe(409);
    expect(await site.texts(id, 'notice')).toHaveLength(2);
  });

  it.each(['', 'other', 'constructor'])('closing with %j asks how it ended', async (outcome) => {
    const { id } = await takenByAnne();
    const { statusCode, body } = await site.post(anne, `/requests/${id}/close`, { outcome });
    expect(statusCode).toBe(422);
    expect(body).toMatch(/<select id="outcome"[^>]* aria-invalid="true" aria-describedby="outcome-problem"/);
    expect(await site.row(id)).toMatchObject({ state: 'taken' });
  });

  it('what is given back waits again, its time over, by name with who had it so that it goes to another', async () => {
    const { id } = await takenByAnne();
    const before = Date.now();
    const { headers } = await site.post(anne, `/requests/${id}/give-back`);
    expect(headers.location).toBe('/console?done=given-back');
    const row = await site.row(id);
    expect(row).toMatchObject({ state: 'open', taken_by: null, holder: anne.id, alerted_at: null });
    expect(row.due_at?.getTime()).toBeGreaterThanOrEqual(before);
    expect(row.due_at?.getTime()).toBeLessThanOrEqual(Date.now());
    expect(await site.desk.giveBack(anne, id)).toBe(false);
  });

  it('what is given back while danger opened another request of the parent becomes one with it', async () => {
    const { parent, id } = await takenByAnne();
    await site.store.db.updateTable('requests').set({ priority: 'now' }).where('id', '=', id).execute();
    await site.desk.note(anne, id, randomUUID(), 'à savoir');
    const later = new Date(Date.now() + HOUR);
    const danger = { reason: 'danger', priority: 'high', territory: 'liege', due_at: later } as const;
    const other = await site.request(parent, { ...danger, holder: anne.id });
    expect(await site.desk.giveBack(anne, id)).toBe(true);
    expect(await site.row(id)).toMatchObject({ state: 'closed', outcome: null });
    const row = await site.row(other);
    expect(row).toMatchObject({ state: 'open', priority: 'now' });
    expect(row.due_at?.getTime()).toBeLessThan(later.getTime());
    expect((await site.desk.open(anne, other))?.notes.map(({ text }) => text)).toEqual(['à savoir']);
  });

  it('transfer: the other has it and may write, wherever they work; who gave it may not', async () => {
    const { id } = await takenByAnne();
    expect(await pageOf(id)).toContain(`<option value="${luc.id}">Luc</option>`);
    const { headers } = await site.post(anne, `/requests/${id}/transfer`, { to: luc.id });
    expect(headers.location).toBe('/console?done=transferred');
    expect(await site.row(id)).toMatchObject({ state: 'taken', taken_by: luc.id, holder: luc.id });
    expect(await site.desk.reply(luc, id, randomUUID(), 'Bonjour, je prends la suite.')).toBe('sent');
    expect(await site.desk.reply(anne, id, randomUUID(), 'Encore moi')).toBe('not-yours');
    expect(await site.texts(id, 'notice')).toEqual(['<fr human.joined>']);
  });

  it('transfer to nobody, to somebody who has left or to who has it already is refused', async () => {
    const { id } = await takenByAnne();
    const gone = await site.member('Partie');
    const invited = await site.member('Invitée');
    const { db } = site.store;
    await db.updateTable('staff').set({ active: false }).where('id', '=', gone.id).execute();
    await db.updateTable('staff').set({ password_hash: null }).where('id', '=', invited.id).execute();
    const names = (await site.desk.colleagues(anne)).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Luc', 'Zoé']));
    expect(names).not.toEqual(expect.arrayContaining(['Partie']));
    expect(names).not.toContain('Invitée');
    expect(names).not.toContain('Anne');
    expect((await site.post(anne, `/requests/${id}/transfer`, { to: '' })).statusCode).toBe(422);
    for (const to of [gone.id, invited.id, anne.id, 'nobody'])
      expect((await site.post(anne, `/requests/${id}/transfer`, { to })).statusCode).toBe(409);
    expect(await site.row(id)).toMatchObject({ taken_by: anne.id });
  });

  it('a colleague of the territory may not close, give back or transfer what another has taken', async () => {
    const eva = await site.member('Eva', { territories: ['liege'] });
    const { id } = await takenByAnne();
    expect(await site.desk.close(eva, id, 'answered')).toBe(false);
    expect(await site.desk.giveBack(eva, id)).toBe(false);
    expect(await site.desk.transfer(eva, id, eva.id)).toBe(false);
    expect(await pageOf(id, eva)).not.toContain('id="hand-on"');
    expect(await site.row(id)).toMatchObject({ state: 'taken', taken_by: anne.id });
  });

  it('a coordinator steps in for somebody who is away, and gives a waiting one to somebody with time to take it', async () => {
    const { id } = await takenByAnne();
    expect(await site.desk.transfer(zoe, id, zoe.id)).toBe(true);
    expect(await site.desk.reply(zoe, id, randomUUID(), 'Bonjour')).toBe('sent');
    const waiting = await site.waiting({ territory: 'namur', holder: luc.id, due_at: new Date(Date.now() - HOUR) });
    expect(await site.desk.transfer(luc, waiting, anne.id)).toBe(false);
    expect(await site.desk.transfer(zoe, waiting, anne.id)).toBe(true);
    const row = await site.row(waiting);
    expect(row).toMatchObject({ state: 'open', holder: anne.id, taken_by: null });
    expect(row.due_at?.getTime()).toBeGreaterThan(Date.now());
  });
});
