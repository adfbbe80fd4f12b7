import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepGraph, openIndex } from '../../src/content/graph-file.ts';
import { checksumOf } from '../../src/content/kept-files.ts';
import { Examples } from '../../src/understanding/examples.ts';
import { HnswIndex } from '../../src/understanding/hnsw-index.ts';
import { ExactIndex, type Index } from '../../src/understanding/nearest.ts';
import { randomNumbers } from '../../src/understanding/random.ts';

const DIMENSIONS = 4;
const COUNT = 10_000;

/** Lines in as many directions; the same ones for a seed. */
function examplesOf(count: number, seed: number): Examples {
  const random = randomNumbers(seed);
  const lessons = Array.from({ length: count }, (_, at) => ({ text: `line ${at}`, labels: ['topic'] }));
  return Examples.of(lessons, ['topic'], () => {
    const vector = Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  });
}

const many = examplesOf(COUNT, 1);
const others = examplesOf(COUNT, 2);
const more = examplesOf(COUNT + 1, 3);
const query = Float32Array.of(0.5, 0.5, 0.5, 0.5);
const answers = (index: Index): number[] => index.nearest(query, 5).map(({ label }) => label);

const folder = mkdtempSync(join(tmpdir(), 'papote-graph-'));
const path = join(folder, 'one.graph');
const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
beforeEach(() => {
  keepGraph(many.index, 'one', folder);
  said.mockClear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the graph of many lines', () => {
  it('is taken from its file', () => {
    const before = statSync(path).mtimeMs;
    const index = openIndex(many.file, 'one', folder);
    expect(index).toBeInstanceOf(HnswIndex);
    expect(answers(index)).toEqual(answers(many.index));
    expect(statSync(path).mtimeMs).toBe(before);
    expect(said).not.toHaveBeenCalled();
  });

  it('is the one of the file indeed, not one built anew', () => {
    keepGraph(others.index, 'one', folder);
    expect(answers(openIndex(many.file, 'one', folder))).toEqual(answers(others.index));
    expect(answers(others.index)).not.toEqual(answers(many.index));
  });

  it.each<[string, () => void]>([
    ['missing', () => rmSync(path)],
    ['cut short', () => writeFileSync(path, readFileSync(path).subarray(0, 5_000))],
    ['empty', () => writeFileSync(path, '')],
    [
      'changed in one byte',
      () => {
        const bytes = readFileSync(path);
        bytes[bytes.length - 100] = (bytes[bytes.length - 100] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
    ],
    ['without its checksum', () => rmSync(`${path}-sum`)],
    [
      'no graph, although its checksum holds',
      () => {
        writeFileSync(path, 'garbage');
        writeFileSync(`${path}-sum`, checksumOf(Buffer.from('garbage')));
      },
    ],
    ['that of other lines, of which there are more', () => keepGraph(more.index, 'one', folder)],
  ])('is built and kept again when it is %s', (_what, spoil) => {
    const whole = readFileSync(path);
    spoil();
    expect(answers(openIndex(many.file, 'one', folder))).toEqual(answers(many.index));
    expect(said).toHaveBeenCalledWith(expect.stringContaining('index again'));
    expect(readFileSync(path).equals(whole)).toBe(true);
    expect(readFileSync(`${path}-sum`, 'utf8')).toBe(checksumOf(whole));
  });

  it('is no harm when its folder cannot be written', () => {
    const notAFolder = join(folder, 'file');
    writeFileSync(notAFolder, '');
    expect(answers(openIndex(many.file, 'one', notAFolder))).toEqual(answers(many.index));
  });
});

describe('few lines', () => {
  it('are compared with one by one, and no graph is kept', () => {
    const few = examplesOf(50, 1);
    const index = openIndex(few.file, 'few', folder);
    expect(index).toBeInstanceOf(ExactIndex);
    keepGraph(index, 'few', folder);
    expect(statSync(join(folder, 'few.graph'), { throwIfNoEntry: false })).toBeUndefined();
  });
});
