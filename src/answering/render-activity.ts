import type { Activity, Occurrence } from '../calendar/activity.ts';
import { isRightToLeft, type Language, SOURCE_LANGUAGE } from '../languages.ts';
import type { ActivityWords } from './activity-words.ts';

const ZONE = { timeZone: 'Europe/Brussels' } as const;
const CENTS = 100;

/**
 * One time of an activity for a parent, as lines. `short` is for SMS: two lines, with what decides whether to come; `full` has all
 * that the coordinators said. What they did not say is left out. An activity for mothers only shows its town and no address.
 */
export function renderOccurrence(
  occurrence: Occurrence,
  language: Language,
  size: 'short' | 'full',
  words: ActivityWords,
): string {
  const lines = size === 'short' ? shortLines(occurrence, language, words) : fullLines(occurrence, language, words);
  return lines.filter((line) => line !== '').join('\n');
}

function shortLines(occurrence: Occurrence, language: Language, words: ActivityWords): string[] {
  const { activity } = occurrence;
  const { name, town } = activity.place;
  const isHidden = activity.visibility === 'mothers';
  // Who cannot read the title reads at least what it is.
  const kind = titleIn(activity, language) === undefined ? ` (${words.kinds[activity.kind]})` : '';
  const where = [isHidden ? null : name, town].map((part) => asWritten(part, language));
  const facts = [
    activity.audience === 'mothers' ? words.audiences.mothers : undefined,
    priceOf(activity, words, language),
    activity.children === null ? undefined : words.children[activity.children],
    activity.registration.is === 'required' ? words.registration.required : undefined,
  ];
  return [
    `${cancelledMark(occurrence, words)}${whenOf(occurrence, language, words, 'short')}: ${titleOf(activity, language)}${kind}`,
    joined([...where, ...facts], language),
  ];
}

function fullLines(occurrence: Occurrence, language: Language, words: ActivityWords): string[] {
  const { activity } = occurrence;
  const translated = titleIn(activity, language);
  const french = translated === undefined || translated === activity.title ? null : activity.title;
  return [
    `${cancelledMark(occurrence, words)}${whenOf(occurrence, language, words, 'long')}`,
    joined([titleOf(activity, language), asWritten(french, language)], language, ' / '),
    joined([words.kinds[activity.kind], words.audiences[activity.audience], agesOf(activity, words)], language),
    placeOf(activity, language, words),
    joined(
      [priceOf(activity, words, language), activity.children === null ? undefined : words.children[activity.children]],
      language,
    ),
    registrationOf(activity, language, words),
    asWritten(activity.accessibility, language) ?? '',
  ];
}

function cancelledMark({ state }: Occurrence, words: ActivityWords): string {
  return state === 'cancelled' ? `${words.cancelled}: ` : '';
}

/** "sam. 12 déc. 14:00-16:00". */
function whenOf(occurrence: Occurrence, language: Language, words: ActivityWords, length: 'short' | 'long'): string {
  const day = dayIn(occurrence.startsAt, language, length);
  if (occurrence.wholeDay) return daysOf(occurrence, language, words, length) ?? day;
  return `${day} ${hoursOf(occurrence, language, words)}`;
}

/** "14:00-16:00", the day beside the end when it is another one; empty for a whole day, and all its days for several. */
export function hoursOf(occurrence: Occurrence, language: Language, words: ActivityWords): string {
  const { startsAt, endsAt, wholeDay } = occurrence;
  if (wholeDay) return daysOf(occurrence, language, words, 'short') ?? '';
  const from = clock(startsAt);
  if (endsAt === null) return from;
  const [begins, ends] = [startsAt, endsAt].map((date) => dayIn(date, language, 'short'));
  return filled(words.hours, { from, to: begins === ends ? clock(endsAt) : `${ends} ${clock(endsAt)}` });
}

/** The first and the last of several whole days, which end with the midnight after; undefined for one. */
function daysOf(
  { startsAt, endsAt }: Occurrence,
  language: Language,
  words: ActivityWords,
  length: 'short' | 'long',
): string | undefined {
  if (endsAt === null) return undefined;
  const [from = '', to = ''] = [startsAt, new Date(endsAt.getTime() - 1)].map((date) => dayIn(date, language, length));
  return from === to ? undefined : filled(words.hours, { from, to });
}

/** "samedi 12 décembre" or "sam. 12 déc." in Brussels, with our digits in every language. */
export function dayIn(date: Date, language: Language, length: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(`${language}-u-nu-latn-ca-gregory`, {
    ...ZONE,
    weekday: length,
    day: 'numeric',
    month: length,
  }).format(date);
}

/** "14:00" in Brussels, in every language: so is it written on doors and clocks here. */
export function clock(instant: Date): string {
  return new Intl.DateTimeFormat('fr-BE', { ...ZONE, hour: '2-digit', minute: '2-digit' }).format(instant);
}

/** The title that a reader of the language can read; French is everybody's who reads French. */
export function titleIn({ title, titles }: Activity, language: Language): string | undefined {
  return language === SOURCE_LANGUAGE ? title : titles[language];
}

function titleOf(activity: Activity, language: Language): string {
  return titleIn(activity, language) ?? asWritten(activity.title, language) ?? '';
}

/** Where it is, "Maison de quartier, rue du Pont 1, 4500 Huy"; for a place that is hidden its town alone. */
export function placeOf({ place, visibility }: Activity, language: Language, words: ActivityWords): string {
  if (visibility === 'mothers') return joined([asWritten(place.town, language), words.hidden_address], language);
  return addressOf(place, language);
}

/** The whole address, for who may know it; empty where nobody said. */
export function addressOf({ name, address, postcode, town }: Activity['place'], language: Language): string {
  const inTown = [postcode, town].filter((part) => part !== null).join(' ');
  const whole = [name, address, inTown].filter((part) => part !== null && part !== '').join(', ');
  return asWritten(whole, language) ?? '';
}

/** "3-10 ans"; undefined for all ages. */
export function agesOf({ ages: { from, to } }: Activity, words: ActivityWords): string | undefined {
  const values = { from: String(from), to: String(to) };
  if (from !== null && to !== null) return filled(words.ages.between, values);
  if (from !== null) return filled(words.ages.from, values);
  return to === null ? undefined : filled(words.ages.to, values);
}

/** "gratuit" or "2 € par personne"; undefined where nobody said. */
export function priceOf({ price }: Activity, words: ActivityWords, language: Language): string | undefined {
  if (price === null) return undefined;
  if (price === 0) return words.price.free;
  const euro = price % CENTS === 0 ? String(price / CENTS) : (price / CENTS).toFixed(2).replace('.', ',');
  return filled(words.price.person, { price: asWritten(`${euro} €`, language) ?? '' });
}

/** "sur inscription, avant le lundi 7 décembre: 0470 00 00 00". */
export function registrationOf({ registration }: Activity, language: Language, words: ActivityWords): string {
  const { is, how, until } = registration;
  const before = until === null ? undefined : filled(words.register_until, { when: dayIn(until, language, 'long') });
  const said = joined([words.registration[is], before], language);
  return how === null || is === 'none' ? said : `${said}: ${asWritten(how, language)}`;
}

/** With the comma of the language's script. */
function joined(
  parts: readonly (string | null | undefined)[],
  language: Language,
  between = isRightToLeft(language) ? '، ' : ', ',
): string {
  return parts.filter((part) => part !== undefined && part !== null && part !== '').join(between);
}

/**
 * French words, or an amount with its sign, among words of another language. Between words that are read from the right they are set apart from
 * the left (U+2066 to U+2069): their signs and numbers would change places otherwise.
 */
function asWritten(text: string | null, language: Language): string | null {
  if (text === null || text === '') return null;
  return isRightToLeft(language) ? `\u2066${text}\u2069` : text;
}

function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
