import { describe, expect, it } from 'vitest';
import { SMS_LIMITS } from '../../channels/sms/index.ts';
import { WHATSAPP_LIMITS } from '../../channels/whatsapp/index.ts';
import { type Due, hindrance, outcomeOf, stopsAll } from '../../src/broadcast/outcome.ts';
import type { SendResult } from '../../src/channel.ts';
import type { Leave } from '../../src/contacts/may-write-to.ts';

const NOW = new Date('2027-01-17T16:00:00Z');
const LATER = new Date('2027-01-18T09:00:00Z');

describe('just before a message leaves', () => {
  const due: Due = {
    optedOut: false,
    unsubscribed: false,
    addressState: 'active',
    lastInboundAt: null,
  };

  it.each<[string, Partial<Due>, Leave, object | undefined]>([
    ['nothing hinders it', {}, 'now', undefined],
    ['STOP', { optedOut: true }, 'now', { state: 'cancelled', error: 'opted-out' }],
    ['no subscription any more', { unsubscribed: true }, 'now', { state: 'cancelled', error: 'unsubscribed' }],
    ['a dead address', { addressState: 'dead' }, 'now', { state: 'cancelled', error: 'address' }],
    ['answers only', {}, 'never', { state: 'cancelled', error: 'not-first' }],
    ['at other hours', {}, { later: LATER }, { state: 'planned', error: null, notBefore: LATER }],
    ['STOP comes before other hours', { optedOut: true }, { later: LATER }, { state: 'cancelled', error: 'opted-out' }],
  ])('%s', (_case, values, may, expected) => {
    const held = hindrance({ ...due, ...values }, SMS_LIMITS, may, NOW);
    if (expected === undefined) expect(held).toBeUndefined();
    else expect(held).toMatchObject(expected);
  });

  it.each([
    ['an hour ago', '2027-01-17T15:00:00Z', undefined],
    ['24 hours ago', '2027-01-16T16:00:00Z', 'needs-template'],
    ['never', null, 'needs-template'],
  ])('on WhatsApp to who wrote %s', (_case, wrote, state) => {
    const lastInboundAt = wrote === null ? null : new Date(wrote);
    expect(hindrance({ ...due, lastInboundAt }, WHATSAPP_LIMITS, 'now', NOW)?.state).toBe(state);
  });

  it('a channel that is no longer there', () => {
    expect(hindrance(due, undefined, 'now', NOW)).toMatchObject({ state: 'cancelled', error: 'no-channel' });
  });
});

describe('what a try means', () => {
  const failed = (
    kind: 'unreachable' | 'stopped' | 'invalid' | 'windowClosed' | 'rejected',
    code: string,
  ): SendResult => ({
    ok: false,
    error: { kind, code },
  });

  it.each<[string, SendResult, boolean, object]>([
    ['taken', { ok: true, providerId: 'SM1' }, true, { state: 'accepted', providerId: 'SM1' }],
    ['blocked', failed('stopped', '21610'), true, { state: 'failed', error: '21610' }],
    ['no such number', failed('invalid', '21211'), true, { state: 'failed', error: '21211' }],
    ['refused', failed('rejected', '30004'), true, { state: 'failed', error: '30004' }],
    ['out of the window', failed('windowClosed', '63016'), true, { state: 'needs-template', error: '63016' }],
    [
      'too fast: again when the provider says',
      { ok: false, error: { kind: 'throttled', code: '429', retryAfter: 30 } },
      false,
      { state: 'planned', notBefore: new Date(NOW.getTime() + 30_000) },
    ],
    [
      'not even connected: again a little later',
      failed('unreachable', 'no-connection'),
      false,
      { state: 'planned', notBefore: new Date(NOW.getTime() + 10_000) },
    ],
    ['no answer: to be asked for', failed('unreachable', 'network'), true, { state: 'sending', error: 'network' }],
    ['no answer, and nobody to ask', failed('unreachable', 'network'), false, { state: 'unknown', error: 'network' }],
    ['a fault of the provider', failed('unreachable', '502'), false, { state: 'unknown', error: '502' }],
  ])('%s', (_case, result, canAsk, expected) => {
    expect(outcomeOf(result, { attempts: 2, canAsk, now: NOW })).toMatchObject(expected);
  });

  it('each pause is longer, up to five minutes', () => {
    const pauses = [1, 2, 3, 10, 1_000].map((attempts) => {
      const { notBefore } = outcomeOf(failed('unreachable', 'no-connection'), { attempts, canAsk: true, now: NOW });
      return ((notBefore?.getTime() ?? 0) - NOW.getTime()) / 1_000;
    });
    expect(pauses).toEqual([5, 10, 20, 300, 300]);
  });

  it.each([
    ['30007', true],
    ['63041', true],
    ['21211', false],
  ])('%s stops all of it: %s', (code, stops) => {
    expect(stopsAll({ code })).toBe(stops);
  });
});
