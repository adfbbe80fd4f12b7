import { createHash, timingSafeEqual } from 'node:crypto';
import type { Refusal, Verified, WebhookRequest } from '../../src/channel.ts';

const HEADER = 'x-telegram-bot-api-secret-token';

/** Does the request carry the secret that we gave Telegram with setWebhook? Compared in constant time. */
export function verifySecret(request: WebhookRequest, secret: string): Verified | Refusal {
  const given = request.headers[HEADER];
  if (given === undefined) return { ok: false, code: 'no-signature' };
  if (!timingSafeEqual(digest(given), digest(secret))) return { ok: false, code: 'wrong-signature' };
  return { ok: true, body: request.body };
}

/** Digests have one length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
