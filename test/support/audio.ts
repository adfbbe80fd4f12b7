/** Small sound files, made by hand: no encoder is at hand. */

const RATE = 16_000;
/** 20 milliseconds of silence in Opus, as every encoder writes it. */
export const SILENT_FRAME = Uint8Array.of(0xf8, 0xff, 0xfe);
const SAMPLES_A_FRAME = 960;

/** One channel of 16-bit samples, between -1 and 1, as a WAV file. */
export function wav(samples: Float32Array, rate = RATE): Buffer {
  const data = Buffer.alloc(samples.length * 2);
  for (const [at, sample] of samples.entries()) data.writeInt16LE(Math.round(sample * 32_767), at * 2);
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(rate * 2, 8);
  format.writeUInt16LE(2, 12);
  format.writeUInt16LE(16, 14);
  const chunks = Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', format), chunk('data', data)]);
  return chunk('RIFF', chunks);
}

function chunk(name: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(name), length, content]);
}

/** A voice note as Telegram and WhatsApp send it: Opus frames of 20 ms in an Ogg file (RFC 7845). */
export function oggOpus(frames: readonly Uint8Array[]): Buffer {
  const head = Buffer.from('OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0', 'latin1');
  const tags = Buffer.from('OpusTags\x04\0\0\0test\0\0\0\0', 'latin1');
  const pages = [oggPage(2, 0, 0, head), oggPage(0, 0, 1, tags)];
  const sound = frames.map((frame, at) =>
    oggPage(at === frames.length - 1 ? 4 : 0, (at + 1) * SAMPLES_A_FRAME, at + 2, Buffer.from(frame)),
  );
  return Buffer.concat([...pages, ...sound]);
}

/** A page that holds one packet of less than 255 bytes. */
function oggPage(flags: number, granule: number, sequence: number, packet: Buffer): Buffer {
  const header = Buffer.alloc(28);
  header.write('OggS');
  header.writeUInt8(flags, 5);
  header.writeBigUInt64LE(BigInt(granule), 6);
  header.writeUInt32LE(1, 14);
  header.writeUInt32LE(sequence, 18);
  header.writeUInt8(1, 26);
  header.writeUInt8(packet.length, 27);
  const page = Buffer.concat([header, packet]);
  page.writeUInt32LE(oggChecksum(page), 22);
  return page;
}

function oggChecksum(page: Buffer): number {
  let sum = 0;
  for (const byte of page) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}
