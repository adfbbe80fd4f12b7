import { describe, expect, it } from 'vitest';
import { explain } from '../../src/understanding/explain.ts';
import { understand } from '../../src/understanding/understand.ts';
import { Conversation, saidBy } from '../support/conversation.ts';
import { realContent, realModel } from '../support/real-model.ts';

const model = realModel();

describe('a question of detail', () => {
  it.each([
    ...['combien ça coûte ?', 'c’est où ?', 'c’est gratuit ?', 'quels papiers il faut ?', 'quelles heures ?'],
    ...['hoeveel kost het?', 'waar is het', 'how much is it?', 'where is it', 'wo ist das?', 'es gratis?', 'è gratis?'],
    ...['unde e?', 'gdzie to jest?', 'это бесплатно?', 'ücretsiz mi?', 'کجاست؟', 'بكم؟'],
  ])('after an answer is about that answer: %s', (text) => {
    const conversation = new Conversation(model);
    conversation.write('Comment avoir un médiateur familial ?');
    expect(saidBy(conversation.wait(60_000).write(text))).toEqual(['topic:family-mediation:more']);
  });

  it('long after it, is not', () => {
    const conversation = new Conversation(model);
    conversation.write('Comment avoir un médiateur familial ?');
    expect(saidBy(conversation.wait(40 * 60_000).write('combien ça coûte ?'))).not.toContain(
      'topic:family-mediation:more',
    );
  });

  it.each([
    ['où trouver une crèche ?', 'childcare-find'],
    ['où est le CPAS ?', 'commune-services'],
    ['gratis advocaat?', 'legal-aid'],
    ['ile kosztuje rozwód?', 'divorce'],
    ['nerede kreş var?', 'childcare-find'],
  ])('that names a topic of its own is about that: %s', (text, topic) => {
    const conversation = new Conversation(model);
    conversation.write('Comment avoir un médiateur familial ?');
    expect(saidBy(conversation.write(text))[0]).toBe(`topic:${topic}:short`);
  });
});

describe('two questions in one message', () => {
  const text = 'mon ex ne paie plus la pension alimentaire et il me faut un avocat gratuit pro deo';

  it('are answered one after the other', () => {
    const { topic, also, candidates } = understand({ text }, model);
    expect([topic, also ?? candidates[1]?.topic].sort()).toEqual(['child-support-unpaid', 'legal-aid']);
  });

  it('the second one by its number', () => {
    const conversation = new Conversation(model).asked({ for: 'more', topic: 'custody', page: 0, also: 'legal-aid' });
    expect(saidBy(conversation.write('2'))).toEqual(['topic:legal-aid:short']);
  });
});

describe('why a message is taken for a topic', () => {
  it('shows the words that speak for it and the lines most like it', () => {
    const lines = Object.values(realContent().utterances.get('childcare-find') ?? {}).flat();
    const { words, nearest, concepts } = explain('je cherche une place en crèche', 'childcare-find', lines, model.mind);
    expect(words[0]?.word).toBe('crèche');
    expect(nearest[0]?.likeness).toBeGreaterThan(0.4);
    expect(concepts.length).toBeGreaterThan(0);
  });
});
