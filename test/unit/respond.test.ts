import { describe, expect, it } from 'vitest';
import type { Media } from '../../src/channel.ts';
import { respond } from '../../src/conversation/respond.ts';
import { NEW_CONVERSATION } from '../../src/conversation/state.ts';
import { LONGEST_READ } from '../../src/understanding/understand.ts';
import { saidBy } from '../support/conversation.ts';
import { aTurn, MORNING } from '../support/turn.ts';

const stranger = { state: NEW_CONVERSATION, contact: { language: null } } as const;

describe('the first reply', () => {
  it('says that a machine answers, once', () => {
    const first = respond(aTurn({ ...stranger, understood: { command: 'greeting' } }));
    expect(saidBy(first)).toEqual(['welcome', 'about_machine']);
    const second = respond(aTurn({ state: first.state, understood: { command: 'greeting' } }));
    expect(saidBy(second)).toEqual(['greeting']);
  });

  it('says how to change the language when it was guessed', () => {
    const about = { decision: 'answer', topic: 'custody', candidates: [] } as const;
    const reply = respond(aTurn({ ...stranger, understood: { language: 'unknown', normal: 'blorp', ...about } }));
    expect(saidBy(reply)).toContain('language.unsure');
  });

  it('asks a stranger whose words it cannot read for the language, and nobody else', () => {
    const unread = { language: 'unknown', normal: 'blorp' } as const;
    expect(saidBy(respond(aTurn({ ...stranger, understood: unread })))).toEqual([
      'which-language',
      'languages',
      'about_machine',
    ]);
    expect(saidBy(respond(aTurn({ understood: unread })))).toContain('unknown.first');
    expect(saidBy(respond(aTurn({ ...stranger, understood: { ...unread, normal: '4000' } })))).toContain(
      'unknown.first',
    );
  });

  it('remembers the language of the message', () => {
    const reply = respond(aTurn({ ...stranger, understood: { language: 'uk' } }));
    expect(reply).toMatchObject({ language: 'uk', effects: [{ do: 'set-language', language: 'uk', chosen: false }] });
  });

  it('does not count as made while a human has the conversation', () => {
    expect(respond(aTurn({ ...stranger, humanHas: true })).state.introduced).toBe(false);
  });
});

describe('what cannot be read gets a kind sentence, never silence', () => {
  const sent = (...media: Media[]) => aTurn({ message: { media }, understood: { normal: '' } });
  const offered = ['media.kept', 'media.offer'];

  it.each<[string, Media, string[]]>([
    ['a voice note', { kind: 'voice', reference: 'a-file' }, offered],
    ['a photo', { kind: 'image', reference: 'a-file' }, ['media.kept', 'media.papers', 'media.offer']],
    ['a document', { kind: 'other', reference: 'a-file' }, offered],
    ['a sticker or contact, which is no file', { kind: 'other' }, ['media.other']],
    ['a location', { kind: 'location' }, ['media.location']],
  ])('%s', (_, media, said) => {
    expect(saidBy(respond(sent(media)))).toEqual(said);
  });

  const note: Media = { kind: 'voice', reference: 'a-file' };
  const waiting = { for: 'human', reason: 'media' } as const;

  it('a person is offered to open it, and "yes" asks for one', () => {
    const { state } = respond(sent(note));
    expect(state.waiting).toEqual(waiting);
    const yes = respond(aTurn({ state, understood: { reply: 'yes' } }));
    expect(saidBy(yes)).toEqual(['human.noted']);
    expect(yes.effects).toEqual([{ do: 'request-human', reason: 'media', danger: null, priority: 'normal' }]);
  });

  it('it joins a request that waits, without another offer', () => {
    const reply = respond({ ...sent(note), requestOpen: true });
    expect(saidBy(reply)).toEqual(['media.kept', 'human.already']);
    expect(reply.effects).toEqual([]);
  });

  it('and nothing is said while a person has the conversation', () => {
    expect(saidBy(respond({ ...sent(note), humanHas: true }))).toEqual([]);
  });

  it('an album, which comes photo by photo, is answered once; one that comes later again', () => {
    const state = { ...NEW_CONVERSATION, introduced: true, waiting, waitingSince: MORNING - 59_000 };
    expect(saidBy(respond({ ...sent(note), state }))).toEqual([]);
    expect(saidBy(respond({ ...sent(note), state: { ...state, waitingSince: MORNING - 60_000 } }))).toEqual(offered);
  });

  it('nothing at all', () => {
    expect(saidBy(respond(aTurn({ understood: { normal: '' } })))).toEqual(['empty']);
  });

  it('a photo with words is answered by its words', () => {
    const custody = { decision: 'answer', topic: 'custody' } as const;
    expect(
      saidBy(respond(aTurn({ message: { media: [{ kind: 'image', reference: 'a-file' }] }, understood: custody }))),
    ).toEqual(['topic:custody:short']);
  });

  it('a text too long to be read whole and not understood', () => {
    expect(saidBy(respond(aTurn({ message: { length: LONGEST_READ + 1 } })))).toEqual(['too_long']);
    expect(saidBy(respond(aTurn({ message: { length: LONGEST_READ } })))).not.toContain('too_long');
  });
});

describe('what may be meant for the service itself', () => {
  const candidates = [{ topic: 'custody', score: 0.4 }];
  it.each(['stop', 'start', 'delete', 'privacy', 'language'] as const)(
    '"%s" is said beside what is not sure',
    (perhaps) => {
      const hint = `hint.${perhaps}`;
      expect(saidBy(respond(aTurn({ understood: { perhaps } })))).toEqual(['unknown.first', hint, 'human.offer']);
      expect(saidBy(respond(aTurn({ understood: { perhaps, decision: 'choose', candidates } })))).toEqual([
        'choose:custody',
        hint,
      ]);
      const answered = { perhaps, decision: 'answer', topic: 'custody' } as const;
      expect(saidBy(respond(aTurn({ understood: answered })))).toEqual(['topic:custody:short']);
    },
  );
});

describe('a choice of topics', () => {
  it('is offered when none is clear, and waited for', () => {
    const candidates = [
      { topic: 'custody', score: 0.4 },
      { topic: 'custody-not-respected', score: 0.38 },
    ];
    const reply = respond(aTurn({ understood: { decision: 'choose', candidates } }));
    expect(saidBy(reply)).toEqual(['choose:custody,custody-not-respected']);
    expect(reply.state.waiting).toEqual({ for: 'choice', topics: ['custody', 'custody-not-respected'] });
  });
});
