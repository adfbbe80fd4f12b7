import { describe, expect, it } from 'vitest';
import { normalise } from '../../src/understanding/normalise.ts';
import { realModel } from '../support/real-model.ts';

const { commands } = realModel();
const meant = (text: string): string => commands.command(normalise(text))?.command ?? 'nothing';

describe('a language that is asked for in free words', () => {
  it.each([
    ['fr', 'polonais', 'est-ce que vous pourriez me répondre plutôt en polonais à partir de maintenant ?', 'pl'],
    ['nl', 'Frans', 'doe voortaan maar verder in het Frans met mij', 'fr'],
    ['de', 'Türkisch', 'ich verstehe Türkisch besser, haben Sie das Blatt so', undefined],
    ['de', 'Türkisch', 'können wir ab jetzt lieber auf Türkisch weiter schreiben', 'tr'],
    ['en', 'Portuguese', 'so you do Portuguese? then please use Portuguese from now on', 'pt'],
    ['ar', 'French', 'ممكن نكمل بالفرنسية من الآن؟', 'fr'],
    ['tr', 'Arabic', 'bundan sonra bana Arapça yazar mısınız', 'ar'],
    ['es', 'Romanian', 'a partir de ahora contésteme mejor en rumano por favor', 'ro'],
    ['pt', 'French', 'prefiro que me respondam sempre em francês', 'fr'],
    ['it', 'Albanian', 'potete scrivermi in albanese d’ora in poi?', 'sq'],
    ['it', 'Albanian', 'potete scrivere in albanese da adesso?', 'sq'],
    ['ro', 'Turkish', 'vă rog să treceți pe turcă, înțeleg mai bine', 'tr'],
    ['pl', 'English', 'przełączcie wiadomości na angielski', 'en'],
    ['uk', 'Russian', 'можете надалі писати мені російською?', 'ru'],
    ['ru', 'Ukrainian', 'давайте лучше дальше на украинском', 'uk'],
    ['sq', 'Italian', 'a e keni letrën në italisht', undefined],
    ['sq', 'Italian', 'a mund të vazhdojmë në italisht', 'it'],
    ['fa', 'English', 'لطفا از این به بعد به انگلیسی جواب بدهید', 'en'],
  ])('in %s, %s: "%s"', (_language, _name, text, wanted) => {
    expect(meant(text)).toBe(wanted === undefined ? 'nothing' : `language:${wanted}`);
  });

  it.each([
    'je cherche un cours de français',
    'mon fils parle turc à la maison',
    'je ne parle pas bien le néerlandais, qui peut m’aider ?',
    'vous avez une lettre type en arabe ?',
    'dag allemaal',
    'mijn dochter moet Frans leren voor school',
    'we are Polish',
    'wo gibt es einen Deutschkurs',
    'oğlum okulda Fransızca öğreniyor',
    'اريد دروس في اللغة الفرنسية',
  ])('is not asked for in "%s"', (text) => {
    expect(meant(text)).not.toMatch(/^language/);
  });
});

describe('courtesies one after the other', () => {
  it.each([
    ['Bonjour à tous, j’espère que vous allez bien', 'greeting'],
    ['Goedenavond mevrouw, hoe is het met u?', 'greeting'],
    ['доброго вечора всім, як справи', 'greeting'],
    ['hello everyone, thank you so much', 'thanks'],
    ['السلام عليكم ورحمة الله وبركاته، كيف الحال', 'greeting'],
    ['bonjour, comment allez vous, mon propriétaire me met dehors', 'nothing'],
    ['hello stop', 'stop'],
  ])('"%s"', (text, command) => {
    expect(meant(text)).toBe(command);
  });
});
