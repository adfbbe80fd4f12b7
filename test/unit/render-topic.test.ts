import { describe, expect, it } from 'vitest';
import { SMS_LIMITS } from '../../channels/sms/index.ts';
import { TELEGRAM_LIMITS } from '../../channels/telegram/index.ts';
import { createPhrases } from '../../src/answering/phrases.ts';
import { type Occasion, type Renderer, render } from '../../src/answering/render.ts';
import { countSegments } from '../../src/answering/segments.ts';
import type { Saying } from '../../src/conversation/turn.ts';
import { FULL_LANGUAGES } from '../../src/languages.ts';
import { PlaceFinder } from '../../src/understanding/find-place.ts';
import { normalise } from '../../src/understanding/normalise.ts';
import { realContent } from '../support/real-model.ts';

const content = realContent();
const renderer: Renderer = { knowledge: content, say: createPhrases(content) };
const places = new PlaceFinder(content.gazetteer);
const TODAY = '2026-11-22';

function text(saying: Saying, { place, ...rest }: { place?: string } & Partial<Omit<Occasion, 'place'>> = {}): string {
  const occasion = {
    language: 'fr',
    limits: TELEGRAM_LIMITS,
    today: TODAY,
    place: place === undefined ? null : (places.byMunicipality(place) ?? null),
    ...rest,
  } as const;
  return render([saying], occasion, renderer)
    .map((part) => part.text)
    .join('\n');
}

const short = (topic: string): Saying => ({ say: 'topic', topic, part: 'short' });
const more = (topic: string, page = 0): Saying => ({ say: 'topic', topic, part: 'more', page });

describe('an answer that differs by region', () => {
  const { region } = content.topics.get('birth-grant')?.answers.fr ?? {};

  it.each([
    ['Namur', region?.wallonia],
    ['Ixelles', region?.brussels],
    ['Eupen', region?.german],
    [undefined, region?.any],
  ])('in %s', (place, line) => {
    const said = text(short('birth-grant'), place === undefined ? {} : { place });
    expect(said).toContain(line ?? 'no line');
    const others = Object.values(region ?? {}).filter((other) => other !== line);
    for (const other of others) expect(said).not.toContain(other);
  });

  it('names only the contacts of the region', () => {
    expect(text(more('birth-grant'), { place: 'Namur' })).not.toContain('iriscare');
    expect(text(more('birth-grant'), { place: 'Ixelles' })).toContain('iriscare');
  });

  it('names the services that serve the place', () => {
    expect(text(more('sexual-violence'), { place: 'Ixelles' })).toContain('02 535 45 42');
    expect(text(more('sexual-violence'), { place: 'Herstal' })).not.toContain('02 535 45 42');
  });
});

describe('the nearest relay', () => {
  it.each([
    ['Liège', 'Liège: votre point relais est celui de Liège.'],
    ['Herstal', 'Herstal: le point relais le plus proche semble être celui de Liège.'],
    ['Forest', "n'a pas de point relais à Bruxelles"],
    ['Eupen', 'pas de point relais propre'],
  ])('for %s', (place, line) => {
    expect(text(short('local-relay'), { place })).toContain(line);
  });

  it('is not said before the place is known', () => {
    expect(text(short('local-relay'))).not.toContain('celui de');
  });
});

describe('a fact past its review date', () => {
  const { review_by = '' } = content.topics.get('bim-status') ?? {};
  const after = (days: number): string =>
    new Date(Date.parse(review_by) + days * 86_400_000).toISOString().slice(0, 10);
  const answer = content.topics.get('bim-status')?.answers.fr?.short ?? 'no answer';
  const warning = renderer.say('fr', 'answer.to_check');
  const withheld = renderer.say('fr', 'answer.withheld');

  it.each([
    [0, true, false, false],
    [1, true, true, false],
    [90, true, true, false],
    [91, false, false, true],
  ])('%s days: said %s, with a warning %s, withheld %s', (days, said, warned, isWithheld) => {
    const shown = text(short('bim-status'), { today: after(days) });
    expect([shown.includes(answer), shown.includes(warning), shown.includes(withheld)]).toEqual([
      said,
      warned,
      isWithheld,
    ]);
  });

  it('is not said by MORE either, but whom to ask is', () => {
    const shown = text(more('child-support-unpaid'), { today: '2029-01-01' });
    expect(shown).toContain(withheld);
    expect(shown).toContain('fin.belgium.be');
  });
});

describe('a translation that nobody reviewed', () => {
  it.each([
    ['states a right', 'custody', 'nl', true],
    ['states an amount', 'psychological-help', 'nl', true],
    ['states neither', 'respite', 'nl', false],
    ['is the French text itself', 'custody', 'fr', false],
  ] as const)('%s', (_what, topic, language, said) => {
    const line = renderer.say(language, 'answer.unreviewed');
    expect(text(more(topic), { language }).includes(line)).toBe(said);
  });
});

describe('by SMS', () => {
  const cases = [...content.topics.keys()].flatMap((topic) =>
    FULL_LANGUAGES.map((language) => [topic, language] as const),
  );

  it('MORE costs at most six parts at a time and loses nothing', () => {
    const wrong = cases.filter(([topic, language]) => {
      const occasion = { language, limits: { ...SMS_LIMITS, maxLength: 5_000 } };
      const end = text({ say: 'phrase', key: 'answer.no_more' }, occasion);
      const pages: string[] = [];
      while (pages.at(-1) !== end) pages.push(text(more(topic, pages.length), occasion));
      pages.pop();
      const whole = text(more(topic), { language, limits: { ...TELEGRAM_LIMITS, maxLength: 10_000 } });
      const wordsOf = (said: string) => normalise(said).split(' ').length;
      const hint = wordsOf(`1 = ${renderer.say(language, 'command.more')}`);
      return (
        pages.some((page) => countSegments(page) > 6) ||
        wordsOf(pages.join('\n')) - (pages.length - 1) * hint !== wordsOf(whole)
      );
    });
    expect(wrong.map(String)).toEqual([]);
  });

  it('carries no pictogram, which would double the price', () => {
    expect(text(short('custody'), { limits: SMS_LIMITS })).not.toMatch(/\p{Extended_Pictographic}/u);
    expect(text(short('custody'))).toMatch(/^⚖️ /u);
  });
});
