import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals what must not be readable in the database, and makes keyed hashes to look sealed addresses up. */
export interface Sealer {
  /** AES-256-GCM with a fresh nonce: nonce, then tag, then cipher text. */
  seal(text: string): Buffer;
  /** The text of what `seal` made. Throws when the key is another one or the bytes were changed. */
  open(sealed: Buffer): string;
  /** The same for what is no text. */
  sealBytes(bytes: Uint8Array): Buffer;
  openBytes(sealed: Buffer): Buffer;
  /** Keyed hash of an address: the same address always gives the same 32 bytes, nobody without the key can guess it. */
  hash(channel: string, address: string): Buffer;
}

/** @param secretKey 32 bytes; the two working keys are derived from it, so that neither reveals the other. */
export function createSealer(secretKey: Buffer): Sealer {
  const sealKey = Buffer.from(hkdfSync('sha256', secretKey, '', 'papote seal', 32));
  const hashKey = Buffer.from(hkdfSync('sha256', secretKey, '', 'papote address hash', 32));
  function sealBytes(bytes: Uint8Array): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', sealKey, nonce);
    const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]);
  }

  function openBytes(sealed: Buffer): Buffer {
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', sealKey, nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const body = sealed.subarray(NONCE_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  }

  return {
    seal: (text) => sealBytes(Buffer.from(text, 'utf8')),
    open: (sealed) => openBytes(sealed).toString('utf8'),
    sealBytes,
    openBytes,
    hash(channel, address) {
      return createHmac('sha256', hashKey).update(`${channel}:${address}`).digest();
    },
  };
}
