import { describe, expect, it } from 'vitest';
import { parseUpdate } from '../../channels/telegram/parse.ts';
import { messageUpdate, newChat } from '../support/telegram-updates.ts';

const parse = (content: object) => parseUpdate(messageUpdate(newChat(), content))[0];

describe('a message in Telegram', () => {
  it('that replies to another carries the id of that one', () => {
    const reply_to_message = { message_id: 1_234, date: 1_763_700_000, text: 'before' };
    expect(parse({ text: 'Bonjour', reply_to_message })).toMatchObject({ text: 'Bonjour', replyTo: '1234' });
    expect(parse({ text: 'Bonjour' })).not.toHaveProperty('replyTo');
  });

  it.each([
    ['/start ABCD-EFGH', 'start', 'ABCD-EFGH'],
    ['/start abc_1', 'start', 'abc_1'],
    ['/start', 'start', undefined],
    ['/start two words', 'start', undefined],
    ['/stop now', 'stop', undefined],
    ['ABCD-EFGH', 'ABCD-EFGH', undefined],
  ])('%j is %j and hands over %j', (written, text, start) => {
    const event = parse({ text: written });
    expect(event).toMatchObject({ text });
    expect(event && 'start' in event ? event.start : undefined).toBe(start);
  });
});
