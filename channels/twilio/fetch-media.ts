import type { FetchLimits, FetchResult } from '../../src/channel.ts';
import { download, failed } from '../download.ts';

const MOST_REDIRECTS = 3;

export interface TwilioFiles {
  readonly accountSid: string;
  readonly authToken: string;
  /** Another address of the REST API: tests, proxies. */
  readonly apiBase?: string | undefined;
}

/**
 * Reads a file by its `MediaUrl`. The address came in a message: it is followed to Twilio only, and the account's secret goes to the
 * API alone, not to the store that it then names
 * (https://help.twilio.com/articles/223183748, read 2026-11-22: mms.twiliocdn.com, or an S3 address while access is not protected).
 */
export async function fetchTwilioMedia(
  { accountSid, authToken, apiBase }: TwilioFiles,
  reference: string,
  limits: FetchLimits,
): Promise<FetchResult> {
  if (!URL.canParse(reference)) return failed('refused', 'address');
  const signal = AbortSignal.timeout(limits.timeoutMs);
  const secret = Buffer.from(`${accountSid}:${authToken}`).toString('base64');
  let url = new URL(reference);
  if (!isApi(url, apiBase)) return failed('refused', 'host');
  let headers: Record<string, string> = { authorization: `Basic ${secret}` };
  for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
    const answer = await download(url, headers, limits, signal);
    if (answer.ok !== 'redirect') return answer;
    url = answer.location;
    headers = {};
    if (!isApi(url, apiBase) && !isStore(url)) return failed('refused', 'redirect');
  }
  return failed('refused', 'redirects');
}

/** Twilio's own hosts, or the configured one. */
function isApi(url: URL, apiBase: string | undefined): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (apiBase !== undefined && url.origin === new URL(apiBase).origin) return true;
  return isPlainHttps(url) && url.hostname.endsWith('.twilio.com');
}

/** Where Twilio keeps the files. */
function isStore(url: URL): boolean {
  if (!isPlainHttps(url)) return false;
  const { hostname, pathname } = url;
  return (
    hostname.endsWith('.twiliocdn.com') ||
    (hostname === 's3-external-1.amazonaws.com' && pathname.startsWith('/media.twiliocdn.com/'))
  );
}

function isPlainHttps({ protocol, port }: URL): boolean {
  return protocol === 'https:' && port === '';
}
