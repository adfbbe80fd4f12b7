import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPhrases } from '../../src/answering/phrases.ts';
import { clockWords } from '../../src/answering/render-hours.ts';
import type { SettingsFile } from '../../src/content/schema.ts';
import { FULL_LANGUAGES } from '../../src/languages.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { padded } from '../../src/understanding/pattern.ts';
import type { Setting } from '../../src/understanding/settings.ts';
import { understand } from '../../src/understanding/understand.ts';
import { realContent, realModel } from '../support/real-model.ts';

const content = realContent();
const model = realModel();

const found = (text: string): Setting | null => understand({ text }, model).setting;
const hoursOf = (text: string): string | null => {
  const setting = found(text);
  if (setting === null || !('hours' in setting)) return setting?.set ?? null;
  const { from, to } = setting.hours;
  return `${setting.set === 'bare-hours' ? 'bare ' : ''}${clockWords(from)}-${clockWords(to)}`;
};

describe('hours as people write them', () => {
  it.each([
    ["n'écrivez que entre 9h et 15h", '9:00-15:00'],
    ['heures sûres 9h-15h', '9:00-15:00'],
    ['HEURES SURES 9-15', '9:00-15:00'],
    ['heures sûres : 9h30 - 15h45', '9:30-15:45'],
    ['Écrivez-moi seulement de 9 heures à 15 heures svp', '9:00-15:00'],
    ['ecris moi seulement de 9 a 3', '9:00-15:00'],
    ["ne m'écris que de 13h à 17h stp", '13:00-17:00'],
    ['écrivez-moi seulement le matin', '8:00-12:00'],
    ["seulement l'après-midi", '12:00-18:00'],
    ["écrivez-moi seulement pendant l'école", '9:00-15:00'],
    ['safe hours 9-15', '9:00-15:00'],
    ['safe hours 9am to 3pm', '9:00-15:00'],
    ['only text me between 9.30 a.m. and 3 p.m.', '9:30-15:00'],
    ['please only write to me from 1pm to 5pm', '13:00-17:00'],
    ['only write between 1 and 5', '13:00-17:00'],
    ['only text me in the mornings', '8:00-12:00'],
    ['Schrijf mij alleen tussen 9 en 15 uur aub', '9:00-15:00'],
    ['schrijf me enkel van 8u30 tot 12u', '8:30-12:00'],
    ["schrijf alleen 's ochtends", '8:00-12:00'],
    ['Schreiben Sie mir nur zwischen 9 und 15 Uhr', '9:00-15:00'],
    ['sichere Zeiten 09:00-15:00', '9:00-15:00'],
    ['اكتبوا لي فقط من 9 الى 15', '9:00-15:00'],
    ['اكتبوا لي فقط بين ٩ و ١٥', '9:00-15:00'],
    ['ساعات آمنة ٩-١٥', '9:00-15:00'],
    ['اكتبولي بس الصبح', '8:00-12:00'],
    ['sadece 9 ile 15 arasında yazın', '9:00-15:00'],
    ["bana sadece 9'dan 15'e kadar yazın", '9:00-15:00'],
    ['escríbame solo de 9 a 15', '9:00-15:00'],
    ['escribame solo entre las 9 y las 15 h', '9:00-15:00'],
    ['me escreva só das 9 às 15h', '9:00-15:00'],
    ['mi scriva solo dalle 9 alle 15', '9:00-15:00'],
    ['scrivetemi solo la mattina', '8:00-12:00'],
    ['scrieți-mi doar între 9 și 15', '9:00-15:00'],
    ['proszę pisać tylko od 9 do 15', '9:00-15:00'],
    ['пишіть мені тільки з 9 до 15', '9:00-15:00'],
    ['пишите мне только с 9 до 15 часов', '9:00-15:00'],
    ['më shkruani vetëm nga 9 deri në 15', '9:00-15:00'],
    ['فقط از ساعت ۹ تا ۱۵ بنویسید', '9:00-15:00'],
    ['فقط صبح بنویسید', '8:00-12:00'],
    ['9-15', 'bare 9:00-15:00'],
    ['de 9h à 15h', 'bare 9:00-15:00'],
    ['heures sûres 0-24', '0:00-24:00'],
    ['heures sûres 22h-6h', '22:00-6:00'],
    ['22h-6h', 'bare 22:00-6:00'],
    ['écrivez-moi seulement de 20h à 9h', '20:00-9:00'],
    ['écrivez-moi seulement de 18h à 0h', '18:00-24:00'],
    ['only text me between 9 pm and 7', '21:00-7:00'],
    ['only text me between 9 pm and 7 am', '21:00-7:00'],
    ['only text me between 10 and 6', '10:00-18:00'],
    ['only write from 1 pm to 5', '13:00-17:00'],
    ['écrivez-moi seulement la nuit', '22:00-7:00'],
  ])('%j', (text, hours) => {
    expect(hoursOf(text)).toBe(hours);
  });

  it.each([
    ['ne m’écrivez pas entre 22h et 6h', '6:00-22:00'],
    ['n’écrivez jamais entre 1h et 5h', '5:00-1:00'],
    ['pas de messages entre 0h et 8h svp', '8:00-24:00'],
    ['pas de messages de 18h à 24h', '0:00-18:00'],
    ['ne m’écrivez pas de 9h à 17h', '17:00-9:00'],
    ["don't text me between 9 and 5", '17:00-9:00'],
    ["don't text me between 10pm and 6am please", '6:00-22:00'],
    ['ne m’écrivez pas la nuit', '7:00-22:00'],
    ['plus de messages la nuit svp', '7:00-22:00'],
    ['ne m’écrivez pas le soir', '8:00-18:00'],
    ['ne m’écrivez pas le matin', '12:00-24:00'],
    ['schrijf mij niet tussen 22 en 6 uur', '6:00-22:00'],
    ["schrijf me 's nachts niet", '7:00-22:00'],
    ['schreiben Sie mir nicht zwischen 22 und 6 Uhr', '6:00-22:00'],
    ['bitte schreiben Sie mir nachts nicht', '7:00-22:00'],
    ['لا تكتبوا لي بين 22 و 6', '6:00-22:00'],
    ['لا تكتبوا لي بين ٢٢ و ٦', '6:00-22:00'],
    ['لا تكتبوا لي ليلا', '7:00-22:00'],
    ['22 ile 6 arasında yazmayın', '6:00-22:00'],
    ['gece yazmayın', '7:00-22:00'],
    ['no me escriba entre las 22 y las 6', '6:00-22:00'],
    ['no me escriba por la noche', '8:00-18:00'],
    ['não me escreva das 22 às 6', '6:00-22:00'],
    ['não me escreva à noite', '8:00-18:00'],
    ['non mi scriva dalle 22 alle 6', '6:00-22:00'],
    ['non mi scriva di notte', '7:00-22:00'],
    ['nu-mi scrieți între 22 și 6', '6:00-22:00'],
    ['nu-mi scrieți noaptea', '7:00-22:00'],
    ['proszę nie pisać od 22 do 6', '6:00-22:00'],
    ['proszę nie pisać w nocy', '7:00-22:00'],
    ['не пишіть мені з 22 до 6', '6:00-22:00'],
    ['не пишіть мені вночі', '7:00-22:00'],
    ['не пишите мне с 22 до 6', '6:00-22:00'],
    ['не пишите мне ночью', '7:00-22:00'],
    ['mos më shkruani nga 22 deri në 6', '6:00-22:00'],
    ['mos më shkruani natën', '7:00-22:00'],
    ['از ساعت ۲۲ تا ۶ ننویسید', '6:00-22:00'],
    ['شب ننویسید', '8:00-18:00'],
  ])('%j leaves the others', (text, hours) => {
    expect(hoursOf(text)).toBe(hours);
  });

  it.each([
    ['heures sûres 15h-15h', 'no-hours'],
    ['ne m’écrivez pas entre 0h et 24h', 'no-hours'],
    ['heures sûres 9h-9h10', 'no-hours'],
    ['15h', null],
    ['9 10 15', null],
    ['je travaille de 9h à 15h, comment garder mes enfants', null],
    ['mon fils a école de 9h à 15h', null],
    ['0475 12 34 56', null],
    ['la crèche est ouverte seulement le matin', null],
    ["il m'écrit seulement la nuit", null],
  ])('%j are none: %j', (text, setting) => {
    expect(hoursOf(text)).toBe(setting);
  });

  it('are read from any text without an error, and are always a stretch of a day', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(99), fc.nat(99), (noise, from, to) => {
        for (const text of [noise, `heures sures ${from}-${to}`, `${noise}${from}h${to}`]) {
          const setting = found(text);
          if (setting === null || !('hours' in setting)) continue;
          expect(setting.hours.from).toBeGreaterThanOrEqual(0);
          expect(setting.hours.from).toBeLessThan(24 * 60);
          expect(setting.hours.to).toBeGreaterThan(0);
          expect(setting.hours.to).not.toBe(setting.hours.from);
          expect(setting.hours.to).toBeLessThanOrEqual(24 * 60);
        }
      }),
    );
  });
});

const LISTED = {
  show_hours: 'show-hours',
  any_time: 'any-time',
  reply_only: 'reply-only',
  write_first: 'write-first',
  who: 'who',
} as const;

function fileOf(language: (typeof FULL_LANGUAGES)[number]): SettingsFile {
  const file = content.settings.get(language);
  if (file === undefined) throw new Error(`no settings in ${language}`);
  return file;
}

describe.each(FULL_LANGUAGES)('the wishes listed in %s', (language) => {
  const file = fileOf(language);

  it('are understood, are neither danger nor STOP, and are no command beside', () => {
    const wrong = Object.entries(LISTED).flatMap(([key, means]) =>
      file[key as keyof typeof LISTED].flatMap((form) => {
        const { setting, command } = understand({ text: form, language }, model);
        const danger = model.danger.find(padded(form));
        const listed = model.commands.command(normalise(form));
        return setting?.set === means && danger === null && command !== 'stop' && command === (listed?.command ?? null)
          ? []
          : [`${form}: ${setting?.set}, ${command}, ${danger?.rule}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('with hours are understood, in any of the wordings', () => {
    const wrong = file.hours.filter((form) => hoursOf(`${form} 9:00-15:00`) !== '9:00-15:00');
    expect(wrong).toEqual([]);
  });

  it('with hours over midnight are understood, and with hours that are not wished', () => {
    const wished = file.hours.filter((form) => hoursOf(`${form} 22:00-6:00`) !== '22:00-6:00');
    const unwished = file.not_hours.filter((form) => hoursOf(`${form} 22:00-6:00`) !== '6:00-22:00');
    const nights = file.parts.night.filter((form) => hoursOf(`${file.not_hours[0]} ${form}`) !== '7:00-22:00');
    expect([...wished, ...unwished, ...nights]).toEqual([]);
  });

  it('include the words that we show', () => {
    const { hours, any_time, reply_only, write_first } = file.show;
    for (const [text, set] of [
      [hours, 'show-hours'],
      [any_time, 'any-time'],
      [reply_only, 'reply-only'],
      [write_first, 'write-first'],
    ] as const)
      expect(found(text)?.set, text).toBe(set);
    expect(createPhrases(content)(language, 'discretion.hours_set', { from: '9:00', to: '15:00' })).toContain(any_time);
  });
});

describe('who is this', () => {
  it.each([
    "c'est qui ?",
    'Qui êtes-vous',
    'wie is dit?',
    'مين معي',
    'Who is this??',
    'bonjour c’est qui',
    'kim bu',
    'кто это',
  ])('%j asks it', (text) => {
    expect(found(text)?.set).toBe('who');
  });

  it.each([
    'qui êtes-vous et qui paie ce service pour les parents',
    "c'est qui le juge compétent pour la garde",
    'who is this service for',
  ])('%j is a question of its own', (text) => {
    expect(found(text)).toBeNull();
  });
});
