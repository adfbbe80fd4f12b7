import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ClassifierStore, Example } from '../understanding/fit-model.ts';
import { LinearClassifier } from '../understanding/linear-classifier.ts';
import { PROJECT_ROOT } from './paths.ts';

const FOLDER = join(PROJECT_ROOT, 'node_modules/.cache/papote');
/** Raised when features or training change: what was learnt the old way is then learnt anew. */
const VERSION = 7;
/** Bytes that say how long the header is. */
const LENGTH_BYTES = 4;

const header = z.object({ labels: z.array(z.string()), count: z.number().int().positive() });

/**
 * What was learnt from the examples, in a file named for them: a start with the same content takes it instead of learning
 * for some seconds. A file that is missing, cut short or cannot be written is no harm: it is learnt again.
 */
export class ClassifierFile implements ClassifierStore {
  readonly onLearning: (() => void) | undefined;
  private readonly folder: string;

  constructor({ folder = FOLDER, onLearning }: { folder?: string; onLearning?: () => void } = {}) {
    this.folder = folder;
    let told = false;
    this.onLearning = () => {
      if (!told) onLearning?.();
      told = true;
    };
  }

  load(head: string, examples: readonly Example[]): LinearClassifier | undefined {
    try {
      return decode(readFileSync(this.pathOf(head, examples)));
    } catch {
      return undefined;
    }
  }

  save(head: string, examples: readonly Example[], classifier: LinearClassifier): void {
    const path = this.pathOf(head, examples);
    const fresh = `${path}.${randomUUID()}`;
    try {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(fresh, encode(classifier));
      for (const old of readdirSync(this.folder))
        if (old.startsWith(`${head}-`) && old.endsWith('.classifier')) rmSync(join(this.folder, old), { force: true });
      renameSync(fresh, path);
    } catch {
      rmSync(fresh, { force: true });
    }
  }

  private pathOf(head: string, examples: readonly Example[]): string {
    const hash = createHash('sha256').update(String(VERSION));
    for (const { text, label } of examples) hash.update(`${label ?? ''}\t${text}\n`);
    return join(this.folder, `${head}-${hash.digest('hex').slice(0, 32)}.classifier`);
  }
}

function encode({ labels, weights }: LinearClassifier): Buffer {
  const head = Buffer.from(JSON.stringify({ labels, count: weights.length }));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(head.length);
  return Buffer.concat([length, head, Buffer.from(weights.buffer, weights.byteOffset, weights.byteLength)]);
}

function decode(bytes: Buffer): LinearClassifier | undefined {
  const start = LENGTH_BYTES + bytes.readUInt32LE(0);
  const { labels, count } = header.parse(JSON.parse(bytes.subarray(LENGTH_BYTES, start).toString('utf8')));
  if (bytes.length !== start + count * Float32Array.BYTES_PER_ELEMENT) return undefined;
  // Copied, since a view would have to begin at a multiple of four.
  return new LinearClassifier(labels, new Float32Array(new Uint8Array(bytes.subarray(start)).buffer));
}
