import { z } from 'zod';

/**
 * The parts of a Bot API update that we read (https://core.telegram.org/bots/api#update, read 2026-11-21). Anything else in it
 * is let through unread: Telegram adds fields all the time.
 */
/** Seconds since 1970, in a range that every clock knows. */
const date = z.number().int().min(0).max(4_102_444_800);

const user = z.object({ id: z.number(), language_code: z.string().optional() });
const chat = z.object({ id: z.number(), type: z.string() });

/** A file in a message. One that is not as we know it must not take the message with it. */
const file = z.object({
  file_id: z.string().min(1),
  file_size: z.number().optional(),
  mime_type: z.string().optional(),
  duration: z.number().optional(),
});
export type TelegramFile = z.infer<typeof file>;
const optionalFile = file.optional().catch(undefined);

const message = z.object({
  message_id: z.number(),
  date,
  chat,
  from: user.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  reply_to_message: z.object({ message_id: z.number() }).optional(),
  voice: optionalFile,
  audio: optionalFile,
  video_note: optionalFile,
  /** The same photo in several sizes. */
  photo: z.array(file).optional().catch(undefined),
  document: optionalFile,
  video: optionalFile,
  location: z.unknown().optional(),
  venue: z.unknown().optional(),
});
export type TelegramMessage = z.infer<typeof message>;

export const telegramUpdate = z.object({
  update_id: z.number(),
  message: message.optional(),
  callback_query: z
    .object({
      id: z.string(),
      from: user,
      data: z.string().optional(),
      message: z.object({ chat, message_id: z.number() }).optional(),
    })
    .optional(),
  my_chat_member: z.object({ chat, date, new_chat_member: z.object({ status: z.string() }) }).optional(),
});
export type TelegramUpdate = z.infer<typeof telegramUpdate>;

/** What we ask Telegram to send: unset, the previous setting would stay in force. */
export const ALLOWED_UPDATES = ['message', 'callback_query', 'my_chat_member'] as const;
