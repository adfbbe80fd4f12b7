import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { learnt } from '../../src/content/learnt.ts';
import { type Assistant, compileAssistant } from '../../src/content/load-assistant.ts';
import { loadContent } from '../../src/content/load-content.ts';
import { openSentenceModel, type SentenceModel } from '../../src/content/sentence-model.ts';
import { type LogFields, type Logger, SILENT_LOGGER } from '../../src/observe/logger.ts';
import { startPapote } from '../../src/papote.ts';
import { StartError } from '../../src/start-error.ts';
import { wire } from '../../src/wiring.ts';
import { SMS_NUMBER, startLivePapote } from '../support/live-papote.ts';
import { smallContent } from '../support/small-content.ts';
import { makeDatabase } from '../support/test-database.ts';
import { writeTinyModel } from '../support/tiny-sentence-model.ts';

const QUESTION = 'je cherche une place en crèche pour mon bébé';

let folder: string;
let kept: string;
let assistant: Assistant;
let sentences: SentenceModel;
beforeAll(async () => {
  folder = writeTinyModel({ dimensions: 16, words: ['creche', 'pension', 'avocat'] });
  kept = mkdtempSync(join(tmpdir(), 'papote-learnt-'));
  sentences = await openSentenceModel(folder);
  const copy = smallContent();
  const content = loadContent(copy.root);
  copy.remove();
  await learnt(content, { sentences, folder: kept });
  assistant = await compileAssistant(content, { embeddingModel: folder, folder: kept });
});
afterAll(() => {
  for (const path of [folder, kept]) rmSync(path, { recursive: true, force: true });
});

/** The answer to a question by SMS, with what the log says of errors. */
async function ask(encode: SentenceModel['encode']): Promise<{ answer: string; errors: [LogFields, string][] }> {
  const errors: [LogFields, string][] = [];
  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (fields, message) => errors.push([fields, message]),
  };
  const live = await startLivePapote({}, { assistant: { ...assistant, sentences: { ...sentences, encode } }, logger });
  try {
    await live.postTwilio('sms', {
      MessageSid: `SM${'1'.repeat(32)}`,
      From: '+32470000001',
      To: SMS_NUMBER,
      Body: QUESTION,
    });
    const taken = await live.twilio.untilTaken(1);
    return { answer: taken[0]?.body ?? '', errors };
  } finally {
    await live.stop();
  }
}

describe('a message to a server with a sentence model', () => {
  it('is answered with what the model saw in it', async () => {
    const read: string[] = [];
    const { answer, errors } = await ask((texts) => {
      read.push(...texts);
      return sentences.encode(texts);
    });
    expect(read).toEqual([QUESTION]);
    expect(answer).toMatch(/ONE|crèche/i);
    expect(errors).toEqual([]);
  });

  it('is answered without it when it fails, which the log says by its code', async () => {
    const { answer, errors } = await ask(() => Promise.reject(Object.assign(new Error(QUESTION), { code: 'E_MODEL' })));
    expect(answer).toMatch(/ONE|crèche/i);
    expect(errors).toEqual([
      [
        { contact: expect.any(String), event: expect.any(String), code: 'E_MODEL' },
        'understood without the sentence model',
      ],
    ]);
    expect(JSON.stringify(errors)).not.toContain('crèche');
  });
});

describe('a start with a sentence model', () => {
  it('is refused while nothing was learnt with it', async () => {
    const config = readConfig({ PORT: '0', DATABASE_URL: await makeDatabase(), EMBEDDING_MODEL: folder });
    const starting = startPapote({ config, wiring: wire(config), logger: SILENT_LOGGER });
    await expect(starting).rejects.toBeInstanceOf(StartError);
    await expect(starting).rejects.toThrow(`run "npm run train -- --encoder ${folder}"`);
  });
});
