import { describe, expect, it } from 'vitest';
import type { ActivityFields } from '../../src/calendar/draft.ts';
import { day, hour, readFile, told, workbook } from '../support/calendar-files.ts';

/** The fields of the row with this title. */
async function fieldsOf(bytes: Uint8Array | string, title: string): Promise<ActivityFields> {
  const { rows } = await readFile(bytes);
  const found = rows.find((row) => row.title === title);
  if (found === undefined || 'fault' in found.read) throw new Error(`"${title}" was not read`);
  return found.read.draft.fields;
}

describe('ten people fill in a sheet, each in their way', () => {
  it('a workbook with merged titles of months, dates and hours of Excel in columns of their own', async () => {
    const bytes = await workbook(
      {
        'Agenda 2026': [
          ['Relais Familles Mono : agenda de Huy'],
          [],
          ['Date', 'Heure début', 'Heure fin', 'Activité', 'Lieu', 'Commune', 'Prix'],
          ['MAI 2026'],
          [day('2026-05-22'), hour('09:30'), hour('11:00'), 'Café papote', 'Maison de quartier', 'Huy', 0],
          [day('2026-05-23'), hour('14:00'), hour('16:30'), 'Balade', 'Place communale', 'Engis', 2.5],
          ['JUIN 2026'],
          [day('2026-06-03'), hour('09:30'), hour('11:00'), 'Café papote', 'Maison de quartier', 'Huy', 'gratuit'],
        ],
      },
      (sheet) => {
        for (const row of [1, 4, 7]) sheet.mergeCells(row, 1, row, 7);
        for (const row of [5, 6, 8]) {
          sheet.getCell(row, 1).numFmt = 'dd/mm/yyyy';
          for (const column of [2, 3]) sheet.getCell(row, column).numFmt = 'hh:mm';
        }
      },
    );
    const { rows } = await readFile(bytes);
    expect(rows.map(told)).toEqual([
      '5: 22/05/2026 09:30-11:00 | Café papote | huy',
      '6: 23/05/2026 14:00-16:30 | Balade | huy',
      '8: 03/06/2026 09:30-11:00 | Café papote | huy',
    ]);
    expect(await fieldsOf(bytes, 'Balade')).toMatchObject({
      price: 250,
      place: { name: 'Place communale', town: 'Engis' },
    });
  });

  it('a table of Windows with semicolons, one column "Quand", and the month above', async () => {
    const text = [
      'Activités de juin 2026;;;;;',
      ';;;;;',
      'Quand;Activité;Où;Commune;Public;PAF',
      'mer 3 de 9h30 à 11h;Café des mères;Maison "Le Pré";4500 Huy;mamans;gratuit',
      'sam 6, 14h-16h30;"Balade; puis goûter";Forêt;Engis;parents-enfants;2 €',
    ].join('\r\n');
    const { rows } = await readFile(Buffer.from(text.replaceAll('€', '\x80'), 'latin1'));
    expect(rows.map(told)).toEqual([
      '4: 03/06/2026 09:30-11:00 | Café des mères | huy',
      '5: 06/06/2026 14:00-16:30 | Balade; puis goûter | huy',
    ]);
    const [mothers] = rows;
    expect(mothers?.read).toMatchObject({
      draft: { fields: { audience: 'mothers', visibility: 'mothers', price: 0, place: { postcode: '4500' } } },
    });
  });

  it('a Dutch sheet whose columns stand in another order', async () => {
    const text = [
      'Gemeente,Wat,Waar,Prijs,Uur,Datum,Inschrijving,Kinderopvang',
      'Waver,Praatgroep,"Bibliotheek, zaal 2",gratis,14u-16u,za 23 mei,verplicht 010 00 00 00,ja',
    ].join('\n');
    const { rows } = await readFile(`\ufeff${text}`);
    expect(rows.map(told)).toEqual(['2: 23/05/2026 14:00-16:00 | Praatgroep | wavre']);
    expect(await fieldsOf(text, 'Praatgroep')).toMatchObject({
      ...{ kind: 'discussion-group', price: 0, children: 'care' },
      registration: { is: 'required', how: '010 00 00 00' },
    });
  });

  it('one row a territory, one weekday column, a date that is merged over several activities', async () => {
    const bytes = await workbook(
      {
        Planning: [
          ['Jour de la semaine', 'Jour', 'Horaire', 'Intitulé', 'Adresse', 'Inscription', 'Contact'],
          ['NAMUR'],
          [
            'vendredi',
            '22 mai',
            '9h-11h',
            'Petit-déjeuner',
            'Rue de Liège 12, 5000 Namur',
            'avant le 20/05, max 12 personnes',
            'Zoé 081 00 00 00',
          ],
          ['', '', '13h', 'Permanence juridique', 'Rue de Liège 12, 5000 Namur', 'sur rendez-vous', ''],
          ['Région de Dinant'],
          ['samedi', '23 mai', '10h', 'Atelier', 'Grand-Place 1', 'sans inscription', ''],
        ],
      },
      (sheet) => {
        sheet.mergeCells('B3:B4');
        sheet.mergeCells('A3:A4');
      },
    );
    const { rows } = await readFile(bytes);
    expect(rows.map(told)).toEqual([
      '3: 22/05/2026 09:00-11:00 | Petit-déjeuner | namur',
      '4: 22/05/2026 13:00 | Permanence juridique | namur',
      '6: 23/05/2026 10:00 | Atelier | dinant',
    ]);
    expect((await fieldsOf(bytes, 'Petit-déjeuner')).registration).toEqual({
      ...{ is: 'required', how: 'Zoé 081 00 00 00', places: 12 },
      until: new Date('2026-05-20T21:59:00.000Z'),
    });
  });

  it('tabs, no town but a territory to fall back on, dates left out below the first, a footer', async () => {
    const text = [
      'Date\tActivité\tLieu',
      '22/05 10h\tYoga\tSalle',
      '\t14h ?\t',
      '\tConte\tBibliothèque',
      'Infos : 081 00 00 00',
    ].join('\n');
    const { rows } = await readFile(text, { territory: 'namur' });
    expect(rows.map(told)).toEqual([
      '2: 22/05/2026 10:00 | Yoga | namur',
      '3: 22/05/2026 10:00 | 14h ? | namur (date-above)',
      '4: 22/05/2026 10:00 | Conte | namur (date-above)',
      '5: no-title',
    ]);
  });

  it('cells of several lines, and rows counted as a spreadsheet shows them', async () => {
    const text = [
      'JANVIER 2027',
      '',
      'Quand,Quoi,Où',
      '"ven 15/01',
      '18h - 20h",Souper,"Salle des fêtes',
      'rue Neuve 5, 6900 Marche"',
      'sa 16 10h,Conte,"Le Foyer, 5500 Dinant"',
    ].join('\n');
    const { rows } = await readFile(text);
    expect(rows.map(told)).toEqual([
      '4: 15/01/2027 18:00-20:00 | Souper | marche-ciney-hotton',
      '5: 16/01/2027 10:00 | Conte | dinant',
    ]);
    expect((await fieldsOf(text, 'Souper')).place).toEqual({
      ...{ name: 'Salle des fêtes, rue Neuve 5, 6900 Marche', address: null },
      ...{ postcode: '6900', town: 'Marche' },
    });
  });

  it('what is cancelled is written, crossed out or ticked', async () => {
    const bytes = await workbook(
      {
        Mai: [
          ['Date', 'Activité', 'Commune', 'Annulé'],
          ['22/05/2026 10h', 'ANNULÉ : Yoga', 'Huy', ''],
          ['23/05/2026 10h', 'Conte', 'Huy', 'x'],
          ['24/05/2026 10h', 'Balade', 'Huy', ''],
          ['25/05/2026 10h', 'Café papote', 'Huy', ''],
        ],
      },
      (sheet) => {
        for (const column of [1, 2, 3]) sheet.getCell(4, column).font = { strike: true };
      },
    );
    const { rows } = await readFile(bytes);
    expect(rows.map(told)).toEqual([
      '2: x 22/05/2026 10:00 | Yoga | huy',
      '3: x 23/05/2026 10:00 | Conte | huy',
      '4: x 24/05/2026 10:00 | Balade | huy',
      '5: 25/05/2026 10:00 | Café papote | huy',
    ]);
  });

  it('two sheets with headers and one without', async () => {
    const bytes = await workbook({
      'Mai 2026': [
        ['Date', 'Activité', 'Ville'],
        ['22, 10h', 'Yoga', 'Huy'],
      ],
      'Juin 2026': [
        ['Date', 'Activité', 'Ville'],
        ['3, 10h', 'Yoga', 'Huy'],
      ],
      Adresses: [['Maison de quartier', 'rue du Pont 3']],
    });
    const { rows, sheets } = await readFile(bytes);
    expect(rows.map((row) => `${row.sheet} ${told(row)}`)).toEqual([
      'Mai 2026 2: 22/05/2026 10:00 | Yoga | huy',
      'Juin 2026 2: 03/06/2026 10:00 | Yoga | huy',
    ]);
    expect(sheets).toEqual([
      { name: 'Mai 2026', read: true, rows: 1 },
      { name: 'Juin 2026', read: true, rows: 1 },
      { name: 'Adresses', read: false, rows: 1 },
    ]);
  });

  it('a row that repeats', async () => {
    const { rows } = await readFile(
      'Quand;Quoi;Commune\ntous les mardis de juin de 10h à 12h sauf le 9 juin;Groupe de parole;Huy',
    );
    expect(rows.map(told)).toEqual([
      '2: 02/06/2026 10:00-12:00 + 16/06/2026 10:00-12:00 + 23/06/2026 10:00-12:00 + 30/06/2026 10:00-12:00 | Groupe de parole | huy',
    ]);
  });

  it('rows that cannot be read say why', async () => {
    const text = [
      'Date;Activité;Commune',
      '22/05 10h;;',
      'à fixer;Yoga;Huy',
      '22/05 10h;Yoga;Atlantis',
      '22/05 10h;Yoga;',
    ].join('\n');
    const { rows } = await readFile(text);
    expect(rows.map(told)).toEqual(['2: no-title', '3: unread-date', '4: no-territory', '5: no-territory']);
  });

  it('an unknown town is doubtful where a territory is given', async () => {
    const { rows } = await readFile('Date;Activité;Commune\n22/05 10h;Yoga;Atlantis', { territory: 'huy' });
    expect(rows.map(told)).toEqual(['2: 22/05/2026 10:00 | Yoga | huy (unknown-town)']);
  });
});

describe('a calendar file', () => {
  const calendar = (...events: readonly (readonly string[])[]): string =>
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']),
      'END:VCALENDAR',
    ].join('\r\n');
  const AT_HUY = 'LOCATION:Maison de quartier\\, rue du Pont 3\\, 4500 Huy';

  it('of a telephone: zones, floating times, whole days, an event that is off', async () => {
    const text = calendar(
      [
        'UID:1',
        'SUMMARY:Café papote',
        AT_HUY,
        'DTSTART;TZID=Europe/Brussels:20260522T093000',
        'DTEND;TZID=Europe/Brussels:20260522T110000',
      ],
      ['UID:2', 'SUMMARY:Balade', AT_HUY, 'DTSTART:20260523T120000Z', 'DURATION:PT2H'],
      ['UID:3', 'SUMMARY:Conte', AT_HUY, 'DTSTART:20260524T100000'],
      ['UID:4', 'SUMMARY:Stage', AT_HUY, 'DTSTART;VALUE=DATE:20260706', 'DTEND;VALUE=DATE:20260711'],
      ['UID:5', 'SUMMARY:Yoga', AT_HUY, 'DTSTART;TZID=Romance Standard Time:20260525T100000', 'STATUS:CANCELLED'],
      ['UID:6', 'SUMMARY:Film', AT_HUY, 'DTSTART;TZID=Mars/Olympus:20260526T100000'],
      ['UID:7', 'SUMMARY:Dentiste', AT_HUY, 'DTSTART:20260527T100000', 'CLASS:PRIVATE'],
    );
    const { rows } = await readFile(text);
    expect(rows.map(told)).toEqual([
      '1: 22/05/2026 09:30-11:00 | Café papote | huy',
      '2: 23/05/2026 14:00-16:00 | Balade | huy',
      '3: 24/05/2026 10:00 | Conte | huy',
      '4: 06/07/2026 - 10/07/2026 | Stage | huy',
      '5: x 25/05/2026 10:00 | Yoga | huy',
      '6: 26/05/2026 10:00 | Film | huy (unknown-zone)',
      '7: private',
    ]);
    expect(rows.at(-1)?.title).toBe('');
  });

  it('a series with a day left out, one moved, one off, and its hour kept when the clock changes', async () => {
    const text = calendar(
      [
        ...['UID:1', 'SUMMARY:Groupe de parole', AT_HUY, 'DTSTART;TZID=Europe/Brussels:20261006T100000'],
        ...['DTEND;TZID=Europe/Brussels:20261006T120000', 'RRULE:FREQ=WEEKLY;UNTIL=20261103T090000Z'],
        'EXDATE;TZID=Europe/Brussels:20261013T100000',
      ],
      [
        'UID:1',
        'RECURRENCE-ID;TZID=Europe/Brussels:20261020T100000',
        'SUMMARY:Groupe de parole',
        'DTSTART;TZID=Europe/Brussels:20261021T140000',
        'DTEND;TZID=Europe/Brussels:20261021T160000',
      ],
      [
        'UID:1',
        'RECURRENCE-ID;TZID=Europe/Brussels:20261027T100000',
        'SUMMARY:Groupe de parole',
        'DTSTART;TZID=Europe/Brussels:20261027T100000',
        'STATUS:CANCELLED',
      ],
    );
    const { rows } = await readFile(text);
    expect(rows.map(told)).toEqual([
      '1: 06/10/2026 10:00-12:00 + 21/10/2026 14:00-16:00 + x 27/10/2026 10:00 + 03/11/2026 10:00-12:00 | Groupe de parole | huy',
    ]);
  });

  it('a rule of a thousand years is entered for thirteen months, from a month ago', async () => {
    const since = ['UID:1', 'SUMMARY:Yoga', AT_HUY, 'DTSTART;TZID=Europe/Brussels:20200107T100000'];
    const { rows } = await readFile(calendar([...since, 'RRULE:FREQ=WEEKLY;UNTIL=30200101T000000Z']));
    const [row] = rows;
    if (row === undefined || 'fault' in row.read) throw new Error('not read');
    const { times } = row.read.draft;
    expect([times[0]?.startsAt, times.at(-1)?.startsAt]).toEqual([
      new Date('2026-04-07T08:00:00Z'),
      new Date('2027-06-01T08:00:00Z'),
    ]);
    expect(row.read.doubts).toEqual(['cut']);
  });

  it.each(['SECONDLY', 'MINUTELY', 'HOURLY'])('a rule that comes %s is not read', async (often) => {
    const { rows } = await readFile(
      calendar(['UID:1', 'SUMMARY:Yoga', AT_HUY, 'DTSTART:20260522T100000', `RRULE:FREQ=${often}`]),
    );
    expect(rows.map(told)).toEqual(['1: unread-rule']);
  });

  it('daily is at most 400 times', async () => {
    const { rows } = await readFile(
      calendar(['UID:1', 'SUMMARY:Yoga', AT_HUY, 'DTSTART:20260404T100000', 'RRULE:FREQ=DAILY']),
    );
    expect(rows[0]?.read).toMatchObject({ doubts: ['cut'] });
    expect(told(rows[0] ?? { sheet: '', row: 0, title: '', read: { fault: 'no-date' } }).split(' + ')).toHaveLength(
      400,
    );
  });
});
