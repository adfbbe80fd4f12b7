import twilio from 'twilio';

/** Twilio refuses for now. Its library drops the header that says for how long, so it is read here. */
export class ThrottledByTwilio extends Error {
  readonly retryAfter: number | undefined;

  constructor(retryAfter: number | undefined) {
    super('HTTP 429');
    this.retryAfter = retryAfter;
  }
}

/** Longer than Twilio's own limits for a call, shorter than a job's patience. */
const TIMEOUT_MS = 20_000;

class Requests extends twilio.RequestClient {
  override async request<TData>(options: Parameters<twilio.RequestClient['request']>[0]) {
    const response = await super.request<TData>(options as never);
    if (response.statusCode === 429) throw new ThrottledByTwilio(secondsOf(response.headers));
    return response;
  }
}

/** @param apiBase another address of the REST API: tests, proxies */
export function createTwilioClient(accountSid: string, authToken: string, apiBase: string | undefined): twilio.Twilio {
  const client = twilio(accountSid, authToken, { httpClient: new Requests({ timeout: TIMEOUT_MS }) });
  if (apiBase !== undefined) {
    client.api.baseUrl = apiBase;
    client.content.baseUrl = apiBase;
  }
  return client;
}

function secondsOf(headers: unknown): number | undefined {
  if (typeof headers !== 'object' || headers === null || !('retry-after' in headers)) return undefined;
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
