import { beforeEach, describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/languages.ts';
import { Conversation, saidBy } from '../support/conversation.ts';
import { realContent, realModel } from '../support/real-model.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TOPICS = ['custody', 'child-support-unpaid', 'eviction'];
const NOTHING_WE_KNOW = 'zzqx vrrb kkpt';

let parent: Conversation;
beforeEach(() => {
  parent = new Conversation(realModel());
});

describe('a choice of three', () => {
  beforeEach(() => void parent.asked({ for: 'choice', topics: TOPICS }));

  it.each([
    ['1', 0],
    ['2', 1],
    [' 3. ', 2],
    ['2)', 1],
    ['2️⃣', 1],
    ['２', 1],
    ['١', 0],
    ['٢', 1],
    ['٣', 2],
    ['۱', 0],
    ['۲', 1],
    ['۳', 2],
    ['le 2', 1],
    ['Deux', 1],
    ['la troisième svp', 2],
    ['2 svp', 1],
  ])('%j takes number %i', (text, index) => {
    expect(saidBy(parent.write(text))).toEqual([`topic:${TOPICS[index]}:short`]);
  });

  const words = LANGUAGES.flatMap((language) =>
    ([1, 2, 3] as const).map((number) => ({ language, number, words: realContent().commands.get(language)?.numbers })),
  );
  it.each(words)('$number in the words of $language', ({ language, number, words: numbers }) => {
    const forms = numbers?.[number] ?? [];
    expect(forms).not.toHaveLength(0);
    const wrong = forms.filter((form) => {
      const writer = new Conversation(realModel()).asked({ for: 'choice', topics: TOPICS });
      writer.contact = { ...writer.contact, language, languageChosen: true };
      return saidBy(writer.write(form)).join() !== `topic:${TOPICS[number - 1]}:short`;
    });
    expect(wrong).toEqual([]);
  });

  it('a number that was not offered chooses nothing', () => {
    expect(saidBy(parent.write('4')).join()).not.toContain('topic:');
    expect(saidBy(parent.asked({ for: 'choice', topics: TOPICS }).write('0')).join()).not.toContain('topic:');
  });

  it('"no" brings the offer of a human', () => {
    expect(saidBy(parent.write('non'))).toEqual(['human.offer']);
    expect(parent.write('oui').effects).toContainEqual({
      do: 'request-human',
      reason: 'not-understood',
      danger: null,
      priority: 'normal',
    });
  });

  it('is forgotten after a day', () => {
    expect(saidBy(parent.wait(24 * HOUR + 1).write('2')).join()).not.toContain('topic:');
  });

  it('another question is answered instead', () => {
    expect(saidBy(parent.write('mon ex ne paie plus la pension'))).toEqual(['topic:child-support-unpaid:short']);
  });
});

describe('MORE', () => {
  const rest = ['topic:custody:more'];
  beforeEach(() => void parent.press('topic:custody'));

  it.each(['SUITE', 'suite svp', '1', '١', 'oui', 'en savoir plus'])('%j sends the rest', (text) => {
    expect(saidBy(parent.write(text))).toEqual(rest);
  });

  it('works after a day, by its word', () => {
    expect(saidBy(parent.wait(25 * HOUR).write('suite'))).toEqual(rest);
  });

  it('works by its button, after other questions too', () => {
    parent.write('mon ex ne paie plus la pension');
    expect(saidBy(parent.press('more:custody'))).toEqual(rest);
  });

  it('without anything before says so', () => {
    expect(saidBy(new Conversation(realModel()).write('suite'))).toEqual(['answer.no_more']);
  });
});

describe('delete', () => {
  beforeEach(() => void parent.write('effacer'));

  it('asks first', () => {
    expect(parent.state.waiting).toEqual({ for: 'delete' });
  });

  it('erases after one "yes", and says what stays on the phone', () => {
    const done = parent.wait(30 * MINUTE).write('OUI');
    expect(saidBy(done)).toEqual(['delete.done', 'delete.sms']);
    expect(done.effects).toContainEqual({ do: 'erase' });
  });

  it('keeps everything after "no"', () => {
    const kept = parent.write('non');
    expect([saidBy(kept), kept.effects]).toEqual([['delete.kept'], []]);
    expect(parent.write('oui').effects).toEqual([]);
  });

  it.each([
    ['a word', (one: Conversation) => one.write('oui')],
    ['a button', (one: Conversation) => one.press('yes')],
  ])('takes no "yes" by %s after 30 minutes', (_how, sayYes) => {
    expect(sayYes(parent.wait(30 * MINUTE + 1)).effects).not.toContainEqual({ do: 'erase' });
  });

  it('takes no "yes" after another question', () => {
    parent.write('mon ex ne paie plus la pension');
    expect(parent.write('oui').effects).not.toContainEqual({ do: 'erase' });
  });
});

describe('what is not understood', () => {
  it('is admitted once, then again in other words, each time with the offer of a human', () => {
    expect(saidBy(parent.write(NOTHING_WE_KNOW))).toEqual(['unknown.first', 'human.offer']);
    expect(saidBy(parent.write(`${NOTHING_WE_KNOW} grrk`))).toEqual(['unknown.again', 'human.offer']);
    const taken = parent.write('oui');
    expect(saidBy(taken)).toEqual(['human.noted']);
    expect(taken.effects).toContainEqual({
      do: 'request-human',
      reason: 'not-understood',
      danger: null,
      priority: 'normal',
    });
    expect(parent.state.unknowns).toBe(0);
  });

  it('a "no" to the human is taken kindly', () => {
    parent.write(NOTHING_WE_KNOW);
    const refused = parent.write('non merci');
    expect([saidBy(refused), refused.effects]).toEqual([['thanks'], []]);
  });

  it('a second offer taken is one request', () => {
    parent.requestOpen = true;
    parent.write(NOTHING_WE_KNOW);
    expect(saidBy(parent.write('oui'))).toEqual(['human.already']);
  });
});

describe('the language menu', () => {
  it.each([
    ['by number', '2', 'nl'],
    ['by name', 'Türkçe', 'tr'],
    ['by Eastern Arabic number', '٥', 'ar'],
  ])('is answered %s', (_how, text, language) => {
    parent.write('langue');
    expect(parent.write(text)).toMatchObject({ language });
    expect(parent.contact).toMatchObject({ language, languageChosen: true });
  });
});
