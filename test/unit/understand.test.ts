import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/languages.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { LONGEST_READ, understand } from '../../src/understanding/understand.ts';
import { realModel } from '../support/real-model.ts';

const model = realModel();
const DECISIONS = ['command', 'urgent', 'answer', 'choose', 'unknown'];

describe('the name of a day', () => {
  it.each(['dimanche', 'samedi', 'demain', 'dimanche à Huy', 'Namur samedi'])('is no greeting: %j', (text) => {
    expect(understand({ text, language: 'fr' }, model).command).toBeNull();
  });

  it.each(['bon dimanche', 'merci et bon dimanche', 'bonne nuit'])('does not hide one: %j', (text) => {
    expect(understand({ text, language: 'fr' }, model).command).toMatch(/^(greeting|thanks)$/);
  });
});

describe('a question of a word', () => {
  it.each([
    ['qui peut lire ce que je vous écris ?', 'privacy'],
    ['où est-ce ?', null],
    ['qui contacter ?', null],
  ])('%j is about us or about what was answered before: %j', (text, command) => {
    expect(understand({ text, language: 'fr' }, model).command).toBe(command);
  });
});

describe('who asks for a person', () => {
  it.each([
    ['j’en ai marre de parler à une machine, il y a quelqu’un derrière ? je veux parler à une vraie personne', 'human'],
    ['je veux parler à quelqu’un pour mon divorce', 'human'],
    ['un humain svp, c’est pour ma facture d’eau', 'human'],
    ['ik wil iemand spreken over mijn scheiding', 'human'],
    ['je cherche quelqu’un à qui parler la nuit', null],
    [`${'il pleut et les enfants jouent dehors '.repeat(5)} je veux parler à une personne`, null],
  ])('may say why, but tells no story: %j', (text, command) => {
    expect(understand({ text, language: 'fr' }, model).command).toBe(command);
  });
});

describe('a question of ours that lies near a word for us', () => {
  it.each(['c’est quoi le CPAS', 'wat is het OCMW', 'j’ai perdu mon travail et je sais pas quoi faire'])(
    'is no call for help: %j',
    (text) => {
      expect(understand({ text }, model).command).toBeNull();
    },
  );
});

describe('danger told beside a question', () => {
  it.each([
    [
      'Comment calcule-t-on la pension alimentaire ? Le soir il ferme à clé et je dors chez les petits pour qu’il me laisse',
      'violence',
    ],
    [
      'quels papiers pour avoir la prime de naissance svp et aussi jai ecrit les lettres pour mes enfants pour quand je serai plus la',
      'suicide',
    ],
    ['Kira yardımı nasıl alınır, ayrıca geceleri artık uyanmak istemiyorum, çocuklara mektup bıraktım', 'suicide'],
    ['Where do I ask for a study grant? My son comes back from his dad with marks and will not speak', 'child-danger'],
    ['كيف أسجل ابني في المدرسة؟ زوجي يقفل الباب ويأخذ هاتفي ولا أستطيع الخروج', 'violence'],
  ])('is seen: %j', (text, danger) => {
    expect(understand({ text }, model).danger?.class).toBe(danger);
  });

  it.each([
    'On a perdu le match, mon fils était mort de fatigue. Il y a une activité samedi à Huy ?',
    'Mon ex est encore en retard de 20 euros. Il paie mais jamais le bon jour. Je dois aller au SECAL ?',
    'Bonjour, j’habite à Huy depuis mars. Ma fille a 4 ans. Je cherche une école avec garderie le soir.',
    'Mijn zoon heeft waterpokken. Mag ik thuisblijven van het werk? Krijg ik dan loon?',
    'My son broke his arm at school. Who pays the hospital bill? I have a mutuelle.',
  ])('is not seen where there is none: %j', (text) => {
    expect(understand({ text }, model).danger).toBeNull();
  });
});

describe('a look at danger alone', () => {
  it.each(['mon mari me frappe', 'comment trouver une crèche à Huy ?', 'il est là', 'زوجي يقفل الباب', 'xqzw'])(
    'tells the margin that a look at everything tells: %j',
    (text) => {
      const normal = normalise(text);
      expect(model.mind.dangerMarginOf(normal)).toBe(model.mind.lookAt(normal).danger?.margin);
    },
  );

  it('is infinitely far where no word is known', () => {
    expect(model.mind.dangerMarginOf(normalise(''))).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('a few small words', () => {
  it.each(['c’est bon pour moi', 'see you tomorrow then', 'how much is it?', 'hoe gaat het', 'добрый день всем'])(
    'are no danger: %j',
    (text) => {
      expect(understand({ text }, model).danger).toBeNull();
    },
  );
});

describe('any text is decided on, soon', () => {
  it.each([
    ['a megabyte of sentences', 'mon ex ne paie pas la pension '.repeat(35_000)],
    ['a megabyte of one letter', 'a'.repeat(1_000_000)],
    ['a megabyte of one word', 'il '.repeat(330_000)],
    ['a megabyte without a letter', '.'.repeat(1_000_000)],
    ['10,000 line breaks', '\n'.repeat(10_000)],
    ['5,000 emoji', '😀'.repeat(5_000)],
    ['5,000 families of joined emoji', '👨‍👩‍👧‍👦'.repeat(5_000)],
    ['10,000 combining marks', `a${'\u0301'.repeat(10_000)}`],
    ['many short sentences', 'il me fait peur. '.repeat(120)],
    ['many clauses', 'il est là dehors encore, '.repeat(80)],
    ['words that begin many danger patterns', 'il mon mari me a la je veux '.repeat(70)],
    ['mixed scripts', 'mon ex زوجي мій чоловік eşim ሰብኣየይ 我的丈夫 ne paie pas'],
    ['letters that look alike', 'Вonjоur, јe chеrсhе dе l’аidе'],
    ['JSON', '{"message":{"text":"mon ex ne paie pas","from":{"id":42}},"list":[1,2,3]}'],
    ['HTML', '<script>alert("x")</script><p>mon ex ne paie pas</p>'],
    ['SQL', "'; drop table contacts; --"],
    ['a placeholder of ours', '{{human}} {stop} %s'],
    ['a name of Object.prototype', '__proto__ constructor toString'],
    ['NUL bytes', '\0\0mon ex\0ne paie pas\0'],
    ['right-to-left overrides', '\u202emon ex ne paie pas\u202c'],
    ['lone surrogates', '\ud83d mon ex \udc00'],
    ['a pair cut by the longest part read', `${'é'.repeat(LONGEST_READ - 1)}😀`],
    ['nothing', ''],
  ])(
    '%s',
    (_what, text) => {
      const understood = understand({ text }, model);
      expect(DECISIONS).toContain(understood.decision);
      expect(understood.decision === 'answer').toBe(understood.topic !== null);
      expect(understood).toEqual(understand({ text }, model));
    },
    2_000,
  );

  it('whatever it is, in whatever language the contact is', () => {
    const language = fc.option(fc.constantFrom(...LANGUAGES), { nil: undefined });
    const units = fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), units), language, (text, contacts) => {
        const understood = understand({ text, ...(contacts && { language: contacts }) }, model);
        expect(DECISIONS).toContain(understood.decision);
        expect(understood.languageConfidence).toBeGreaterThanOrEqual(0);
        expect(understood.languageConfidence).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('what is said is found', () => {
  it.each([
    ['in a paste', `${'mon ex ne paie pas la pension '.repeat(35_000)}`, 'child-support-unpaid'],
    ['with decorations', '💔💔 mon ex ne paie plus la PENSION!!! 💔💔', 'child-support-unpaid'],
    ['between zero-width characters', 'mon\u200b ex ne\u200b paie plus la pension', 'child-support-unpaid'],
  ])('%s', (_what, text, topic) => {
    expect(understand({ text }, model)).toMatchObject({ decision: 'answer', topic });
  });

  it.each([
    ['in two languages at once', 'help please mon mari me frappe'],
    ['with emoji between the words', 'mon 😭 mari 😭 me 😭 frappe'],
    ['in capitals, without accents', 'MON MARI ME FRAPPE'],
    ['with zero-width characters inside', 'mon mari me fra\u200bppe'],
    ['beside a word to stop', 'il me dit stop mais mon mari me frappe'],
  ])('danger %s', (_what, text) => {
    expect(understand({ text }, model)).toMatchObject({
      decision: 'urgent',
      danger: { class: 'violence' },
      command: null,
      topic: null,
    });
  });

  it.each([
    ['bonjour, mon ex ne paie plus la pension', 'child-support-unpaid'],
    ['Merhaba, ev sahibim bizi çıkarmak istiyor', 'eviction'],
    ['hello, do I have a right to a free lawyer?', 'legal-aid'],
    ['hallo, ik zoek een opvang voor mijn baby', 'childcare-find'],
  ])('the question behind a greeting: %s', (text, topic) => {
    const { command, candidates } = understand({ text }, model);
    expect(command).toBeNull();
    expect(candidates[0]?.topic).toBe(topic);
  });

  it.each([
    ['activités ce samedi à Huy', { days: { is: 'weekday', weekday: 6, day: null, next: null }, part: null }, 'Huy'],
    [
      'Welche Aktivitäten gibt es am 12.12. in Lüttich?',
      { days: { is: 'date', day: 12, month: 12, year: null }, part: null },
      'Liège',
    ],
    ['aktivite bu hafta', { days: { is: 'week', in: 0 }, part: null }, undefined],
    ['une place en crèche', null, undefined],
  ])('the time beside the place: %s', (text, when, municipality) => {
    const { when: found, place } = understand({ text }, model);
    expect(found).toEqual(when);
    expect(place === null || place.place === 'outside' ? undefined : place.place.municipality).toBe(municipality);
  });

  it('danger at the end of a long message', () => {
    const text = `${'je vous raconte toute mon histoire. '.repeat(100)}hier mon mari me frappe encore`;
    expect(understand({ text }, model).decision).toBe('urgent');
  });
});
