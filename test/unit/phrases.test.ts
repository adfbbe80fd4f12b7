import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPhrases } from '../../src/answering/phrases.ts';
import { CHANNEL_NAMES } from '../../src/channel.ts';
import type { PhraseTree } from '../../src/content/load-content.ts';
import { PROJECT_ROOT } from '../../src/content/paths.ts';
import { type DistressNumbersFile, distressNumbersSchema } from '../../src/content/schema.ts';
import { LANGUAGES } from '../../src/languages.ts';
import { DANGER_CLASSES } from '../../src/understanding/danger.ts';
import { realContent } from '../support/real-model.ts';

const content = realContent();
const LABELS: readonly DistressNumbersFile['numbers'][number]['label'][] =
  distressNumbersSchema.shape.numbers.element.shape.label.options;

/** What stands for the variable part of a key in the sources. */
const VARIABLE_PARTS: Readonly<Record<string, readonly string[]>> = {
  'delete.${turn.channel}': CHANNEL_NAMES,
  'danger.${danger}': DANGER_CLASSES,
  'label.${label}': LABELS,
};

function flatten(tree: PhraseTree, path = ''): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value, `${path}${key}.`),
  );
}

function phrasesOf(language: (typeof LANGUAGES)[number]): Map<string, string> {
  return new Map(flatten(content.phrases.get(language) ?? {}));
}

/** Keys that the sources ask for: the literals in `phrase(...)` and in the second argument of `say(language, ...)`. */
function usedKeys(): Set<string> {
  const src = join(PROJECT_ROOT, 'src');
  const sources = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(src, file), 'utf8'));
  const asked = sources.flatMap((source) =>
    [...source.matchAll(/\b(?:phrase|presenceNotice)\(([^()]*)\)|\bsay\(\s*[\w.]*language,\s*([^,()]*)[,)]/g)].map(
      ([, inPhrase, inSay]) => inPhrase ?? inSay ?? '',
    ),
  );
  const literals = asked.flatMap((code) => [...code.matchAll(/'([^']+)'/g)].map(([, key]) => key ?? ''));
  const templates = asked.flatMap((code) => [...code.matchAll(/`([^`]+)`/g)].map(([, key]) => key ?? ''));
  return new Set([...literals, ...templates.flatMap(spelledOut)]);
}

function spelledOut(template: string): string[] {
  const values = VARIABLE_PARTS[template];
  if (values === undefined) throw new Error(`add the values of \`${template}\` to VARIABLE_PARTS of this test`);
  return values.map((value) => template.replace(/\$\{[\w.]+\}/, value));
}

function placeholdersOf(text: string): string[] {
  return [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name ?? ''))].sort();
}

const french = phrasesOf('fr');
const used = usedKeys();
const shown = Object.keys(content.commands.get('fr')?.show ?? {});

describe('the phrases of the sources', () => {
  it('are found by this test', () => {
    expect(used.size).toBeGreaterThan(30);
    expect([...used]).toEqual(
      expect.arrayContaining(['welcome', 'media.kept', 'delete.sms', 'danger.violence', 'free']),
    );
  });

  it('all exist in French', () => {
    const words = new Set(shown.map((name) => `command.${name}`));
    expect([...used].filter((key) => !french.has(key) && !words.has(key))).toEqual([]);
  });

  it('are all that French has', () => {
    expect([...french.keys()].filter((key) => !used.has(key))).toEqual([]);
  });
});

describe('French phrases', () => {
  const filled = new Set([
    ...shown,
    'source',
    'date',
    'languages',
    'place',
    'territory',
    'app',
    'register',
    'address',
    'when',
    'from',
    'to',
    'code',
    'number',
    'link',
    ...Object.keys(content.settings.get('fr')?.show ?? {}),
  ]);

  it('have only placeholders that are filled in', () => {
    const unknown = [...french].flatMap(([key, text]) =>
      placeholdersOf(text)
        .filter((name) => !filled.has(name))
        .map((name) => `${key}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe.each(LANGUAGES)('phrases in %s', (language) => {
  const own = phrasesOf(language);

  it('are translations of French ones', () => {
    expect([...own.keys()].filter((key) => !french.has(key))).toEqual([]);
  });

  it('have the placeholders of the French ones', () => {
    const differ = [...own].filter(
      ([key, text]) => placeholdersOf(text).join() !== placeholdersOf(french.get(key) ?? '').join(),
    );
    expect(differ.map(([key, text]) => `${key}: ${placeholdersOf(text).join()}`)).toEqual([]);
  });

  it('come out without a placeholder, a key or a hole', () => {
    const say = createPhrases(content);
    const values = {
      source: 'SPF Justice',
      date: '20/11/2026',
      languages: 'nl',
      place: 'Huy',
      territory: 'Huy',
      app: '112 BE',
      register: 'SMS 8842',
      address: '103ecoute.be',
      when: 'lundi 10:00',
      from: '9:00',
      to: '15:00',
      code: 'K7PM',
      number: '5',
      link: 'https://papote.example/agenda/huy',
    };
    const wrong = [...french.keys()].filter((key) => {
      const text = say(language, key, values);
      return text === '' || (text === key && own.get(key) !== key) || /\{\{|\}\}|undefined/.test(text);
    });
    expect(wrong).toEqual([]);
  });
});
