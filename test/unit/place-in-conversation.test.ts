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

  describe('after we asked where, for a request', () => {
    const HOUR = 3_600_000;
    const asking = (): Conversation => {
      const conversation = parent();
      conversation.promise = { by: conversation.now + HOUR, soon: false };
      conversation.write('je veux parler à une personne');
      expect(conversation.state.waiting).toMatchObject({ for: 'place' });
      return conversation;
    };

    it.each(['Huy', 'à Huy svp'])('%j is promised an answer from there while the request waits', (text) => {
      const response = asking()
        .wait(23 * HOUR)
        .write(text);
      expect(saidBy(response)).toEqual(['promise']);
      expect(response.effects).toContainEqual({ do: 'place-request', territory: 'huy' });
    });

    it('is promised nothing once no request waits any more', () => {
      const conversation = asking();
      conversation.requestOpen = false;
      const response = conversation.wait(HOUR).write('Huy');
      expect(saidBy(response)).toEqual(['place:Huy']);
      expect(response.effects.map((effect) => effect.do)).toEqual(['set-place']);
    });

    it('is an answer to that for a day; the request goes where the parent lives all the same', () => {
      const response = asking()
        .wait(25 * HOUR)
        .write('Huy');
      expect(saidBy(response)).toEqual(['place:Huy']);
      expect(response.effects).toContainEqual({ do: 'place-request', territory: 'huy' });
    });
  });

  it('stands below danger', () => {
    const said = saidBy(parent().write('au secours il me frappe, je suis à Huy'));
    expect(said).toEqual(['danger:violence']);
  });
});
