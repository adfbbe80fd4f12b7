import { describe, expect, it } from 'vitest';
import { SOUND_RATE, type Sound, soundOf } from '../../src/media/sound.ts';
import { oggOpus, SILENT_FRAME, wav } from '../support/audio.ts';

const FRAME_S = 0.02;

function samplesOf(sound: Sound): Float32Array {
  if (!sound.ok) throw new Error(sound.error);
  return sound.samples;
}

const loudest = (samples: Float32Array): number =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

/** A frame of Opus with noise in it: nearly any bytes are a sound. */
function noise(seed: number): Uint8Array {
  return Uint8Array.from({ length: 60 }, (_, at) => (at === 0 ? 0xf8 : (at * 31 + seed * 17) & 0xff));
}

describe('a voice note in Ogg with Opus', () => {
  it('is decoded to 16,000 samples a second, whole, however it falls into slices', async () => {
    const frames = Array.from({ length: 1_000 }, (_, at) => noise(at));
    const samples = samplesOf(await soundOf(oggOpus(frames), 'audio/ogg'));
    expect(samples).toHaveLength(1_000 * FRAME_S * SOUND_RATE);
    expect(loudest(samples)).toBeGreaterThan(0.1);
    expect(samples.every(Number.isFinite)).toBe(true);
  });

  it('is silent where the note is', async () => {
    const samples = samplesOf(await soundOf(oggOpus(Array.from({ length: 50 }, () => SILENT_FRAME)), 'audio/ogg'));
    expect(samples).toHaveLength(50 * FRAME_S * SOUND_RATE);
    expect(loudest(samples)).toBeLessThan(0.001);
  });

  it('longer than five minutes is left to a person', async () => {
    const long = oggOpus(Array.from({ length: 301 / FRAME_S }, () => SILENT_FRAME));
    expect(await soundOf(long, 'audio/ogg')).toEqual({ ok: false, error: 'too-long' });
  });

  it('that breaks off is decoded as far as it goes', async () => {
    const whole = oggOpus(Array.from({ length: 50 }, (_, at) => noise(at)));
    const samples = samplesOf(await soundOf(whole.subarray(0, whole.length / 2), 'audio/ogg'));
    expect(samples.length).toBeGreaterThan(0);
  });
});

describe('a WAV file', () => {
  const tone = (rate: number): Float32Array =>
    Float32Array.from({ length: rate / 10 }, (_, at) => Math.sin((2 * Math.PI * 200 * at) / rate) / 2);

  it.each([8_000, 16_000, 44_100, 48_000])('of %i samples a second comes out at 16,000', async (rate) => {
    const samples = samplesOf(await soundOf(wav(tone(rate), rate), 'audio/wav'));
    const wanted = tone(SOUND_RATE);
    expect(Math.abs(samples.length - wanted.length)).toBeLessThanOrEqual(1);
    const away = samples.map((sample, at) => Math.abs(sample - (wanted[at] ?? 0)));
    expect(loudest(away.subarray(0, wanted.length - 2))).toBeLessThan(0.02);
  });

  it.each([
    ['is cut off', wav(tone(16_000)).subarray(0, 30)],
    ['has no samples', wav(new Float32Array())],
    ['is no WAV file', Buffer.from('RIFF')],
    ['holds something else than plain samples', Buffer.from(wav(tone(16_000)).fill(3, 20, 21))],
  ])('that %s is not read', async (_, file) => {
    expect(await soundOf(file, 'audio/wav')).toEqual({ ok: false, error: 'unsupported' });
  });
});
