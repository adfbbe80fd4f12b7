import type { Severity } from '../understanding/danger.ts';
import { chainFor, type Step } from './chain.ts';
import { addDutyMinutes, isAbsent, isOnDuty, nextOnDuty, type Roster, type Worker } from './roster.ts';

/** Why a human should answer. */
export type Reason = 'danger' | 'asked' | 'not-understood' | 'not-useful' | 'human-first' | 'media' | 'reply';

export type Priority = 'now' | 'high' | 'normal';

/** Minutes of duty in which somebody must take a request. */
export const TAKEN_WITHIN: Readonly<Record<Priority, number>> = {
  /** Danger that is happening: the parent has the numbers; a quarter of an hour lets a worker park the car and read. */
  now: 15,
  /** It weighs today: soon enough to act in the same half-day, long enough to end a visit to a family. */
  high: 60,
  /** A half-day of work: workers on the road read between two appointments. */
  normal: 240,
};

/** Without a person's word for so long, the machine answers again, and who comes then comes anew. */
export const SILENT_MS = 24 * 3_600_000;

/** Minutes on the clock, day and night, after which a request in the queue "unassigned" alerts again. */
export const UNASSIGNED_ALERTS_AFTER = 60;

/** A request for a human. */
export interface Request {
  /** Id of the territory of the parent; null when the parent did not say where. */
  readonly territory: string | null;
  readonly priority: Priority;
  readonly createdAt: Date;
}

/** In whose hands a request is. */
export interface Placement {
  /** null: it stands in the queue "unassigned" of the centre d'appui. */
  readonly holder: Step | null;
  /** Ids of those who had it in this round and have it no more; none again once it stands in the queue. */
  readonly tried: readonly string[];
  /** Not taken by then, it moves on or alerts. */
  readonly dueAt: Date;
  /** What the parent may be told, and whether the holder is at work now; null: nothing can be promised. */
  readonly promise: { readonly by: Date; readonly onDuty: boolean } | null;
}

/** A request that nobody has taken yet. */
export type OpenRequest = Request & Pick<Placement, 'holder' | 'tried' | 'dueAt'>;

/** How soon a request must be taken; the severity is that of the danger found. */
export function priorityOf(reason: Reason, severity: Severity | null = null): Priority {
  if (reason === 'danger') return severity === 'soon' ? 'high' : 'now';
  return reason === 'human-first' ? 'high' : 'normal';
}

/** Gives a new request to the first of its chain who is on duty or, with nobody on duty, to who is so first. */
export function place(request: Request, roster: Roster, now: Date): Placement {
  return give(request, chainFor(request.territory, roster), [], roster, now);
}

/**
 * Takes an open request from a holder who let its time pass, was disabled or went away, and gives it to another who has
 * not had it; when all have had it, to the queue "unassigned", from where a new round begins. To be asked every minute.
 */
export function moveOn(request: OpenRequest, roster: Roster, now: Date): Placement | 'stay' {
  const { holder, dueAt } = request;
  const late = now >= dueAt;
  const chain = chainFor(request.territory, roster);
  if (holder === null) return late ? give(request, chain, [], roster, now) : 'stay';
  const open = chain.filter(({ worker }) => !request.tried.includes(worker));
  if (!late && keeps(holder, open, request, roster, now)) return 'stay';
  const others = open.filter(({ worker }) => worker !== holder.worker);
  return give(request, others, [...request.tried, holder.worker], roster, now);
}

/**
 * Whom to alert to a request: its holder; for danger that is happening the whole chain, those on duty first; in the
 * queue "unassigned" the centre d'appui, or the whole chain where the centre has nobody.
 */
export function alerted(
  { territory, priority, holder }: Pick<OpenRequest, 'territory' | 'priority' | 'holder'>,
  roster: Roster,
  now: Date,
): readonly Step[] {
  const chain = chainFor(territory, roster);
  if (priority === 'now') {
    const onDuty = chain.filter((step) => isOnDutyAs(step, roster, now));
    return [...onDuty, ...chain.filter((step) => !onDuty.includes(step))];
  }
  if (holder !== null && workerOf(holder, roster)?.active) return [holder];
  const centre = chain.filter((step) => workerOf(step, roster)?.centre);
  return centre.length > 0 ? centre : chain;
}

/** What becomes of a request in the hands of one of the chain. */
interface Offer {
  readonly step: Step;
  /** When this worker is next on duty; for one who goes away before the time is up, when it is up: nothing sooner is sure. */
  readonly from: Date;
  readonly dueAt: Date;
}

function give(
  { createdAt, priority }: Pick<Request, 'createdAt' | 'priority'>,
  steps: readonly Step[],
  tried: readonly string[],
  roster: Roster,
  now: Date,
): Placement {
  const best = bestOffer(steps, priority, roster, now > createdAt ? now : createdAt);
  if (best === undefined) {
    const dueAt = new Date(now.getTime() + UNASSIGNED_ALERTS_AFTER * 60_000);
    return { holder: null, tried: [], dueAt, promise: null };
  }
  const { step, dueAt } = best;
  return { holder: step, tried, dueAt, promise: { by: dueAt, onDuty: isOnDutyAs(step, roster, now) } };
}

/** The offer that begins first, as that of one on duty does now; of equals the first of the chain. */
function bestOffer(steps: readonly Step[], priority: Priority, roster: Roster, at: Date): Offer | undefined {
  const offers = steps.flatMap((step): Offer[] => {
    const worker = workerOf(step, roster);
    const from = worker && nextOnDuty(worker, at);
    const dueAt = worker && from && addDutyMinutes(worker, from, TAKEN_WITHIN[priority]);
    return from && dueAt ? [{ step, from: isAbsent(worker, from, dueAt) ? dueAt : from, dueAt }] : [];
  });
  return offers.sort((one, other) => one.from.getTime() - other.from.getTime())[0];
}

/** Can its holder take the request in time? Who is away today keeps it only if nobody else were at work sooner. */
function keeps(holder: Step, open: readonly Step[], request: OpenRequest, roster: Roster, now: Date): boolean {
  const worker = workerOf(holder, roster);
  const from = worker && nextOnDuty(worker, now);
  if (!worker || !from || from >= request.dueAt) return false;
  return !isAbsent(worker, now) || bestOffer(open, request.priority, roster, now)?.step.worker === holder.worker;
}

function isOnDutyAs(step: Step, roster: Roster, at: Date): boolean {
  const worker = workerOf(step, roster);
  return worker !== undefined && isOnDuty(worker, at);
}

function workerOf({ worker }: Step, { workers }: Roster): Worker | undefined {
  return workers.find(({ id }) => id === worker);
}
