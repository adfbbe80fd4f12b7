import type { ChannelEvent, MediaKind } from '../../src/channel.ts';
import { type TelegramMessage, type TelegramUpdate, telegramUpdate } from './telegram-update.ts';

/** The events in an update. Groups, edited messages and kinds we do not know hold none. */
export function parseUpdate(body: unknown): ChannelEvent[] {
  const parsed = telegramUpdate.safeParse(body);
  if (!parsed.success) return [];
  const { update_id, message, callback_query: press, my_chat_member: member } = parsed.data;
  const id = String(update_id);
  if (message !== undefined) return message.chat.type === 'private' ? [messageEvent(id, message)] : [];
  if (press !== undefined) return buttonEvents(id, press);
  if (member !== undefined && member.chat.type === 'private') {
    const blocked = member.new_chat_member.status === 'kicked' || member.new_chat_member.status === 'left';
    return [
      { kind: blocked ? 'blocked' : 'unblocked', id, address: String(member.chat.id), at: fromSeconds(member.date) },
    ];
  }
  return [];
}

/** Id of the button press in an update, to be answered. */
export function pressOf(body: unknown): string | undefined {
  return telegramUpdate.safeParse(body).data?.callback_query?.id;
}

function messageEvent(id: string, message: TelegramMessage): ChannelEvent {
  const language = message.from?.language_code;
  return {
    kind: 'message',
    id,
    address: String(message.chat.id),
    at: fromSeconds(message.date),
    // "/start abc" is what Telegram's own buttons write: the command is the first word.
    text: (message.text ?? message.caption ?? '').replace(/^\/(start|stop|help)\b.*$/s, '$1'),
    media: mediaOf(message),
    messageId: String(message.message_id),
    ...(language !== undefined && { languageHint: language }),
  };
}

function buttonEvents(id: string, press: NonNullable<TelegramUpdate['callback_query']>): ChannelEvent[] {
  const { data, message } = press;
  if (data === undefined || message === undefined || message.chat.type !== 'private') return [];
  // A press has no date of its own; it happened now.
  return [{ kind: 'button', id, address: String(message.chat.id), at: new Date(), payload: data, text: '' }];
}

function mediaOf(message: TelegramMessage): MediaKind[] {
  if (message.voice !== undefined || message.audio !== undefined || message.video_note !== undefined) return ['voice'];
  if (message.photo !== undefined) return ['image'];
  if (message.location !== undefined || message.venue !== undefined) return ['location'];
  return message.text === undefined && message.caption === undefined ? ['other'] : [];
}

function fromSeconds(seconds: number): Date {
  return new Date(seconds * 1000);
}
