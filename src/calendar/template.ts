import type { Worksheet } from 'exceljs';
import type { TerritoryName } from './find-territory.ts';

/** Columns of the template: header, width, what to write, an example. */
const COLUMNS = [
  [
    'Date',
    16,
    'Le jour, par exemple 22/05/2026. Aussi possible : « tous les mardis du 5 mai au 30 juin ».',
    '22/05/2026',
  ],
  ['Heure début', 13, 'Par exemple 9h30.', '9h30'],
  ['Heure fin', 13, 'Par exemple 11h. Peut rester vide.', '11h'],
  ['Activité', 34, 'Le titre, tel que les parents le liront.', 'Café papote'],
  ['Type', 22, 'Groupe de parole, atelier, sortie, séance d’info, permanence juridique...', 'Café papote'],
  ['Public', 22, 'Parents, mamans uniquement, parents-enfants, ados, 6-12 ans...', 'Parents'],
  ['Lieu', 26, 'Le nom de l’endroit.', 'Maison de quartier'],
  ['Adresse', 30, 'Rue et numéro.', 'Rue du Pont 3'],
  ['CP', 8, 'Code postal.', '4500'],
  ['Commune', 18, 'La commune : elle donne le territoire.', 'Huy'],
  ['Prix', 12, '« gratuit » ou un montant.', 'gratuit'],
  ['Accueil des enfants', 20, 'garderie, enfants bienvenus ou non.', 'enfants bienvenus'],
  ['Inscription', 22, 'obligatoire, souhaitée ou sans inscription ; « avant le 20/05 » si besoin.', 'sans inscription'],
  ['Contact', 26, 'À qui téléphoner ou écrire.', 'Votre Point Relais'],
  ['Places', 9, 'Le nombre de places. Peut rester vide.', '12'],
  ['Accessibilité', 20, 'Par exemple : accessible en fauteuil roulant.', ''],
  ['Organisateur', 24, 'Qui organise.', 'Relais Familles Mono'],
  ['Remarques', 40, 'Tout le reste.', ''],
  ['Annulé', 10, 'Écrivez oui quand l’activité n’a plus lieu.', ''],
] as const;

const ROWS = 300;
/** Values that a column proposes. Anything else may be written as well. */
const PROPOSED: Readonly<Record<string, string>> = {
  Inscription: 'obligatoire,souhaitée,sans inscription',
  'Accueil des enfants': 'garderie,enfants bienvenus,non',
  Annulé: 'oui',
};

/** A workbook to fill in: headers, an example, and a sheet that explains each column. */
export async function makeTemplate(territories: readonly TerritoryName[]): Promise<Uint8Array> {
  const { default: excel } = await import('exceljs');
  const book = new excel.Workbook();
  const sheet = book.addWorksheet('Activités', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.columns = COLUMNS.map(([header, width]) => ({ header, width }));
  sheet.getRow(1).font = { bold: true };
  writeRow(
    sheet,
    2,
    COLUMNS.map(([, , , example]) => example),
  );
  sheet.getRow(2).font = { italic: true };
  for (const [index, [header]] of COLUMNS.entries()) {
    const proposed = PROPOSED[header];
    for (let row = 2; row <= ROWS; row += 1) {
      const cell = sheet.getCell(row, index + 1);
      // As text: "22/05" stays what was written, whatever the language of the program.
      cell.numFmt = '@';
      if (proposed !== undefined)
        cell.dataValidation = { type: 'list', allowBlank: true, showErrorMessage: false, formulae: [`"${proposed}"`] };
    }
  }
  const help = book.addWorksheet('Mode d’emploi');
  help.columns = [{ width: 24 }, { width: 90 }];
  const lines = [
    [
      'Comment remplir',
      'Une ligne par activité. L’ordre des colonnes est libre ; celles qui ne servent pas peuvent être retirées.',
    ],
    ['Exemple', 'Remplacez la ligne d’exemple par vos activités.'],
    ...COLUMNS.map(([header, , hint]) => [header, hint]),
    ['Territoires', territories.map(({ name }) => name).join(', ')],
  ];
  for (const [index, line] of lines.entries()) writeRow(help, index + 1, line);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** A cell with a string is text, and of the format of texts stays one when somebody edits it: "=1+1" is never run. */
function writeRow(sheet: Worksheet, row: number, values: readonly string[]): void {
  for (const [index, value] of values.entries()) {
    const cell = sheet.getCell(row, index + 1);
    cell.value = value;
    cell.numFmt = '@';
  }
}
