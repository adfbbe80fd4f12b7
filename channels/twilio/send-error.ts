import twilio from 'twilio';
import { type SendError, unreachableBy } from '../../src/channel.ts';
import { ThrottledByTwilio } from './client.ts';

/** Twilio's error codes that mean more than "rejected" (https://www.twilio.com/docs/api/errors, read 2026-11-21). */
const MEANING: Readonly<Record<string, Exclude<SendError['kind'], 'rejected'>>> = {
  '20429': 'throttled',
  '30001': 'throttled',
  '63017': 'throttled',
  '63018': 'throttled',
  '21610': 'stopped',
  '63032': 'stopped',
  '63033': 'stopped',
  '63016': 'windowClosed',
  '21211': 'invalid',
  '21612': 'invalid',
  '21614': 'invalid',
  '30006': 'invalid',
  '63003': 'invalid',
  '63024': 'invalid',
};

const PAUSE_S = 5;

export function sendErrorOfCode(code: string): SendError {
  const kind = MEANING[code] ?? 'rejected';
  return kind === 'throttled' ? { kind, code, retryAfter: PAUSE_S } : { kind, code };
}

/** What a failed call of the REST API means: the error's code first, then the HTTP status. */
export function sendErrorOf(error: unknown): SendError {
  if (error instanceof ThrottledByTwilio)
    return { kind: 'throttled', code: '20429', retryAfter: error.retryAfter ?? PAUSE_S };
  if (!(error instanceof twilio.RestException)) return unreachableBy(error);
  const code = String(error.code ?? error.status);
  return error.status >= 500 ? { kind: 'unreachable', code } : sendErrorOfCode(code);
}
