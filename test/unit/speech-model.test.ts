import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSpeechModel } from '../../src/media/speech-model.ts';
import { messageOf, StartError } from '../../src/start-error.ts';
import { oggOpus, SILENT_FRAME, wav } from '../support/audio.ts';
import { spoken, writeTinySpeechModel } from '../support/tiny-speech-model.ts';

const folder = writeTinySpeechModel();
const written = [folder];
afterAll(() => {
  for (const path of written) rmSync(path, { recursive: true, force: true });
});

/** The model without some of its files. */
function without(...files: readonly string[]): string {
  const copy = mkdtempSync(join(tmpdir(), 'papote-speech-model-'));
  written.push(copy);
  cpSync(folder, copy, { recursive: true });
  for (const file of files) rmSync(join(copy, file));
  return copy;
}

describe('a speech model', () => {
  it('writes out what is said', async () => {
    const model = await openSpeechModel(folder);
    const heard = await model.transcribe(wav(spoken('mon mari me frappe')), 'audio/wav', 'fr');
    expect(heard).toEqual({ ok: true, text: 'mon mari me frappe' });
  });

  it.each<[string, Uint8Array, string, string]>([
    ['a note in which nobody speaks', oggOpus(Array.from({ length: 50 }, () => SILENT_FRAME)), 'audio/ogg', 'silence'],
    ['a kind of sound that is not read', Buffer.from('ID3'), 'audio/mpeg', 'unsupported'],
    ['what is no sound at all', Buffer.from('OggS and then nothing'), 'audio/ogg', 'unsupported'],
    ['more than five minutes', wav(new Float32Array(301 * 8_000), 8_000), 'audio/wav', 'too-long'],
  ])('says why not of %s', async (_, bytes, mime, error) => {
    const model = await openSpeechModel(folder);
    expect(await model.transcribe(bytes, mime)).toEqual({ ok: false, error });
  });
});

describe('a start is refused in one line', () => {
  it.each<[string, () => string, RegExp]>([
    [
      'without the folder',
      () => '/nowhere/at-all',
      /^The speech model "\/nowhere\/at-all" is no folder: give one in STT_MODEL_DIR/,
    ],
    [
      'without its settings',
      () => without('config.json'),
      /lacks config\.json: complete it, or give another folder\.$/,
    ],
    ['without its weights', () => without('onnx/model.onnx'), /lacks onnx\/model\.onnx: complete it/],
    [
      'with weights that are none',
      () => {
        const copy = without();
        writeFileSync(join(copy, 'onnx/model.onnx'), 'nothing');
        return copy;
      },
      /cannot be used \(.+\): give another folder, or leave STT_MODEL_DIR empty\.$/,
    ],
  ])('%s', async (_, path, line) => {
    const error: unknown = await openSpeechModel(path()).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(StartError);
    expect(messageOf(error)).toMatch(line);
    expect(messageOf(error)).not.toContain('\n');
  });
});
