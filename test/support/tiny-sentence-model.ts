import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import onnxProto from 'onnx-proto';
import { randomNumbers } from '../../src/understanding/random.ts';

const { onnx } = onnxProto;
const PAD = '[PAD]';
const UNKNOWN = '[UNK]';
const LAST_BUCKET = 'z';

interface TinyModel {
  readonly dimensions?: number;
  /** Words that have a vector of their own; each other word has that of its first letter. */
  readonly words?: readonly string[];
  readonly seed?: number;
  readonly file?: 'model.onnx' | 'model_quantized.onnx';
}

/**
 * Writes a real sentence-embedding model into a folder of its own, as an operator would give one: WordPiece tokens, one row of a
 * random but fixed table for each, pooled by whoever reads it. Gives the folder.
 */
export function writeTinyModel({ dimensions = 16, words = [], seed = 1, file = 'model.onnx' }: TinyModel = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'papote-sentence-model-'));
  const tokens = [PAD, UNKNOWN, ...new Set([...words, ...letters()])];
  mkdirSync(join(folder, 'onnx'));
  const writeJson = (name: string, value: object): void => writeFileSync(join(folder, name), JSON.stringify(value));
  writeJson('config.json', { model_type: 'bert' });
  writeJson('tokenizer_config.json', { pad_token: PAD, model_max_length: 128 });
  writeJson('tokenizer.json', tokenizerOf(tokens));
  writeFileSync(join(folder, 'onnx', file), graphOf(tokens.length, dimensions, randomNumbers(seed)));
  return folder;
}

/** `a` to `z`, alone and inside a word: a word that the table lacks is spelt. */
function letters(): string[] {
  const count = LAST_BUCKET.charCodeAt(0) - 'a'.charCodeAt(0) + 1;
  const alone = Array.from({ length: count }, (_, at) => String.fromCharCode('a'.charCodeAt(0) + at));
  return [...alone, ...alone.map((letter) => `##${letter}`)];
}

function tokenizerOf(tokens: readonly string[]): object {
  return {
    version: '1.0',
    added_tokens: [],
    normalizer: { type: 'BertNormalizer', clean_text: true, strip_accents: true, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: UNKNOWN,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
    },
  };
}

/** One node: the rows of the tokens. Opset 13, as models are exported. */
function graphOf(rows: number, dimensions: number, random: () => number): Uint8Array {
  const { FLOAT, INT64 } = onnx.TensorProto.DataType;
  const table = Float32Array.from({ length: rows * dimensions }, () => random() - 0.5);
  const tensor = (name: string, elemType: number, dims: readonly (string | number)[]): object => ({
    name,
    type: {
      tensorType: {
        elemType,
        shape: { dim: dims.map((dim) => (typeof dim === 'string' ? { dimParam: dim } : { dimValue: dim })) },
      },
    },
  });
  const model = onnx.ModelProto.create({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 13 }],
    graph: {
      name: 'tiny',
      initializer: [
        { name: 'table', dataType: FLOAT, dims: [rows, dimensions], rawData: new Uint8Array(table.buffer) },
      ],
      input: [
        tensor('input_ids', INT64, ['batch', 'sequence']),
        tensor('attention_mask', INT64, ['batch', 'sequence']),
      ],
      output: [tensor('last_hidden_state', FLOAT, ['batch', 'sequence', dimensions])],
      node: [{ opType: 'Gather', input: ['table', 'input_ids'], output: ['last_hidden_state'] }],
    },
  });
  return onnx.ModelProto.encode(model).finish();
}
