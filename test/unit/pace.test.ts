import { describe, expect, it } from 'vitest';
import { type Response, respond } from '../../src/conversation/respond.ts';
import { type ConversationState, NEW_CONVERSATION } from '../../src/conversation/state.ts';
import type { Understanding } from '../../src/understanding/understand.ts';
import { saidBy } from '../support/conversation.ts';
import { aTurn, MORNING } from '../support/turn.ts';

const SECOND = 1_000;
const violence = { danger: { class: 'violence', severity: 'now', rule: 'fr-violence-hits-me' } } as const;
const custody = { decision: 'answer', topic: 'custody' } as const;

/** Sends what is understood, one every so often, and gives what is said to each. */
class Sender {
  state: ConversationState = { ...NEW_CONVERSATION, introduced: true };
  now = MORNING;

  send(understood: Partial<Understanding>, afterMs = SECOND): string[] {
    return saidBy(this.hears(understood, afterMs));
  }

  hears(understood: Partial<Understanding>, afterMs = SECOND): Response {
    this.now += afterMs;
    const response = respond(aTurn({ now: this.now, state: this.state, understood }));
    this.state = response.state;
    return response;
  }

  sendMany(count: number, understood: (index: number) => Partial<Understanding>, everyMs = SECOND): string[][] {
    return Array.from({ length: count }, (_, index) => this.send(understood(index), everyMs));
  }
}

describe('a flood of messages', () => {
  const question = (index: number) => ({ ...custody, normal: `question ${index}` });

  it('of 20 gets answers, one notice, then silence', () => {
    const replies = new Sender().sendMany(20, question);
    const at = replies.findIndex((said) => said.join() === 'slow_down');
    expect(at).toBeGreaterThan(5);
    expect(replies.slice(0, at).every((said) => said.join() === 'topic:custody:short')).toBe(true);
    expect(replies.slice(at + 1).every((said) => said.length === 0)).toBe(true);
    expect(replies.slice(at + 1)).not.toHaveLength(0);
  });

  it('does not keep danger from being answered, at any point of it', () => {
    for (let before = 0; before <= 20; before += 1) {
      const sender = new Sender();
      sender.sendMany(before, question);
      expect(sender.send({ ...violence, normal: 'il me frappe' }), `after ${before}`).toEqual(['danger:violence']);
    }
  });

  it('of danger is answered, but not twenty times a minute', () => {
    const replies = new Sender().sendMany(20, (index) => ({ ...violence, normal: `il me frappe ${index}` }));
    const answered = replies.filter((said) => said.join() === 'danger:violence').length;
    expect(replies[0]).toEqual(['danger:violence']);
    expect(answered).toBeLessThan(20);
  });

  it('of one danger does not hide another', () => {
    const sender = new Sender();
    sender.sendMany(20, (index) => ({ ...violence, normal: `il me frappe ${index}` }));
    const other = { danger: { class: 'suicide', severity: 'now', rule: 'fr-suicide' } } as const;
    expect(sender.send({ ...other, normal: 'je veux mourir' })).toEqual(['danger:suicide']);
  });

  it('does not keep anybody from their rights: to come back, to have a person, to be erased once it is confirmed', () => {
    const sender = new Sender();
    sender.sendMany(20, question);
    expect(sender.send({ command: 'start', normal: 'start' })).toEqual(['start']);
    expect(sender.send({ command: 'delete', normal: 'effacer' })).toEqual(['delete.ask']);
    expect(sender.hears({ reply: 'yes', normal: 'oui' }).effects).toContainEqual({ do: 'erase' });
    expect(sender.send({ command: 'human', normal: 'humain' })).not.toEqual([]);
    expect(sender.send(question(99))).toEqual([]);
  });

  it('of one such wish is a machine', () => {
    const replies = new Sender().sendMany(20, () => ({ command: 'start', normal: 'start' }));
    expect(replies.slice(5).filter((said) => said.length > 0 && said.join() !== 'slow_down')).toEqual([]);
  });

  it('is over after some minutes', () => {
    const sender = new Sender();
    sender.sendMany(20, question);
    expect(sender.send(question(99), 6 * 60 * SECOND)).toEqual(['topic:custody:short']);
  });

  it('is not what a person in a hurry writes', () => {
    const replies = new Sender().sendMany(10, question, 20 * SECOND);
    expect(replies.flat()).not.toContain('slow_down');
  });
});

describe('two machines that answer each other', () => {
  it.each([
    ['the same text that is a topic', () => ({ ...custody, normal: 'reponse automatique' })],
    ['the same text that means nothing', () => ({ normal: 'reponse automatique' })],
    ['other texts that mean nothing', (index: number) => ({ normal: `reponse automatique numero ${index}` })],
    ['the same thanks', () => ({ command: 'thanks', normal: 'merci' }) as const],
  ])('stop after a few turns: %s', (_what, text) => {
    const replies = new Sender().sendMany(20, text);
    const silentFrom = replies.findIndex((said) => said.length === 0);
    expect(silentFrom).toBeGreaterThan(0);
    expect(silentFrom).toBeLessThanOrEqual(8);
    expect(replies.slice(silentFrom).flat()).toEqual([]);
  });

  it.each([30, 60, 120])('stop when they take %i seconds to answer', (seconds) => {
    const replies = new Sender().sendMany(40, () => ({ ...custody, normal: 'je suis absente' }), seconds * SECOND);
    expect(replies.some((said) => said.length === 0)).toBe(true);
  });

  it('are not two photos in a row', () => {
    const replies = new Sender().sendMany(5, () => ({ normal: '' }));
    expect(replies.every((said) => said.join() === 'empty')).toBe(true);
  });
});
