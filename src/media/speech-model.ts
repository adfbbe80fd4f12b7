import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AutomaticSpeechRecognitionPipeline } from '@huggingface/transformers';
import { loadTransformers, oneLine, type Transformers } from '../content/transformers-library.ts';
import { type Language, SOURCE_LANGUAGE } from '../languages.ts';
import { messageOf, StartError } from '../start-error.ts';
import { soundOf } from './sound.ts';
import type { Heard, SpeechToText } from './speech-to-text.ts';

const TASK = 'automatic-speech-recognition';
/** What the library cannot do without, beside the graphs. */
const NEEDED = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'];
const DTYPES = ['fp32', 'q8'] as const;

/** Models that are told the language, and the one of ours that they do not know: told none, they write down English. */
const TOLD_LANGUAGE = /whisper/;
const UNTAUGHT: readonly Language[] = ['ti'];

/** Whisper hears half a minute at a time. */
const CHUNK_S = 30;
/** Below this, of 1, there is no voice. */
const SOFTEST = 0.005;

/** Opens the speech model of a folder. Throws a {@link StartError} that says what to do. */
export async function openSpeechModel(name: string): Promise<SpeechToText> {
  if (!(statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false))
    throw new StartError(`The speech model "${name}" is no folder: give one in STT_MODEL_DIR, or leave it empty.`);
  const library = await loadTransformers('A speech model', 'STT_MODEL_DIR');
  const folder = resolve(name);
  try {
    const dtype = await findGraphs(name, folder, library);
    const model = await library.pipeline(TASK, folder, { dtype, local_files_only: true });
    return { transcribe: (bytes, mime, language) => transcribe(model, bytes, mime, language) };
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `The speech model "${name}" cannot be used (${oneLine(messageOf(error))}): give another folder, or leave STT_MODEL_DIR empty.`,
    );
  }
}

/** The first kind of graph of which the folder holds all that the library will read. */
async function findGraphs(name: string, folder: string, { ModelRegistry }: Transformers) {
  const missing = NEEDED.filter((file) => !existsSync(join(folder, file)));
  for (const dtype of missing.length === 0 ? DTYPES : []) {
    const files = await ModelRegistry.get_pipeline_files(TASK, folder, { dtype });
    const lacking = files.filter((file) => !existsSync(join(folder, file)));
    if (lacking.length === 0) return dtype;
    if (missing.length === 0) missing.push(...lacking);
  }
  throw new StartError(`The speech model "${name}" lacks ${missing.join(', ')}: complete it, or give another folder.`);
}

async function transcribe(
  model: AutomaticSpeechRecognitionPipeline,
  bytes: Uint8Array,
  mime: string,
  language: Language = SOURCE_LANGUAGE,
): Promise<Heard> {
  const sound = await soundOf(bytes, mime);
  if (!sound.ok) return sound;
  if (sound.samples.every((sample) => Math.abs(sample) < SOFTEST)) return { ok: false, error: 'silence' };
  const isTold = TOLD_LANGUAGE.test(model.model.config.model_type ?? '');
  if (isTold && UNTAUGHT.includes(language)) return { ok: false, error: 'language' };
  try {
    const told = isTold ? { language, task: 'transcribe', chunk_length_s: CHUNK_S } : {};
    const { text } = await model(sound.samples, told);
    return text.trim() === '' ? { ok: false, error: 'silence' } : { ok: true, text: text.trim() };
  } catch {
    return { ok: false, error: 'failed' };
  }
}
