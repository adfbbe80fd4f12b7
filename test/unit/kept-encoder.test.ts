import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isEncoderStale, keepEncoder, readEncoder } from '../../src/content/kept-encoder.ts';
import type { Content } from '../../src/content/load-content.ts';
import { fingerprintOfLines, parallelLines } from '../../src/content/parallel-lines.ts';
import { realContent } from '../support/real-model.ts';

const ROWS = Int8Array.of(1, -2, 3);
const lines = parallelLines(realContent());
const about = { lines: lines.length, steps: 60, inputs: fingerprintOfLines(lines, realContent()) };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'papote-encoder-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** The project's content with the encoder that is kept there, and perhaps another French line. */
function contentWith(line?: string): Content {
  const { parallel, ...rest } = realContent();
  const french = new Map([
    ...(parallel.get('fr') ?? []),
    ...(line === undefined ? [] : [['custody.01', line] as const]),
  ]);
  return { ...rest, parallel: new Map([...parallel, ['fr', french]]), encoder: readEncoder(root) };
}

describe('the encoder that is kept', () => {
  it('is none at first, and then the one that was trained last', () => {
    expect(readEncoder(root)).toBeUndefined();
    keepEncoder(ROWS, about, root);
    expect(readEncoder(root)).toEqual(ROWS);
  });

  it('is stale once a line it was trained on has changed', () => {
    expect(isEncoderStale(contentWith(), root)).toBe(false);
    keepEncoder(ROWS, about, root);
    expect(isEncoderStale(contentWith(), root)).toBe(false);
    expect(isEncoderStale(contentWith('Qui garde les enfants ?'), root)).toBe(true);
  });

  it.each(['', '{"lines": 3', '{"lines":"many"}'])('is stale where nobody knows what it was trained on: %j', (text) => {
    keepEncoder(ROWS, about, root);
    writeFileSync(join(root, 'intents/encoder/encoder.json'), text);
    expect(isEncoderStale(contentWith(), root)).toBe(true);
  });

  it('of the project, if there is one, was trained on the lines of today', () => {
    expect(isEncoderStale(realContent())).toBe(false);
  });
});
