import { beforeEach, describe, expect, it } from 'vitest';
import { createPhrases } from '../../src/answering/phrases.ts';
import { render } from '../../src/answering/render.ts';
import { respond } from '../../src/conversation/respond.ts';
import { FULL_LANGUAGES, LANGUAGES, type Language } from '../../src/languages.ts';
import { Conversation, saidBy } from '../support/conversation.ts';
import { realContent, realModel } from '../support/real-model.ts';
import { aTurn, MORNING } from '../support/turn.ts';

let parent: Conversation;
beforeEach(() => {
  parent = new Conversation(realModel());
});

const SAFE = { from: 9 * 60, to: 15 * 60 };

describe('a parent who says when they may be written to', () => {
  it('is confirmed in one line, and the hours are kept', () => {
    const response = parent.write('n’écrivez que entre 9h et 15h');
    expect(saidBy(response)).toEqual(['hours:540-900']);
    expect(response.rule).toBe('discretion');
    expect(parent.contact).toMatchObject({ safeHours: SAFE, replyOnly: false });
  });

  it('sees them with the bare command, and may then just write others', () => {
    expect(saidBy(parent.write('heures sûres'))).toEqual(['hours:any']);
    expect(saidBy(parent.write('9-15'))).toEqual(['hours:540-900']);
    expect(saidBy(parent.write('HEURES SURES'))).toEqual(['hours:540-900']);
    expect(saidBy(parent.write('heures sûres 15h-15h'))).toEqual(['discretion.no_hours']);
    expect(saidBy(parent.write('10h à 14h'))).toEqual(['hours:600-840']);
    expect(saidBy(parent.write('à toute heure'))).toEqual(['discretion.any_time']);
    expect(parent.contact.safeHours).toBeNull();
  });

  it('may want nothing by night, or something by night only', () => {
    expect(saidBy(parent.write('ne m’écrivez pas entre 22h et 6h'))).toEqual(['hours:360-1320']);
    expect(parent.contact).toMatchObject({ optedOut: false, safeHours: { from: 360, to: 1320 } });
    expect(saidBy(parent.write('écrivez-moi seulement de 22h à 6h'))).toEqual(['hours:1320-360']);
    expect(saidBy(parent.write('heures sûres'))).toEqual(['hours:1320-360']);
  });

  it('who writes hours without having been asked sets none', () => {
    parent.write('9-15');
    expect(parent.contact.safeHours).toBeNull();
    parent.write('heures sûres');
    parent.wait(25 * 3_600_000).write('9-15');
    expect(parent.contact.safeHours).toBeNull();
  });

  it('in another language than the one we speak is heard as well', () => {
    parent.write('only text me between 9am and 3pm');
    expect(parent.contact.safeHours).toEqual(SAFE);
    expect(saidBy(parent.write('اكتبوا في أي وقت'))).toEqual(['discretion.any_time']);
  });

  it('that we must not write first is kept until taken back, and is no STOP', () => {
    expect(saidBy(parent.write('ne m’écrivez pas en premier'))).toEqual(['discretion.reply_only']);
    expect(parent.contact).toMatchObject({ replyOnly: true, optedOut: false });
    parent.write('heures sûres 9-15');
    expect(parent.contact).toMatchObject({ replyOnly: true, safeHours: SAFE });
    expect(saidBy(parent.write('ECRIVEZ-MOI'))).toEqual(['discretion.write_first']);
    expect(parent.contact).toMatchObject({ replyOnly: false, safeHours: SAFE });
  });

  it('that we may write first takes back a STOP', () => {
    parent.write('STOP');
    expect(parent.contact.optedOut).toBe(true);
    expect(saidBy(parent.write('ECRIVEZ-MOI'))).toEqual(['discretion.write_first']);
    expect(parent.contact).toMatchObject({ replyOnly: false, optedOut: false });
  });

  it('is heard while a person has the conversation', () => {
    parent.humanHas = true;
    expect(saidBy(parent.write('répondez seulement quand j’écris'))).toEqual(['discretion.reply_only']);
    expect(parent.contact.replyOnly).toBe(true);
  });

  it('is not heard above STOP or danger', () => {
    expect(parent.write('ne m’écrivez plus').rule).toBe('opt-out');
    const danger = { class: 'violence', severity: 'now', rule: 'x' } as const;
    const setting = { set: 'reply-only' } as const;
    expect(respond(aTurn({ understood: { danger, setting } })).rule).toBe('danger');
  });
});

describe('"who is this?"', () => {
  const renderer = { knowledge: realContent(), say: createPhrases(realContent()) };
  const limits = { maxLength: 1_600, segmented: true, buttons: false };
  const textOf = (response: ReturnType<Conversation['write']>, language: Language): string =>
    render(response.says, { language, limits, today: '2026-11-22', place: null }, renderer)
      .map(({ text }) => text)
      .join('\n');

  it.each(FULL_LANGUAGES)('is told nothing of what was asked, right after danger, in %s', (language) => {
    parent.contact = { ...parent.contact, language, languageChosen: true };
    parent.write('mon mari me frappe');
    const [form = ''] = realContent().settings.get(language)?.who ?? [];
    const response = parent.write(form);
    expect(saidBy(response)).toEqual(['who']);
    const told = textOf(response, language);
    expect(told).toContain(realContent().commands.get(language)?.show.stop);
    expect(told).not.toMatch(/Papote|\d/);
  });

  it('nor can the rest of an answer be had after it', () => {
    parent.write('mon ex ne paie plus la pension alimentaire');
    expect(parent.state.lastTopic).not.toBeNull();
    parent.write("c'est qui ?");
    expect(saidBy(parent.write('suite')).join()).not.toContain('topic:');
    expect(saidBy(parent.write('1')).join()).not.toContain('topic:');
    expect(saidBy(parent.write('pas utile')).join()).not.toContain('topic:');
  });

  it('is not answered by the machine while a person has the conversation', () => {
    parent.humanHas = true;
    expect(parent.write("c'est qui ?").says).toEqual([]);
  });

  it('stands alone even as the first message', () => {
    parent.state = { ...parent.state, introduced: false };
    expect(saidBy(parent.write('wie is dit?'))).toEqual(['who']);
  });
});

describe('"not useful"', () => {
  const question = 'mon ex ne paie plus la pension alimentaire';

  it('is answered first with what is near or the wish for other words, the second time with a human', () => {
    parent.promise = { by: MORNING + 3_600_000, soon: true };
    parent.write(question);
    const topic = parent.state.lastTopic;
    const first = parent.write("ça ne m'aide pas");
    expect(saidBy(first)[0]).toBe('useful.sorry');
    expect(first.effects).toEqual([{ do: 'count', name: `useful:no:${topic}` }]);
    parent.write('comment obtenir une pension pour mon fils');
    const second = parent.write('👎');
    expect(saidBy(second)).toEqual(['human.first', 'promise', 'human.where']);
    expect(second.effects).toContainEqual({
      do: 'request-human',
      reason: 'not-useful',
      danger: null,
      priority: 'normal',
    });
  });

  it('offers the topics that the question was nearly about', () => {
    const state = { ...parent.state, lastTopic: 'custody', near: ['family-mediation', 'paternity'] };
    const response = respond(aTurn({ state, understood: { reply: 'not-useful' } }));
    expect(saidBy(response)).toEqual(['useful.sorry', 'choose:family-mediation,paternity']);
    expect(response.state.waiting).toEqual({ for: 'choice', topics: ['family-mediation', 'paternity'] });
  });

  it.each([
    ['merci', 'thanks'],
    ['oui utile', 'thanks'],
    ['👍🏽', 'thanks'],
  ])('is forgotten once the parent says %j', (text, said) => {
    parent.write(question);
    parent.write('pas utile');
    expect(saidBy(parent.write(text))).toEqual([said]);
    expect(saidBy(parent.write('pas utile'))[0]).toBe('useful.sorry');
  });

  it('a day later is not in a row', () => {
    parent.write(question);
    parent.write('pas utile');
    expect(saidBy(parent.wait(25 * 3_600_000).write('pas utile'))[0]).toBe('useful.sorry');
  });

  it.each([
    'pas utile',
    'niet nuttig',
    'nicht hilfreich',
    'not helpful',
    'غير مفيد',
    'faydalı olmadı',
    'no me sirve',
    'não ajudou',
    'non mi aiuta',
    'nu mă ajută',
    'nie pomogło',
    'не допомогло',
    'не помогло',
    'nuk më ndihmoi',
    'مفید نبود',
    '👎',
    '👎🏿',
    "c'est pas ça",
    "c'est pas ce que je demande",
    'dat is het niet',
    'das ist es nicht',
    "that's not it",
    'مش هيك',
    'bu değil',
  ])('%j is one', (text) => {
    parent.write(question);
    expect(parent.write(text).rule).toBe('feedback');
  });
});

describe('"may I call you?"', () => {
  beforeEach(() => {
    parent.humanHas = true;
    parent.callAskedAt = MORNING;
    parent.wait(60_000);
  });

  it.each([
    ['oui', true, 'human.call_yes'],
    ['Non merci', false, 'human.call_no'],
  ] as const)('%j answers it though a person has the conversation', (text, granted, said) => {
    const response = parent.write(text);
    expect(saidBy(response)).toEqual([said]);
    expect(response.effects).toEqual([{ do: 'answer-call', granted }]);
  });

  it('is answered by nothing but a yes or a no', () => {
    for (const text of ['peut-être', '1', 'merci', 'appelez-moi demain', '👍'])
      expect(parent.write(text).effects.filter((effect) => effect.do === 'answer-call')).toEqual([]);
  });

  it('is not answered by a yes to what we asked later, nor a day later, nor when nobody asked', () => {
    parent.asked({ for: 'hours' });
    expect(parent.write('oui').says).toEqual([]);
    parent.state = { ...parent.state, waiting: null };
    parent.callAskedAt = null;
    expect(parent.write('oui').says).toEqual([]);
    parent.callAskedAt = MORNING;
    expect(parent.wait(25 * 3_600_000).write('oui').says).toEqual([]);
  });
});

describe('a message below the last words of a person', () => {
  beforeEach(() => {
    parent.promise = { by: MORNING + 3_600_000, soon: true };
    parent.contact = { ...parent.contact, place: 'Liège' };
    parent.humanSpokeLast = true;
  });

  it('goes back to that person, and is answered too where the machine can', () => {
    const plain = parent.write('on fait comme on a dit jeudi');
    expect(saidBy(plain)).toEqual(['promise']);
    expect(plain.effects).toContainEqual({ do: 'request-human', reason: 'reply', danger: null, priority: 'normal' });
    parent.requestOpen = false;
    expect(saidBy(parent.write('mon ex ne paie plus la pension alimentaire')).at(-1)).toBe('promise');
  });

  it.each(['merci', 'bonjour', 'AIDE', 'STOP', 'heures sûres', "c'est qui"])('but not %j', (text) => {
    expect(parent.write(text).effects.filter((effect) => effect.do === 'request-human')).toEqual([]);
  });

  it('nor when a request waits already', () => {
    parent.requestOpen = true;
    expect(parent.write('on fait comme on a dit jeudi').effects).toEqual([]);
  });
});

describe('every wish has its words in every language', () => {
  const say = createPhrases(realContent());
  it.each(LANGUAGES)('%s: confirmed with the way back', (language) => {
    const values = { from: '9:00', to: '15:00' };
    const show = (realContent().settings.get(language) ?? realContent().settings.get('fr'))?.show;
    expect(say(language, 'discretion.hours_set', values)).toContain(show?.any_time);
    expect(say(language, 'discretion.reply_only')).toContain(show?.write_first);
  });
});
