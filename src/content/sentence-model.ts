import { createHash } from 'node:crypto';
import type { FeatureExtractionPipeline } from '@huggingface/transformers';
import { messageOf, StartError } from '../start-error.ts';
import { findModelFiles, fingerprintOfFiles, TASK } from './sentence-model-files.ts';
import { loadTransformers, oneLine } from './transformers-library.ts';

const BATCH = 32;

/** A neural model that turns sentences into vectors, so that those that mean the same lie close together. */
export interface SentenceModel {
  /** The folder or name that it was asked for by. */
  readonly name: string;
  /** Another model has another: what was learnt with one is never used with the other. */
  readonly fingerprint: string;
  readonly dimensions: number;
  /** Vectors of unit length, in the order of the texts; zeros where the model reads nothing in the text. */
  encode(texts: readonly string[], onProgress?: (done: number, all: number) => void): Promise<Float32Array[]>;
}

export interface OpenOptions {
  /** Dimensions that something was learnt with: a model of others is refused. */
  readonly dimensions?: number;
  /** Where a model that is fetched by its name is kept. */
  readonly cache?: string;
}

/**
 * Opens a sentence-embedding model of a folder or, when there is no such folder, of a public name. Throws a {@link StartError} that
 * says what to do.
 */
export async function openSentenceModel(
  folderOrName: string,
  { dimensions: wanted, cache }: OpenOptions = {},
): Promise<SentenceModel> {
  const library = await loadTransformers('A sentence model', 'EMBEDDING_MODEL');
  try {
    const files = await findModelFiles(folderOrName, library, cache);
    const extractor = await library.pipeline(TASK, files.folder, { dtype: files.dtype, local_files_only: true });
    const [probe] = await encodeBatch(extractor, ['bonjour']);
    const dimensions = probe?.length ?? 0;
    if (wanted !== undefined && wanted !== dimensions)
      throw new StartError(
        `The sentence model "${folderOrName}" gives ${dimensions} dimensions, but ${wanted} were learnt with: run "npm run train -- --encoder ${folderOrName}".`,
      );
    return {
      name: folderOrName,
      fingerprint: createHash('sha256')
        .update(`${fingerprintOfFiles(files)} ${dimensions}`)
        .digest('hex')
        .slice(0, 32),
      dimensions,
      encode: (texts, onProgress) => encodeAll(extractor, texts, dimensions, onProgress),
    };
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `The sentence model "${folderOrName}" cannot be used (${oneLine(messageOf(error))}): give another folder.`,
    );
  }
}

async function encodeAll(
  extractor: FeatureExtractionPipeline,
  texts: readonly string[],
  dimensions: number,
  onProgress?: (done: number, all: number) => void,
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = texts.map(() => new Float32Array(dimensions));
  // The texts of a batch are padded to the longest of them: those of like length go together.
  const order = texts.map((text, at) => ({ text, at })).sort((one, other) => one.text.length - other.text.length);
  for (let from = 0; from < order.length; from += BATCH) {
    const batch = order.slice(from, from + BATCH);
    const found = await encodeBatch(
      extractor,
      batch.map(({ text }) => text),
    );
    for (const [place, { at }] of batch.entries()) vectors[at] = found[place] ?? new Float32Array(dimensions);
    onProgress?.(Math.min(from + BATCH, order.length), order.length);
  }
  return vectors;
}

async function encodeBatch(extractor: FeatureExtractionPipeline, texts: string[]): Promise<Float32Array[]> {
  const { data, dims, type } = await extractor(texts, { pooling: 'mean', normalize: true });
  const dimensions = dims.at(-1) ?? 0;
  if (!(data instanceof Float32Array)) throw new TypeError(`it gives numbers of the type ${type}, not float32`);
  return texts.map((_, row) => {
    const vector = data.slice(row * dimensions, (row + 1) * dimensions);
    // The mean over no token at all is no number.
    return vector.every(Number.isFinite) ? vector : vector.fill(0);
  });
}
