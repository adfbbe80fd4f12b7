import type { ChannelEvent, Media, MediaKind } from '../../src/channel.ts';
import { type TelegramFile, type TelegramMessage, type TelegramUpdate, telegramUpdate } from './telegram-update.ts';

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

/** The private chat that an update comes from. */
export function chatOf(body: unknown): string | undefined {
  const [event] = parseUpdate(body);
  return event === undefined || event.kind === 'status' ? undefined : event.address;
}

/** Id of the button press in an update, to be answered. */
export function pressOf(body: unknown): string | undefined {
  return telegramUpdate.safeParse(body).data?.callback_query?.id;
}

function messageEvent(id: string, message: TelegramMessage): ChannelEvent {
  const language = message.from?.language_code;
  const written = message.text ?? message.caption ?? '';
  const start = /^\/start (\S+)$/.exec(written)?.[1];
  const replyTo = message.reply_to_message?.message_id;
  return {
    kind: 'message',
    id,
    address: String(message.chat.id),
    at: fromSeconds(message.date),
    // "/start abc" is what Telegram's own buttons write: the command is the first word.
    text: written.replace(/^\/(start|stop|help)\b.*$/s, '$1'),
    media: mediaOf(message),
    messageId: String(message.message_id),
    ...(language !== undefined && { languageHint: language }),
    ...(replyTo !== undefined && { replyTo: String(replyTo) }),
    ...(start !== undefined && { start }),
  };
}

function buttonEvents(id: string, press: NonNullable<TelegramUpdate['callback_query']>): ChannelEvent[] {
  const { data, message } = press;
  if (data === undefined || message === undefined || message.chat.type !== 'private') return [];
  // A press has no date of its own; it happened now.
  return [{ kind: 'button', id, address: String(message.chat.id), at: new Date(), payload: data, text: '' }];
}

function mediaOf(message: TelegramMessage): Media[] {
  const { voice, audio, video_note: round, photo, video, document, location, venue, text, caption } = message;
  const spoken = voice ?? audio ?? round;
  if (spoken !== undefined) return [fileOf('voice', spoken)];
  const largest = photo?.toSorted((one, other) => (other.file_size ?? 0) - (one.file_size ?? 0))[0];
  if (largest !== undefined) return [fileOf('image', { mime_type: 'image/jpeg', ...largest })];
  const file = video ?? document;
  if (file !== undefined) return [fileOf(file.mime_type?.startsWith('image/') ? 'image' : 'other', file)];
  if (location !== undefined || venue !== undefined) return [{ kind: 'location' }];
  // A sticker, a contact, a game: nothing that a person would have to open.
  return text === undefined && caption === undefined ? [{ kind: 'other' }] : [];
}

function fileOf(kind: MediaKind, { file_id, file_size, mime_type, duration }: TelegramFile): Media {
  return {
    kind,
    reference: file_id,
    ...(mime_type !== undefined && { mime: mime_type }),
    ...(file_size !== undefined && { size: file_size }),
    ...(duration !== undefined && { seconds: duration }),
  };
}

function fromSeconds(seconds: number): Date {
  return new Date(seconds * 1000);
}
