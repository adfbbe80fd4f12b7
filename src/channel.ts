/**
 * The contract of a channel. A channel turns what its provider posts into events, and sends texts; it knows nothing
 * of conversations, content or the database. Adding one is a folder under `channels/` and a line in `main.ts`.
 */

export const CHANNEL_NAMES = ['telegram', 'sms', 'whatsapp'] as const;
export type ChannelName = (typeof CHANNEL_NAMES)[number];

/** A webhook request as it came in. Header names are in lower case. */
export interface WebhookRequest {
  readonly method: string;
  /** Path with query, as received. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The parsed body: an object of form fields, or parsed JSON; `undefined` when it could not be parsed. */
  readonly body: unknown;
}

/** A request that comes from the provider indeed. Only `verify` makes one. */
export interface Verified {
  readonly ok: true;
  readonly body: unknown;
}

/** A request that does not: it is answered 403, counted by its code, and nothing of it is kept. */
export interface Refusal {
  readonly ok: false;
  readonly code: 'no-signature' | 'wrong-signature';
}

export type MediaKind = 'voice' | 'image' | 'location' | 'other';

/** Something in a message that is no text. */
export interface Media {
  readonly kind: MediaKind;
  /** By what this channel fetches it later, as often as needed; absent: there is no file. Secret: never logged. */
  readonly reference?: string;
  /** What the provider says that it is: a hint, since the sender's app chose it. */
  readonly mime?: string;
  /** Bytes, as the provider tells. */
  readonly size?: number;
  /** How long a voice note is, as the provider tells. */
  readonly seconds?: number;
}

interface InboundBase {
  /** The provider's id: with the channel, what makes the event unique. */
  readonly id: string;
  /** The person's address on this channel: a phone number, a chat id, a WhatsApp user id. */
  readonly address: string;
  /** When the person sent it, as the provider tells. */
  readonly at: Date;
}

/** What a person wrote or sent. */
export interface MessageEvent extends InboundBase {
  readonly kind: 'message';
  /** May be empty, when only media came. */
  readonly text: string;
  readonly media: readonly Media[];
  /** The provider's id of the message itself, where it differs from the event's (to delete it later). */
  readonly messageId?: string;
  /** Our id of the file in which a speech model heard the text, where nobody wrote it. */
  readonly heardIn?: string;
  /** Language of the person's app, a hint only. */
  readonly languageHint?: string;
  /** The provider's id of the message that this one replies to. */
  readonly replyTo?: string;
  /** What a link to us handed over when the person followed it: see `Inviting`. */
  readonly start?: string;
}

/** A press on a button that we sent. */
export interface ButtonEvent extends InboundBase {
  readonly kind: 'button';
  /** What we put on the button; never shown to the person. */
  readonly payload: string;
  readonly text: string;
}

/** The person blocked or unblocked us in their app. */
export interface BlockEvent extends InboundBase {
  readonly kind: 'blocked' | 'unblocked';
}

export type InboundEvent = MessageEvent | ButtonEvent | BlockEvent;

/** What became of a message that we sent. */
export interface StatusEvent {
  readonly kind: 'status';
  readonly outgoingId: string;
  readonly state: DeliveryState;
  readonly providerId?: string;
  readonly error?: SendError;
}

export const DELIVERY_STATES = ['accepted', 'sent', 'delivered', 'read', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type ChannelEvent = InboundEvent | StatusEvent;

export interface Button {
  readonly label: string;
  readonly payload: string;
}

export interface Outgoing {
  /** Our own id, given to the provider where it takes one back in its callbacks. */
  readonly id: string;
  readonly address: string;
  readonly text: string;
  /** Shown where the channel has buttons; the text always says how to answer without them. */
  readonly buttons: readonly Button[];
  /** A text approved beforehand, which the provider sends instead; `text` is then what it says. Only where {@link Templating}. */
  readonly template?: { readonly contentSid: string; readonly variables: Readonly<Record<string, string>> };
  /** After it the message is of no use any more: a provider that lets messages wait drops it then. */
  readonly until?: Date;
}

/**
 * Why a message was not taken. A closed set: a code that a channel does not know is `rejected`, never guessed.
 *
 * | kind | meaning | again? |
 * |---|---|---|
 * | unreachable | the provider did not answer, or not in time | yes |
 * | throttled | too fast; wait `retryAfter` seconds | yes |
 * | stopped | the person blocked us or asked the provider to stop | no |
 * | windowClosed | WhatsApp's 24 hours are over: only a template may be sent | no |
 * | invalid | this address can never receive it | no |
 * | rejected | anything else, with the provider's code | no |
 */
export type SendError =
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'throttled'; readonly code: string; readonly retryAfter: number }
  | { readonly kind: 'stopped'; readonly code: string }
  | { readonly kind: 'windowClosed'; readonly code: string }
  | { readonly kind: 'invalid'; readonly code: string }
  | { readonly kind: 'rejected'; readonly code: string };

export function mayRetry(error: SendError): boolean {
  return error.kind === 'unreachable' || error.kind === 'throttled';
}

/** Codes of `unreachable`: the provider cannot have the message; and: nobody knows whether it has. */
export const NO_CONNECTION = 'no-connection';
const LOST = 'network';

/** System errors of a connection that was never made. */
const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What an error of the network, thrown by a client's library, means for the message. */
export function unreachableBy(error: unknown): SendError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return { kind: 'unreachable', code: NEVER_CONNECTED.has(code) ? NO_CONNECTION : LOST };
}

export type SendResult =
  | { readonly ok: true; readonly providerId: string }
  | { readonly ok: false; readonly error: SendError };

export interface ChannelLimits {
  /** Longest text of one message, in UTF-16 units. */
  readonly maxLength: number;
  /** True where each segment costs and only GSM-7 letters are cheap. */
  readonly segmented: boolean;
  readonly buttons: boolean;
  /** Hours after the person's last message in which free text may be sent; undefined: always. */
  readonly windowHours?: number;
}

export interface Channel {
  readonly name: ChannelName;
  readonly limits: ChannelLimits;
  /** Does the request come from the provider? */
  verify(request: WebhookRequest): Verified | Refusal;
  /** The events in a verified request; none for kinds that do not concern us. Throws nothing. */
  parse(verified: Verified): ChannelEvent[];
  send(outgoing: Outgoing): Promise<SendResult>;
  /** The text without what this channel's provider uses as address or secret: for error messages in logs. */
  redact(text: string): string;
}

/** What the provider's list of messages says about one that we may or may not have handed over before a crash. */
export type Reconciled = { readonly found: true; readonly providerId: string } | { readonly found: false };

/** Ability: the provider can be asked whether it already has a message. */
export interface Reconciling {
  /**
   * Throws when the provider cannot be asked now.
   *
   * @param since when we were about to send it
   * @param others the provider's ids of our other messages to this person, which may say the same
   */
  reconcile(outgoing: Outgoing, since: Date, others: ReadonlySet<string>): Promise<Reconciled>;
}

/** Ability: messages can be taken back from the person's phone. */
export interface Deleting {
  /** Deletes what can still be deleted; what is too old stays. Message ids as in `messageId` and `providerId`. */
  deleteMessages(address: string, messageIds: readonly string[]): Promise<void>;
}

export interface FetchLimits {
  /** More bytes than this are not read. */
  readonly mostBytes: number;
  /** Milliseconds for all of it. */
  readonly timeoutMs: number;
}

/**
 * Why a file was not fetched.
 *
 * | kind | meaning | again? |
 * |---|---|---|
 * | gone | the provider has it no more, or never had | no |
 * | too-large | it is larger than the limit, ours or the provider's | no |
 * | refused | the provider does not let us, or the reference leads where we do not go | no |
 * | unreachable | no answer, not in time, or the provider is in trouble | yes |
 */
export interface FetchError {
  readonly kind: 'gone' | 'too-large' | 'refused' | 'unreachable';
  readonly code: string;
}

export type FetchResult =
  | { readonly ok: true; readonly bytes: Uint8Array /** As the provider tells. */; readonly mime: string }
  | { readonly ok: false; readonly error: FetchError };

/** Ability: files that people send can be fetched. */
export interface Fetching {
  /** Throws nothing. */
  fetchMedia(reference: string, limits: FetchLimits): Promise<FetchResult>;
}

/** Ability: a link leads people to us and brings a word along. */
export interface Inviting {
  /** The link whose follower sends a message with this `start`; undefined while our name there is not known. Throws nothing. */
  startLink(start: string): Promise<string | undefined>;
}

/** What the provider says of a template; `missing`: it has none of this id, `unknown`: something that we have no word for. */
export type TemplateState = 'approved' | 'pending' | 'rejected' | 'paused' | 'unsubmitted' | 'missing' | 'unknown';

/** Ability: texts that the provider has approved beforehand can be sent when free text may not. */
export interface Templating {
  /** Throws when the provider cannot be asked now. */
  templateState(contentSid: string): Promise<TemplateState>;
}

/** What a webhook is answered with once its events are stored. */
export interface Acknowledgement {
  readonly contentType: string;
  readonly body: string;
}

/** Ability: the provider expects more than an empty 200. */
export interface Acknowledging {
  acknowledge(verified: Verified): Acknowledgement;
}

/** Ability: the webhook's own response carries texts to the person, for when there is no way to send them in time. */
export interface Replying {
  /** @param texts in order, each within `limits.maxLength`; where a response holds one message only, the first is carried */
  replyInAcknowledgement(verified: Verified, texts: readonly string[]): Acknowledgement;
}

export function canReply(channel: Channel): channel is Channel & Replying {
  return 'replyInAcknowledgement' in channel;
}

export function canAcknowledge(channel: Channel): channel is Channel & Acknowledging {
  return 'acknowledge' in channel;
}

export function canTemplate<T extends object>(channel: T): channel is T & Templating {
  return 'templateState' in channel;
}

export function canReconcile(channel: Channel): channel is Channel & Reconciling {
  return 'reconcile' in channel;
}

export function canFetch(channel: Channel): channel is Channel & Fetching {
  return 'fetchMedia' in channel;
}

export function canInvite(channel: Channel): channel is Channel & Inviting {
  return 'startLink' in channel;
}

export function canDelete(channel: Channel): channel is Channel & Deleting {
  return 'deleteMessages' in channel;
}
