import { describe, expect, it } from 'vitest';
import { respond } from '../../src/conversation/respond.ts';
import { NEW_CONVERSATION } from '../../src/conversation/state.ts';
import type { Turn } from '../../src/conversation/turn.ts';
import { saidBy } from '../support/conversation.ts';
import { aTurn, MORNING } from '../support/turn.ts';

const violence = { class: 'violence', severity: 'now', rule: 'fr-violence-hits-me' } as const;
const custody = { decision: 'answer', topic: 'custody', candidates: [{ topic: 'custody', score: 0.9 }] } as const;
const known = { ...NEW_CONVERSATION, introduced: true };
const flooded = { ...known, recent: Array.from({ length: 20 }, (_, index) => MORNING - index * 1_000) };
const asksToErase = { ...known, waiting: { for: 'delete' }, waitingSince: MORNING } as const;
const offersHuman = { ...known, waiting: { for: 'human', reason: 'not-understood' }, waitingSince: MORNING } as const;

function ruleOf(turn: Turn): string {
  return respond(turn).rule;
}

describe('the order of decisions', () => {
  it.each([
    ['yes where nothing was asked', 'bare reply', aTurn({ state: known, understood: { ...custody, reply: 'yes' } })],
    ['no where nothing was asked', 'bare reply', aTurn({ state: known, understood: { ...custody, reply: 'no' } })],
    ['opt-out beats danger', 'opt-out', aTurn({ understood: { command: 'stop', danger: violence } })],
    ['opt-out beats a human stretch', 'opt-out', aTurn({ humanHas: true, understood: { command: 'stop' } })],
    ['opt-out beats a flood', 'opt-out', aTurn({ state: flooded, understood: { command: 'stop' } })],
    ['opt-out beats a question of ours', 'opt-out', aTurn({ state: asksToErase, understood: { command: 'stop' } })],
    ['danger beats a human stretch', 'danger', aTurn({ humanHas: true, understood: { danger: violence } })],
    ['danger beats a flood', 'danger', aTurn({ state: flooded, understood: { danger: violence } })],
    [
      'danger beats a question of ours',
      'danger',
      aTurn({ state: asksToErase, understood: { danger: violence, reply: 'yes' } }),
    ],
    ['danger beats a topic', 'danger', aTurn({ understood: { ...custody, danger: violence } })],
    ['a human stretch beats a flood', 'human has it', aTurn({ humanHas: true, state: flooded })],
    ['a human stretch beats a command', 'human has it', aTurn({ humanHas: true, understood: { command: 'help' } })],
    ['a human stretch beats a button', 'human has it', aTurn({ humanHas: true, message: { button: 'topic:custody' } })],
    ['a human stretch beats a topic', 'human has it', aTurn({ humanHas: true, understood: custody })],
    ['a flood beats a command', 'flood or loop', aTurn({ state: flooded, understood: { command: 'help' } })],
    ['a flood beats a button', 'flood or loop', aTurn({ state: flooded, message: { button: 'topic:custody' } })],
    ['a flood beats a topic', 'flood or loop', aTurn({ state: flooded, understood: custody })],
    ['a button beats its own words', 'button', aTurn({ message: { button: 'topic:custody' }, understood: custody })],
    [
      'a command beats a question of ours',
      'command',
      aTurn({ state: asksToErase, understood: { command: 'help', reply: 'yes' } }),
    ],
    ['a command beats a topic', 'command', aTurn({ understood: { ...custody, command: 'help' } })],
    [
      'an answer to our question beats thanks',
      'flow',
      aTurn({ state: offersHuman, understood: { command: 'thanks', reply: 'yes' } }),
    ],
    [
      'an answer to our question beats a topic',
      'flow',
      aTurn({ state: offersHuman, understood: { ...custody, reply: 'yes' } }),
    ],
    ['thanks beat a topic', 'chat', aTurn({ understood: { ...custody, command: 'thanks' } })],
    ['a greeting beats a topic', 'chat', aTurn({ understood: { ...custody, command: 'greeting' } })],
    [
      'a photo without words is told apart from a limited language',
      'nothing to read',
      aTurn({
        contact: { language: 'so' },
        message: { media: [{ kind: 'image', reference: 'a-file' }] },
        understood: { normal: '' },
      }),
    ],
    [
      'a limited language is answered with a welcome before any topic',
      'limited language',
      aTurn({ contact: { language: 'so' }, understood: { ...custody, language: 'so' } }),
    ],
    ['a topic beats "I do not know"', 'topic', aTurn({ understood: custody })],
    ['"I do not know" is the end', 'unknown', aTurn()],
  ])('%s', (_what, rule, turn) => {
    expect(ruleOf(turn)).toBe(rule);
  });
});

describe('stop', () => {
  it('is confirmed once and takes the contact off the lists', () => {
    const response = respond(aTurn({ understood: { command: 'stop' } }));
    expect(saidBy(response)).toEqual(['stop']);
    expect(response.effects).toContainEqual({ do: 'opt-out' });
    expect(response.state.waiting).toBeNull();
  });

  it('is not confirmed again', () => {
    const response = respond(aTurn({ contact: { optedOut: true }, understood: { command: 'stop' } }));
    expect(response).toMatchObject({ says: [], effects: [] });
  });

  it('does not stop the answer to a question asked later', () => {
    expect(saidBy(respond(aTurn({ contact: { optedOut: true }, understood: custody })))).toEqual([
      'topic:custody:short',
    ]);
  });
});

describe('danger', () => {
  it('is answered and handed to a human', () => {
    const response = respond(aTurn({ understood: { danger: violence } }));
    expect(saidBy(response)).toEqual(['danger:violence']);
    expect(response.effects).toContainEqual({
      do: 'request-human',
      reason: 'danger',
      danger: 'violence',
      priority: 'now',
    });
  });

  it('makes a waiting request urgent, and leaves one that a human has', () => {
    const waiting = respond(aTurn({ requestOpen: true, understood: { danger: violence } }));
    expect(waiting.effects).toContainEqual(expect.objectContaining({ reason: 'danger', priority: 'now' }));
    expect(respond(aTurn({ humanHas: true, understood: { danger: violence } })).effects).toEqual([]);
  });

  it('weighs less when it is not happening now', () => {
    const soon = respond(aTurn({ understood: { danger: { ...violence, severity: 'soon' } } }));
    expect(soon.effects).toContainEqual(expect.objectContaining({ reason: 'danger', priority: 'high' }));
  });

  it('is told with all numbers at most once an hour, unless it is another danger', () => {
    const first = respond(aTurn({ understood: { danger: violence } }));
    const again = (minutes: number, danger: NonNullable<Turn['message']['understanding']['danger']> = violence) =>
      saidBy(respond(aTurn({ now: MORNING + minutes * 60_000, state: first.state, understood: { danger } })));
    expect(again(59)).toEqual(['danger.again']);
    expect(again(60)).toEqual(['danger:violence']);
    expect(again(5, { class: 'suicide', severity: 'now', rule: 'fr-suicide' })).toEqual(['danger:suicide']);
  });

  it('is answered without a word about the machine, even to a stranger', () => {
    const stranger = aTurn({ state: NEW_CONVERSATION, understood: { danger: violence } });
    expect(saidBy(respond(stranger))).toEqual(['danger:violence']);
  });
});

describe('a human stretch', () => {
  it.each([
    ['a question', aTurn({ humanHas: true, understood: custody })],
    [
      'a photo',
      aTurn({
        humanHas: true,
        message: { media: [{ kind: 'image', reference: 'a-file' }] },
        understood: { normal: '' },
      }),
    ],
    ['thanks', aTurn({ humanHas: true, understood: { command: 'thanks' } })],
    ['what means nothing', aTurn({ humanHas: true })],
  ])('leaves %s to the human', (_what, turn) => {
    expect(respond(turn).says).toEqual([]);
  });
});

describe('commands', () => {
  it.each([
    ['start', ['start'], [{ do: 'opt-in' }]],
    ['help', ['help'], []],
    ['privacy', ['privacy'], []],
    ['delete', ['delete.ask'], []],
    ['language', ['language.menu', 'languages'], []],
    ['human', ['human.noted'], [{ do: 'request-human', reason: 'asked', danger: null, priority: 'normal' }]],
    ['thanks', ['thanks'], []],
    ['greeting', ['greeting'], []],
    ['language:nl', ['language.set'], [{ do: 'set-language', language: 'nl', chosen: true }]],
    ['language:so', ['language.limited', 'languages'], [{ do: 'set-language', language: 'so', chosen: true }]],
  ] as const)('%s', (command, says, effects) => {
    const response = respond(aTurn({ understood: { command } }));
    expect(saidBy(response)).toEqual(says);
    expect(response.effects).toEqual(effects);
  });

  it('a human asked for twice is one request', () => {
    const response = respond(aTurn({ requestOpen: true, understood: { command: 'human' } }));
    expect([saidBy(response), response.effects]).toEqual([['human.already'], []]);
  });
});
