import { dayAt, dayNumber } from '../handover/brussels-day.ts';
import type { Hours } from '../understanding/read-hours.ts';

/** What a contact wishes about being written to. */
export interface Discretion {
  /** On the clock of Brussels; null: at any time. */
  readonly safeHours: Hours | null;
  /** Nothing but answers. */
  readonly replyOnly: boolean;
}

/** `later`: not before that instant. */
export type Leave = 'now' | { readonly later: Date } | 'never';

/** An answer within this time reaches whoever has just written. */
export const ANSWER_MS = 10 * 60_000;

const MINUTE_MS = 60_000;
/** Hours that a change of the clock takes away on one day are there on the next. */
const DAYS_AHEAD = 2;

/**
 * May this contact be written to? To be asked by every sender before each message. Pure.
 *
 * @param lastInboundAt when the contact wrote last
 */
export function mayWriteTo({ safeHours, replyOnly }: Discretion, now: Date, lastInboundAt: Date | null): Leave {
  if (lastInboundAt !== null && now.getTime() - lastInboundAt.getTime() <= ANSWER_MS) return 'now';
  if (replyOnly) return 'never';
  if (safeHours === null) return 'now';
  const opens = nextOpening(safeHours, now.getTime());
  if (opens === undefined) return 'never';
  return opens <= now.getTime() ? 'now' : { later: new Date(opens) };
}

/** The first instant from now on at which the clock reads a time within the hours. */
function nextOpening(hours: Hours, now: number): number | undefined {
  const today = dayAt(now).number;
  for (let number = today; number <= today + DAYS_AHEAD; number += 1)
    for (const stretch of dayNumber(number).stretches)
      for (const { from, to } of withinDay(hours)) {
        const opens = Math.max(stretch.from, stretch.midnight + from * MINUTE_MS, now);
        if (opens < Math.min(stretch.to, stretch.midnight + to * MINUTE_MS)) return opens;
      }
  return undefined;
}

/** Hours that go over midnight are the first and the last of each day. */
function withinDay({ from, to }: Hours): readonly Hours[] {
  if (from < to) return [{ from, to }];
  return [
    { from: 0, to },
    { from, to: 24 * 60 },
  ];
}

/** The columns of `contacts` that hold a wish. */
export interface DiscretionRow {
  readonly safe_from: number | null;
  readonly safe_to: number | null;
  readonly reply_only: boolean;
}

export function discretionOf({ safe_from: from, safe_to: to, reply_only: replyOnly }: DiscretionRow): Discretion {
  return { safeHours: from === null || to === null ? null : { from, to }, replyOnly };
}
