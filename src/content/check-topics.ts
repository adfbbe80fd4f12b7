import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { foldToGsm, isGsm } from '../answering/gsm.ts';
import { countSegments, lettersIn } from '../answering/segments.ts';
import { FULL_LANGUAGES, type Language, SOURCE_LANGUAGE } from '../languages.ts';
import { normalise } from '../understanding/normalise.ts';
import type { Content } from './load-content.ts';
import type { Noter } from './problem.ts';
import type { Answer, TopicFile } from './schema.ts';

/** A `short` may cost this many SMS parts: more in scripts that hold only 70 letters a part. */
const MOST_SEGMENTS = { latin: 2, other: 4 } as const;
/** `more` on SMS, in parts; it is sent by six at a time. */
const MOST_SEGMENTS_MORE = { latin: 6, other: 12 } as const;
const NON_LATIN: ReadonlySet<Language> = new Set<Language>(['ar', 'fa', 'uk', 'ru']);
/** Signs that cost a whole message its cheap letters, or that a screen reader stumbles on. */
const FORBIDDEN_SIGNS = /[—–’‘“”«»…·•]/u;
/** Short numbers of helplines, which no numbering plan tells from mistakes. */
const SHORT_NUMBER = /^\d{3,4}$|^116 \d{3}$/;
/** A sum of money: it is only true at a date. */
const AMOUNT = /\d(?:[.,]\d+)?\s?(?:€|euros?|eur\b|يورو|یورو|евро|євро)/iu;
const YEAR = /20\d\d/;
/** What looks like a number to call: "0800 30 030", "04 284 35 11", "112", "1733". */
const TO_CALL = /\b0\d{1,3}(?:[ /.]?\d{2,3}){2,3}\b|\b(?:116 ?\d{3}|1[01]\d|17\d\d|18\d\d)\b/g;
const DAY = /\b\d{1,2}[/.](?:\d{1,2}(?:[/.](?=20\d\d))?|(?=20\d\d))/g;

/** Letters that may count twice in a text that is told to fit without counting. */
const SPARE = 20;

type Texts = readonly (readonly [keys: readonly string[], text: string])[];

/** Length, signs, numbers, amounts, forbidden words and dates of the answers, and that every full language has them. */
export function checkTopics(content: Content, note: Noter): void {
  const numbers = knownNumbers(content);
  for (const topic of content.topics.values()) {
    const file = `knowledge/topics/${topic.id}.yaml`;
    checkFrame(topic, content, (keys, message) => note(file, keys, message));
    const answers: Partial<Record<Language, Answer>> = topic.answers;
    const french = answers[SOURCE_LANGUAGE];
    const figures = french && new Set(digitsIn([...textsOf(french).map(([, text]) => text), ...phonesOf(topic)]));
    const forbidden = [...content.neverSay, ...(topic.forbidden ?? [])].map(normalise);
    for (const language of FULL_LANGUAGES) {
      const answer = answers[language];
      if (answer === undefined) {
        note(file, ['answers'], `the answer in "${language}" is missing`);
        continue;
      }
      const wrong = [
        ...faultsOfLength(answer, language),
        ...textsOf(answer).flatMap(([keys, text]) =>
          faultsOf(text, topic, forbidden, numbers, figures).map((message) => [keys, message] as const),
        ),
      ];
      for (const [keys, message] of wrong)
        note(file, ['answers', language, ...keys], `${language} ${keys.join('.')}: ${message}`);
    }
  }
}

function checkFrame(
  { see_also, contacts, checked, review_by }: TopicFile,
  { topics }: Content,
  note: (keys: readonly PropertyKey[], message: string) => void,
): void {
  for (const other of see_also)
    if (!topics.has(other)) note(['see_also'], `see_also names "${other}", which is no topic`);
  for (const [index, { id, phone }] of contacts.entries())
    if (phone !== undefined && !isBelgianNumber(phone))
      note(['contacts', index, 'phone'], `contact ${id}: "${phone}" is no Belgian number`);
  if (review_by <= checked) note(['review_by'], `review_by ${review_by} is not after checked ${checked}`);
}

/** As Belgians write it, valid in the Belgian plan, or a short number. */
function isBelgianNumber(phone: string): boolean {
  if (SHORT_NUMBER.test(phone)) return true;
  return isSupportedCountry('BE') && (parsePhoneNumberFromString(phone, 'BE')?.isValid() ?? false);
}

function textsOf({ title, short, more, region = {} }: Answer): Texts {
  return [
    [['title'], title],
    [['short'], short],
    [['more'], more],
    ...Object.entries(region).flatMap(([name, text]) =>
      text === undefined ? [] : [[['region', name], text] as const],
    ),
  ];
}

function faultsOfLength(answer: Answer, language: Language): [string[], string][] {
  const script = NON_LATIN.has(language) ? 'other' : 'latin';
  const limits = [
    ['short', answer.short, MOST_SEGMENTS[script]],
    ['more', answer.more, MOST_SEGMENTS_MORE[script]],
  ] as const;
  return limits.flatMap(([name, text, limit]) => {
    const folded = foldToGsm(text, language);
    // Counting to the letter is slow, and most texts surely fit.
    if (folded.length < lettersIn(limit, isGsm(folded)) - SPARE) return [];
    const parts = countSegments(folded);
    return parts > limit ? [[[name], `costs ${parts} SMS parts, at most ${limit}: shorten it`]] : [];
  });
}

function faultsOf(
  text: string,
  topic: TopicFile,
  forbidden: readonly string[],
  known: ReadonlySet<string>,
  figures?: ReadonlySet<string>,
): string[] {
  const faults: string[] = [];
  const sign = text.match(FORBIDDEN_SIGNS)?.[0];
  if (sign !== undefined) faults.push(`write a plain sign instead of "${sign}"`);
  for (const line of text.split('\n'))
    if (AMOUNT.test(line) && !YEAR.test(line)) faults.push(`this amount has no date: "${line.slice(0, 60)}"`);
  const own = new Set([...known, ...phonesOf(topic).map(bare)]);
  for (const [number] of text.replace(DAY, ' ').matchAll(TO_CALL))
    if (!own.has(bare(number))) faults.push(`"${number}" is neither a contact of the topic nor a distress number`);
  for (const figure of digitsIn([text]))
    if (figures !== undefined && !figures.has(figure))
      faults.push(`the French text does not hold the number ${figure}`);
  const words = ` ${normalise(text)} `;
  for (const phrase of forbidden)
    if (words.includes(` ${phrase} `)) faults.push(`"${phrase}" is never said here (see never_say)`);
  return faults;
}

/** Figures of the texts; a translation may write "1er novembre" as 01/11, so days and months are left out. */
function digitsIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.normalize('NFKC').replace(DAY, ' ').match(/\d+/g) ?? []);
}

function phonesOf({ contacts }: TopicFile): string[] {
  return contacts.flatMap(({ phone }) => phone ?? []);
}

/** Distress numbers and those of services may stand in any answer. */
function knownNumbers({ distressNumbers, services }: Content): ReadonlySet<string> {
  return new Set(
    [...distressNumbers.numbers.map(({ number }) => number), ...services.flatMap(({ phone }) => phone ?? [])].map(bare),
  );
}

function bare(number: string): string {
  return number.replace(/\D/g, '');
}
