import { describe, expect, it } from 'vitest';
import { timeFinder, whatsOnTable } from '../../src/content/compile-understanding.ts';
import { FULL_LANGUAGES, type Language } from '../../src/languages.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { understand } from '../../src/understanding/understand.ts';
import { agendaOf } from '../support/calendar.ts';
import { Conversation, saidBy } from '../support/conversation.ts';
import { realContent, realModel } from '../support/real-model.ts';

const content = realContent();
/** Topics whose lines may ask it. */
const LEISURE: ReadonlySet<string> = new Set(['activity-calendar', 'activity-join', 'leisure-cheap']);
const model = realModel();
const times = timeFinder(content);
const table = whatsOnTable(content, times);

function isAsked(text: string, language: Language): boolean {
  const normal = normalise(text);
  return table.isAsked(normal, times.find(text, normal, language));
}

/** What a parent in Huy is told on Friday 20 November 2026, at ten. */
function told(text: string, language: Language = 'fr'): string {
  const parent = new Conversation(model);
  parent.contact = { ...parent.contact, language, languageChosen: true };
  parent.agenda = agendaOf({ title: 'Café', at: '2026-11-21 14:00' }, { title: 'Balade', at: '2026-11-22 14:00' });
  parent.home = model.places.byMunicipality('Huy') ?? null;
  return saidBy(parent.write(text)).join();
}

function linesOf(language: Language): { readonly match: readonly string[]; readonly not: readonly string[] } {
  const file = content.whatsOn.get(language);
  if (file === undefined) throw new Error(`nothing in ${language}`);
  return file;
}

describe.each(FULL_LANGUAGES)('what there is to do, in %s', (language) => {
  const { match, not } = linesOf(language);

  it.each(match)('%j asks it and is told the calendar', (text) => {
    expect(isAsked(text, language)).toBe(true);
    const { decision, topic, candidates } = understand({ text, language }, model);
    expect([decision, topic, candidates[0]?.topic]).toEqual(['answer', 'activity-calendar', 'activity-calendar']);
    expect(told(text, language)).toMatch(/^agenda:/);
  });

  it.each(not)('%j asks something else', (text) => {
    expect(isAsked(text, language)).toBe(false);
  });

  it.each(not.slice(0, 3))('%j is not told the calendar', (text) => {
    expect(told(text, language)).not.toMatch(/agenda/);
  });
});

describe('what there is to do', () => {
  it.each([
    'que faire avec les enfants samedi à Huy ?',
    'Huy: on fait quoi dimanche',
    'what can I do with kids this week end in Namur',
    "Huy'de cumartesi çocuklarla ne yapabiliriz",
  ])('%j: the town may be named', (text) => {
    expect(told(text)).toMatch(/^agenda:/);
  });

  it('is the calendar at first, and what else was meant is kept for who says that it was not useful', () => {
    const { candidates } = understand({ text: 'que faire avec les enfants samedi ?' }, model);
    expect(candidates[0]).toEqual({ topic: 'activity-calendar', score: 1 });
    expect(new Set(candidates.map(({ topic }) => topic)).size).toBe(candidates.length);
  });

  it('is asked with a time only', () => {
    expect(isAsked('que faire avec les enfants ?', 'fr')).toBe(false);
  });

  it.each([
    ['fr', 'où aller ce soir'],
    ['fr', 'où aller demain avec les enfants'],
    ['en', 'where can we go tonight'],
    ['en', 'what can I do tonight with my kids'],
    ['nl', 'waar kan ik vandaag naartoe met mijn kinderen'],
  ] as const)(
    '%s: %j may be asked in need, and is not told the calendar as if nothing else were possible',
    (language, text) => {
      const { decision, topic } = understand({ text, language }, model);
      expect([decision, topic]).not.toEqual(['answer', 'activity-calendar']);
    },
  );

  it('is asked by no line of another subject, of danger or of small talk', () => {
    const others = [
      ...[...content.utterances].flatMap(([topic, byLanguage]) =>
        LEISURE.has(topic) ? [] : Object.entries(byLanguage),
      ),
      ...[...content.danger].map(([language, { rules, calm, lines = [] }]) => [
        language,
        [...calm, ...rules.flatMap((rule) => [...rule.match, ...rule.not]), ...lines.map(({ text }) => text)],
      ]),
      ...[...content.smallTalk].map(([language, file]) => [
        language,
        [...(file.small_talk ?? []), ...(file.out_of_scope ?? [])],
      ]),
    ] as readonly (readonly [Language, readonly string[]])[];
    expect(others.flatMap(([, lines]) => lines).length).toBeGreaterThan(50_000);
    const wrong = others.flatMap(([language, lines]) => lines.filter((text) => isAsked(text, language)));
    expect(wrong).toEqual([]);
  });

  it('stands below danger', () => {
    expect(told('il me frappe, que faire ce week-end ?')).toMatch(/^danger:/);
  });
});
