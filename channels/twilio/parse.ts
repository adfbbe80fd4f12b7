import { z } from 'zod';
import type { ChannelEvent, DeliveryState, Media, SendError } from '../../src/channel.ts';
import { sendErrorOfCode } from './send-error.ts';

/** Fields of an inbound message (https://www.twilio.com/docs/messaging/guides/webhook-request, read 2026-11-21). */
const inbound = z.looseObject({
  MessageSid: z.string().min(1).optional(),
  /** Old name of the same. */
  SmsSid: z.string().min(1).optional(),
  From: z.string().min(1),
  Body: z.string().optional(),
  NumMedia: z.string().optional(),
  Latitude: z.string().optional(),
  ButtonText: z.string().optional(),
  ButtonPayload: z.string().optional(),
  OptOutType: z.string().optional(),
});

/**
 * The event in an inbound message of SMS or WhatsApp. The address is what stands in `From`: a number, or, since 2026,
 * `whatsapp:BE.123...` for a person who uses a WhatsApp user name and shows no number.
 */
export function parseInbound(body: unknown, receivedAt: Date): ChannelEvent[] {
  const parsed = inbound.safeParse(body);
  if (!parsed.success) return [];
  const { MessageSid, SmsSid, From, Body = '', ButtonPayload, ButtonText, OptOutType } = parsed.data;
  const id = MessageSid ?? SmsSid;
  if (id === undefined) return [];
  const base = { id, address: From.replace(/^whatsapp:/, ''), at: receivedAt };
  if (ButtonPayload !== undefined && ButtonPayload !== '')
    return [{ ...base, kind: 'button', payload: ButtonPayload, text: ButtonText ?? Body }];
  // Advanced Opt-Out has matched one of its own words, perhaps one that our list lacks.
  const text = OptOutType === 'STOP' || OptOutType === 'START' ? OptOutType : Body;
  return [{ ...base, kind: 'message', text, media: mediaOf(parsed.data) }];
}

/** Twilio passes on ten files a message at most. */
const MOST_FILES = 10;

/** The files are `MediaUrl0`, `MediaUrl1`...: what stands there was signed by Twilio, where it leads is checked when it is fetched. */
function mediaOf({ NumMedia, Latitude, ...others }: z.infer<typeof inbound>): Media[] {
  if (Latitude !== undefined) return [{ kind: 'location' }];
  const count = Math.min(Number(NumMedia ?? 0) || 0, MOST_FILES);
  return Array.from({ length: count }, (_, index) => {
    const mime = textOf(others[`MediaContentType${index}`]);
    const reference = textOf(others[`MediaUrl${index}`]);
    const kind = mime.startsWith('audio/') ? 'voice' : mime.startsWith('image/') ? 'image' : 'other';
    return { kind, ...(reference !== '' && { reference }), ...(mime !== '' && { mime }) } as const;
  });
}

function textOf(field: unknown): string {
  return typeof field === 'string' ? field : '';
}

const callback = z.object({
  MessageSid: z.string().min(1).optional(),
  SmsSid: z.string().min(1).optional(),
  MessageStatus: z.string().optional(),
  SmsStatus: z.string().optional(),
  ErrorCode: z.string().optional(),
});

/** Twilio's states of an outbound message; those that tell nothing new are left out. */
const STATES: Readonly<Record<string, DeliveryState>> = {
  accepted: 'accepted',
  scheduled: 'accepted',
  queued: 'accepted',
  sending: 'accepted',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

/** The delivery state in a status callback; the id is ours, from the callback's address. */
export function parseStatus(body: unknown, outgoingId: string): ChannelEvent[] {
  const parsed = callback.safeParse(body);
  if (!parsed.success) return [];
  const { MessageSid, SmsSid, MessageStatus, SmsStatus, ErrorCode } = parsed.data;
  const state = STATES[MessageStatus ?? SmsStatus ?? ''];
  if (state === undefined) return [];
  const providerId = MessageSid ?? SmsSid;
  const error: SendError | undefined = state === 'failed' ? sendErrorOfCode(ErrorCode ?? 'none') : undefined;
  return [
    { kind: 'status', outgoingId, state, ...(providerId !== undefined && { providerId }), ...(error && { error }) },
  ];
}
