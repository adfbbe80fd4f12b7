import { describe, expect, it } from 'vitest';
import { fetchSample } from '../../channels/simulator/samples.ts';
import { fileKindOf } from '../../src/media/file-kind.ts';
import { soundOf } from '../../src/media/sound.ts';

describe('what a simulated phone sends', () => {
  it.each([
    ['voice', 'audio/wav'],
    ['image', 'image/png'],
  ])('as %s is a real file', (kind, mime) => {
    const sample = fetchSample(kind);
    expect(sample.ok && fileKindOf(sample.bytes).mime).toBe(mime);
  });

  it('as voice lasts a second', async () => {
    const sample = fetchSample('voice');
    const sound = sample.ok ? await soundOf(sample.bytes, sample.mime) : undefined;
    expect(sound?.ok && sound.samples.length).toBe(16_000);
  });

  it('is nothing else', () => {
    expect(fetchSample('../../etc/passwd')).toMatchObject({ ok: false, error: { kind: 'gone' } });
  });
});
