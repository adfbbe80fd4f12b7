import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import onnxProto from 'onnx-proto';

const { onnx } = onnxProto;
const PAD = '<pad>';
const SPACE = '|';
const TOKENS = [PAD, SPACE, ...'abcdefghijklmnopqrstuvwxyz'];
const RATE = 16_000;
/** Samples of a letter; a tone that fits a whole number of times in it is heard as no other. */
const FRAME = 320;
const LOWEST_TIMES = 8;

/** How often the tone of a token swings in a letter. */
const timesOf = (token: number): number => LOWEST_TIMES + 2 * token;

/**
 * Writes a real speech model into a folder of its own, as an operator would give one: it knows a tone for each letter and takes
 * {@link spoken} for speech. Gives the folder.
 */
export function writeTinySpeechModel(): string {
  const folder = mkdtempSync(join(tmpdir(), 'papote-speech-model-'));
  mkdirSync(join(folder, 'onnx'));
  const writeJson = (name: string, value: object): void => writeFileSync(join(folder, name), JSON.stringify(value));
  writeJson('config.json', { model_type: 'wav2vec2', architectures: ['Wav2Vec2ForCTC'], vocab_size: TOKENS.length });
  writeJson('preprocessor_config.json', {
    ...{ feature_extractor_type: 'Wav2Vec2FeatureExtractor', processor_class: 'Wav2Vec2Processor' },
    ...{ sampling_rate: RATE, do_normalize: false, feature_size: 1, padding_value: 0 },
  });
  writeJson('tokenizer_config.json', { tokenizer_class: 'Wav2Vec2CTCTokenizer', pad_token: PAD });
  writeJson('tokenizer.json', {
    version: '1.0',
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'CTC', pad_token: PAD, word_delimiter_token: SPACE, cleanup: true },
    model: { vocab: Object.fromEntries(TOKENS.map((token, id) => [token, id])) },
  });
  writeFileSync(join(folder, 'onnx', 'model.onnx'), graph());
  return folder;
}

/** The samples of a text in small letters: a tone a letter, silence between two. */
export function spoken(text: string): Float32Array {
  const samples = new Float32Array(text.length * 2 * FRAME);
  for (const [index, letter] of [...text.replaceAll(' ', SPACE)].entries()) {
    const times = timesOf(TOKENS.indexOf(letter));
    for (let at = 0; at < FRAME; at += 1) samples[index * 2 * FRAME + at] = swing(Math.sin, times, at) / 2;
  }
  return samples;
}

function swing(wave: (angle: number) => number, times: number, at: number): number {
  return wave((2 * Math.PI * times * at) / FRAME);
}

/** How much of each tone is in each frame, whatever its phase; where there is none, the token for nothing. */
function graph(): Uint8Array {
  const { FLOAT, INT64 } = onnx.TensorProto.DataType;
  const sounds = TOKENS.slice(1).map((_, index) => timesOf(index + 1));
  const waves = sounds.flatMap((times) =>
    [Math.sin, Math.cos].map((wave) => Array.from({ length: FRAME }, (_, at) => swing(wave, times, at) / FRAME)),
  );
  const sums = TOKENS.flatMap((_, token) => waves.map((_wave, index) => (Math.floor(index / 2) + 1 === token ? 1 : 0)));
  const nothing = TOKENS.map((token) => (token === PAD ? 0.001 : 0));
  const tensor = (name: string, dims: readonly string[]): object => ({
    name,
    type: { tensorType: { elemType: FLOAT, shape: { dim: dims.map((dimParam) => ({ dimParam })) } } },
  });
  const floats = (name: string, dims: number[], values: readonly number[]): object => ({
    ...{ name, dims, dataType: FLOAT },
    rawData: new Uint8Array(Float32Array.from(values).buffer),
  });
  const ints = (name: string, ...values: number[]): object => ({ name, type: 7, ints: values });
  const model = onnx.ModelProto.create({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 13 }],
    graph: {
      name: 'tiny',
      initializer: [
        { name: 'channel', dataType: INT64, dims: [1], rawData: new Uint8Array(BigInt64Array.of(1n).buffer) },
        floats('waves', [waves.length, 1, FRAME], waves.flat()),
        floats('sums', [TOKENS.length, waves.length, 1], sums),
        floats('nothing', [TOKENS.length], nothing),
      ],
      input: [tensor('input_values', ['batch', 'samples'])],
      output: [tensor('logits', ['batch', 'frames', 'tokens'])],
      node: [
        { opType: 'Unsqueeze', input: ['input_values', 'channel'], output: ['sound'] },
        { opType: 'Conv', input: ['sound', 'waves'], output: ['found'], attribute: [ints('strides', FRAME)] },
        { opType: 'Mul', input: ['found', 'found'], output: ['power'] },
        { opType: 'Conv', input: ['power', 'sums', 'nothing'], output: ['scores'] },
        { opType: 'Transpose', input: ['scores'], output: ['logits'], attribute: [ints('perm', 0, 2, 1)] },
      ],
    },
  });
  return onnx.ModelProto.encode(model).finish();
}
