import { type ChannelLimits, NO_CONNECTION, type SendError, type SendResult } from '../channel.ts';
import type { Leave } from '../contacts/may-write-to.ts';
import type { SendState } from '../store/calendar-tables.ts';

/** A recipient whose turn it is, as the database has them at that moment. */
export interface Due {
  readonly optedOut: boolean;
  /** The subscription is ended or paused, or there is none. */
  readonly unsubscribed: boolean;
  readonly addressState: 'active' | 'blocked' | 'dead';
  readonly lastInboundAt: Date | null;
}

/** What is written to a send's row. `null` leaves a time or an id as it is. */
export interface Outcome {
  readonly state: SendState;
  readonly error: string | null;
  readonly providerId: string | null;
  readonly notBefore: Date | null;
}

/** First pause before another try, doubled each time, in seconds; the longest pause. */
export const FIRST_PAUSE_S = 5;
export const LONGEST_PAUSE_S = 300;

/** Codes with which a provider tells that the whole message is unwanted: Twilio's spam filter, and a paused template. */
const STOPPERS: ReadonlySet<string> = new Set(['30007', '63041']);

/**
 * Why a message must not leave now, asked just before it would: who sent STOP since the release is not written to. Undefined: it
 * may.
 */
export function hindrance(due: Due, limits: ChannelLimits | undefined, may: Leave, now: Date): Outcome | undefined {
  if (limits === undefined) return not('cancelled', 'no-channel');
  if (due.optedOut) return not('cancelled', 'opted-out');
  if (due.unsubscribed) return not('cancelled', 'unsubscribed');
  if (due.addressState !== 'active') return not('cancelled', 'address');
  if (may === 'never') return not('cancelled', 'not-first');
  if (may !== 'now') return { ...not('planned', null), notBefore: may.later };
  return isWindowOpen(due.lastInboundAt, limits, now) ? undefined : not('needs-template', null);
}

/** Does the channel take free text for a person who wrote last at that time? */
function isWindowOpen(lastInboundAt: Date | null, { windowHours }: ChannelLimits, now: Date): boolean {
  if (windowHours === undefined) return true;
  return lastInboundAt !== null && now.getTime() - lastInboundAt.getTime() < windowHours * 3_600_000;
}

/**
 * What a try to send means for its row. A message that the provider may have is never planned again here: it stays `sending`
 * where the provider can be asked, and is `unknown` where it cannot.
 *
 * @param attempts tries with this one
 */
export function outcomeOf(
  result: SendResult,
  { attempts, canAsk, now }: { attempts: number; canAsk: boolean; now: Date },
): Outcome {
  if (result.ok) return { ...not('accepted', null), providerId: result.providerId };
  const { error } = result;
  switch (error.kind) {
    case 'throttled':
      return { ...not('planned', error.code), notBefore: after(now, error.retryAfter) };
    case 'unreachable':
      if (error.code === NO_CONNECTION)
        return { ...not('planned', error.code), notBefore: after(now, pauseOf(attempts)) };
      return not(canAsk ? 'sending' : 'unknown', error.code);
    case 'windowClosed':
      return not('needs-template', error.code);
    case 'stopped':
    case 'invalid':
    case 'rejected':
      return not('failed', error.code);
  }
}

/** True for an error that would meet everybody else as well. */
export function stopsAll(error: Pick<SendError, 'code'>): boolean {
  return STOPPERS.has(error.code);
}

/** Seconds to wait after so many failures in a row. */
function pauseOf(failures: number): number {
  return Math.min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (Math.min(failures, 10) - 1));
}

function not(state: SendState, error: string | null): Outcome {
  return { state, error, providerId: null, notBefore: null };
}

function after(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1_000);
}
