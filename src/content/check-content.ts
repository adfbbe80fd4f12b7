import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { foldToGsm } from '../answering/gsm.ts';
import { countSegments } from '../answering/segments.ts';
import { FULL_LANGUAGES, type Language } from '../languages.ts';
import { raises } from '../understanding/danger.ts';
import { normalise } from '../understanding/normalise.ts';
import { padded } from '../understanding/pattern.ts';
import { dangerRules } from './compile-understanding.ts';
import type { Content } from './load-content.ts';
import type { Problem } from './problem.ts';

/** A `short` may cost this many SMS parts: more in scripts that hold only 70 letters a part. */
const MOST_SEGMENTS = { latin: 2, other: 4 } as const;
const NON_LATIN: ReadonlySet<Language> = new Set<Language>(['ar', 'fa', 'uk', 'ru']);
/** `more` on SMS, in parts. */
const MOST_SEGMENTS_MORE = { latin: 7, other: 14 } as const;
/** Signs that cost a whole message its cheap letters, or that a screen reader stumbles on. */
const FORBIDDEN_SIGNS = /[—–’‘“”«»…·•]/u;
/** Short numbers of helplines, which no numbering plan tells from mistakes. */
const SHORT_NUMBER = /^\d{3,4}$|^116 \d{3}$/;

/** What is wrong in content that has the right shape: length, signs, numbers, names of topics, doubles, rules that miss their examples. */
export function checkContent(content: Content): Problem[] {
  return [...checkTopics(content), ...checkUtterances(content), ...checkDanger(content)];
}

function checkTopics({ topics }: Content): Problem[] {
  const problems: Problem[] = [];
  for (const { id, see_also, contacts, answers, checked, review_by } of topics.values()) {
    const note = (message: string): void =>
      void problems.push({ file: `knowledge/topics/${id}.yaml`, line: 1, message });
    for (const other of see_also) if (!topics.has(other)) note(`see_also names "${other}", which is no topic`);
    for (const { id: contact, phone } of contacts)
      if (phone !== undefined && !isBelgianNumber(phone)) note(`contact ${contact}: "${phone}" is no Belgian number`);
    if (review_by <= checked) note(`review_by ${review_by} is not after checked ${checked}`);
    if (answers.fr === undefined) note('the French answer is missing: it is the source text');
    for (const [language, { title, short, more }] of Object.entries(answers)) {
      for (const [name, text] of [
        ['title', title],
        ['short', short],
        ['more', more],
      ] as const) {
        const sign = text.match(FORBIDDEN_SIGNS)?.[0];
        if (sign !== undefined) note(`${language} ${name}: write a plain sign instead of "${sign}"`);
      }
      for (const [name, text, most] of [
        ['short', short, MOST_SEGMENTS],
        ['more', more, MOST_SEGMENTS_MORE],
      ] as const) {
        const limit = NON_LATIN.has(language as Language) ? most.other : most.latin;
        const parts = countSegments(foldToGsm(text, language as Language));
        if (parts > limit) note(`${language} ${name}: costs ${parts} SMS parts, at most ${limit}`);
      }
    }
  }
  return problems;
}

/** As Belgians write it, valid in the Belgian plan, or a short number. */
function isBelgianNumber(phone: string): boolean {
  if (SHORT_NUMBER.test(phone)) return true;
  return isSupportedCountry('BE') && (parsePhoneNumberFromString(phone, 'BE')?.isValid() ?? false);
}

function checkUtterances({ utterances }: Content): Problem[] {
  const problems: Problem[] = [];
  const topicOf = new Map<string, string>();
  for (const [topic, byLanguage] of utterances) {
    for (const [language, lines] of Object.entries(byLanguage)) {
      for (const text of lines) {
        const key = normalise(text);
        const other = topicOf.get(key);
        const note = (message: string): void =>
          void problems.push({ file: `intents/topics/${topic}.yaml`, line: 1, message });
        if (key === '') note(`${language}: "${text}" holds no letter`);
        else if (other !== undefined && other !== topic)
          note(`${language}: "${text}" stands under ${other} too: a line has one topic`);
        topicOf.set(key, topic);
      }
    }
  }
  return problems;
}

function checkDanger(content: Content): Problem[] {
  const problems: Problem[] = [];
  const compiled = new Map(dangerRules(content).map((rule) => [rule.id, rule]));
  for (const [language, { rules, calm }] of content.danger) {
    const note = (message: string): void =>
      void problems.push({ file: `intents/danger/${language}.yaml`, line: 1, message });
    for (const { id, match, not } of rules) {
      const rule = compiled.get(id);
      if (rule === undefined) continue;
      for (const text of match)
        if (!raises(rule, padded(text))) note(`rule ${id} does not raise on its example "${text}"`);
      for (const text of not) if (raises(rule, padded(text))) note(`rule ${id} raises on "${text}", which it must not`);
      for (const text of calm) if (raises(rule, padded(text))) note(`rule ${id} raises on the calm line "${text}"`);
    }
  }
  return problems;
}

/** Topics that lack an answer or utterances in a full language. */
export function missingTexts(
  { topics, utterances }: Content,
  only?: Language,
): { language: Language; answers: string[]; utterances: string[] }[] {
  return FULL_LANGUAGES.filter((language) => only === undefined || language === only).map((language) => ({
    language,
    answers: [...topics.values()].filter((topic) => topic.answers[language] === undefined).map(({ id }) => id),
    utterances: [...topics.keys()].filter((id) => (utterances.get(id)?.[language] ?? []).length === 0),
  }));
}
