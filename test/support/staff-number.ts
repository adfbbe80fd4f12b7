import { expect } from 'vitest';
import type { Browser } from './console-site.ts';
import type { HandoverSite } from './handover-site.ts';
import { untilTexted } from './observe.ts';

const PAGE = '/console/me/alerts';
export const NUMBER = '+32476987654';

/** Asks for a code by SMS and gives it. */
export async function codeFor(site: HandoverSite, browser: Browser, typed: string, number = NUMBER): Promise<string> {
  const before = site.live.twilio.taken.filter(({ to }) => to === number).length;
  expect((await browser.post(`${PAGE}/sms`, { number: typed })).headers.location).toBe(`${PAGE}?done=sms-code`);
  const sent = (await untilTexted(site.live, number, before + 1)).at(-1);
  return /\d{6}/.exec(sent?.body ?? '')?.[0] ?? '';
}

/** The browser of somebody who has confirmed their number, and is alerted there. */
export async function withNumber(site: HandoverSite, id: string, typed = '0476 98 76 54'): Promise<Browser> {
  const browser = await site.signIn(id);
  expect((await browser.get(PAGE)).statusCode).toBe(200);
  const code = await codeFor(site, browser, typed);
  expect((await browser.post(`${PAGE}/sms/confirm`, { code })).headers.location).toBe(`${PAGE}?done=sms`);
  return browser;
}
