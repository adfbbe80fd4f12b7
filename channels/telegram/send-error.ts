import { GrammyError, HttpError } from 'grammy';
import { type SendError, unreachableBy } from '../../src/channel.ts';

/**
 * What a failed call to the Bot API means for us. 403 comes as "bot was blocked by the user" or "user is deactivated";
 * 429 says how long to wait (https://core.telegram.org/bots/api#responseparameters, read 2026-11-21).
 */
export function sendErrorOf(error: unknown): SendError {
  if (error instanceof HttpError) return unreachableBy(error.error);
  if (!(error instanceof GrammyError)) return { kind: 'unreachable', code: 'unexpected' };
  const code = String(error.error_code);
  if (error.error_code === 429) return { kind: 'throttled', code, retryAfter: error.parameters.retry_after ?? 5 };
  if (error.error_code >= 500 || error.error_code === undefined) return { kind: 'unreachable', code };
  if (error.error_code === 403) return { kind: 'stopped', code };
  if (error.error_code === 400 && /chat not found|user not found|PEER_ID_INVALID/i.test(error.description))
    return { kind: 'invalid', code };
  return { kind: 'rejected', code };
}
