import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SMS_LIMITS } from '../../channels/sms/index.ts';
import { TELEGRAM_LIMITS } from '../../channels/telegram/index.ts';
import { WHATSAPP_LIMITS } from '../../channels/whatsapp/index.ts';
import { foldToGsm, isGsm } from '../../src/answering/gsm.ts';
import { createPhrases } from '../../src/answering/phrases.ts';
import { render } from '../../src/answering/render.ts';
import { LANGUAGES } from '../../src/languages.ts';
import { realContent } from '../support/real-model.ts';

describe('the letters of GSM-7', () => {
  it.each([...'éèàùìòÇÉäöüñåøæßÄÖÑÜÅØÆ@£$¥_Δ¿¡§¤', ...'^{}\\[~]|€', ' ', '\n', 'a', 'Z', '0', "'", '"'])(
    '%j is one',
    (letter) => {
      expect(isGsm(letter)).toBe(true);
    },
  );

  it.each([...'êâîôûëïçœÀÈ«»’–…ŞşĞğıİțșłąśźżěčربلсії', '`', 'ሰ', '😀', '\u00a0'])('%j is not', (letter) => {
    expect(isGsm(letter)).toBe(false);
  });
});

describe('folding for SMS', () => {
  it.each([
    ['typographic apostrophes', 'fr', 'L’école ‘ici’', "L'école 'ici'"],
    ['quotation marks', 'fr', '“un” «deux» „trois”', '"un" "deux" "trois"'],
    ['dashes', 'fr', 'lundi–vendredi — non', 'lundi-vendredi - non'],
    ['the ellipsis', 'fr', 'attendez…', 'attendez...'],
    ['ligatures', 'fr', 'sœur, Œuvre', 'soeur, OEuvre'],
    [
      'circumflexes and diaereses',
      'fr',
      'être, âge, île, hôtel, août, Noël, maïs',
      'etre, age, ile, hotel, aout, Noel, mais',
    ],
    ['cedillas', 'fr', 'ça, reçu', 'ca, recu'],
    ['capitals with a grave accent', 'fr', 'À bientôt, È', 'A bientot, E'],
    ['no-break spaces', 'fr', 'Où\u00a0? 10\u202f€', 'Où ? 10 €'],
    ['what is cheap already, kept with its accents', 'fr', 'Écris à ta mère, où ? 10 €', 'Écris à ta mère, où ? 10 €'],
    ['only what must be folded', 'fr', 'élève, crèche, là: ça', 'élève, crèche, là: ca'],
    ['Dutch', 'nl', 'financiële coördinatie', 'financiele coördinatie'],
    ['German', 'de', '„Straße“ für Kinder', '"Straße" für Kinder'],
    ['Turkish', 'tr', 'Çocuğun ışığı, İş, şeker', 'Çocugun isigi, Is, seker'],
    ['Romanian', 'ro', 'țară, știi, învăț, mâine', 'tara, stii, invat, maine'],
    ['Polish', 'pl', 'Żółć, łódź, ręką', 'Zolc, lodz, reka'],
    ['Spanish', 'es', '¿Cuántos años?', '¿Cuantos años?'],
    ['Portuguese', 'pt', 'não, ações', 'nao, acoes'],
    ['Albanian', 'sq', 'fëmijë, çfarë', 'femije, cfare'],
  ] as const)('%s', (_what, language, text, folded) => {
    expect(foldToGsm(text, language)).toBe(folded);
  });

  it.each([
    ['ar', 'اتصل بالرقم 112'],
    ['fa', '«کمک»…'],
    ['ps', 'مرسته'],
    ['uk', '«Допомога» – 112'],
    ['ru', '«Помощь» – 112'],
    ['ti', 'ሓገዝ…'],
  ] as const)('never touches %s', (language, text) => {
    expect(foldToGsm(text, language)).toBe(text);
  });

  it('mutilates nothing when the text stays dear anyway', () => {
    expect(foldToGsm('Ça va ? 😀 être', 'fr')).toBe('Ça va ? 😀 être');
    expect(foldToGsm('Réponse: «شكرا»', 'fr')).toBe('Réponse: «شكرا»');
  });

  it('gives GSM-7 or the very same text, for any text in any language', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'aéêçœ’«»…–ığşțłąЇіس😀€^ \n\u0301\ud83d') }),
    );
    fc.assert(
      fc.property(text, fc.constantFrom(...LANGUAGES), (written, language) => {
        const folded = foldToGsm(written, language);
        expect(isGsm(folded) || folded === written).toBe(true);
        expect(foldToGsm(folded, language)).toBe(folded);
      }),
    );
  });
});

describe('only SMS is folded', () => {
  const content = realContent();
  const renderer = { knowledge: content, say: createPhrases(content) };

  it.each([
    ['SMS', SMS_LIMITS, '1. francais\n2. portugues'],
    ['WhatsApp', WHATSAPP_LIMITS, '1. français\n2. português'],
    ['Telegram', TELEGRAM_LIMITS, '1. français\n2. português'],
  ])('%s', (_channel, limits, text) => {
    const occasion = { language: 'fr', limits, today: '2026-11-20', place: null } as const;
    const parts = render([{ say: 'languages', languages: ['fr', 'pt'] }], occasion, renderer);
    expect(parts.map((part) => part.text)).toEqual([text]);
  });
});
