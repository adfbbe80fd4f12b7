import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileUnderstanding } from '../../src/content/compile-understanding.ts';
import { learnt, learntBefore } from '../../src/content/learnt.ts';
import { LiveContent } from '../../src/content/live-content.ts';
import { compileAssistant, vectorOf, withContent, withLearnt } from '../../src/content/load-assistant.ts';
import { type Content, loadContent } from '../../src/content/load-content.ts';
import type { Problem } from '../../src/content/problem.ts';
import { openSentenceModel, type SentenceModel } from '../../src/content/sentence-model.ts';
import { StartError } from '../../src/start-error.ts';
import { DIMENSIONS, ROWS } from '../../src/understanding/bag-encoder.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { understand } from '../../src/understanding/understand.ts';
import { Child, ROOT } from '../support/child.ts';
import { smallContent } from '../support/small-content.ts';
import { writeTinyModel } from '../support/tiny-sentence-model.ts';

const copy = smallContent();
const content = loadContent(copy.root);
const model = writeTinyModel({ dimensions: 16, words: ['pension', 'creche', 'avocat', 'paie', 'child', 'lawyer'] });
const other = writeTinyModel({ dimensions: 16, seed: 2 });
const folder = mkdtempSync(join(tmpdir(), 'papote-learnt-'));
let sentences: SentenceModel;
beforeAll(async () => {
  sentences = await openSentenceModel(model);
  await learnt(content, { sentences, folder });
});
afterAll(() => {
  for (const path of [model, other, folder, copy.root]) rmSync(path, { recursive: true, force: true });
});

describe('what was learnt with a sentence model', () => {
  it('is in force where EMBEDDING_MODEL names it', async () => {
    const assistant = await compileAssistant(content, { embeddingModel: model, folder });
    expect(assistant.sentences?.fingerprint).toBe(sentences.fingerprint);
    const answered = async (text: string): Promise<string | null> => {
      const vector = await vectorOf(assistant, text);
      expect(vector).toHaveLength(16);
      return understand({ text, vector }, assistant.model).topic;
    };
    expect(await answered('mon ex ne paie plus la pension alimentaire')).toBe('child-support-unpaid');
    expect(await answered('je cherche une place en crèche')).toBe('childcare-find');
    expect(await answered('i need a free lawyer')).toBe('legal-aid');
  });

  it('is kept apart from what another model, and none, would have learnt', async () => {
    expect(learntBefore(content, { sentences, folder })).toBeDefined();
    expect(learntBefore(content, { sentences: await openSentenceModel(other), folder })).toBeUndefined();
    expect(learntBefore(content, { folder })).toBeUndefined();
  });

  it('knows nothing of the built-in encoder, whose vectors are others', () => {
    const encoded = { ...content, encoder: new Int8Array(ROWS * DIMENSIONS).fill(1) };
    const trained = learntBefore(encoded, { sentences, folder });
    if (trained === undefined) throw new Error('the encoder must not tell what was learnt with a sentence model apart');
    const topicsBy = (one: Content): Float32Array =>
      compileUnderstanding(one, trained).mind.lookAt(normalise('une place en crèche')).topics;
    expect(topicsBy(encoded)).toEqual(topicsBy(content));
  });

  it('must be there: nothing is learnt at the start', async () => {
    const compiling = compileAssistant(content, { embeddingModel: other, folder });
    await expect(compiling).rejects.toBeInstanceOf(StartError);
    await expect(compiling).rejects.toThrow(
      `nothing was learnt with ${other} yet: run "npm run train -- --encoder ${other}"`,
    );
  });

  it('stays in force with content that was not learnt from yet', async () => {
    const assistant = await compileAssistant(content, { embeddingModel: model, folder });
    const changed = { ...content, utterances: new Map([...content.utterances].slice(1)) };
    const swapped = withContent(assistant, changed);
    expect(swapped.model.mind).toBe(assistant.model.mind);
    expect(withLearnt(swapped, changed, folder)).toBe(swapped);
    const learntAnew = withLearnt(swapped, content, folder);
    expect(learntAnew.sentences).toBe(assistant.sentences);
    expect(learntAnew.model.mind === assistant.model.mind).toBe(false);
  });

  it('reads no more of a long text than is understood', async () => {
    const read: string[] = [];
    const watched: SentenceModel = {
      ...sentences,
      encode: (texts) => {
        read.push(...texts);
        return sentences.encode(texts);
      },
    };
    await vectorOf({ sentences: watched }, 'a'.repeat(50_000));
    expect(read.map(({ length }) => length)).toEqual([2_000]);
    expect(await vectorOf({}, 'bonjour')).toBeUndefined();
  });
});

describe('content that changes while a sentence model is in use', () => {
  const reloads: (readonly Problem[])[] = [];
  const liveContent = async (used: Partial<SentenceModel> = {}): Promise<LiveContent> => {
    const assistant = await compileAssistant(content, { embeddingModel: model, folder });
    return new LiveContent(
      { ...assistant, sentences: { ...sentences, ...used } },
      { root: copy.root, folder, onReload: (problems) => reloads.push(problems), onError: () => undefined },
    );
  };

  it('is learnt in the background with that model', async () => {
    const live = await liveContent();
    const text = 'qui peut surveiller mon petit pendant mes heures de boulot';
    const before = live.assistant().model.mind;
    copy.replace('intents/topics/childcare-find.yaml', /^ {2}fr:\n/m, `  fr:\n    - ${text}\n`);
    await live.reload();
    expect(reloads).toEqual([[]]);
    const { model: after } = live.assistant();
    expect(after.mind === before).toBe(false);
    const vector = await vectorOf(live.assistant(), text);
    expect(after.mind.examples?.index.nearest(vector ?? new Float32Array(), 1)[0]?.similarity).toBeCloseTo(1, 2);
    expect(understand({ text, vector }, after).candidates[0]?.topic).toBe('childcare-find');
  }, 60_000);

  it('stays with what was learnt when the folder holds another model by then', async () => {
    const live = await liveContent({ dimensions: 17 });
    const before = live.assistant().model.mind;
    await expect(live.reload()).rejects.toThrow('gives 16 dimensions, but 17 were learnt with');
    expect(live.assistant().model.mind === before).toBe(true);
  }, 60_000);
});

describe('a command with EMBEDDING_MODEL', () => {
  const run = (script: readonly string[], embeddingModel: string) =>
    new Child(['node_modules/tsx/dist/cli.mjs', ...script], ROOT, { EMBEDDING_MODEL: embeddingModel }).ended;

  it.each([['src/commands/understand.ts'], ['src/commands/ask.ts'], ['evals/run.ts']])(
    '%s tells that nothing was learnt with the model yet',
    async (...script) => {
      const { code, stdout, stderr } = await run(script, model);
      expect({ code, stdout, stderr: stderr.trim() }).toEqual({
        code: 1,
        stdout: '',
        stderr: `nothing was learnt with ${model} yet: run "npm run train -- --encoder ${model}"`,
      });
    },
  );

  it('tells of a folder that is none', async () => {
    const { code, stderr } = await run(['src/commands/understand.ts'], '/no/such/folder');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The sentence model "\/no\/such\/folder" is no folder .*\n$/);
  });

  it('trains with a model only where it is told to', async () => {
    const train = ['src/commands/train.ts'];
    expect((await run([...train, 'models/x'], '')).stderr).toContain('"models/x" is one too many');
    for (const argument of [['--encoder', '/no/such'], ['--encoder=/no/such']])
      expect((await run([...train, ...argument], '')).stderr).toContain('The sentence model "/no/such" is no folder');
  });
});
