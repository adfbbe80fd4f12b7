import twilio from 'twilio';
import type { Refusal, Verified, WebhookRequest } from '../../src/channel.ts';

const HEADER = 'x-twilio-signature';

/**
 * Was the request signed with our account's auth token? The signature covers the address as Twilio called it, so it is built
 * from the configured public address, never from headers that anybody can send
 * (https://www.twilio.com/docs/usage/webhooks/webhooks-security, read 2026-11-21).
 */
export function verifySignature(request: WebhookRequest, authToken: string, publicUrl: string): Verified | Refusal {
  const signature = request.headers[HEADER];
  if (signature === undefined || signature === '') return { ok: false, code: 'no-signature' };
  const fields = formFields(request.body);
  if (!twilio.validateRequest(authToken, signature, publicUrl + request.path, fields))
    return { ok: false, code: 'wrong-signature' };
  return { ok: true, body: fields };
}

/** The form's fields, lists where one stands several times; a body that is no form has none. */
function formFields(body: unknown): Record<string, string | string[]> {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  );
}
