import { Agent, request } from 'node:http';
import twilio from 'twilio';
import type { Provider } from './provider.ts';
import { AUTH_TOKEN, PUBLIC_URL, SMS_PATH } from './settings.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

interface Signed {
  readonly from: string;
  readonly body: string;
  readonly signature: string;
}

/** Messages from as many people, signed before the clock starts. */
function signed(texts: readonly string[], first: number, count: number): Signed[] {
  return Array.from({ length: count }, (_, index) => {
    const number = first + index;
    const from = `+3247${String(number).padStart(7, '0')}`;
    const fields = {
      MessageSid: `SM${String(number).padStart(32, '0')}`,
      From: from,
      Body: texts[(number * 7) % texts.length] ?? 'bonjour',
    };
    return {
      from,
      body: new URLSearchParams(fields).toString(),
      signature: twilio.getExpectedTwilioSignature(AUTH_TOKEN, PUBLIC_URL + SMS_PATH, fields),
    };
  });
}

/** Sends so many messages, some at a time, each waiting for its reply at the provider. Gives the seconds it took. */
export async function sendAll(
  address: string,
  texts: readonly string[],
  { count, concurrency, first }: { count: number; concurrency: number; first: number },
  provider: Provider,
): Promise<number> {
  const messages = signed(texts, first, count);
  const started = performance.now();
  const lane = async (): Promise<void> => {
    for (let message = messages.pop(); message !== undefined; message = messages.pop())
      await exchange(address, message, provider);
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return (performance.now() - started) / 1000;
}

/** Sends at a fixed rate, whatever the answers do. Gives the milliseconds from posting to the reply at the provider. */
export async function sendAtRate(
  address: string,
  texts: readonly string[],
  { rate, seconds, first }: { rate: number; seconds: number; first: number },
  provider: Provider,
): Promise<number[]> {
  const messages = signed(texts, first, rate * seconds);
  const started = performance.now();
  return Promise.all(
    messages.map(async (message, index) => {
      const due = started + (index * 1000) / rate;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      const from = performance.now();
      return (await exchange(address, message, provider)) - from;
    }),
  );
}

async function exchange(address: string, { from, body, signature }: Signed, provider: Provider): Promise<number> {
  const reply = provider.replyTo(from);
  await post(address + SMS_PATH, body, signature);
  return reply;
}

function post(url: string, body: string, signature: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      'x-twilio-signature': signature,
    };
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`webhook answered ${response.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
