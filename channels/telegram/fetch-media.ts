import { type Api, GrammyError } from 'grammy';
import type { FetchLimits, FetchResult } from '../../src/channel.ts';
import { download, failed } from '../download.ts';
import { sendErrorOf } from './send-error.ts';

/** Letters that a path of Telegram's has: what leads up, out or elsewhere is none. */
const FILE_PATH = /^(?!.*\.\.)[\w-][\w./-]*$/;

export interface TelegramFiles {
  readonly api: Api;
  /** Where the Bot API is; its files lie below `/file`. */
  readonly root: string;
  readonly token: string;
}

/**
 * Asks for the path of a file, which holds for an hour, and reads it
 * (https://core.telegram.org/bots/api#getfile, read 2026-11-22: bots may fetch 20 MB).
 */
export async function fetchTelegramMedia(
  { api, root, token }: TelegramFiles,
  fileId: string,
  limits: FetchLimits,
): Promise<FetchResult> {
  let path: string | undefined;
  try {
    const file = await api.getFile(fileId);
    if ((file.file_size ?? 0) > limits.mostBytes) return failed('too-large', 'file_size');
    path = file.file_path;
  } catch (error) {
    return noPath(error);
  }
  if (path === undefined || !FILE_PATH.test(path)) return failed('refused', 'file_path');
  const answer = await download(
    new URL(`${root}/file/bot${token}/${path}`),
    {},
    limits,
    AbortSignal.timeout(limits.timeoutMs),
  );
  return answer.ok === 'redirect' ? failed('refused', 'redirect') : answer;
}

function noPath(error: unknown): FetchResult {
  const { kind, code } = sendErrorOf(error);
  if (kind === 'unreachable' || kind === 'throttled') return failed('unreachable', code);
  if (!(error instanceof GrammyError) || error.error_code !== 400) return failed('refused', code);
  return failed(/too big/i.test(error.description) ? 'too-large' : 'gone', code);
}
