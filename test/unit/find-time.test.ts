import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeFinder } from '../../src/content/compile-understanding.ts';
import { FULL_LANGUAGES, type Language } from '../../src/languages.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { PARTS_OF_DAY, rangeOf, type When } from '../../src/understanding/when.ts';
import { realContent } from '../support/real-model.ts';

const { times, utterances } = realContent();
const finder = timeFinder({ times });

/** A Tuesday morning in Brussels. */
const TUESDAY = '2026-11-24T09:00:00+01:00';

function when(text: string, language?: Language): When | null {
  return finder.find(text, normalise(text), language);
}

const CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Brussels',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** "2026-11-28" for a whole day, "2026-11-28 17:00/2026-11-29" for a part of one: on the clock of Brussels, midnights left out. */
function said(text: string, language?: Language, now = TUESDAY): string | null {
  const found = when(text, language);
  const range = found === null ? null : rangeOf(found, new Date(now));
  if (range === null) return null;
  const [from, to] = [range.from, range.to].map((instant) => CLOCK.format(instant).replace(' 00:00', ''));
  return `${from}/${to}`;
}

const TODAY = '2026-11-24 09:00/2026-11-25';
const TONIGHT = '2026-11-24 17:00/2026-11-25';
const TOMORROW = '2026-11-25/2026-11-26';
const SATURDAY = '2026-11-28/2026-11-29';
const WEEKEND = '2026-11-28/2026-11-30';
const THIS_WEEK = '2026-11-24 09:00/2026-11-30';
const NEXT_WEEK = '2026-11-30/2026-12-07';
const NEXT_MONTH = '2026-12-01/2027-01-01';
const DECEMBER = NEXT_MONTH;
const ON_THE_12TH = '2026-12-12/2026-12-13';
const WEDNESDAY_AFTERNOON = '2026-11-25 12:00/2026-11-25 18:00';

const MEANT: readonly string[] = [
  TODAY,
  TONIGHT,
  TOMORROW,
  SATURDAY,
  WEEKEND,
  THIS_WEEK,
  NEXT_WEEK,
  NEXT_MONTH,
  DECEMBER,
  ON_THE_12TH,
  ON_THE_12TH,
  WEDNESDAY_AFTERNOON,
];

/** For each meaning above, how parents write it; then with what it means, what else they write. */
const LINES: Readonly<
  Partial<Record<Language, readonly [same: readonly string[], ...own: readonly (readonly [string, string])[]]>>
> = {
  fr: [
    [
      "ya quoi aujourd'hui ?",
      'activités ce soir',
      '2main avec les petits',
      'activités ce samedi à Huy',
      'kes kil ya ce week end ?',
      'café papote cette semaine à Liège ?',
      'la semaine prochaine vous faites quoi',
      'programme du mois prochain',
      'agenda décembre saint nicolas',
      'le 12 décembre ya quoi',
      'atelier le 12',
      'mercredi aprem avec les enfants',
    ],
    ['le 12 ya quoi', ON_THE_12TH],
    ['programme du mois', '2026-11-24 09:00/2026-12-01'],
    ['activités du mois prochain', NEXT_MONTH],
    ['mar 1 y a un truc ?', '2026-12-01/2026-12-02'],
    ['samedi de la semaine prochaine', '2026-12-05/2026-12-06'],
    ['samedi ou dimanche ?', WEEKEND],
  ],
  nl: [
    [
      'wat is er vandaag te doen',
      'iets vanavond?',
      'morgen met de kinderen',
      'activiteiten zaterdag in Hoei',
      'wa is er te doen dit weekend',
      'deze week koffie?',
      'volgende week iets te doen',
      'programma volgende maand',
      'agenda in december',
      'iets op 12 december',
      'op de 12de',
      'woensdagnamiddag met de kinderen',
    ],
    ['zaterdagochtend', '2026-11-28/2026-11-28 12:00'],
  ],
  de: [
    [
      'was gibt es heute',
      'heute Abend was los?',
      'morgen mit den Kindern',
      'Aktivitäten am Samstag in Huy',
      'was ist dieses Wochenende los',
      'diese Woche Kaffee?',
      'nächste Woche',
      'Programm nächsten Monat',
      'Kalender im Dezember',
      'am 12. Dezember',
      'am 12.12.',
      'Mittwochnachmittag mit Kindern',
    ],
    ['heute früh', '2026-11-24 09:00/2026-11-24 12:00'],
  ],
  en: [
    [
      'anything on today?',
      'something tonight',
      'tmrw with the kids',
      'activities this saturday in Huy',
      'what can I do with kids this week end',
      'coffee this week?',
      'whats on next week',
      'program for next month',
      'anything in december',
      'on the 12th of December',
      'December 12 workshop',
      'wed afternoon with kids',
    ],
    ['saturday next week', '2026-12-05/2026-12-06'],
    ['day after tomorrow', '2026-11-26/2026-11-27'],
  ],
  ar: [
    [
      'شو في اليوم؟',
      'شي نشاط الليلة',
      'غدا مع الأولاد',
      'أنشطة يوم السبت في هوي',
      'شنو كاين had lweekend',
      'ماذا يوجد هذا الأسبوع',
      'الأسبوع القادم',
      'برنامج الشهر القادم',
      'أنشطة في ديسمبر',
      'يوم ١٢ ديسمبر',
      'في ١٢/١٢',
      'الأربعاء بعد الظهر',
    ],
    ['chno kayn ghedda', TOMORROW],
    ['nhar sebt m3a drari', SATURDAY],
    ['السيمانة الجاية', NEXT_WEEK],
    ['بكرا شو في', TOMORROW],
    ['كانون الأول', DECEMBER],
  ],
  tr: [
    [
      'bugün ne var',
      'bu akşam bir şey var mı',
      'yarin cocuklarla',
      'cumartesi günü Huy etkinlik',
      'bu hafta sonu ne var',
      'aktivite bu hafta',
      'haftaya ne var',
      'gelecek ay programı',
      "aralık'ta etkinlik",
      '12 Aralık etkinlik',
      "ayın 12'si",
      'çarşamba öğleden sonra',
    ],
    ['pazar günü', '2026-11-29/2026-11-30'],
    ['pazar', '2026-11-29/2026-11-30'],
  ],
  es: [
    [
      'qué hay hoy',
      'algo esta noche',
      'mañana con los niños',
      'actividades este sábado en Huy',
      'que hay este finde',
      'café esta semana?',
      'la semana que viene',
      'programa del próximo mes',
      'agenda en diciembre',
      'el 12 de diciembre',
      'taller el 12',
      'el miércoles por la tarde',
    ],
    ['mañana por la mañana', '2026-11-25/2026-11-25 12:00'],
  ],
  pt: [
    [
      'o que há hoje',
      'alguma coisa esta noite',
      'amanha com as crianças',
      'atividades no sábado em Huy',
      'o que ha este fds',
      'café esta semana?',
      'na próxima semana',
      'programa do mês que vem',
      'agenda em dezembro',
      'a 12 de dezembro',
      'no dia 12',
      'quarta à tarde',
    ],
    ['na sexta', '2026-11-27/2026-11-28'],
    ['tem algo para as crianças quarta?', '2026-11-25/2026-11-26'],
    ['segunda-feira', '2026-11-30/2026-12-01'],
  ],
  it: [
    [
      "cosa c'è oggi",
      'qualcosa stasera',
      'domani con i bambini',
      'attività sabato a Huy',
      'che fate questo weekend',
      'caffè questa settimana?',
      'la settimana prossima',
      'programma del mese prossimo',
      'agenda a dicembre',
      'il 12 dicembre',
      'laboratorio il 12',
      'mercoledì pomeriggio',
    ],
    ['il prossimo martedì', '2026-12-01/2026-12-02'],
  ],
  ro: [
    [
      'ce este azi',
      'ceva diseară',
      'maine cu copiii',
      'activități sâmbătă la Huy',
      'ce faceti in weekend',
      'cafea săptămâna asta?',
      'săptămâna viitoare',
      'programul de luna viitoare',
      'agenda în decembrie',
      'pe 12 decembrie',
      'atelier pe 12',
      'miercuri după-amiază',
    ],
    ['pe luni', '2026-11-30/2026-12-01'],
  ],
  pl: [
    [
      'co jest dzisiaj',
      'coś dziś wieczorem',
      'jutro z dziećmi',
      'zajęcia w sobotę w Huy',
      'co jest w ten weekend',
      'kawa w tym tygodniu?',
      'w przyszłym tygodniu',
      'program na przyszły miesiąc',
      'kalendarz w grudniu',
      '12 grudnia',
      'warsztaty 12.12.',
      'w środę po południu',
    ],
    ['w niedziele', '2026-11-29/2026-11-30'],
  ],
  uk: [
    [
      'що є сьогодні',
      'щось сьогодні ввечері',
      'завтра з дітьми',
      'заходи в суботу в Юї',
      'що є на ці вихідні',
      'кава цього тижня?',
      'наступного тижня',
      'програма на наступний місяць',
      'розклад у грудні',
      '12 грудня',
      '12-го грудня',
      'в середу після обіду',
    ],
    ['в пн', '2026-11-30/2026-12-01'],
  ],
  ru: [
    [
      'что есть сегодня',
      'что-то сегодня вечером',
      'завтра с детьми',
      'занятия в субботу в Юи',
      'что есть в эти выходные',
      'кофе на этой неделе?',
      'на следующей неделе',
      'программа на следующий месяц',
      'расписание в декабре',
      '12 декабря',
      '12/12 мастерская',
      'в среду после обеда',
    ],
    ['15 числа что-то есть', '2026-12-15/2026-12-16'],
    ['segodnya est chto nibud', TODAY],
  ],
  sq: [
    [
      'çfarë ka sot',
      'a ka diçka sonte',
      'neser me femijet',
      'aktivitete të shtunën në Huy',
      'çka ka këtë fundjavë',
      'kafe këtë javë?',
      'javën e ardhshme',
      'programi i muajit tjetër',
      'agjenda në dhjetor',
      'më 12 dhjetor',
      'më datë 12',
      'të mërkurën pasdite',
    ],
    ['te dielen', '2026-11-29/2026-11-30'],
  ],
  fa: [
    [
      'امروز چه خبر است',
      'امشب چیزی هست',
      'فردا با بچه ها',
      'فعالیت روز شنبه در هوی',
      'آخر هفته چی هست',
      'این هفته قهوه هست؟',
      'هفته آینده',
      'برنامه ماه آینده',
      'برنامه در دسامبر',
      '۱۲ دسامبر',
      '۱۲/۱۲',
      'چهارشنبه بعد از ظهر',
    ],
    ['farda che barnamei hast', TOMORROW],
    ['یک‌شنبه', '2026-11-29/2026-11-30'],
  ],
};

describe.each(FULL_LANGUAGES)('times in %s', (language) => {
  const [same = [], ...own] = LINES[language] ?? [];

  it('are written by who speaks it for every meaning', () => {
    expect(same).toHaveLength(MEANT.length);
  });

  it.each([...same.map((text, index) => [text, MEANT[index]] as const), ...own])('%s', (text, range) => {
    expect(said(text, language)).toBe(range);
  });
});

describe('what a time is seen from now', () => {
  it.each([
    ['an hour that is over today', 'ce matin', '2026-11-24T15:00:00+01:00', '2026-11-24 15:00/2026-11-25'],
    [
      'a weekday whose afternoon is over',
      'mardi aprem',
      '2026-11-24T20:00:00+01:00',
      '2026-12-01 12:00/2026-12-01 18:00',
    ],
    ['the weekday that is today', 'mardi', TUESDAY, TODAY],
    ['the same weekday again', 'mardi prochain', TUESDAY, '2026-12-01/2026-12-02'],
    ['this week on a Sunday', 'cette semaine', '2026-11-29T10:00:00+01:00', '2026-11-29 10:00/2026-12-07'],
    ['the weekend that is this week', 'نهاية هذا الأسبوع', TUESDAY, '2026-11-28/2026-11-30'],
    ['the weekend on a Sunday', 'ce week-end', '2026-11-29T10:00:00+01:00', '2026-11-29 10:00/2026-11-30'],
    ['the weekend after this one', 'le week-end prochain', TUESDAY, '2026-12-05/2026-12-07'],
    ['this month', 'ce mois-ci', TUESDAY, '2026-11-24 09:00/2026-12-01'],
    ['a month that begins again next year', 'en octobre', TUESDAY, '2027-10-01/2027-11-01'],
    ['the month that has begun', 'en novembre', TUESDAY, '2026-11-24 09:00/2026-12-01'],
    ['a day of the month that is over', 'le 12 novembre', TUESDAY, '2027-11-12/2027-11-13'],
    ['a day that this month lacks', 'le 31', TUESDAY, '2026-12-31/2027-01-01'],
    ['an hour beside a weekday', 'samedi 12 h', TUESDAY, SATURDAY],
    ['a leap day', 'le 29 février', TUESDAY, '2028-02-29/2028-03-01'],
    ['a date with its year', 'le 3 mars 2027', TUESDAY, '2027-03-03/2027-03-04'],
    ['a date with its year in two figures', '03-03-27', TUESDAY, '2027-03-03/2027-03-04'],
    ['a date of a machine', '2027-03-03', TUESDAY, '2027-03-03/2027-03-04'],
    ['a year that is over', 'le 3 mars 2025', TUESDAY, null],
    ['a day that does not exist', 'le 31 février', TUESDAY, null],
    ['tomorrow on the last day of the year', 'demain', '2026-12-31T23:59:00+01:00', '2027-01-01/2027-01-02'],
    [
      'the week across the end of the year',
      'cette semaine',
      '2026-12-31T12:00:00+01:00',
      '2026-12-31 12:00/2027-01-04',
    ],
    ['next month in December', 'le mois prochain', '2026-12-31T12:00:00+01:00', '2027-01-01/2027-02-01'],
    ['past midnight in Brussels, not yet in Greenwich', 'demain', '2026-07-01T00:30:00+02:00', '2026-07-02/2026-07-03'],
    ['a weekday with its number', 'samedi 12', TUESDAY, ON_THE_12TH],
    ['a weekday with a number that is not its own', 'samedi 14', TUESDAY, SATURDAY],
  ])('%s', (_what, text, now, range) => {
    expect(said(text, 'fr', now)).toBe(range);
  });

  it.each([
    ['loses an hour in March', 'demain', '2027-03-27T12:00:00+01:00', 23],
    ['gains one in October', 'demain', '2026-10-24T12:00:00+02:00', 25],
  ])('a day %s', (_what, text, now, hours) => {
    const found = when(text, 'fr');
    const range = found && rangeOf(found, new Date(now));
    expect(range && (range.to.getTime() - range.from.getTime()) / 3_600_000).toBe(hours);
  });
});

describe('everyday words are no times', () => {
  it.each([
    ['fr', 'un jeu pour mon fils'],
    ['fr', 'ma fille va a la mer'],
    ['fr', 'mon sam est malade'],
    ['fr', 'mon pere dit que je mai trompe'],
    ['fr', 'activités 6-12 ans'],
    ['fr', 'ouvert 24/7 ?'],
    ['fr', 'de 9.30 à 11.00'],
    ['fr', 'pour 12 personnes'],
    ['en', 'the 2 kids are with me'],
    ['nl', 'de 2 kinderen'],
    ['ro', 'am datorii de 3 luni'],
    ['fr', 'une semaine sur deux'],
    ['fr', 'par mois je gagne 1200'],
    ['en', 'may I come with my son'],
    ['en', 'she sat with the kids'],
    ['de', 'so ein Problem, wo ist das'],
    ['nl', 'ik weet het zo niet, maar ik wil het wel'],
    ['it', 'non ho mai capito'],
    ['ro', 'nu mai pot, am 3 luni de chirie'],
    ['pt', 'a segunda filha da minha irmã'],
    ['tr', 'pazar alışverişi pahalı'],
    ['pl', 'jestem sam z dziećmi'],
    ['es', 'vamos al mar'],
    ['fa', 'می خواهم کمک'],
  ] as const)('%s: %s', (language, text) => {
    expect(when(text, language)).toBeNull();
  });

  it('and those of another language are not read into this one', () => {
    expect(when('mar 1', 'en')).toBeNull();
    expect(said('aktivite samedi', 'tr')).toBe(SATURDAY);
    expect(said('activiteiten samedi', 'nl')).toBe(SATURDAY);
  });
});

describe('whatever is written', () => {
  const anyInstant = fc.date({ min: new Date('2024-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });
  const anyLine = fc.constantFrom(
    ...Object.values(LINES).flatMap(([same, ...own]) => [...same, ...own.map(([text]) => text)]),
  );
  const anyWhen: fc.Arbitrary<When> = fc.record({
    part: fc.constantFrom(null, ...PARTS_OF_DAY),
    days: fc.oneof(
      fc.record({ is: fc.constant('day' as const), in: fc.nat(2) }),
      fc.record({
        is: fc.constant('weekday' as const),
        weekday: fc.integer({ min: 1, max: 7 }),
        day: fc.option(fc.integer({ min: 1, max: 31 })),
        next: fc.constantFrom(null, 'day' as const, 'week' as const),
      }),
      fc.record({
        is: fc.constant('date' as const),
        day: fc.integer({ min: 1, max: 31 }),
        month: fc.option(fc.integer({ min: 1, max: 12 })),
        year: fc.option(fc.integer({ min: 2000, max: 2099 })),
      }),
      fc.record({
        is: fc.constantFrom('week' as const, 'weekend' as const, 'month' as const),
        in: fc.constantFrom(0 as const, 1 as const),
      }),
      fc.record({
        is: fc.constant('month-named' as const),
        month: fc.integer({ min: 1, max: 12 }),
        year: fc.option(fc.integer({ min: 2000, max: 2099 })),
      }),
    ),
  });

  it('a range never ends before it begins and never lies in the past', () => {
    fc.assert(
      fc.property(anyWhen, anyInstant, (found, now) => {
        const range = rangeOf(found, now);
        if (range === null) return;
        expect(range.from.getTime()).toBeLessThan(range.to.getTime());
        expect(range.from.getTime()).toBeGreaterThanOrEqual(now.getTime());
      }),
      { numRuns: 2_000 },
    );
  });

  it('there is always a range where no year was told and the day exists', () => {
    fc.assert(
      fc.property(anyLine, anyInstant, (text, now) => {
        const found = when(text);
        if (found !== null) expect(rangeOf(found, now)).not.toBeNull();
      }),
    );
  });

  it('any text is read', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom(...FULL_LANGUAGES),
        (text, language) => {
          const found = when(text, language);
          if (found !== null) rangeOf(found, new Date(TUESDAY));
        },
      ),
    );
  });

  it('many of the questions about activities name a time, and a long text without one none', () => {
    const lines = FULL_LANGUAGES.flatMap((language) => utterances.get('activity-calendar')?.[language] ?? []);
    expect(lines.filter((text) => when(text) !== null).length).toBeGreaterThan(lines.length / 4);
    expect(when('mot '.repeat(50_000), 'fr')).toBeNull();
  });
});
