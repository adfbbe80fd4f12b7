import { describe, expect, it } from 'vitest';
import { SMS_LIMITS } from '../../channels/sms/index.ts';
import { TELEGRAM_LIMITS } from '../../channels/telegram/index.ts';
import { createPhrases } from '../../src/answering/phrases.ts';
import { render } from '../../src/answering/render.ts';
import { countSegments } from '../../src/answering/segments.ts';
import { LANGUAGES, type Language } from '../../src/languages.ts';
import { DANGER_CLASSES } from '../../src/understanding/danger.ts';
import { realContent } from '../support/real-model.ts';

/** What a locked phone shows of a message. */
const SHOWN = 40;

/** Beginnings of words that would tell whoever sees a locked phone what was asked. */
const REVEALING: Readonly<Record<Language, readonly string[]>> = {
  fr: [
    'violen',
    'danger',
    'polic',
    'suicid',
    'mari',
    'ex-',
    'frapp',
    'coup',
    'secours',
    'urgence',
    'sépar',
    'écoute',
    'faute',
    'mourir',
    'abri',
    'plainte',
  ],
  nl: [
    'gewel',
    'gevaar',
    'politie',
    'zelfm',
    'man',
    'ex-',
    'sla',
    'nood',
    'hulpd',
    'scheid',
    'luister',
    'fout',
    'veilig',
  ],
  de: [
    'gewalt',
    'gefahr',
    'polizei',
    'selbstm',
    'suizid',
    'ehemann',
    'notr',
    'notd',
    'trenn',
    'schuld',
    'sicherheit',
    'hilfet',
  ],
  en: [
    'violen',
    'danger',
    'police',
    'suicid',
    'husband',
    'abuse',
    'emergenc',
    'separat',
    'fault',
    'hit',
    'safe',
    'listen',
    'help',
  ],
  ar: ['عنف', 'خطر', 'شرطة', 'انتحار', 'زوج', 'طوارئ', 'نجدة', 'ضرب', 'ذنب', 'طلاق', 'إسعاف'],
  tr: ['şiddet', 'tehlike', 'polis', 'intihar', 'koca', 'eşiniz', 'acil', 'suç', 'boşan'],
  es: ['violen', 'peligro', 'polic', 'suicid', 'marido', 'emergenc', 'culpa', 'separa', 'escucha'],
  pt: ['violê', 'perigo', 'polí', 'suicí', 'marido', 'emergênc', 'culpa', 'separa', 'escuta'],
  it: ['violen', 'pericol', 'polizia', 'suicid', 'marito', 'emergenz', 'colpa', 'separa', 'soccors', 'ascolto'],
  ro: ['violen', 'pericol', 'poliț', 'sinuci', 'soț', 'urgenț', 'vina', 'separ', 'ascult'],
  pl: ['przemoc', 'niebezp', 'policj', 'samob', 'mąż', 'ratunk', 'alarm', 'wina', 'rozwod', 'telefon zauf'],
  uk: ['насил', 'небезп', 'поліц', 'самогуб', 'чолов', 'екстр', 'рятув', 'вина', 'розлуч'],
  ru: ['насил', 'опасн', 'полиц', 'самоуб', 'муж', 'экстр', 'спасат', 'вина', 'развод', 'скорая'],
  sq: ['dhun', 'rrezik', 'polic', 'vetëvr', 'burr', 'urgjenc', 'faji', 'ndarje'],
  fa: ['خشونت', 'خطر', 'پلیس', 'خودکشی', 'شوهر', 'اورژانس', 'امداد', 'تقصیر', 'طلاق', 'اضطرار'],
  ps: ['تاوتریخ', 'خطر', 'پولیس', 'ځان وژ', 'مېړه', 'بیړن', 'ګناه', 'طلاق'],
  ti: ['ዓመጽ', 'ሓደጋ', 'ፖሊስ', 'ህጹጽ', 'ሰብኣይ', 'ጌጋኹም'],
  so: ['rabsh', 'khatar', 'booli', 'naf', 'ninkaaga', 'degdeg', 'khalad', 'furri'],
  ln: ['mobulu', 'likama', 'pulis', 'polis', 'mobali', 'urgence', 'mbeba'],
  sw: ['ukatili', 'hatari', 'polisi', 'kujiua', 'mume', 'dharura', 'kosa', 'talaka'],
};

const renderer = { knowledge: realContent(), say: createPhrases(realContent()) };

function shownOf(text: string): string {
  return [...text.replace(/[\u200e\u200f]/g, '')].slice(0, SHOWN).join('');
}

/** Words that begin with what would reveal. */
function revealedBy(text: string, language: Language): string[] {
  const words = shownOf(text).toLowerCase();
  return REVEALING[language].filter((stem) => new RegExp(`(?<!\\p{L})${stem}`, 'u').test(words));
}

const HANDOVER = [
  'joined',
  'back',
  'moved',
  'silent_day',
  'promise',
  'soon',
  'no_promise',
  'noted',
  'already',
  'call_ask',
  'call_yes',
  'call_no',
  'in_french',
];
const OTHERS = [
  'danger.again',
  'who',
  'discretion.hours_set',
  'discretion.reply_only',
  'discretion.any_time',
  'stop',
  'delete.ask',
  'delete.done',
];

describe.each(LANGUAGES)('what a locked phone shows in %s', (language) => {
  it('of a message of danger reveals nothing, on every channel', () => {
    const revealed = DANGER_CLASSES.flatMap((danger) =>
      [SMS_LIMITS, TELEGRAM_LIMITS].flatMap((limits) => {
        const [first] = render(
          [{ say: 'danger', class: danger }],
          { language, limits, today: '2026-11-22', place: null },
          renderer,
        );
        const words = revealedBy(first?.text ?? '', language);
        return words.length === 0 ? [] : [`${danger}: ${words.join()} in ${shownOf(first?.text ?? '')}`];
      }),
    );
    expect(revealed).toEqual([]);
  });

  it('of a hand-over or a setting reveals nothing', () => {
    const values = { when: 'lundi 10:00', from: '9:00', to: '15:00' };
    const revealed = [...HANDOVER.map((key) => `human.${key}`), ...OTHERS].flatMap((key) =>
      revealedBy(renderer.say(language, key, values), language).map((word) => `${key}: ${word}`),
    );
    expect(revealed).toEqual([]);
  });

  it('comes before the number, which still is in the first part of an SMS', () => {
    const late = DANGER_CLASSES.filter((danger) => {
      const [first] = render(
        [{ say: 'danger', class: danger }],
        { language, limits: SMS_LIMITS, today: '2026-11-22', place: null },
        renderer,
      );
      const text = first?.text ?? '';
      const upToNumber = text.slice(0, text.search(/\d[\d ]+:/) + 12);
      return !/\d/.test(upToNumber) || countSegments(upToNumber) > 1;
    });
    expect(late).toEqual([]);
  });

  it('can be deleted: how is said for the app', () => {
    for (const channel of ['sms', 'whatsapp', 'telegram'])
      expect(renderer.say(language, `delete.${channel}`).length).toBeGreaterThan(20);
  });
});
