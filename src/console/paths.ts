import type { FastifyRequest } from 'fastify';

/** Where one comes to after signing in. */
export const INBOX_PATH = '/console';
export const SIGN_IN_PATH = '/console/sign-in';
export const SECOND_FACTOR_PATH = '/console/second-factor';
export const ME_PATH = '/console/me';
export const ALERTS_PATH = '/console/me/alerts';
export const STAFF_PATH = '/console/staff';
export const SIMULATOR_PATH = '/console/simulator';
export const AUDIT_PATH = '/console/audit';
export const TEMPLATES_PATH = '/console/templates';
export const CALENDAR_PATH = '/console/calendar';
export const BROADCASTS_PATH = '/console/broadcasts';
export const WEEKLY_PATH = '/console/broadcasts/weekly';

/** A path of the console to go on to, whatever somebody wrote into a link: never another site, never the sign-in itself. */
export function safeNext(given: string): string {
  if (!URL.canParse(given, 'http://console.invalid')) return INBOX_PATH;
  const { origin, pathname, search } = new URL(given, 'http://console.invalid');
  const ours = origin === 'http://console.invalid' && /^\/console(\/|$)/.test(pathname) && !given.includes('\\');
  const isSignIn = [SIGN_IN_PATH, SECOND_FACTOR_PATH].includes(pathname);
  return ours && !isSignIn ? pathname + search : INBOX_PATH;
}

export function withNext(path: string, next: string): string {
  const safe = safeNext(next);
  return safe === INBOX_PATH ? path : `${path}?next=${encodeURIComponent(safe)}`;
}

/** The page that somebody wanted: not what a form was sent to, not a part of a page. */
export function hereOf({ method, url, headers }: FastifyRequest): string {
  const shown = headers['hx-current-url'];
  if (typeof shown === 'string') return URL.canParse(shown) ? pathOf(new URL(shown)) : INBOX_PATH;
  return method === 'GET' ? url : INBOX_PATH;
}

function pathOf({ pathname, search }: URL): string {
  return pathname + search;
}
