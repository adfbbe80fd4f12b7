import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSealer } from '../../src/store/sealer.ts';

const key = randomBytes(32);
const sealer = createSealer(key);
const stranger = createSealer(randomBytes(32));

describe('sealing', () => {
  it('gives back any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), (text) => {
        expect(sealer.open(sealer.seal(text))).toBe(text);
      }),
    );
  });

  it('gives back a megabyte', () => {
    const text = 'é😀'.repeat(200_000);
    expect(sealer.open(sealer.seal(text))).toBe(text);
  });

  it('gives back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(new Uint8Array(sealer.openBytes(sealer.sealBytes(bytes)))).toEqual(bytes);
      }),
    );
  });

  it('is opened by another sealer with the same key', () => {
    expect(createSealer(Buffer.from(key)).open(sealer.seal('+32470000001'))).toBe('+32470000001');
  });

  it('shows nothing of the text, and never twice the same', () => {
    const [one, other] = [sealer.seal('+32470000001'), sealer.seal('+32470000001')];
    expect(one.equals(other)).toBe(false);
    expect(one.includes('32470')).toBe(false);
  });

  it('is not opened with another key', () => {
    expect(() => stranger.open(sealer.seal('+32470000001'))).toThrow();
  });

  it('is not opened when any byte was changed', () => {
    const sealed = sealer.seal('+32470000001');
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => sealer.open(changed), `byte ${at}`).toThrow();
    }
  });

  it('is not opened when it was cut short', () => {
    const sealed = sealer.seal('+32470000001');
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => sealer.open(sealed.subarray(0, length)), `${length} bytes`).toThrow();
  });
});

describe('the keyed hash of an address', () => {
  const hash = sealer.hash('sms', '+32470000001');

  it('is 32 bytes, always the same, after a restart too', () => {
    expect(hash).toHaveLength(32);
    expect(createSealer(Buffer.from(key)).hash('sms', '+32470000001').equals(hash)).toBe(true);
  });

  it.each([
    ['another address', sealer.hash('sms', '+32470000002')],
    ['another channel', sealer.hash('whatsapp', '+32470000001')],
    ['another key', stranger.hash('sms', '+32470000001')],
  ])('differs for %s', (_what, other) => {
    expect(other.equals(hash)).toBe(false);
  });
});
