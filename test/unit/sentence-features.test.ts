import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crossValidate } from '../../src/content/cross-validate.ts';
import { learn } from '../../src/content/learn.ts';
import { keepModel, readModel } from '../../src/content/model-file.ts';
import { openSentenceModel, type SentenceModel } from '../../src/content/sentence-model.ts';
import { explain, textsToExplain } from '../../src/understanding/explain.ts';
import { Glossary } from '../../src/understanding/glossary.ts';
import type { Lessons } from '../../src/understanding/lessons.ts';
import { matchTopic, rankTopics } from '../../src/understanding/match-topic.ts';
import { Mind } from '../../src/understanding/mind.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { HEAD_NAMES } from '../../src/understanding/packed-heads.ts';
import type { TrainedModel } from '../../src/understanding/trained-model.ts';
import { writeTinyModel } from '../support/tiny-sentence-model.ts';

const UNPAID = ['mon ex ne paie plus', 'la pension pas payée', 'il paie rien pour les enfants', 'pension impayée'];
const CHILDCARE = ['place en crèche', 'je cherche une crèche', 'garde pour mon bébé', 'crèche complète que faire'];
const OUTSIDE = ['quel temps fait-il', 'recette de crêpes'];
const LESSONS: Lessons = {
  topics: [
    ...UNPAID.map((text) => ({ text, labels: ['unpaid'] })),
    ...CHILDCARE.map((text) => ({ text, labels: ['childcare'] })),
    ...OUTSIDE.map((text) => ({ text, labels: [] })),
    { text: 'il paie pas la crèche', labels: ['unpaid', 'childcare'] },
  ],
  danger: [
    { text: 'il me frappe encore', labels: ['violence', 'any'] },
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
const glossary = new Glossary();

let folder: string;
let sentences: SentenceModel;
let model: TrainedModel;
let mind: Mind;
beforeAll(async () => {
  folder = writeTinyModel({ dimensions: 32, words: ['pension', 'paie', 'creche', 'ex'] });
  sentences = await openSentenceModel(folder);
  model = await learn(LESSONS, { glossary, sentences, leastExamples: 1 });
  mind = new Mind(model, glossary);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function vectorOf(text: string): Promise<Float32Array> {
  const [vector = new Float32Array()] = await sentences.encode([text]);
  return vector;
}

describe('heads that were learnt with a sentence model', () => {
  it.each([...UNPAID.map((text) => [text, 'unpaid']), ...CHILDCARE.map((text) => [text, 'childcare'])])(
    '%s is %s',
    async (text, topic) => {
      const decision = matchTopic(mind.lookAt(normalise(text), await vectorOf(text)), mind);
      expect(decision).toMatchObject({ decision: 'answer', topic });
    },
  );

  it('are the same from the same lines', async () => {
    expect(await learn(LESSONS, { glossary, sentences, leastExamples: 1 })).toEqual(model);
  });

  it('are moved by the vector: with that of another line the margins are others', async () => {
    const text = normalise('mon ex ne paie plus');
    const own = mind.lookAt(text, await vectorOf('mon ex ne paie plus'));
    expect(mind.lookAt(text, await vectorOf('place en crèche')).topics).not.toEqual(own.topics);
  });

  it('work without a vector, on what the words say', () => {
    const impression = mind.lookAt(normalise('la pension pas payée'));
    expect(impression.closeness).toBe(0);
    expect(matchTopic(impression, mind).candidates[0]?.topic).toBe('unpaid');
  });

  it('take no vector of another model', () => {
    expect(() => mind.lookAt(normalise('bonjour'), new Float32Array(16))).toThrow('16 dimensions, not 32');
  });

  it('tell of every text that is read', async () => {
    const told: number[] = [];
    await learn(LESSONS, { glossary, sentences, leastExamples: 1, onRead: (done, all) => told.push(done / all) });
    expect(told.at(-1)).toBe(1);
  });

  it('are judged without a part of the lines, each of which the model reads once', async () => {
    let read = 0;
    const counting: SentenceModel = {
      ...sentences,
      encode: (texts, ...rest) => {
        read += texts.length;
        return sentences.encode(texts, ...rest);
      },
    };
    const judged = await crossValidate(LESSONS, { glossary, sentences: counting, leastExamples: 1 }, 3);
    expect(judged.topics).toHaveLength(LESSONS.topics.length);
    expect(read).toBe(new Set(HEAD_NAMES.flatMap((head) => LESSONS[head].map(({ text }) => text))).size);
  });
});

describe('the lines that a model was learnt from', () => {
  it('are those of the topics, each once, under the first of its topics', () => {
    const { file } = model.examples ?? {};
    expect(new TextDecoder().decode(file?.lines).split('\0')).toEqual([
      ...UNPAID,
      ...CHILDCARE,
      'il paie pas la crèche',
      '',
    ]);
    const topics = model.labels.topics;
    expect([...(file?.topics ?? [])].map((at) => topics[at])).toEqual([
      ...UNPAID.map(() => 'unpaid'),
      ...CHILDCARE.map(() => 'childcare'),
      'unpaid',
    ]);
  });

  it('lie where the model puts them, although they are kept as bytes', async () => {
    for (const [at, text] of [...UNPAID, ...CHILDCARE].entries()) {
      const [nearest] = model.examples?.index.nearest(await vectorOf(text), 1) ?? [];
      expect(nearest?.label).toBe(at);
      expect(nearest?.similarity).toBeGreaterThan(0.999);
    }
  });

  it('raise what lies closer to one of them than they lie to each other, and lower what lies apart', async () => {
    const mean = model.examples?.file.closeness ?? 0;
    const vectors = await sentences.encode([...UNPAID, ...CHILDCARE, 'il paie pas la crèche']);
    const cosines = vectors.map((one, at) =>
      Math.max(...vectors.filter((_, other) => other !== at).map((other) => cosine(one, other))),
    );
    expect(mean).toBeCloseTo(cosines.reduce((sum, value) => sum + value, 0) / cosines.length, 2);
    const inScope = (text: string, vector?: Float32Array): number =>
      rankTopics({ ...mind.lookAt(normalise(text)), closeness: mind.lookAt(normalise(text), vector).closeness }, mind)
        .inScope;
    const text = 'pension impayée';
    const vector = await vectorOf(text);
    expect(inScope(text, vector) - inScope(text)).toBeCloseTo(1 - mean, 2);
    const opposite = vector.map((value) => -value);
    expect(inScope(text, opposite)).toBeLessThan(inScope(text));
  });

  it('explain a message: its nearest lines of that topic, by the vectors', async () => {
    const text = 'je cherche une crèche';
    const vectors = await sentences.encode(textsToExplain(text));
    const explained = explain(text, 'childcare', ['a line that was not learnt'], mind, vectors);
    expect(explained.nearest[0]).toEqual({ text, likeness: expect.closeTo(1, 2) });
    expect(explained.nearest).toHaveLength(3);
    for (const line of explained.nearest) expect(CHILDCARE).toContain(line.text);
    const [whole, withoutLast] = [vectors[0], vectors.at(-1)].map((vector, at) =>
      mind.lookAt(normalise(at === 0 ? text : 'je cherche une'), vector),
    );
    const column = mind.topics.indexOf('childcare');
    expect(explained.words.find(({ word }) => word === 'crèche')?.weight).toBeCloseTo(
      (whole?.topics[column] ?? 0) - (withoutLast?.topics[column] ?? 0),
      2,
    );
  });

  it('and without a vector from the lines given, as ever', () => {
    const explained = explain('je cherche une crèche', 'childcare', ['une crèche', 'autre chose'], mind);
    expect(explained.nearest[0]?.text).toBe('une crèche');
  });
});

describe('the file of a model with its lines', () => {
  const kept = mkdtempSync(join(tmpdir(), 'papote-model-'));
  afterAll(() => rmSync(kept, { recursive: true, force: true }));

  it('comes back as it was kept', () => {
    keepModel('one', model, kept);
    expect(readModel('one', kept)).toEqual(model);
  });

  it('is not taken when it was cut short in its lines', () => {
    keepModel('two', model, kept);
    const path = join(kept, 'two.model');
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 40));
    expect(readModel('two', kept)).toBeUndefined();
  });
});

function cosine(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
