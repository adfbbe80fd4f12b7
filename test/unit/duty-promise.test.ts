import { describe, expect, it } from 'vitest';
import type { Step } from '../../src/handover/chain.ts';
import {
  alerted,
  moveOn,
  type OpenRequest,
  type Placement,
  type Priority,
  place,
  priorityOf,
} from '../../src/handover/promise.ts';
import type { Worker } from '../../src/handover/roster.ts';
import { aRoster, aWorker, brussels, weekly } from '../support/duty.ts';

// Monday 1 June 2026 to Friday 5 June have no holiday.
const tpr = aWorker('tpr', { territories: ['liege'] });
const deputy = aWorker('deputy', { deputyOf: ['liege'], hours: weekly(1, 5, '10:00', '18:00') });
const centre = aWorker('support', { centre: true, hours: weekly(1, 6, '08:00', '20:00') });
const liege = aRoster(tpr, deputy, centre);

const away = (worker: Worker, from: string, to = from): Worker => ({ ...worker, absences: [{ from, to }] });
const gone = (worker: Worker): Worker => ({ ...worker, active: false });

function asked(priority: Priority, at: string, territory: string | null = 'liege') {
  return { territory, priority, createdAt: brussels(at) };
}

/** "tpr 2026-06-01 13:00", with a star when on duty. */
function said(placement: Placement | 'stay'): string {
  if (placement === 'stay') return placement;
  const { holder, dueAt, promise } = placement;
  expect(promise?.by ?? dueAt).toEqual(dueAt);
  expect(promise === null).toBe(holder === null);
  return `${holder?.worker ?? 'queue'}${promise?.onDuty ? '*' : ''} ${format.format(dueAt).replace(',', '')}`;
}

const format = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Brussels',
  dateStyle: 'short',
  timeStyle: 'short',
  hourCycle: 'h23',
});

describe('priority', () => {
  it.each([
    ['danger', 'now', 'now'],
    ['danger', 'soon', 'high'],
    ['danger', null, 'now'],
    ['human-first', null, 'high'],
    ['asked', null, 'normal'],
    ['asked', 'now', 'normal'],
    ['not-understood', null, 'normal'],
    ['not-useful', null, 'normal'],
    ['media', null, 'normal'],
    ['reply', null, 'normal'],
  ] as const)('of %s (%s) is %s', (reason, severity, expected) => {
    expect(priorityOf(reason, severity)).toBe(expected);
  });
});

describe('a new request', () => {
  it.each([
    ['goes to the TPR on duty', liege, 'normal', '2026-06-01 09:30', 'tpr* 2026-06-01 13:30'],
    ['of high priority has an hour', liege, 'high', '2026-06-01 09:30', 'tpr* 2026-06-01 10:30'],
    ['of danger now has a quarter', liege, 'now', '2026-06-01 09:30', 'tpr* 2026-06-01 09:45'],
    ['before hours goes to who begins first', liege, 'normal', '2026-06-01 07:00', 'support 2026-06-01 12:00'],
    ['after the TPR has left goes to the deputy', liege, 'high', '2026-06-01 17:30', 'deputy* 2026-06-02 10:30'],
    ['in the evening goes to the centre', liege, 'high', '2026-06-01 18:30', 'support* 2026-06-01 19:30'],
    ['on Friday late is due on Monday', aRoster(tpr), 'high', '2026-06-05 16:30', 'tpr* 2026-06-08 09:30'],
    ['at night is promised for the morning', aRoster(tpr), 'now', '2026-06-05 23:00', 'tpr 2026-06-08 09:15'],
    ['on a holiday is promised for the day after', aRoster(tpr), 'now', '2026-07-21 12:00', 'tpr 2026-07-22 09:15'],
    [
      'of equals goes to the first of the chain',
      aRoster(deputy, { ...tpr, hours: deputy.hours }),
      'high',
      '2026-06-01 03:00',
      'tpr 2026-06-01 11:00',
    ],
    [
      'passes over an absent TPR',
      aRoster(away(tpr, '2026-06-01'), deputy),
      'high',
      '2026-06-01 10:00',
      'deputy* 2026-06-01 11:00',
    ],
    ['passes over a disabled TPR', aRoster(gone(tpr), deputy), 'high', '2026-06-01 10:00', 'deputy* 2026-06-01 11:00'],
    [
      'passes over who leaves before it is due',
      aRoster(away(tpr, '2026-06-02', '2026-06-30'), deputy),
      'normal',
      '2026-06-01 14:00',
      'deputy* 2026-06-01 18:00',
    ],
    [
      'goes to who leaves later',
      aRoster(away(tpr, '2026-06-02', '2026-06-30'), deputy),
      'normal',
      '2026-06-01 13:00',
      'tpr* 2026-06-01 17:00',
    ],
    [
      'goes to who leaves when the other is back later',
      aRoster(away(tpr, '2026-06-02'), away(deputy, '2026-06-01', '2026-06-03')),
      'normal',
      '2026-06-01 14:00',
      'tpr* 2026-06-03 10:00',
    ],
    [
      'goes to who leaves when there is nobody else',
      aRoster(away(tpr, '2026-06-02')),
      'normal',
      '2026-06-01 14:00',
      'tpr* 2026-06-03 10:00',
    ],
    [
      'waits for the only one to come back',
      aRoster(away(tpr, '2026-06-01', '2026-06-14')),
      'high',
      '2026-06-01 14:00',
      'tpr 2026-06-15 10:00',
    ],
    [
      'does not wait two months',
      aRoster(away(tpr, '2026-06-01', '2026-09-01')),
      'high',
      '2026-06-01 14:00',
      'queue 2026-06-01 15:00',
    ],
    ['is unassigned where nobody is', aRoster(), 'normal', '2026-06-01 03:20', 'queue 2026-06-01 04:20'],
    [
      'is unassigned where all are disabled',
      aRoster(gone(tpr), gone(centre)),
      'now',
      '2026-06-01 10:00',
      'queue 2026-06-01 11:00',
    ],
  ] as const)('%s', (_what, roster, priority, at, expected) => {
    const placement = place(asked(priority, at), roster, brussels(at));
    expect(said(placement)).toBe(expected);
    expect(placement.tried).toEqual([]);
  });

  it('has its time from now when it was made before, and from then when the clocks of two machines differ', () => {
    const request = asked('high', '2026-06-01 09:30');
    expect(said(place(request, liege, brussels('2026-06-01 10:30')))).toBe('tpr* 2026-06-01 11:30');
    expect(said(place(request, liege, brussels('2026-06-01 09:29')))).toBe('tpr* 2026-06-01 10:30');
  });

  it.each([null, 'nowhere'])('from a place that is %s goes to the centre', (territory) => {
    const request = asked('high', '2026-06-01 12:00', territory);
    expect(said(place(request, liege, brussels('2026-06-01 12:00')))).toBe('support* 2026-06-01 13:00');
  });
});

describe('an open request', () => {
  const at = (clock: string): Date => brussels(`2026-06-${clock}`);
  const steps = { tpr: 'tpr', deputy: 'deputy', support: 'centre' } as const;

  /** One of normal priority in somebody's hands. */
  function held(holder: keyof typeof steps | null, dueAt: string, tried: readonly string[] = []): OpenRequest {
    const step: Step | null = holder && { worker: holder, as: steps[holder] };
    return { ...asked('normal', '2026-06-01 09:00'), holder: step, dueAt: at(dueAt), tried };
  }

  it.each([
    ['stays until it is due', held('tpr', '01 13:00'), liege, '01 12:59', 'stay'],
    ['stays in the queue until it alerts', held(null, '01 13:00'), liege, '01 12:59', 'stay'],
    ['moves on when it is due', held('tpr', '01 13:00'), liege, '01 13:00', 'deputy* 2026-06-01 17:00'],
    [
      'moves on to who has not had it',
      held('deputy', '01 13:00', ['tpr']),
      liege,
      '01 13:00',
      'support* 2026-06-01 17:00',
    ],
    [
      'moves back to the first, who was off duty',
      held('support', '01 10:30'),
      liege,
      '01 10:30',
      'tpr* 2026-06-01 14:30',
    ],
    ['moves on to who is on duty first', held('tpr', '01 17:00'), liege, '01 18:30', 'support* 2026-06-02 10:30'],
    [
      'goes to the queue when all have had it',
      held('support', '01 13:00', ['tpr', 'deputy']),
      liege,
      '01 13:00',
      'queue 2026-06-01 14:00',
    ],
    [
      'goes to the queue when the only one has had it',
      held('tpr', '01 13:00'),
      aRoster(tpr),
      '01 13:00',
      'queue 2026-06-01 14:00',
    ],
    ['begins a new round from the queue', held(null, '01 14:00'), liege, '01 14:00', 'tpr* 2026-06-02 10:00'],
    ['is in the queue again where nobody is', held(null, '01 14:00'), aRoster(), '01 14:10', 'queue 2026-06-01 15:10'],
    [
      'leaves a disabled holder at once',
      held('tpr', '01 13:00'),
      aRoster(gone(tpr), deputy),
      '01 11:00',
      'deputy* 2026-06-01 15:00',
    ],
    [
      'leaves a holder who is no more at once',
      held('tpr', '01 13:00'),
      aRoster(deputy),
      '01 11:00',
      'deputy* 2026-06-01 15:00',
    ],
    [
      'leaves an absent holder at once',
      held('tpr', '01 13:00'),
      aRoster(away(tpr, '2026-06-01'), deputy),
      '01 11:00',
      'deputy* 2026-06-01 15:00',
    ],
    [
      'leaves an absent holder for the queue',
      held('tpr', '01 13:00'),
      aRoster(away(tpr, '2026-06-01', '2026-06-09')),
      '01 11:00',
      'queue 2026-06-01 12:00',
    ],
    [
      'leaves a disabled holder for the queue',
      held('tpr', '01 13:00'),
      aRoster(gone(tpr)),
      '01 11:00',
      'queue 2026-06-01 12:00',
    ],
    [
      'stays with an absent holder who is back in time and before all others',
      held('tpr', '02 11:00'),
      aRoster(away(tpr, '2026-06-01'), deputy),
      '01 18:30',
      'stay',
    ],
    [
      'does not stay with one who is back after another',
      held('tpr', '02 11:00'),
      aRoster(away(tpr, '2026-06-01'), centre),
      '01 18:30',
      'support* 2026-06-02 10:30',
    ],
    ['stays with who is off duty', held('tpr', '02 11:00'), liege, '01 23:00', 'stay'],
    [
      'stays with who is no longer in the chain but at work',
      held('deputy', '01 13:00'),
      aRoster(tpr, { ...deputy, deputyOf: [] }),
      '01 12:00',
      'stay',
    ],
  ] as const)('%s', (_what, request, roster, now, expected) => {
    expect(said(moveOn(request, roster, at(now)))).toBe(expected);
  });

  it('visits each of the chain once a round', () => {
    let request: OpenRequest = {
      ...asked('now', '2026-06-01 12:00'),
      ...place(asked('now', '2026-06-01 12:00'), liege, at('01 12:00')),
    };
    const visits: string[] = [];
    for (let round = 0; round < 8; round += 1) {
      visits.push(`${request.holder?.worker ?? 'queue'} after ${request.tried.length}`);
      const moved = moveOn(request, liege, request.dueAt);
      expect(moved).not.toBe('stay');
      if (moved !== 'stay') request = { ...request, ...moved };
    }
    const once = ['tpr after 0', 'deputy after 1', 'support after 2', 'queue after 0'];
    expect(visits).toEqual([...once, ...once]);
  });
});

describe('alerts', () => {
  const holder: Step = { worker: 'deputy', as: 'deputy' };
  const noon = brussels('2026-06-01 12:00');
  const request = { territory: 'liege', holder };

  it.each([
    ['the holder', { ...request, priority: 'high' }, liege, 'deputy'],
    ['the centre, from the queue', { ...request, holder: null, priority: 'normal' }, liege, 'support'],
    [
      'the chain, from the queue without a centre',
      { ...request, holder: null, priority: 'normal' },
      aRoster(tpr, deputy),
      'tpr deputy',
    ],
    [
      'the centre, for a disabled holder',
      { ...request, priority: 'high' },
      aRoster(tpr, gone(deputy), centre),
      'support',
    ],
    ['all of the chain, in danger now', { ...request, priority: 'now' }, liege, 'tpr deputy support'],
    [
      'all, those on duty first',
      { ...request, priority: 'now' },
      aRoster(away(tpr, '2026-06-01'), deputy, centre),
      'deputy support tpr',
    ],
    ['all but the disabled', { ...request, priority: 'now' }, aRoster(gone(tpr), deputy, centre), 'deputy support'],
    ['nobody where nobody is', { ...request, holder: null, priority: 'now' }, aRoster(), ''],
  ] as const)('%s', (_what, open, roster, expected) => {
    expect(
      alerted(open, roster, noon)
        .map(({ worker }) => worker)
        .join(' '),
    ).toBe(expected);
  });
});
