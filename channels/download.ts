import type { FetchError, FetchLimits, FetchResult } from '../src/channel.ts';

/** An answer that leads elsewhere; whether to follow is for the channel to say. */
export interface Redirected {
  readonly ok: 'redirect';
  readonly location: URL;
}

/**
 * Reads a file, never more of it than the limit. Redirects are not followed. Throws nothing.
 *
 * @param signal ends it, whatever it is doing
 */
export async function download(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { mostBytes }: Pick<FetchLimits, 'mostBytes'>,
  signal: AbortSignal,
): Promise<FetchResult | Redirected> {
  const stopping = new AbortController();
  try {
    const response = await fetch(url, {
      headers,
      redirect: 'manual',
      signal: AbortSignal.any([signal, stopping.signal]),
    });
    const location = response.headers.get('location');
    return await readAnswer(response, mostBytes, location === null ? undefined : new URL(location, url));
  } catch {
    return failed('unreachable', 'network');
  } finally {
    // What is not read to its end would hold the connection.
    stopping.abort();
  }
}

async function readAnswer(
  response: Response,
  mostBytes: number,
  location: URL | undefined,
): Promise<FetchResult | Redirected> {
  const { status } = response;
  if (status >= 300 && status < 400)
    return location === undefined ? failed('refused', String(status)) : { ok: 'redirect', location };
  if (status === 404 || status === 410) return failed('gone', String(status));
  if (status === 429 || status >= 500) return failed('unreachable', String(status));
  if (status !== 200) return failed('refused', String(status));
  if (Number(response.headers.get('content-length') ?? 0) > mostBytes) return failed('too-large', 'length');
  const bytes = await readBody(response, mostBytes);
  if (bytes === undefined) return failed('too-large', 'body');
  return { ok: true, bytes, mime: response.headers.get('content-type') ?? '' };
}

/** What the header says of the length may be missing or wrong: what counts is what comes. Undefined: too much came. */
async function readBody(response: Response, mostBytes: number): Promise<Uint8Array | undefined> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) return Buffer.concat(chunks);
    length += value.length;
    if (length > mostBytes) return undefined;
    chunks.push(value);
  }
}

export function failed(kind: FetchError['kind'], code: string): { readonly ok: false; readonly error: FetchError } {
  return { ok: false, error: { kind, code } };
}
