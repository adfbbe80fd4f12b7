import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { timeText } from '../../src/calendar/changes.ts';
import { readWhen, type WhenCells, type WhenContext } from '../../src/calendar/read-when.ts';

const TODAY: WhenContext = { today: Temporal.PlainDate.from('2026-05-04'), month: null, year: null };
const NOTHING: WhenCells = { date: '', weekday: '', hours: '', start: '', end: '' };

/** What was read, as people write it; a fault by its name. */
function read(
  cells: Partial<WhenCells> | string,
  context: Partial<WhenContext> = {},
): { when: string; doubts: string } {
  const given = typeof cells === 'string' ? { date: cells } : cells;
  const result = readWhen({ ...NOTHING, ...given }, { ...TODAY, ...context });
  if ('fault' in result) return { when: result.fault, doubts: '' };
  const times = result.times.map((time) => timeText({ ...time, cancelled: false }));
  return { when: times.join(' | '), doubts: result.doubts.join(' ') };
}

describe('when an activity is, as people write it', () => {
  it.each([
    ['22/05/2026 10h-12h', '22/05/2026 10:00-12:00'],
    ['22/05/2026 de 10h à 12h', '22/05/2026 10:00-12:00'],
    ['ven 22 mai 14h à 16h30', '22/05/2026 14:00-16:30'],
    ['VENDREDI 22 MAI 2026 – 14H00 À 16H30', '22/05/2026 14:00-16:30'],
    ['vend. 22 mai 26, 9h30', '22/05/2026 09:30'],
    ['le samedi 2 janvier de 14 à 16h', '02/01/2027 14:00-16:00'],
    ['22.05.26 9.30 - 11.00', '22/05/2026 09:30-11:00'],
    ['2026-05-22 10:00', '22/05/2026 10:00'],
    ['22/5 10:00-12:00', '22/05/2026 10:00-12:00'],
    ['22 mai de 10 à 12 h', '22/05/2026 10:00-12:00'],
    ['22 mai entre 10h et 12h', '22/05/2026 10:00-12:00'],
    ['22 mai 10h → 12h', '22/05/2026 10:00-12:00'],
    ['1er juin à 18h', '01/06/2026 18:00'],
    ['22 mai à midi', '22/05/2026 12:00'],
    ['ven 22 mai 20h-1h', '22/05/2026 20:00-01:00'],
    ['22 mai 10h-12h et 14h-16h', '22/05/2026 10:00-12:00 | 22/05/2026 14:00-16:00'],
    ['22 mai de 18h00 à 20h00 (accueil dès 17h45)', '22/05/2026 18:00-20:00'],
    ['22 mai, rdv 17h45', '22/05/2026 17:45'],
    ['6, 13 et 20 mai 10h', '06/05/2026 10:00 | 13/05/2026 10:00 | 20/05/2026 10:00'],
    ['samedis 6 et 13 juin 10h-12h', '06/06/2026 10:00-12:00 | 13/06/2026 10:00-12:00'],
    ['12/05 et 13/05 18h30', '12/05/2026 18:30 | 13/05/2026 18:30'],
    ['22 mai toute la journée', '22/05/2026'],
    ['du 6 au 8 juillet 9h-16h', '06/07/2026 09:00-16:00 | 07/07/2026 09:00-16:00 | 08/07/2026 09:00-16:00'],
    ['tous les mardis de mai 10h', '05/05/2026 10:00 | 12/05/2026 10:00 | 19/05/2026 10:00 | 26/05/2026 10:00'],
    ['tous les mardis du 5 mai au 26 mai 10h sauf le 12 mai', '05/05/2026 10:00 | 19/05/2026 10:00 | 26/05/2026 10:00'],
    [
      '1er et 3e mardi du mois à 10h jusqu’au 16 juin',
      '05/05/2026 10:00 | 19/05/2026 10:00 | 02/06/2026 10:00 | 16/06/2026 10:00',
    ],
    ['zaterdag 23 mei 14u-16u30', '23/05/2026 14:00-16:30'],
    [
      'elke dinsdag tot 19 mei van 10u tot 12u',
      '05/05/2026 10:00-12:00 | 12/05/2026 10:00-12:00 | 19/05/2026 10:00-12:00',
    ],
  ])('%s', (written, when) => {
    expect(read(written)).toEqual({ when, doubts: '' });
  });

  it.each([
    ['22-05-26', '22/05/2026', 'no-hour'],
    ['22-mai-26', '22/05/2026', 'no-hour'],
    ['46164', '22/05/2026', 'no-hour'],
    ['du 6 au 10 juillet', '06/07/2026 - 10/07/2026', 'no-hour'],
    ['du 29 juin au 3 juillet', '29/06/2026 - 03/07/2026', 'no-hour'],
    ['du 29 décembre au 3 janvier 2027', '29/12/2026 - 03/01/2027', 'no-hour'],
    ['jeu 22 mai 10h', '22/05/2026 10:00', 'wrong-weekday'],
    ['22/05 14h-12h', '22/05/2026 14:00', 'end-before-start'],
    ['dernier jeudi du mois 12h30', '28/05/2026 12:30', 'guessed-end'],
    ['mardis du 5 mai au 12 mai 10h, sauf congés', '05/05/2026 10:00 | 12/05/2026 10:00', 'exception-unread'],
  ])('%s is understood, with a doubt', (written, when, doubts) => {
    expect(read(written)).toEqual({ when, doubts });
  });

  it.each([
    [{ date: '22/05/2026', hours: '25h-26h' }, '22/05/2026'],
    [{ date: '22/05/2026', start: '25:99' }, '22/05/2026'],
    [{ date: '22/05/2026', start: '10h', end: '25h' }, '22/05/2026 10:00'],
  ])('hours that nobody can read: %j', (cells, when) => {
    expect(read(cells)).toEqual({ when, doubts: 'unread-hour' });
  });

  it.each(['lundi 31 juin', 'à fixer', 'tous les jours', 'mai', '32/05/2026', '2026-13-01'])(
    '%s is no date',
    (written) => {
      expect(read(written).when).toBe('unread-date');
    },
  );

  it('an empty row has none', () => {
    expect(read('').when).toBe('no-date');
    expect(read('14h à 16h30').when).toBe('no-date');
  });

  it.each([
    [{ date: '2026-05-22', start: '10:00', end: '12:00' }, '22/05/2026 10:00-12:00'],
    [{ date: '22/05/2026', hours: '10-12' }, '22/05/2026 10:00-12:00'],
    [{ date: '22.05', hours: '9.30 - 11.00' }, '22/05/2026 09:30-11:00'],
    [{ date: '22/05', start: '14h', end: '16h30' }, '22/05/2026 14:00-16:30'],
    [{ date: '22/05', start: '0.4375' }, '22/05/2026 10:30'],
    [{ date: '22/05', start: '14' }, '22/05/2026 14:00'],
    [{ date: '22/05', hours: 'toute la journée' }, '22/05/2026'],
    [{ date: '22 mai', weekday: 'vendredi', hours: '14 à 16h' }, '22/05/2026 14:00-16:00'],
  ])('in several columns: %j', (cells, when) => {
    expect(read(cells)).toEqual({ when, doubts: '' });
  });

  describe('what is left out is taken from around', () => {
    it.each([
      ['the month and the year of the title', 'mardi 2, 10h', { month: 6, year: 2026 }, '02/06/2026 10:00'],
      ['the year of the title', '22/05 10h', { year: 2025 }, '22/05/2025 10:00'],
      ['January on a sheet of December', '3/1 10h', { month: 12, year: 2026 }, '03/01/2027 10:00'],
      [
        'the end of the month',
        'tous les lundis 9h',
        { month: 6, year: 2026 },
        '01/06/2026 09:00 | 08/06/2026 09:00 | 15/06/2026 09:00 | 22/06/2026 09:00 | 29/06/2026 09:00',
      ],
      ['the nearest date to come', '2/4 10h', {}, '02/04/2027 10:00'],
      ['a date of some days ago, when a sheet comes late', '20/04 10h', {}, '20/04/2026 10:00'],
      ['the year in which the weekday is right', 'dim 2 mai 10h', {}, '02/05/2027 10:00'],
    ])('%s', (_what, written, context, when) => {
      expect(read(written, context)).toEqual({ when, doubts: '' });
    });
  });

  it('an hour that the change of the clock leaves out is the hour after', () => {
    expect(read('28/03/2027 2h30').when).toBe('28/03/2027 03:30');
  });

  it('what repeats for ever is entered for thirteen months and says so', () => {
    const { when, doubts } = read('tous les mardis jusqu’au 31/12/2099 10h');
    expect(when.split(' | ')).toHaveLength(57);
    expect(doubts).toBe('cut');
  });
});

describe('whatever is written', () => {
  const DAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
  const MONTHS = [
    'janvier',
    'février',
    'mars',
    'avril',
    'mai',
    'juin',
    'juillet',
    'août',
    'septembre',
    'octobre',
    'novembre',
    'décembre',
  ];
  const two = (number: number): string => String(number).padStart(2, '0');
  type Way = (day: Temporal.PlainDate, from: number, to: number) => string;
  const clock = (minutes: number): string =>
    `${Math.floor(minutes / 60)}h${minutes % 60 === 0 ? '' : two(minutes % 60)}`;
  const colon = (minutes: number): string => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  const WAYS: readonly Way[] = [
    (day, from, to) => `${two(day.day)}/${two(day.month)}/${day.year} ${clock(from)}-${clock(to)}`,
    (day, from, to) => `${day.day}-${day.month}-${day.year % 100} ${colon(from)} - ${colon(to)}`,
    (day, from, to) =>
      `${DAYS[day.dayOfWeek - 1]} ${day.day} ${MONTHS[day.month - 1]} ${day.year} de ${clock(from)} à ${clock(to)}`,
    (day, from, to) =>
      `${DAYS[day.dayOfWeek - 1]?.slice(0, 3)}. ${day.day}/${day.month}/${day.year}, ${clock(from)} à ${clock(to)}`,
    (day, from, to) =>
      `le ${day.day === 1 ? '1er' : day.day} ${MONTHS[day.month - 1]} ${day.year}, entre ${clock(from)} et ${clock(to)}`,
    (day, from, to) => `${day.toString()} ${colon(from)}-${colon(to)}`,
    (day, from, to) =>
      `${two(day.day)}.${two(day.month)}.${day.year} ${colon(from).replace(':', '.')} - ${colon(to).replace(':', '.')}`,
  ];

  it('a date in any of the usual ways is read back as it was', () => {
    const days = fc.integer({ min: 0, max: 700 }).map((ahead) => TODAY.today.add({ days: ahead }));
    const hours = fc.tuple(fc.integer({ min: 6 * 4, max: 19 * 4 }), fc.integer({ min: 1, max: 16 }));
    fc.assert(
      fc.property(days, hours, fc.constantFrom(...WAYS), (day, [quarter, length], way) => {
        const [from, to] = [quarter * 15, (quarter + length) * 15];
        const date = `${two(day.day)}/${two(day.month)}/${day.year}`;
        expect(read(way(day, from, to))).toEqual({ when: `${date} ${colon(from)}-${colon(to)}`, doubts: '' });
      }),
      { numRuns: 500 },
    );
  });

  it('any text at all is read or refused, and no activity ends before it begins', () => {
    const piece = fc.constantFrom(
      '22',
      '05',
      '/',
      '-',
      '.',
      'mai',
      'lundi',
      'tous les',
      '10h',
      'à',
      'au',
      'sauf',
      '2026',
      ' ',
      'du mois',
      '1er',
      'jusqu’au',
      '€',
      '99',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(' ')),
    );
    fc.assert(
      fc.property(text, text, (date, hours) => {
        const result = readWhen({ ...NOTHING, date, hours }, TODAY);
        if ('fault' in result) return;
        expect(result.times.length).toBeGreaterThan(0);
        for (const { startsAt, endsAt } of result.times)
          expect(+(endsAt ?? startsAt)).toBeGreaterThanOrEqual(+startsAt);
      }),
      { numRuns: 500 },
    );
  });
});
