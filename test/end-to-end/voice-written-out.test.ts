import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { SILENT_LOGGER } from '../../src/observe/logger.ts';
import { startPapote } from '../../src/papote.ts';
import { wire } from '../../src/wiring.ts';
import { oggOpus, SILENT_FRAME, wav } from '../support/audio.ts';
import { HandoverSite, type Person } from '../support/handover-site.ts';
import { realAssistant } from '../support/live-papote.ts';
import { messageUpdate, newChat } from '../support/telegram-updates.ts';
import { makeDatabase } from '../support/test-database.ts';
import { spoken, writeTinySpeechModel } from '../support/tiny-speech-model.ts';

const ANNE: Person = { id: 'Anne', territories: ['liege'] };
const VIOLENCE = 'mon mari me frappe';
const QUESTION = 'mon ex ne paie plus la pension alimentaire';

const { say } = (await realAssistant()).renderer;
const folder = writeTinySpeechModel();

let site: HandoverSite;
beforeAll(async () => {
  site = await HandoverSite.open([ANNE], { STT_MODEL_DIR: folder });
});
afterAll(async () => {
  await site.stop();
  rmSync(folder, { recursive: true, force: true });
});

let lastFile = 0;

function says(chat: number, sound: Buffer): Promise<unknown> {
  lastFile += 1;
  const file_id = `note-${lastFile}`;
  site.live.telegram.files.set(file_id, sound);
  const voice = { file_id, file_unique_id: file_id, file_size: sound.length, duration: 2, mime_type: 'audio/ogg' };
  return site.live.postTelegram(messageUpdate(chat, { voice, date: site.now.getTime() / 1000 }));
}

/** What a parent is told at once, and once the note has been heard. */
async function heard(chat: number, text: string): Promise<string[]> {
  const before = site.told(chat).length;
  await site.telling(chat, () => says(chat, wav(spoken(text))));
  await expect.poll(() => site.told(chat).length, { timeout: 30_000, interval: 20 }).toBe(before + 2);
  return site.told(chat).slice(before);
}

describe('a voice note, with a speech model', () => {
  it('is answered as if it had been written', async () => {
    const [atOnce, then] = await heard(newChat(), QUESTION);
    expect(atOnce).toContain(say('fr', 'media.kept'));
    expect(then).toContain('SECAL');
  });

  it('of danger gets the numbers, and a person who reads and hears it', async () => {
    const chat = newChat();
    const [, then] = await heard(chat, VIOLENCE);
    expect(then).toContain('112');
    const request = await site.request(chat);
    expect(request).toMatchObject({ reason: 'danger', danger_class: 'violence', priority: 'now' });
    const anne = await site.signIn('Anne');
    const page = (await anne.get(`/console/requests/${request.id}`)).body;
    expect(page).toContain('Transcription automatique');
    expect(page.split(VIOLENCE)).toHaveLength(2);
    expect(page.match(/class="bubble from-parent"/g)).toHaveLength(1);
  });

  it('is silent to the machine while a person has the conversation, but for danger', async () => {
    const chat = newChat();
    await site.answered(chat, 'humain');
    const anne = await site.signIn('Anne');
    const path = await site.pageOf(chat);
    await anne.get(path);
    await site.telling(chat, () => anne.post(`${path}/take`));
    await says(chat, wav(spoken(QUESTION)));
    await expect.poll(async () => (await anne.get(path)).body.includes(QUESTION), { timeout: 30_000 }).toBe(true);
    expect(await site.telling(chat, () => says(chat, wav(spoken(VIOLENCE))))).toContain('112');
  });

  it('in which nobody speaks is kept, and nothing more said', async () => {
    const chat = newChat();
    await site.telling(chat, () => says(chat, oggOpus(Array.from({ length: 50 }, () => SILENT_FRAME))));
    // Notes are heard one after the other: once the next one is, this one has been.
    await heard(newChat(), QUESTION);
    expect(site.told(chat)).toHaveLength(1);
  });

  it('stands in the database for nobody to read', async () => {
    const { store } = site.live.papote;
    const rows = await store.db.selectFrom('media').select('transcript').where('transcript', 'is not', null).execute();
    expect(rows.length).toBeGreaterThan(2);
    for (const { transcript } of rows)
      for (const word of ['mari', 'pension']) expect(transcript?.includes(word)).toBe(false);
  });
});

describe('a start with a speech model that is not there', () => {
  it('is refused', async () => {
    const config = readConfig({ PORT: '0', DATABASE_URL: await makeDatabase(), STT_MODEL_DIR: '/nowhere' });
    const starting = startPapote({
      config,
      wiring: wire(config),
      assistant: await realAssistant(),
      logger: SILENT_LOGGER,
    });
    await expect(starting).rejects.toThrow('The speech model "/nowhere" is no folder');
  });
});
