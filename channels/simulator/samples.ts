import type { FetchResult, MediaKind } from '../../src/channel.ts';

const RATE = 8_000;
const SECONDS = 1;
const HEADER_BYTES = 44;

/** A blue dot: the smallest PNG there is. */
const DOT = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** Whether a simulated phone has a file of this kind to send: one voice note and one photo for all. */
export function isSample(kind: MediaKind): boolean {
  return kind === 'voice' || kind === 'image';
}

/** The file of a sample, as a provider would give it. */
export function fetchSample(reference: string): FetchResult {
  if (reference === 'voice') return { ok: true, bytes: tone(), mime: 'audio/wav' };
  if (reference === 'image') return { ok: true, bytes: Buffer.from(DOT, 'base64'), mime: 'image/png' };
  return { ok: false, error: { kind: 'gone', code: 'no-sample' } };
}

/** A second of a soft tone as WAV, so that there is something to hear. */
function tone(): Buffer {
  const length = RATE * SECONDS * 2;
  const file = Buffer.alloc(HEADER_BYTES + length);
  file.write('RIFF\0\0\0\0WAVEfmt ', 'latin1');
  file.writeUInt32LE(HEADER_BYTES - 8 + length, 4);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(length, 40);
  for (let at = 0; at < RATE * SECONDS; at += 1)
    file.writeInt16LE(Math.round(Math.sin((2 * Math.PI * 440 * at) / RATE) * 6_000), HEADER_BYTES + 2 * at);
  return file;
}
