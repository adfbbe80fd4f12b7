import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learn } from '../../src/content/learn.ts';
import { keepModel, readModel } from '../../src/content/model-file.ts';
import { Glossary } from '../../src/understanding/glossary.ts';
import type { Lessons } from '../../src/understanding/lessons.ts';
import { matchTopic } from '../../src/understanding/match-topic.ts';
import { Mind } from '../../src/understanding/mind.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import type { TrainedModel } from '../../src/understanding/trained-model.ts';

const LESSONS: Lessons = {
  topics: [
    ...['mon ex ne paie plus', 'la pension pas payée', 'il paie rien pour les enfants', 'pension impayée'].map(
      (text) => ({
        text,
        labels: ['unpaid'],
      }),
    ),
    ...['place en crèche', 'je cherche une crèche', 'garde pour mon bébé', 'crèche complète que faire'].map((text) => ({
      text,
      labels: ['childcare'],
    })),
    ...['quel temps fait-il', 'recette de crêpes'].map((text) => ({ text, labels: [] })),
    { text: 'il paie pas la crèche', labels: ['unpaid', 'childcare'] },
  ],
  danger: [
    { text: 'il me frappe encore', labels: ['violence', 'any'] },
    { text: 'il me tape', labels: ['violence', 'any'] },
    { text: 'place en crèche', labels: [] },
  ],
  commands: [
    { text: 'ne m ecrivez plus', labels: ['stop'] },
    { text: 'place en crèche', labels: [] },
  ],
  languages: [
    { text: 'mon ex ne paie plus', labels: ['fr'] },
    { text: 'mijn ex betaalt niet meer', labels: ['nl'] },
  ],
};
const LEARNING = { glossary: new Glossary(), leastExamples: 1 };

let folder: string;
let model: TrainedModel;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'papote-model-'));
  model = await learn(LESSONS, LEARNING);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what is learnt', () => {
  it('is the same from the same lines, on as many threads as there are', async () => {
    expect(await learn(LESSONS, LEARNING)).toEqual(model);
  });

  it.each([
    ['ma pension est impayée', 'unpaid'],
    ['une creche pour le bebe', 'childcare'],
  ])('%s is %s', (text, topic) => {
    const mind = new Mind(model, LEARNING.glossary);
    expect(matchTopic(mind.lookAt(normalise(text)), mind).candidates[0]?.topic).toBe(topic);
  });

  it.each([
    ['nothing', ''],
    ['white space', '   '],
    ['signs', '!?'],
    ['unknown words', 'zzz qqq xxx'],
    ['half a pair', '\ud800'],
    ['5,000 emoji', '😀'.repeat(5_000)],
  ])('%s is no topic', (_what, text) => {
    const mind = new Mind(model, LEARNING.glossary);
    expect(matchTopic(mind.lookAt(normalise(text)), mind).decision).not.toBe('answer');
  });
});

describe('the file of what was learnt', () => {
  it('comes back as it was kept', () => {
    keepModel('one', model, folder);
    expect(readModel('one', folder)).toEqual(model);
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 7)],
    ['cut in its header', (bytes: Buffer) => bytes.subarray(0, 20)],
    ['empty', () => Buffer.alloc(0)],
    ['of another kind', () => Buffer.from('{"not":"a model"}')],
    [
      'with one byte changed',
      (bytes: Buffer) => {
        const changed = Buffer.from(bytes);
        changed[bytes.length - 20] = (changed[bytes.length - 20] ?? 0) ^ 1;
        return changed;
      },
    ],
  ])('%s is not taken', (_what, spoil) => {
    keepModel('two', model, folder);
    const path = join(folder, 'two.model');
    writeFileSync(path, spoil(readFileSync(path)));
    expect(readModel('two', folder)).toBeUndefined();
  });

  it('is not kept for ever: the newest four stay', () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) keepModel(name, model, folder);
    expect(readdirSync(folder).filter((file) => file.endsWith('.model'))).toHaveLength(4);
  });

  it('is no harm when its folder cannot be written', () => {
    const notAFolder = join(folder, 'file');
    writeFileSync(notAFolder, '');
    expect(() => keepModel('x', model, notAFolder)).not.toThrow();
    expect(readModel('x', notAFolder)).toBeUndefined();
  });
});
