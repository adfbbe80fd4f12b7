import { describe, expect, it } from 'vitest';
import { rangeOf } from '../../src/console/byte-range.ts';

describe('the part of a file of 1,000 bytes that a player asks for', () => {
  it.each([
    ['nothing', undefined, 'whole'],
    ['what Safari asks first', 'bytes=0-1', { from: 0, to: 1 }],
    ['what Chromium asks', 'bytes=0-', { from: 0, to: 999 }],
    ['from the middle', 'bytes=500-', { from: 500, to: 999 }],
    ['the last byte', 'bytes=999-999', { from: 999, to: 999 }],
    ['beyond its end', 'bytes=900-5000', { from: 900, to: 999 }],
    ['the last hundred', 'bytes=-100', { from: 900, to: 999 }],
    ['the last of more than there are', 'bytes=-5000', { from: 0, to: 999 }],
    ['after its end', 'bytes=1000-', 'outside'],
    ['the last none', 'bytes=-0', 'outside'],
    ['two parts', 'bytes=0-1,5-6', 'whole'],
    ['backwards', 'bytes=9-3', 'whole'],
    ['without a number', 'bytes=-', 'whole'],
    ['another unit', 'lines=1-2', 'whole'],
  ])('%s', (_, header, range) => {
    expect(rangeOf(header, 1_000)).toEqual(range);
  });

  it('of an empty file there is none', () => {
    expect(rangeOf('bytes=0-', 0)).toBe('outside');
  });
});
