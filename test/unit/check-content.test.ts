import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TELEGRAM_LIMITS } from '../../channels/telegram/index.ts';
import { createPhrases } from '../../src/answering/phrases.ts';
import { render } from '../../src/answering/render.ts';
import { checkContent } from '../../src/content/check-content.ts';
import { loadCheckedContent } from '../../src/content/load-checked-content.ts';
import { ContentError } from '../../src/content/load-content.ts';
import { PROJECT_ROOT } from '../../src/content/paths.ts';
import type { Problem } from '../../src/content/problem.ts';
import { FULL_LANGUAGES } from '../../src/languages.ts';
import type { ContentCopy } from '../support/content-copy.ts';
import { realContent } from '../support/real-model.ts';
import { smallContent } from '../support/small-content.ts';

const SERVICES = 'knowledge/services/brussels.yaml';

const ONE_RULE = `language: fr
rules:
  - id: fr-hits-me
    class: violence
    severity: now
    pattern: il me frappe
    match: [il me frappe, "Il me frappe !", "mon mari, il me frappe encore"]
    not: [il me parle, "ma fille frappe à la porte", "il ne frappe pas"]
calm: []
`;

/** A little of the content, since all of it is read and checked for each case; what each of them spoils is there. */
let copy: ContentCopy;
beforeAll(() => {
  copy = smallContent(['birth-grant', 'custody', 'emergency-shelter']);
  copy.write('intents/danger/fr.yaml', ONE_RULE);
  const [head = '', service = ''] = readFileSync(join(PROJECT_ROOT, SERVICES), 'utf8').split(/^(?= {2}- id: )/m);
  mkdirSync(join(copy.root, dirname(SERVICES)));
  copy.write(SERVICES, head + service.replace(/topics: .*/, 'topics: [emergency-shelter]'));
});
afterAll(() => copy.remove());

/** What is wrong after one change, which is undone at once; the line of the change besides. */
function spoil(file: string, search: string | RegExp, by: string): { problems: readonly Problem[]; line: number } {
  const before = copy.read(file);
  const line = copy.replace(file, search, by);
  try {
    loadCheckedContent(copy.root);
    return { problems: [], line };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    return { problems: error.problems, line };
  } finally {
    copy.write(file, before);
  }
}

const TOPIC = 'knowledge/topics/child-support-unpaid.yaml';
const SETTINGS = 'intents/settings/fr.yaml';

it('what is spoilt here has no fault before', () => {
  expect(checkContent(loadCheckedContent(copy.root), copy.root)).toEqual([]);
});

describe('a fault is told with its file, its line and what to do', () => {
  it.each([
    ['broken YAML', TOPIC, 'see_also: [', 'see_also: [[', /./],
    ['an unknown topic', TOPIC, 'see_also: [', 'see_also: [no-such-topic', /see_also names "no-such-topic"/],
    ['an unknown category', TOPIC, 'category: family-law', 'category: love', /there is no category "love"/],
    ['a day that does not exist', TOPIC, /checked: [\d-]+/, 'checked: 2026-02-30', /write a date that exists/],
    ['a review before the check', TOPIC, /review_by: [\d-]+/, 'review_by: 2020-01-01', /is not after checked/],
    ['a link that is none', TOPIC, /url: \S+/, 'url: htp//fin', /URL/i],
    ['an unknown contact region', 'knowledge/topics/birth-grant.yaml', 'region: wallonia', 'region: flanders', /./],
    ['a dash that doubles the price', TOPIC, /title: (\w+)/, 'title: $1 — ', /write a plain sign instead of "—"/],
    ['a title too long', TOPIC, /title: .*/, `title: ${'long '.repeat(10)}`, /at most 40 characters/],
    [
      'a number from nowhere',
      TOPIC,
      'more: |-\n',
      'more: |-\n      Appelez le 0800 12 345.\n',
      /"0800 12 345" is neither a contact/,
    ],
    ['a wish that is a STOP', SETTINGS, 'who:\n', 'who:\n  - stop\n', /"stop" is a STOP/],
    ['a wish that tells of danger', SETTINGS, 'who:\n', 'who:\n  - il me frappe\n', /raises the danger rule/],
    ['a wish with two meanings', SETTINGS, 'who:\n', "who:\n  - n'importe quand\n", /stands under any_time as well/],
    [
      'an amount without its date',
      TOPIC,
      'more: |-\n',
      'more: |-\n      Cela coûte 50 euros.\n',
      /this amount has no date/,
    ],
    [
      'an answer too long',
      TOPIC,
      'more: |-\n',
      `more: |-\n      ${'Encore un mot. '.repeat(60)}\n`,
      /SMS parts, at most 6: shorten it/,
    ],
    ['what is never said', TOPIC, 'more: |-\n', 'more: |-\n      Il ira en prison.\n', /"prison" is never said here/],
    [
      'a number that French does not hold',
      TOPIC,
      /(\n {2}nl:[\s\S]*?more: \|-\n)/,
      '$1      Wacht 77 dagen.\n',
      /does not hold the number 77/,
    ],
    [
      'two topics for one line',
      'intents/topics/custody.yaml',
      '  fr:\n',
      '  fr:\n    - prime de naissance\n',
      /stands under (custody|birth-grant) too/,
    ],
    [
      'an ambiguous line under one topic',
      'intents/topics/custody.yaml',
      /$/,
      'ambiguous:\n  fr:\n    - une ligne pour deux\n',
      /ambiguous under one topic only/,
    ],
    [
      'a municipality that does not exist',
      'knowledge/place-names.yaml',
      '\n  Wavre:',
      '\n  Wavres:',
      /there is no municipality "Wavres"/,
    ],
    [
      'a territory that does not exist',
      'knowledge/municipalities.tsv',
      '\tverviers\t',
      '\tvervier\t',
      /there is no territory "vervier"/,
    ],
    ['a service for an unknown topic', SERVICES, 'emergency-shelter', 'shelter', /there is no topic "shelter"/],
    [
      'an unknown distress number',
      'knowledge/distress-numbers.yaml',
      'other: ["112", antipoison]',
      'other: ["112", poison]',
      /there is no number "poison"/,
    ],
    ['a kind of activity without a word', 'knowledge/vocabulary/nl.yaml', / {2}workshop: .*\n/, '', /kinds\.workshop/],
    [
      'a price without its amount',
      'knowledge/vocabulary/nl.yaml',
      '{price} per persoon',
      'per persoon',
      /put \{price\}/,
    ],
    [
      'a poster that cannot say where to read on',
      'knowledge/agenda-page/nl.yaml',
      'Meer (+{count}): {address}',
      'Meer (+{count})',
      /put \{address\}/,
    ],
    [
      'a page without a word for a month',
      'knowledge/agenda-page/fa.yaml',
      /months: .*/,
      'months: ""',
      /months: this text is empty/,
    ],
    [
      'a time that means two things',
      'intents/times/fr.yaml',
      'tomorrow: [demain',
      "tomorrow: [demain, aujourd'hui",
      /"aujourd'hui" means two things/,
    ],
    [
      'an everyday word that is no time',
      'intents/times/fr.yaml',
      'unsure: [',
      'unsure: [chaise, ',
      /"chaise" stands nowhere else/,
    ],
    [
      'too few wordings of a setting',
      'intents/subscription/fr.yaml',
      / {2}end:\n(?: {4}.*\n)+/,
      '  end:\n    - "stop agenda"\n',
      /15 wordings or more/,
    ],
    [
      'a wording of two settings',
      'intents/subscription/nl.yaml',
      '  register:\n',
      '  register:\n    - "stop agenda"\n',
      /"stop agenda" stands under end too/,
    ],
    [
      'a wording that is a command',
      'intents/subscription/fr.yaml',
      '  end:\n',
      '  end:\n    - "arretez tout"\n',
      /"arretez tout" is a command already/,
    ],
    [
      'a time where none may stand',
      'intents/subscription/fr.yaml',
      '  end:\n',
      '  end:\n    - "plus rien avant {when}"\n',
      /which only a pause has/,
    ],
    [
      'a sample activity in no territory',
      'knowledge/sample/activities.yaml',
      'territory: huy',
      'territory: hui',
      /there is no territory "hui"/,
    ],
    [
      'a sample activity that ends before it begins',
      'knowledge/sample/activities.yaml',
      'to: "16:00"',
      'to: "13:00"',
      /13:00 is not after 14:00/,
    ],
    ['two pictograms', 'knowledge/categories.yaml', '"🏠"', '"🏠🏠"', /one pictogram/],
  ])('%s', (_what, file, search, by, message) => {
    const { problems, line } = spoil(file, search, by);
    const own = problems.find((problem) => problem.file === file && message.test(problem.message));
    expect(own?.message ?? problems.map(String)).toMatch(message);
    // Within the block that was changed: a folded text begins a line or two above the word.
    expect(Math.abs((own?.line ?? 0) - line)).toBeLessThanOrEqual(file.includes('topics') ? 40 : 6);
    expect(own?.line).toBeGreaterThan(1);
  });
});

it('a missing language is told at the answers of its topic', () => {
  const { problems } = spoil(TOPIC, /\n {2}sq:[\s\S]*?(?=\n {2}fa:)/, '');
  const line = copy.read(TOPIC).split('\n').indexOf('answers:') + 1;
  expect(problems).toEqual([{ file: TOPIC, line: expect.any(Number), message: 'the answer in "sq" is missing' }]);
  expect((problems[0]?.line ?? 0) - line).toBeLessThanOrEqual(1);
});

describe('the content of the project', () => {
  const content = realContent();

  it('has no fault', () => {
    expect(checkContent(content)).toEqual([]);
  });

  it('answers every topic in every language', () => {
    expect(content.topics.size).toBe(81);
    const missing = [...content.topics.values()].flatMap(({ id, answers }) =>
      FULL_LANGUAGES.filter((language) => answers[language as 'fr'] === undefined).map(
        (language) => `${id} ${language}`,
      ),
    );
    expect(missing).toEqual([]);
  });

  it('says no number to call but those of contacts, services and distress numbers', () => {
    const known = new Set(
      [
        ...content.distressNumbers.numbers.map(({ number }) => number),
        ...content.services.flatMap(({ phone }) => phone ?? []),
        ...[...content.topics.values()].flatMap(({ contacts }) => contacts.flatMap(({ phone }) => phone ?? [])),
      ].map((number) => number.replace(/\D/g, '')),
    );
    const say = createPhrases(content);
    const unknown = new Set<string>();
    for (const topic of content.topics.keys()) {
      for (const language of FULL_LANGUAGES) {
        const occasion = {
          language,
          limits: { ...TELEGRAM_LIMITS, maxLength: 20_000 },
          today: '2026-11-22',
          place: null,
        };
        const says = [
          { say: 'topic', topic, part: 'short' },
          { say: 'topic', topic, part: 'more', page: 0 },
        ] as const;
        const [part] = render(says, occasion, { knowledge: content, say });
        for (const [number] of (part?.text ?? '')
          .replace(/\d\d[./]\d\d[./]20\d\d/g, '')
          .matchAll(/\b0\d(?:[ /.]?\d{2,3}){3,4}\b|\b0800(?: \d{2,3})+\b/g))
          if (!known.has(number.replace(/\D/g, ''))) unknown.add(`${topic} ${language}: ${number}`);
      }
    }
    expect([...unknown]).toEqual([]);
  });
});
