import { describe, expect, it } from 'vitest';
import { Conversation, saidBy } from '../support/conversation.ts';
import { realModel } from '../support/real-model.ts';

const TOPIC = 'birth-grant';

function parent(): Conversation {
  const conversation = new Conversation(realModel());
  conversation.topicsByPlace = new Set([TOPIC]);
  return conversation;
}

describe('a town in a conversation', () => {
  it('alone, after an answer that depends on it, gives the answer for that town', () => {
    const conversation = parent();
    expect(saidBy(conversation.write('Comment demander la prime de naissance ?'))).toEqual([`topic:${TOPIC}:short`]);
    expect(saidBy(conversation.wait(60_000).write('Ixelles'))).toEqual([`topic:${TOPIC}:short`]);
    expect(conversation.contact.place).toBe('Ixelles');
  });

  it.each([
    ['half an hour later', 31 * 60_000, 'Comment demander la prime de naissance ?'],
    ['after an answer that is the same everywhere', 60_000, 'Comment avoir un avocat pro deo ?'],
  ])('alone, %s, tells which relay serves it', (_when, milliseconds, question) => {
    const conversation = parent();
    conversation.write(question);
    expect(saidBy(conversation.wait(milliseconds).write('4500 Huy'))).toEqual(['place:Huy']);
  });

  it('within a question, is remembered and answered as the question', () => {
    const conversation = parent();
    expect(saidBy(conversation.write('Comment demander la prime de naissance à Eupen ?'))).toEqual([
      `topic:${TOPIC}:short`,
    ]);
    expect(conversation.contact.place).toBe('Eupen');
  });

  it('outside Wallonia and Brussels is answered honestly and not remembered', () => {
    const conversation = parent();
    expect(saidBy(conversation.write('9000'))).toEqual(['place:outside']);
    expect(conversation.contact.place).toBeNull();
  });

  it('stands below danger', () => {
    const said = saidBy(parent().write('au secours il me frappe, je suis à Huy'));
    expect(said).toEqual(['danger:violence']);
  });
});
