import { timesText } from './changes.ts';
import type { Doubt, RowFault } from './draft.ts';
import type { Import } from './imports.ts';
import { entersByItself, type Plan, type PlannedRow } from './plan-import.ts';
import type { FileFault } from './sheet.ts';

/** What the command line says of imports, in English. */

const DOUBTS: Readonly<Record<Doubt, string>> = {
  past: 'lies in the past',
  'wrong-weekday': 'the weekday is not that of the date',
  'end-before-start': 'ends before it begins',
  'no-hour': 'no hour',
  'unread-hour': 'the hour is not understood',
  'guessed-end': 'repeats without an end: entered until the end of the month',
  'exception-unread': 'an exception could not be read',
  cut: 'repeats so often or so long that not all of it is entered',
  'no-address': 'no place and no address',
  'double-booking': 'same place and time as another activity',
  'unknown-town': 'the town is not known',
  'date-above': 'no date: that of the row above was taken',
  'price-unread': 'the price could not be read',
  'unknown-zone': 'unknown time zone: that of Brussels was taken',
  repeated: 'stands twice in the file',
  'already-there': 'is in the calendar already, entered by hand',
};

const FAULTS: Readonly<Record<RowFault, string>> = {
  'no-title': 'has no title',
  'no-date': 'has no date',
  'unread-date': 'the date could not be read',
  'no-territory': 'no known town: add one, or give --territory',
  'unread-rule': 'the repetition could not be read, or comes more often than daily',
  private: 'is private',
};

/** Why a file was not read, and what to do. */
export function describeFault(fault: FileFault): string {
  switch (fault.is) {
    case 'empty':
      return 'The file is empty.';
    case 'too-large':
      return `The file has more than ${fault.most / 1024 / 1024} MB. Take pictures and other sheets out.`;
    case 'too-many-rows':
      return `The file has ${fault.rows} rows; ${fault.most} are read at once. Cut it, by month for example.`;
    case 'bomb':
      return 'The file unpacks to far more than a calendar holds. Copy the rows into a new file.';
    case 'unknown-kind':
      return 'This is no XLSX, CSV or ICS file.';
    case 'old-excel':
      return 'This is a workbook of the old kind (.xls). Save it as .xlsx.';
    case 'damaged':
      return 'The file is damaged. Save it again.';
    case 'locked':
      return 'The workbook has a password. Save it without.';
    case 'no-headers':
      return `No row of headers was found (such as "Date", "Activité", "Lieu"). The file begins with: ${fault.seen.join(', ')}.`;
    case 'too-slow':
      return 'Reading the file takes too long. Cut it, by month for example.';
  }
}

/** A preview as a table, a line for each row, and what is no longer in the file. */
export function describePlan(plan: Plan, sheets: Import['sheets']): string {
  const lines = plan.rows.map((row) => {
    const sheet = sheets.length > 1 ? `${row.sheet} ` : '';
    const mark = row.step === 'unreadable' || row.doubts.length === 0 ? ' ' : entersByItself(row) ? '?' : '!';
    return `${`${sheet}${row.row}`.padStart(5)} ${mark} ${row.step.padEnd(10)} ${detailsOf(row)}`;
  });
  const count = (step: PlannedRow['step']): string => `${plan.rows.filter((row) => row.step === step).length} ${step}`;
  return [
    ...sheets
      .filter(({ read }) => !read)
      .map(({ name }) => `Sheet "${name}" has no headers that are known: it was left out.`),
    ...lines,
    ...plan.missing.map(({ fields, times }) => `      - no longer in the file: ${fields.title}, ${timesText(times)}`),
    (['new', 'changed', 'cancelled', 'unchanged', 'unreadable'] as const).map(count).join(', '),
  ].join('\n');
}

function detailsOf(row: PlannedRow): string {
  if (row.step === 'unreadable') return `${row.title}: ${FAULTS[row.fault]}`;
  const { fields, times } = row.draft;
  const changes = row.changes.map(({ field, before, after }) => `${field}: ${before || '-'} -> ${after || '-'}`);
  const notes = [...changes, ...row.doubts.map((doubt) => DOUBTS[doubt])];
  const where = [fields.territory, fields.place.name ?? fields.place.address ?? '']
    .filter((one) => one !== '')
    .join(', ');
  return [`${timesText(times)} | ${row.title} | ${where}`, ...notes].join(' | ');
}
