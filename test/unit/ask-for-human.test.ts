import { describe, expect, it } from 'vitest';
import { createPhrases } from '../../src/answering/phrases.ts';
import { dateAndTime, promiseLine } from '../../src/answering/render-promise.ts';
import { respond } from '../../src/conversation/respond.ts';
import { type ConversationState, NEW_CONVERSATION } from '../../src/conversation/state.ts';
import { promiseFor } from '../../src/handover/promise-for.ts';
import type { Worker } from '../../src/handover/roster.ts';
import { FULL_LANGUAGES } from '../../src/languages.ts';
import { saidBy } from '../support/conversation.ts';
import { realContent } from '../support/real-model.ts';
import { aTurn, MORNING } from '../support/turn.ts';

const soon = { by: MORNING + 40 * 60_000, soon: true };
const later = { by: MORNING + 26 * 3_600_000, soon: false };
const someoneWorks = { promiseFor: () => later };
const liege = {
  municipality: 'Liège',
  postcode: '4000',
  territory: 'liege',
  region: 'wallonia',
  confirmed: true,
} as const;
const asked = { do: 'request-human', reason: 'asked', danger: null, priority: 'normal' } as const;

describe('a parent who asks for a human', () => {
  const human = { command: 'human' } as const;

  it('is told when somebody answers, and asked once where they live', () => {
    const response = respond(aTurn({ ...someoneWorks, understood: human }));
    expect(saidBy(response)).toEqual(['promise', 'human.where']);
    expect(response.effects).toEqual([asked]);
    expect(response.state.waiting).toEqual({ for: 'place', priority: 'normal' });
  });

  it('is not asked where they live when that is known or just said', () => {
    const known = respond(aTurn({ ...someoneWorks, contact: { place: 'Namur' }, understood: human }));
    expect(saidBy(known)).toEqual(['promise']);
    const found = { place: liege, alone: false, rest: '' } as never;
    expect(saidBy(respond(aTurn({ ...someoneWorks, understood: { ...human, place: found } })))).toEqual(['promise']);
  });

  it('hears no time while nobody works in the network', () => {
    expect(saidBy(respond(aTurn({ understood: human })))).toEqual(['human.noted']);
  });

  const waiting: ConversationState = {
    ...NEW_CONVERSATION,
    introduced: true,
    waiting: { for: 'place', priority: 'normal' },
    waitingSince: MORNING,
  };

  it('who then names a town is passed on to who works there', () => {
    const found = { place: liege, alone: true, rest: '' } as never;
    const response = respond(
      aTurn({ ...someoneWorks, state: waiting, requestOpen: true, understood: { place: found } }),
    );
    expect(saidBy(response)).toEqual(['promise']);
    expect(response.effects).toContainEqual({ do: 'place-request', territory: 'liege' });
  });

  it('who would rather not say where need not', () => {
    const response = respond(
      aTurn({ ...someoneWorks, state: waiting, requestOpen: true, understood: { reply: 'no' } }),
    );
    expect(saidBy(response)).toEqual(['human.where_skipped']);
    expect(response.state.waiting).toBeNull();
  });
});

describe('a human is asked without the parent asking', () => {
  it('when nothing was understood twice in a row', () => {
    const repeated = { hash: 1, times: 1, at: MORNING - 1_000 };
    const state = { ...NEW_CONVERSATION, introduced: true, unknowns: 1, repeated };
    const response = respond(aTurn({ ...someoneWorks, state }));
    expect(saidBy(response)).toEqual(['unknown.again', 'promise', 'human.where']);
    expect(response.effects).toEqual([{ ...asked, reason: 'not-understood' }]);
  });

  it('for a topic that is too hard for a machine alone', () => {
    const about = { decision: 'answer', topic: 'missing-child', candidates: [] } as const;
    const response = respond(aTurn({ ...someoneWorks, humanFirst: new Set(['missing-child']), understood: about }));
    expect(saidBy(response)).toEqual(['topic:missing-child:short', 'human.first', 'promise', 'human.where']);
    expect(response.effects).toEqual([{ ...asked, reason: 'human-first', priority: 'high' }]);
  });
});

describe('what is promised', () => {
  const now = new Date('2026-11-20T09:00:00Z');
  const worker: Worker = {
    id: 'w',
    name: 'W',
    active: true,
    territories: ['liege'],
    deputyOf: [],
    centre: false,
    hours: [{ day: 5, from: '09:00', to: '16:30' }],
    absences: [],
  };
  const provinces = new Map([['liege', 'Liège']]);

  it.each([
    ['nobody works in the network', [], undefined],
    ['all have left', [{ ...worker, active: false }], undefined],
    ['there is only somebody for the accounts', [{ ...worker, territories: [] }], undefined],
    ['nobody serves the territory', [{ ...worker, territories: ['namur'] }], { by: null, soon: false }],
    ['the TPR is at work', [worker], { by: now.getTime() + 4 * 3_600_000, soon: false }],
  ])('when %s', (_, workers, promise) => {
    expect(promiseFor('normal', 'liege', { workers, provinces }, now)).toEqual(promise);
  });

  it('is within the hour for danger when somebody is at work', () => {
    expect(promiseFor('now', 'liege', { workers: [worker], provinces }, now)?.soon).toBe(true);
  });

  const renderer = { knowledge: realContent(), say: createPhrases(realContent()) };

  it.each(FULL_LANGUAGES)('is said in %s with day, hour on the clock of Brussels, and our digits', (language) => {
    const line = promiseLine(later, language, renderer);
    expect(line).toContain('21');
    expect(line).toContain('12:00');
    expect(line).not.toMatch(/\{\{|[٠-٩۰-۹]/);
    expect(promiseLine(soon, language, renderer)).not.toMatch(/\d:\d\d/);
  });

  it('is rounded up to the half hour', () => {
    expect(dateAndTime(Date.UTC(2026, 10, 23, 9, 7), 'fr')).toBe('lundi 23 novembre 10:30');
    expect(dateAndTime(Date.UTC(2026, 6, 1, 8, 30), 'nl')).toBe('woensdag 1 juli 10:30');
  });
});
