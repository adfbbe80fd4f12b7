import { describe, expect, it } from 'vitest';
import { understand } from '../../src/understanding/understand.ts';
import { realModel } from '../support/real-model.ts';

const model = realModel();

describe('the language of everyday lines', () => {
  it.each([
    ['fr', 'bonjour je cherche une place en crèche'],
    ['fr', 'mon fils est malade depuis hier soir'],
    ['fr', 'g pas assez pour payer le loyer ce mois ci'],
    ['fr', 'ou est ce que je peux avoir de l aide'],
    ['nl', 'mijn zoon is sinds gisteren ziek'],
    ['nl', 'ik heb geen geld voor de huur'],
    ['nl', 'waar kan ik vandaag hulp krijgen'],
    ['nl', 'hij wil de kinderen niet meer zien'],
    ['en', 'my son has been sick since yesterday'],
    ['en', 'i cant pay the rent this month'],
    ['en', 'where can i get some help today'],
    ['en', 'he does not want to see the children'],
    ['ar', 'ابني مريض منذ أمس'],
    ['ar', 'لا أستطيع دفع الإيجار هذا الشهر'],
    ['ar', 'وين فيني لاقي مساعدة اليوم'],
    ['ar', 'ما عندي فلوس للأكل والأولاد'],
    ['tr', 'oğlum dünden beri çok hasta'],
    ['tr', 'bu ay kirayı ödeyemiyorum ne yapayım'],
    ['tr', 'cocuguma kres ariyorum nereye gideyim'],
    ['tr', 'bugün nereden yardım alabilirim'],
    ['uk', 'мій син хворіє з учора'],
    ['uk', 'я не можу заплатити за квартиру'],
    ['uk', 'де сьогодні можна отримати допомогу'],
    ['uk', 'він не хоче бачити дітей'],
  ])('%s: %s', (language, text) => {
    expect(understand({ text }, model).language).toBe(language);
  });
});

describe('what tells no language', () => {
  it.each([
    ['nothing', ''],
    ['white space', ' \n '],
    ['digits', '0470 12 34 56'],
    ['Eastern Arabic digits', '٠٤٧٠'],
    ['emoji', '😀👍🏽👨‍👩‍👧'],
    ['signs', '?!… €'],
    ['zero-width characters', '\u200b\u200d'],
  ])('%s', (_what, text) => {
    expect(understand({ text }, model).language).toBe('unknown');
  });

  it.each([
    ['Japanese', 'こんにちは 助けてください'],
    ['Chinese', '我需要帮助 我的孩子病了'],
    ['Greek', 'χρειάζομαι βοήθεια για το παιδί'],
    ['Hindi', 'मुझे मदद चाहिए मेरा बच्चा'],
    ['Georgian', 'დახმარება მჭირდება ბავშვი'],
  ])('a script that none of ours has: %s', (_what, text) => {
    expect(understand({ text }, model).language).toBe('unknown');
  });
});

describe('a contact’s language so far', () => {
  it('is kept for a word that several languages share', () => {
    for (const language of ['fr', 'nl', 'en'] as const)
      expect(understand({ text: 'stop', language }, model).language).toBe(language);
  });

  it('gives way to a clear sentence in another', () => {
    expect(understand({ text: 'my son has been sick since yesterday', language: 'fr' }, model).language).toBe('en');
    expect(understand({ text: 'мій син хворіє з учора', language: 'fr' }, model).language).toBe('uk');
  });
});
