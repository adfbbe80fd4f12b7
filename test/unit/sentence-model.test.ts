import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from '@huggingface/transformers';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { openSentenceModel } from '../../src/content/sentence-model.ts';
import { messageOf, StartError } from '../../src/start-error.ts';
import { writeTinyModel } from '../support/tiny-sentence-model.ts';

const written: string[] = [];
const tiny = (...options: Parameters<typeof writeTinyModel>): string => {
  const folder = writeTinyModel(...options);
  written.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of written) rmSync(folder, { recursive: true, force: true });
});

const TEXTS = [
  'mon ex ne paie plus la pension',
  'une place en crèche',
  'أبحث عن حضانة',
  'ik zoek opvang',
  '😀',
  'a'.repeat(5_000),
];

/** Why a model cannot be opened, in one line of ours. */
async function refusal(...model: Parameters<typeof openSentenceModel>): Promise<string> {
  const error: unknown = await openSentenceModel(...model).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(StartError);
  expect(messageOf(error)).not.toContain('\n');
  return messageOf(error);
}

describe('a sentence model', () => {
  const folder = tiny({ dimensions: 24, words: ['creche', 'pension'] });

  it('turns texts into vectors of unit length, in their order', async () => {
    const model = await openSentenceModel(folder);
    expect(model).toMatchObject({ name: folder, dimensions: 24 });
    const vectors = await model.encode(TEXTS);
    expect(vectors).toHaveLength(TEXTS.length);
    for (const vector of vectors) {
      expect(vector).toHaveLength(24);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    }
  });

  it('gives the same text the same vector, alone and among others, over several batches', async () => {
    const model = await openSentenceModel(folder);
    const many = Array.from({ length: 71 }, (_, at) => TEXTS[at % TEXTS.length] ?? '');
    const steps: [number, number][] = [];
    const vectors = await model.encode(many, (done, all) => steps.push([done, all]));
    expect(steps).toEqual([
      [32, 71],
      [64, 71],
      [71, 71],
    ]);
    for (const [at, text] of many.entries()) {
      const [alone = new Float32Array()] = await model.encode([text]);
      for (const [place, value] of (vectors[at] ?? new Float32Array()).entries())
        expect(value).toBeCloseTo(alone[place] ?? 0, 5);
    }
  });

  it.each(['', ' ', '\n'])('gives no direction to nothing: %j', async (text) => {
    const model = await openSentenceModel(folder);
    const [alone, other] = await model.encode([text, 'bonjour']);
    expect([...(alone ?? [])]).toEqual(Array.from({ length: 24 }, () => 0));
    expect(Math.hypot(...(other ?? []))).toBeCloseTo(1, 5);
    expect(await model.encode([text])).toEqual([alone]);
  });

  it('has nothing to say of no texts', async () => {
    expect(await (await openSentenceModel(folder)).encode([])).toEqual([]);
  });

  it('is taken from a folder that holds only the quantised graph', async () => {
    const model = await openSentenceModel(tiny({ file: 'model_quantized.onnx' }));
    expect(await model.encode(['bonjour'])).toHaveLength(1);
  });

  it('has one fingerprint, and another one has another although its files are as large', async () => {
    const fingerprintOf = async (path: string): Promise<string> => (await openSentenceModel(path)).fingerprint;
    expect(await fingerprintOf(folder)).toBe(await fingerprintOf(folder));
    const path = join(folder, 'onnx/model.onnx');
    const trainedFurther = tiny({ dimensions: 24, words: ['creche', 'pension'], seed: 2 });
    const before = readFileSync(path);
    const after = readFileSync(join(trainedFurther, 'onnx/model.onnx'));
    expect(after.length).toBe(before.length);
    const old = await fingerprintOf(folder);
    writeFileSync(path, after);
    expect(await fingerprintOf(folder)).not.toBe(old);
    writeFileSync(path, before);
    expect(await fingerprintOf(folder)).toBe(old);
  });
});

describe('a model that cannot be used is refused with one line', () => {
  it.each(['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'])('without %s', async (file) => {
    const folder = tiny();
    rmSync(join(folder, file));
    expect(await refusal(folder)).toBe(
      `The sentence model "${folder}" lacks ${file}: complete it, or give another folder.`,
    );
  });

  it('an empty folder, with everything that it lacks', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'papote-no-model-'));
    written.push(folder);
    expect(await refusal(folder)).toContain(
      'lacks config.json, tokenizer.json, tokenizer_config.json, onnx/model.onnx:',
    );
  });

  it('without the weights that its graph keeps in a file of their own', async () => {
    const folder = tiny();
    writeFileSync(
      join(folder, 'config.json'),
      JSON.stringify({ model_type: 'bert', 'transformers.js_config': { use_external_data_format: true } }),
    );
    expect(await refusal(folder)).toContain('lacks onnx/model.onnx_data:');
  });

  it('without a token to pad with', async () => {
    const folder = tiny();
    writeFileSync(join(folder, 'tokenizer_config.json'), '{}');
    expect(await refusal(folder)).toContain('lacks "pad_token" in tokenizer_config.json:');
  });

  it.each([
    ['a graph that is none', 'onnx/model.onnx', 'not a graph'],
    ['an empty graph', 'onnx/model.onnx', ''],
    ['settings that are no JSON', 'tokenizer_config.json', '{'],
    ['a tokenizer that is no JSON', 'tokenizer.json', '{'],
    ['a tokenizer without words', 'tokenizer.json', '{}'],
    ['a configuration that is no JSON', 'config.json', '{'],
  ])('%s', async (_what, file, text) => {
    const folder = tiny();
    writeFileSync(join(folder, file), text);
    expect(await refusal(folder)).toMatch(/^The sentence model ".*" cannot be used \(.+\): give another folder\.$/);
  });

  it('with other dimensions than were learnt with', async () => {
    const folder = tiny({ dimensions: 16 });
    expect(await openSentenceModel(folder, { dimensions: 16 })).toMatchObject({ dimensions: 16 });
    expect(await refusal(folder, { dimensions: 384 })).toBe(
      `The sentence model "${folder}" gives 16 dimensions, but 384 were learnt with: run "npm run train -- --encoder ${folder}".`,
    );
  });

  it.each(['papote/no-such-model', 'no such folder', './no-such-folder', '/no/such/folder', '../..'.repeat(9)])(
    'a name that is no folder, without a network to fetch it from: %s',
    async (name) => {
      expect(await refusal(name)).toMatch(
        /is no folder and could not be fetched by that name \(.+\): give a folder that holds one/,
      );
    },
  );

  it('without the package that runs it', async () => {
    vi.resetModules();
    vi.doMock('@huggingface/transformers', () => {
      throw new Error('Cannot find package');
    });
    const fresh = await import('../../src/content/sentence-model.ts');
    await expect(fresh.openSentenceModel('any')).rejects.toThrow(
      /^A sentence model needs the package @huggingface\/transformers, which cannot be loaded \(.+\): run "npm ci", or leave EMBEDDING_MODEL empty\.$/,
    );
    vi.doUnmock('@huggingface/transformers');
    vi.resetModules();
  });
});

describe('a model that is given by its name', () => {
  it('is fetched once: another start needs no network', async () => {
    const source = tiny({ dimensions: 16 });
    const cache = mkdtempSync(join(tmpdir(), 'papote-fetched-'));
    written.push(cache);
    const asked: string[] = [];
    const host = createServer((request, response) => {
      const file = (request.url ?? '').replace('/papote/tiny/resolve/main/', '');
      asked.push(file);
      const path = join(source, file);
      if (existsSync(path)) response.end(readFileSync(path));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    const usual = env.remoteHost;
    env.remoteHost = `http://127.0.0.1:${(host.address() as AddressInfo).port}/`;
    try {
      const first = await openSentenceModel('papote/tiny', { cache });
      expect(asked).toContain('onnx/model.onnx');
      await new Promise((resolve) => host.close(resolve));
      const again = await openSentenceModel('papote/tiny', { cache });
      expect(again).toMatchObject({ name: 'papote/tiny', fingerprint: first.fingerprint });
      expect(await again.encode(['bonjour'])).toEqual(await first.encode(['bonjour']));
    } finally {
      env.remoteHost = usual;
      host.close();
    }
  });
});
