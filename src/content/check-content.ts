import { join } from 'node:path';
import { FULL_LANGUAGES, type Language } from '../languages.ts';
import { raises } from '../understanding/danger.ts';
import { padded } from '../understanding/pattern.ts';
import { checkCalendar } from './check-calendar.ts';
import { checkSettings } from './check-settings.ts';
import { checkTopics } from './check-topics.ts';
import { checkUtterances } from './check-utterances.ts';
import { dangerRules } from './compile-understanding.ts';
import type { Content } from './load-content.ts';
import { PROJECT_ROOT } from './paths.ts';
import type { Noter, Problem } from './problem.ts';
import { ContentReader } from './read-file.ts';

/**
 * What is wrong in content that has the right shape: length, signs, numbers, names of topics, doubles, rules that miss
 * their examples. Each with file and line.
 *
 * @param root the folder that the content was read from
 */
export function checkContent(content: Content, root: string = PROJECT_ROOT): Problem[] {
  const reader = new ContentReader(root);
  const note: Noter = (file, keys, message) => {
    const path = join(root, file);
    reader.note(path, reader.lineOf(path, keys), message);
  };
  checkTopics(content, note);
  checkUtterances(content, note);
  checkDanger(content, note);
  checkSettings(content, note);
  checkDistressNumbers(content, note);
  checkCalendar(content, note);
  return reader.problems;
}

function checkDanger(content: Content, note: Noter): void {
  const compiled = new Map(dangerRules(content).map((rule) => [rule.id, rule]));
  for (const [language, { rules, calm }] of content.danger) {
    for (const [index, { id, match, not }] of rules.entries()) {
      const rule = compiled.get(id);
      if (rule === undefined) continue;
      const at = (keys: readonly PropertyKey[], message: string): void =>
        note(`intents/danger/${language}.yaml`, keys, `rule ${id} ${message}`);
      for (const [line, text] of match.entries())
        if (!raises(rule, padded(text))) at(['rules', index, 'match', line], `does not raise on its example "${text}"`);
      for (const [line, text] of not.entries())
        if (raises(rule, padded(text))) at(['rules', index, 'not', line], `raises on "${text}", which it must not`);
      for (const [line, text] of calm.entries())
        if (raises(rule, padded(text))) at(['calm', line], `raises on the calm line "${text}"`);
    }
  }
}

function checkDistressNumbers({ distressNumbers }: Content, note: Noter): void {
  const { numbers, classes, regional } = distressNumbers;
  const known = new Set(numbers.map(({ id }) => id));
  const lists = [
    ...Object.entries(classes).map(([danger, byLanguage]) => [['classes', danger], byLanguage] as const),
    ...Object.entries(regional).map(([region, byClass]) => [['regional', region], byClass] as const),
  ];
  for (const [keys, byKey] of lists)
    for (const [key, ids = []] of Object.entries(byKey))
      for (const id of ids)
        if (!known.has(id)) note('knowledge/distress-numbers.yaml', [...keys, key], `there is no number "${id}"`);
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
