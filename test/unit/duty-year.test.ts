import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chainFor } from '../../src/handover/chain.ts';
import {
  alerted,
  moveOn,
  type Placement,
  type Priority,
  place,
  type Request,
  TAKEN_WITHIN,
  UNASSIGNED_ALERTS_AFTER,
} from '../../src/handover/promise.ts';
import { isAbsent, isOnDuty, nextOnDuty, type Roster, type Worker } from '../../src/handover/roster.ts';
import { aRoster, aWorker, brussels, PROVINCES, weekly } from '../support/duty.ts';

const MINUTE_MS = 60_000;
const STEP_MS = 30 * MINUTE_MS;
const STEPS_A_DAY = 48;
const DAYS = 365;
const START = brussels('2026-01-01 00:00').getTime();

const day = fc.noBias(fc.integer({ min: 0, max: DAYS - 1 }));
const dateOf = (number: number): string => new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10);
const territories = fc.subarray([...PROVINCES.keys()], { maxLength: 3 });
const hours = fc.constantFrom(
  weekly(1, 5, '09:00', '17:00'),
  [...weekly(1, 2, '08:30', '12:00'), ...weekly(4, 4, '13:00', '18:00')],
  weekly(3, 3, '10:00', '10:30'),
  weekly(6, 7, '00:00', '24:00'),
  [],
);
const absence = fc
  .tuple(day, fc.constantFrom(0, 0, 1, 3, 6, 90), fc.constantFrom(0, 0, 1, 30))
  .map(([from, days, ahead]) => ({ from: dateOf(from), to: dateOf(from + days), knownOn: from - ahead }));
const workers = fc.array(
  fc.record({
    territories,
    deputyOf: territories,
    centre: fc.boolean(),
    hours,
    absences: fc.array(absence, { maxLength: 30, size: 'max' }),
    /** Days of the year. */
    disabledOn: fc.oneof(fc.constant<number[]>([]), fc.array(day, { maxLength: 150, size: 'max' })),
  }),
  { minLength: 1, maxLength: 8 },
);
const requests = fc.array(
  fc.record({
    territory: fc.constantFrom(...PROVINCES.keys(), 'nowhere', null),
    priority: fc.constantFrom<Priority>('now', 'high', 'normal'),
    createdAt: fc
      .noBias(fc.integer({ min: 0, max: DAYS * STEPS_A_DAY * STEP_MS - 1 }))
      .map((ms) => new Date(START + ms)),
    /** Steps until somebody takes it. */
    openFor: fc.noBias(fc.integer({ min: 1, max: 7 * STEPS_A_DAY })),
  }),
  { minLength: 1, maxLength: 12 },
);
type Hired = typeof workers extends fc.Arbitrary<readonly (infer One)[]> ? One : never;

/** The roster as it is known on a day of the year. */
function rosterOn(today: number, hired: readonly Hired[]): Roster {
  return aRoster(
    ...hired.map(({ disabledOn, absences, ...traits }, at) =>
      aWorker(`w${at}`, {
        ...traits,
        active: !disabledOn.includes(today),
        absences: absences.filter(({ knownOn }) => knownOn <= today),
      }),
    ),
  );
}

interface Moment {
  readonly request: Request;
  readonly is: Placement;
  /** Half an hour before; null when it is new. */
  readonly was: Placement | null;
  /** Just given to somebody, or to the queue. */
  readonly moved: boolean;
  readonly roster: Roster;
  readonly now: Date;
}

/** Every half hour of every request until somebody takes it. */
function* yearOf(hired: readonly Hired[], asked: readonly (Request & { openFor: number })[]): Generator<Moment> {
  for (const { openFor, ...request } of asked) {
    const first = Math.ceil((request.createdAt.getTime() - START) / STEP_MS);
    const last = Math.min(first + openFor, DAYS * STEPS_A_DAY);
    let is: Placement | null = null;
    let roster = aRoster();
    for (let step = first; step < last; step += 1) {
      if (step === first || step % STEPS_A_DAY === 0) roster = rosterOn(Math.floor(step / STEPS_A_DAY), hired);
      const moment: Moment = momentOf(request, is, roster, new Date(START + step * STEP_MS));
      yield moment;
      is = moment.is;
    }
  }
}

function momentOf(request: Request, was: Placement | null, roster: Roster, now: Date): Moment {
  const next = was === null ? place(request, roster, now) : moveOn({ ...request, ...was }, roster, now);
  if (next !== 'stay') return { request, is: next, was, moved: true, roster, now };
  if (was === null) return expect.unreachable('a new request stays nowhere');
  return { request, is: was, was, moved: false, roster, now };
}

const workerOf = (id: string | undefined, roster: Roster): Worker | undefined =>
  roster.workers.find((worker) => worker.id === id);

/** What must hold at every moment. */
const ALWAYS: Readonly<Record<string, (moment: Moment) => boolean>> = {
  'it is due later than now': ({ is, now }) => is.dueAt > now,
  'its holder is active, or it stands in the queue': ({ is, roster }) =>
    is.holder === null || workerOf(is.holder.worker, roster)?.active === true,
  'its holder is at work before it is due': ({ is, roster, now }) => {
    const worker = workerOf(is.holder?.worker, roster);
    const next = worker && nextOnDuty(worker, now);
    return worker === undefined || (next !== null && next !== undefined && next < is.dueAt);
  },
  'the queue alerts within the hour': ({ is, now }) =>
    is.holder !== null || is.dueAt.getTime() <= now.getTime() + UNASSIGNED_ALERTS_AFTER * MINUTE_MS,
  'a promise is what is due of a holder': ({ is }) =>
    is.holder === null ? is.promise === null : is.promise?.by === is.dueAt,
  'somebody is alerted where there is anybody': ({ request, is, roster, now }) =>
    alerted({ ...request, ...is }, roster, now).length > 0 || chainFor(request.territory, roster).length === 0,
  'nobody had it twice in a round': ({ is }) => new Set([...is.tried, is.holder?.worker]).size === is.tried.length + 1,
};

/** What must hold when it was just given to somebody, or to the queue. */
const WHEN_GIVEN: typeof ALWAYS = {
  'it moved late, or from who is disabled, away, or no more at work in time': ({ was, roster, now }) => {
    if (was === null || now >= was.dueAt) return true;
    const holder = workerOf(was.holder?.worker, roster);
    if (holder === undefined) return false;
    const next = nextOnDuty(holder, now);
    return isAbsent(holder, now) || next === null || next >= was.dueAt;
  },
  'whoever had it is noted for the round': ({ was, is }) =>
    String(is.tried) === String(was?.holder && is.holder ? [...was.tried, was.holder.worker] : []),
  'it does not go to and fro while nothing changes': ({ request, is, roster, now }) =>
    moveOn({ ...request, ...is }, roster, now) === 'stay',
  'the promise says whether the holder is at work': ({ is, roster, now }) => {
    const worker = workerOf(is.holder?.worker, roster);
    return worker === undefined || is.promise?.onDuty === isOnDuty(worker, now);
  },
  'the holder has the whole time for it': ({ request, is, now }) =>
    is.holder === null || is.dueAt.getTime() >= now.getTime() + TAKEN_WITHIN[request.priority] * MINUTE_MS,
  'nobody at work is passed over who is not about to leave': ({ request, is, was, roster, now }) => {
    const chain = chainFor(request.territory, roster).map(({ worker }) => worker);
    const at = is.holder === null || !is.promise?.onDuty ? chain.length : chain.indexOf(is.holder.worker);
    const had = is.holder === null ? [...(was?.tried ?? []), was?.holder?.worker] : is.tried;
    return chain.slice(0, at).every((id) => {
      const worker = workerOf(id, roster);
      if (worker === undefined || had.includes(id) || !isOnDuty(worker, now)) return true;
      return isAbsent(worker, now, new Date(now.getTime() + 90 * 86_400_000));
    });
  },
};

describe('a year of rosters', () => {
  it('keeps every request at every moment in the hands of somebody, or in the queue, with a time to come', () => {
    const seen = { moments: 0, late: 0, early: 0, queued: 0, again: 0 };
    fc.assert(
      fc.property(workers, requests, (hired, asked) => {
        for (const moment of yearOf(hired, asked)) {
          const { was, is, moved, now } = moment;
          const laws = moved ? { ...ALWAYS, ...WHEN_GIVEN } : ALWAYS;
          const broken = Object.keys(laws).filter((law) => laws[law]?.(moment) === false);
          if (broken.length > 0) expect.fail(`${broken.join('; ')}\n${JSON.stringify({ was, is, now }, null, 1)}`);
          seen.moments += 1;
          if (!moved || was === null) continue;
          seen.late += Number(now >= was.dueAt);
          seen.early += Number(now < was.dueAt);
          seen.queued += Number(was.holder !== null && is.holder === null);
          seen.again += Number(was.holder === null && is.holder !== null);
        }
      }),
      { numRuns: 20 },
    );
    // It is no proof if nothing happened.
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0);
  });
});
