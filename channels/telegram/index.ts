import { Api, InlineKeyboard } from 'grammy';
import type {
  Acknowledging,
  Channel,
  ChannelEvent,
  ChannelLimits,
  Deleting,
  Fetching,
  Inviting,
  Outgoing,
  Replying,
  SendResult,
} from '../../src/channel.ts';
import { fetchTelegramMedia } from './fetch-media.ts';
import { chatOf, parseUpdate, pressOf } from './parse.ts';
import { sendErrorOf } from './send-error.ts';
import { ALLOWED_UPDATES } from './telegram-update.ts';
import { verifySecret } from './verify.ts';

export { pollUpdates } from './poll.ts';

export const TELEGRAM_LIMITS: ChannelLimits = { maxLength: 4_096, segmented: false, buttons: true };

const OFFICIAL_ROOT = 'https://api.telegram.org';

const DELETE_AT_ONCE = 100;
/** A page waits for our name. */
const NAME_TIMEOUT_MS = 3_000;

export interface TelegramChannelConfig {
  readonly token: string;
  /** Absent: no webhook, updates are polled. */
  readonly webhookSecret: string | undefined;
  /** Another server than Telegram's own: tests, or a local Bot API server. */
  readonly apiRoot: string | undefined;
}

export interface TelegramChannel extends Channel, Acknowledging, Deleting, Fetching, Inviting, Replying {
  readonly api: Api;
  /** Tells Telegram where to post updates, with the secret to show. */
  register(url: string): Promise<void>;
}

/** Telegram through the Bot API, by grammY. Text goes without parse mode: a stray sign never loses a message. */
export function createTelegramChannel(config: TelegramChannelConfig): TelegramChannel {
  const api = new Api(config.token, {
    timeoutSeconds: 60,
    ...(config.apiRoot !== undefined && { apiRoot: config.apiRoot }),
  });
  const files = { api, root: config.apiRoot ?? OFFICIAL_ROOT, token: config.token };
  let name: string | undefined;
  return {
    name: 'telegram',
    limits: TELEGRAM_LIMITS,
    api,
    verify: (request) =>
      config.webhookSecret === undefined
        ? { ok: false, code: 'no-signature' }
        : verifySecret(request, config.webhookSecret),
    parse: (verified): ChannelEvent[] => parseUpdate(verified.body),
    acknowledge(verified) {
      // A button keeps spinning until its press is answered; the webhook's own reply can do that.
      const press = pressOf(verified.body);
      const body = press === undefined ? {} : { method: 'answerCallbackQuery', callback_query_id: press };
      return { contentType: 'application/json', body: JSON.stringify(body) };
    },
    replyInAcknowledgement: ({ body }, [text]) => ({
      contentType: 'application/json',
      body: JSON.stringify(messageTo(chatOf(body), text)),
    }),
    send: (outgoing) => send(api, outgoing),
    fetchMedia: (reference, limits) => fetchTelegramMedia(files, reference, limits),
    redact: (text) => text.replaceAll(config.token, '<token>').replace(/\d{6,}/g, '<id>'),
    async deleteMessages(address, messageIds) {
      const ids = messageIds.map(Number);
      for (let start = 0; start < ids.length; start += DELETE_AT_ONCE) {
        await api.deleteMessages(address, ids.slice(start, start + DELETE_AT_ONCE));
      }
    },
    async startLink(start) {
      // grammY wants its own AbortSignal type, which Node's is at run time.
      name ??= await api.getMe(AbortSignal.timeout(NAME_TIMEOUT_MS) as never).then(
        ({ username }) => username,
        () => undefined,
      );
      return name === undefined ? undefined : `https://t.me/${name}?start=${start}`;
    },
    async register(url) {
      await api.setWebhook(url, {
        allowed_updates: ALLOWED_UPDATES,
        max_connections: 20,
        ...(config.webhookSecret !== undefined && { secret_token: config.webhookSecret }),
      });
    },
  };
}

async function send(api: Api, { address, text, buttons }: Outgoing): Promise<SendResult> {
  const keyboard = InlineKeyboard.from(buttons.map(({ label, payload }) => [InlineKeyboard.text(label, payload)]));
  try {
    const message = await api.sendMessage(address, text, {
      link_preview_options: { is_disabled: true },
      ...(buttons.length > 0 && { reply_markup: keyboard }),
    });
    return { ok: true, providerId: String(message.message_id) };
  } catch (error) {
    return { ok: false, error: sendErrorOf(error) };
  }
}

/** A call that Telegram makes of the response to its update: one, whose outcome nobody hears (Bot API, "Making requests when getting updates"). */
function messageTo(chat: string | undefined, text: string | undefined): object {
  if (chat === undefined || text === undefined) return {};
  return { method: 'sendMessage', chat_id: chat, text, link_preview_options: { is_disabled: true } };
}
