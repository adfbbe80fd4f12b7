import { Temporal } from 'temporal-polyfill';

/** Month and day of those that stay where they are. */
const FIXED = ['01-01', '05-01', '07-21', '08-15', '11-01', '11-11', '12-25'] as const;
/** Easter Monday, Ascension, Whit Monday: days after Easter. */
const AFTER_EASTER = [1, 39, 50] as const;

/**
 * The ten legal holidays of Belgium in a year, 'YYYY-MM-DD', in order. The days that replace those on a Sunday are
 * chosen by each employer: they stand with the absences of whoever has them.
 */
export function holidays(year: number): readonly string[] {
  const easter = easterSunday(year);
  return [
    ...FIXED.map((day) => `${String(year).padStart(4, '0')}-${day}`),
    ...AFTER_EASTER.map((days) => easter.add({ days }).toString()),
  ].sort();
}

/** Is this day ('YYYY-MM-DD') one of them? */
export function isHoliday(date: string): boolean {
  return holidays(Number(date.slice(0, 4))).includes(date);
}

/** By the rule of Meeus, Jones and Butcher: the Sunday after the first full moon of spring, as the church counts it. */
function easterSunday(year: number): Temporal.PlainDate {
  const moonYear = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const moonShift = century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const moon = (19 * moonYear + moonShift + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - moon - (inCentury % 4)) % 7;
  const late = Math.floor((moonYear + 11 * moon + 22 * toSunday) / 451);
  const days = moon + toSunday - 7 * late + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(days / 31), day: (days % 31) + 1 });
}
