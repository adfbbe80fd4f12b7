import type { Api } from 'grammy';
import type { ChannelEvent } from '../../src/channel.ts';
import { parseUpdate, pressOf } from './parse.ts';
import { ALLOWED_UPDATES } from './telegram-update.ts';

const WAIT_S = 25;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A server that answers an empty list at once would be asked a thousand times a second. */
const SHORTEST_ROUND_MS = 300;

export interface Polling {
  stop(): Promise<void>;
}

/**
 * Fetches updates from Telegram, for servers without a public address. An update is confirmed only after `accept` has
 * stored its events, so that a crash or a database that is away loses none.
 */
export function pollUpdates(
  api: Api,
  accept: (events: ChannelEvent[]) => Promise<void>,
  onProblem: (error: unknown) => void,
): Polling {
  const stopping = new AbortController();
  const finished = loop(api, accept, onProblem, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await finished;
    },
  };
}

async function loop(
  api: Api,
  accept: (events: ChannelEvent[]) => Promise<void>,
  onProblem: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  let offset = 0;
  let pause = FIRST_PAUSE_MS;
  let webhookRemoved = false;
  while (!signal.aborted) {
    const started = Date.now();
    try {
      if (!webhookRemoved) await api.deleteWebhook({}, signal as never);
      webhookRemoved = true;
      // grammY wants its own AbortSignal type, which Node's is at run time.
      const updates = await api.getUpdates(
        { offset, timeout: WAIT_S, allowed_updates: ALLOWED_UPDATES },
        signal as never,
      );
      for (const update of updates) {
        await accept(parseUpdate(update));
        const press = pressOf(update);
        if (press !== undefined) await api.answerCallbackQuery(press).catch(onProblem);
        offset = update.update_id + 1;
      }
      pause = FIRST_PAUSE_MS;
      if (updates.length === 0) await rest(SHORTEST_ROUND_MS - (Date.now() - started), signal);
    } catch (error) {
      if (signal.aborted) return;
      onProblem(error);
      await rest(pause, signal);
      pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    }
  }
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
