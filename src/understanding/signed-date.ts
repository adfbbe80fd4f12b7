import type { NamedDays } from './when.ts';

/** "12/12", "12.12.", "12-12-2026", "2026-12-12": signs that the normal form of a text has lost. */
const DAY_FIRST = /(?<![\d./-])(\d{1,2}) ?([/.-]) ?(\d{1,2})(?: ?(\2)(?: ?(\d{4}|\d{2}))?)?(?![\d/-])/g;
const YEAR_FIRST = /(?<!\d)(20\d\d)-(\d{1,2})-(\d{1,2})(?!\d)/;
/** Written like a date, but "always" and "half". */
const NO_DATES: ReadonlySet<string> = new Set(['24/7', '7/7', '1/2']);
const CENTURY = 2_000;

/**
 * The date that a text with ASCII digits names in figures, day first as everybody in Belgium writes it. Between dots it needs a second dot or
 * a year, between hyphens a year: "9.30" is an hour and "6-12" an age.
 */
export function signedDate(text: string): (NamedDays & { readonly is: 'date' }) | null {
  const iso = YEAR_FIRST.exec(text);
  if (iso !== null) return dateOf(Number(iso[3]), Number(iso[2]), Number(iso[1]));
  for (const [whole, day = '', sign, month = '', second, year] of text.matchAll(DAY_FIRST)) {
    const isDate = sign === '/' ? !NO_DATES.has(whole) : sign === '.' ? second !== undefined : year !== undefined;
    const date = isDate ? dateOf(Number(day), Number(month), year === undefined ? null : Number(year)) : null;
    if (date !== null) return date;
  }
  return null;
}

function dateOf(day: number, month: number, year: number | null): (NamedDays & { readonly is: 'date' }) | null {
  if (day < 1 || day > 31 || month < 1 || month > 12) return null;
  return { is: 'date', day, month, year: year === null || year >= CENTURY ? year : CENTURY + year };
}
