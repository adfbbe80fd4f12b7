import twilio from 'twilio';
import type {
  Acknowledging,
  Channel,
  ChannelEvent,
  ChannelLimits,
  ChannelName,
  Fetching,
  Outgoing,
  Reconciled,
  Reconciling,
  Replying,
  SendResult,
} from '../../src/channel.ts';
import { fetchTwilioMedia } from './fetch-media.ts';
import { parseInbound, parseStatus } from './parse.ts';
import { sendErrorOf } from './send-error.ts';
import { verifySignature } from './verify.ts';

export interface TwilioAccount {
  readonly accountSid: string;
  readonly authToken: string;
  /** The address at which Twilio reaches us, without a slash at the end. */
  readonly publicUrl: string;
  /** Another address of the REST API: tests, proxies. */
  readonly apiBase?: string | undefined;
}

export type TwilioSender = { readonly from: string } | { readonly messagingServiceSid: string };

export interface TwilioChannel extends Channel, Acknowledging, Fetching, Reconciling, Replying {
  /** The delivery state in a status callback for a message of ours. */
  parseStatus(body: unknown, outgoingId: string): ChannelEvent[];
}

interface TwilioChannelOptions {
  readonly name: ChannelName;
  readonly limits: ChannelLimits;
  readonly account: TwilioAccount;
  readonly sender: TwilioSender;
  readonly client: twilio.Twilio;
  /** How this channel writes an address for Twilio. */
  readonly to: (address: string) => string;
}

/** Clocks of two machines differ: the list of messages is asked from a little before. */
const LONGEST_VALIDITY_S = 36_000;
const CLOCK_SLACK_MS = 60_000;
/** Messages listed for one person since a crash: more would be a flood of our own. */
const MOST_LISTED = 50;

/** Twilio takes a template alone, never beside a text. */
function contentOf({ contentSid, variables }: NonNullable<Outgoing['template']>) {
  return {
    contentSid,
    ...(Object.keys(variables).length > 0 && { contentVariables: JSON.stringify(variables) }),
  };
}

/** What SMS and WhatsApp share: signature, empty answer to the webhook, replies and status by the REST API. */
export function createTwilioChannel({
  name,
  limits,
  account,
  sender,
  client,
  to,
}: TwilioChannelOptions): TwilioChannel {
  return {
    name,
    limits,
    verify: (request) => verifySignature(request, account.authToken, account.publicUrl),
    parse: (verified) => parseInbound(verified.body, new Date()),
    parseStatus,
    acknowledge: () => ({ contentType: 'text/xml', body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' }),
    fetchMedia: (reference, limits) => fetchTwilioMedia(account, reference, limits),
    replyInAcknowledgement: (_verified, texts) => ({ contentType: 'text/xml', body: messagesIn(texts) }),
    async send({ id, address, text, template, until }: Outgoing): Promise<SendResult> {
      try {
        const message = await client.messages.create({
          to: to(address),
          ...(template === undefined ? { body: text } : contentOf(template)),
          statusCallback: `${account.publicUrl}/webhooks/twilio/status/${id}`,
          ...(until !== undefined && { validityPeriod: validityOf(until, new Date()) }),
          ...sender,
        });
        return { ok: true, providerId: message.sid };
      } catch (error) {
        return { ok: false, error: sendErrorOf(error) };
      }
    },
    async reconcile({ address, text, template }, since, others): Promise<Reconciled> {
      const listed = await client.messages.list({
        to: to(address),
        dateSentAfter: new Date(since.getTime() - CLOCK_SLACK_MS),
        limit: MOST_LISTED,
      });
      const ours = listed.filter(({ sid, direction }) => direction !== 'inbound' && !others.has(sid));
      // A template is listed with the words that were approved, which need not be ours to the letter; and to who has been silent
      // for so long that only a template may go, there is nothing else of ours on its way.
      const found = ours.find(({ body }) => body === text) ?? (template === undefined ? undefined : ours[0]);
      return found === undefined ? { found: false } : { found: true, providerId: found.sid };
    },
    redact: (text) => text.replaceAll(account.authToken, '<token>').replace(/\+?\d{6,}/g, '<number>'),
  };
}

/** Seconds that a message may wait in Twilio's queue: 1 to 36,000 (https://www.twilio.com/docs/messaging/api/message-resource). */
function validityOf(until: Date, now: Date): number {
  return Math.min(Math.max(Math.ceil((until.getTime() - now.getTime()) / 1000), 1), LONGEST_VALIDITY_S);
}

/** TwiML that has Twilio send these texts to whoever wrote, one message each (https://www.twilio.com/docs/messaging/twiml/message). */
function messagesIn(texts: readonly string[]): string {
  const response = new twilio.twiml.MessagingResponse();
  for (const text of texts) response.message(text);
  return response.toString();
}
