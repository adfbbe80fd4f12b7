import { setImmediate } from 'node:timers/promises';
import { OggOpusDecoder } from 'ogg-opus-decoder';

/** What speech models are trained on: samples a second, one channel. */
export const SOUND_RATE = 16_000;
/** A longer note is for a person to hear: writing it out would keep both cores of a small server busy for minutes. */
const LONGEST_S = 300;
const MOST_SAMPLES = LONGEST_S * SOUND_RATE;
/** Decoded at a time, so that parents who write are answered meanwhile. */
const SLICE_BYTES = 16 * 1024;

export type Sound =
  | { readonly ok: true; readonly samples: Float32Array }
  | { readonly ok: false; readonly error: SoundError };
export type SoundError = 'unsupported' | 'too-long';

const UNSUPPORTED = { ok: false, error: 'unsupported' } as const;
const TOO_LONG = { ok: false, error: 'too-long' } as const;

/** The samples of a voice note, between -1 and 1. Ogg with Opus, as Telegram and WhatsApp send it, and plain WAV. */
export async function soundOf(bytes: Uint8Array, mime: string): Promise<Sound> {
  if (mime === 'audio/ogg') return soundOfOgg(bytes);
  return mime === 'audio/wav' ? soundOfWav(Buffer.from(bytes)) : UNSUPPORTED;
}

async function soundOfOgg(bytes: Uint8Array): Promise<Sound> {
  // The package knows this option; its types do not say so.
  const options = { forceStereo: false, sampleRate: SOUND_RATE };
  const decoder = new OggOpusDecoder(options);
  await decoder.ready;
  try {
    const parts: Float32Array[] = [];
    let length = 0;
    for (let from = 0; from < bytes.length; from += SLICE_BYTES) {
      const { channelData } = await decoder.decode(bytes.subarray(from, from + SLICE_BYTES));
      const part = mixed(channelData);
      parts.push(part);
      length += part.length;
      if (length > MOST_SAMPLES) return TOO_LONG;
      await setImmediate();
    }
    parts.push(mixed((await decoder.flush()).channelData));
    const samples = joined(parts);
    return samples.length === 0 ? UNSUPPORTED : { ok: true, samples };
  } catch {
    // What it throws at is no sound.
    return UNSUPPORTED;
  } finally {
    decoder.free();
  }
}

/** Of WAV files those are read whose samples are plain numbers of 16 bits. */
const PCM = 1;
const SAMPLE_BYTES = 2;

function soundOfWav(file: Buffer): Sound {
  const format = chunkOf(file, 'fmt ');
  const data = chunkOf(file, 'data');
  if (format === undefined || data === undefined || format.length < 16) return UNSUPPORTED;
  const [kind, channels, rate, bits] = [
    format.readUInt16LE(0),
    format.readUInt16LE(2),
    format.readUInt32LE(4),
    format.readUInt16LE(14),
  ];
  if (kind !== PCM || bits !== 8 * SAMPLE_BYTES || channels === 0 || rate === 0) return UNSUPPORTED;
  const length = Math.floor(data.length / SAMPLE_BYTES / channels);
  if (length === 0) return UNSUPPORTED;
  if (length / rate > LONGEST_S) return TOO_LONG;
  const heard = Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length }, (_sample, at) => data.readInt16LE((at * channels + channel) * SAMPLE_BYTES) / 32_768),
  );
  return { ok: true, samples: atRate(mixed(heard), rate) };
}

function chunkOf(file: Buffer, name: string): Buffer | undefined {
  let at = 12;
  while (at + 8 <= file.length) {
    const length = file.readUInt32LE(at + 4);
    if (file.toString('latin1', at, at + 4) === name) return file.subarray(at + 8, at + 8 + length);
    at += 8 + length + (length % 2);
  }
  return undefined;
}

/** One channel from several. */
function mixed([first, ...others]: readonly Float32Array[]): Float32Array {
  if (first === undefined) return new Float32Array();
  if (others.length === 0) return first;
  return first.map(
    (sample, at) => others.reduce((sum, channel) => sum + (channel[at] ?? 0), sample) / (others.length + 1),
  );
}

/** Between two samples the way is taken to be straight: enough for a voice. */
function atRate(samples: Float32Array, rate: number): Float32Array {
  if (rate === SOUND_RATE) return samples;
  const step = rate / SOUND_RATE;
  return Float32Array.from({ length: Math.floor(samples.length / step) }, (_, index) => {
    const at = index * step;
    const [before, after] = [samples[Math.floor(at)] ?? 0, samples[Math.ceil(at)] ?? 0];
    return before + (after - before) * (at % 1);
  });
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
