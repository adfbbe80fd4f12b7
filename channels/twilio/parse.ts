import { z } from 'zod';
import type { ChannelEvent, DeliveryState, MediaKind, SendError } from '../../src/channel.ts';
import { sendErrorOfCode } from './send-error.ts';

/** Fields of an inbound message (https://www.twilio.com/docs/messaging/guides/webhook-request, read 2026-11-21). */
const inbound = z.object({
  MessageSid: z.string().min(1).optional(),
  /** Old name of the same. */
  SmsSid: z.string().min(1).optional(),
  From: z.string().min(1),
  Body: z.string().optional(),
  NumMedia: z.string().optional(),
  MediaContentType0: z.string().optional(),
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

function mediaOf({ NumMedia, MediaContentType0 = '', Latitude }: z.infer<typeof inbound>): MediaKind[] {
  if (Latitude !== undefined) return ['location'];
  if (NumMedia === undefined || NumMedia === '0' || NumMedia === '') return [];
  if (MediaContentType0.startsWith('audio/')) return ['voice'];
  return [MediaContentType0.startsWith('image/') ? 'image' : 'other'];
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
