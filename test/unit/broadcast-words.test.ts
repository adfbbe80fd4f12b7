import { describe, expect, it } from 'vitest';
import { SMS_LIMITS } from '../../channels/sms/index.ts';
import { TELEGRAM_LIMITS } from '../../channels/telegram/index.ts';
import { createPhrases } from '../../src/answering/phrases.ts';
import { composeAgenda, composeCorrection, composeSpecial, MOST_SEGMENTS } from '../../src/broadcast/compose.ts';
import { wordsIn } from '../../src/broadcast/words-in.ts';
import { LANGUAGES, type Language } from '../../src/languages.ts';
import { planned } from '../support/calendar.ts';
import { realContent } from '../support/real-model.ts';

const LINK = 'https://papote.be/agenda/huy';
const knowledge = realContent();
const say = createPhrases(knowledge);
const words = (language: Language) => wordsIn(language, { knowledge, say });
const sms = (language: Language) => ({ limits: SMS_LIMITS, words: words(language) });
const telegram = (language: Language) => ({ limits: TELEGRAM_LIMITS, words: words(language) });

const occurrence = planned({
  at: '2027-01-20 10:00',
  title: 'Atelier papote',
  titles: { nl: 'Praatatelier' },
  kind: 'workshop',
  place: { name: 'Maison des parents', address: 'rue Neuve 1', postcode: '4500', town: 'Huy' },
});
const agenda = { territory: 'Huy-Waremme', occurrences: [occurrence], link: LINK };

describe('what a parent reads of the week', () => {
  it('as an SMS in French', () => {
    expect(composeAgenda(sms('fr'), agenda)?.text).toBe(
      [
        'Bonjour! Cette semaine près de chez vous (Huy-Waremme):',
        'mer. 20 janv. 10:00-12:00: Atelier papote',
        'Maison des parents, Huy, gratuit, enfants bienvenus',
        "Tout l'agenda: https://papote.be/agenda/huy",
        'STOP = arreter',
      ].join('\n'),
    );
  });

  it('in full on Telegram, in Dutch', () => {
    const text = composeAgenda(telegram('nl'), agenda)?.text ?? '';
    expect(text).toContain('Hallo! Deze week bij u in de buurt (Huy-Waremme):\n\nwoensdag 20 januari 10:00-12:00');
    expect(text).toContain('rue Neuve 1, 4500 Huy');
  });

  it('from the right, with marks where a line begins with other letters', () => {
    const text = composeAgenda(telegram('ar'), agenda)?.text ?? '';
    expect(text).toContain('قريبًا منك (Huy-Waremme)');
    expect(text).toContain('\u2066Atelier papote\u2069');
    for (const line of text.split('\n').filter((one) => one !== ''))
      expect(line).toMatch(/^[\u200f\p{Script=Arabic}]/u);
  });

  it.each(LANGUAGES)('in %s within three SMS, with the link and how to end it', (language) => {
    const composed = composeAgenda(sms(language), { ...agenda, occurrences: Array(40).fill(occurrence) });
    expect(composed).toMatchObject({ fits: true });
    expect(composed?.told.length).toBeGreaterThan(0);
    expect(composed?.segments).toBeLessThanOrEqual(MOST_SEGMENTS);
    expect(composed?.text).toContain(LINK);
    expect(composed?.text).toContain(say(language, 'command.stop'));
    expect(composed?.text).not.toMatch(/broadcast\.|\{|undefined/);
  });
});

describe('other messages', () => {
  it('what a coordinator wrote ends with how to end it', () => {
    expect(composeSpecial(telegram('fr'), ' La maison est fermée lundi. ').text).toBe(
      'La maison est fermée lundi.\nSTOP = arrêter',
    );
  });

  it.each([
    ['cancelled', "Pardon, cette activité n'a pas lieu:\nmercredi 20 janvier 10:00-12:00\nAtelier papote"],
    ['planned', 'Cette activité a changé:\nmercredi 20 janvier 10:00-12:00\nAtelier papote'],
  ] as const)('a correction of what is %s says it once', (state, begin) => {
    const { text } = composeCorrection(telegram('fr'), { ...occurrence, state }, LINK);
    expect(text.startsWith(begin)).toBe(true);
    expect(text).not.toContain('ANNULÉ');
  });
});
