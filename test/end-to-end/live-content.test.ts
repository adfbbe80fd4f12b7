import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContentCopy } from '../support/content-copy.ts';
import { type LivePapote, SMS_NUMBER, startLivePapote } from '../support/live-papote.ts';

let copy: ContentCopy;
let live: LivePapote;
beforeAll(async () => {
  copy = new ContentCopy();
  live = await startLivePapote({}, { contentRoot: copy.root });
});
afterAll(async () => {
  await live.stop();
  copy.remove();
});

async function health(): Promise<{ code: number; notes: string[] }> {
  const response = await live.papote.app.inject('/health/ready');
  return { code: response.statusCode, notes: response.json().notes };
}

/** Until the server has seen the change. */
async function untilNotes(expected: (notes: string[]) => boolean): Promise<string[]> {
  return await expect
    .poll(async () => (await health()).notes, { timeout: PATIENCE, interval: 100 })
    .toSatisfy(expected)
    .then(async () => (await health()).notes);
}

/** Reading all the files takes seconds, on a busy machine many of them. */
const PATIENCE = 150_000;
const TOPIC = 'knowledge/topics/bim-status.yaml';

describe('content that changes while the server runs', { timeout: 3 * PATIENCE }, () => {
  it('stays the last good one when a file is broken, and says where', async () => {
    expect(await health()).toEqual({ code: 200, notes: [] });
    const good = copy.read(TOPIC);
    copy.write(TOPIC, good.replace('answers:', 'answers: ['));
    const [note] = await untilNotes((notes) => notes.length === 1);
    expect(note).toMatch(
      /the last good content is in force: \d+ problems? in the files, the first: knowledge\/topics\/bim-status.yaml:\d+: /,
    );
    expect((await health()).code).toBe(200);
    copy.write(TOPIC, good);
    await untilNotes((notes) => notes.length === 0);
  });

  it('is in force as soon as it is good', async () => {
    const text = 'Le statut BIM rend les soins moins chers. Demandez-le à votre mutuelle.';
    copy.replace(TOPIC, /(fr:\n {4}title: .*\n {4}short: >-\n)( {6}.*\n)+/, `$1      ${text}\n`);
    let parents = 0;
    const ask = async (): Promise<string> => {
      parents += 1;
      await live.postTwilio('sms', {
        MessageSid: `SM${String(parents).padStart(32, '0')}`,
        From: `+3247000${String(parents).padStart(4, '0')}`,
        To: SMS_NUMBER,
        Body: "c'est quoi le statut BIM ?",
      });
      const taken = await live.twilio.untilTaken(parents);
      return taken.at(-1)?.body ?? '';
    };
    await expect.poll(ask, { timeout: PATIENCE, interval: 500 }).toContain('rend les soins moins chers');
  });
});
