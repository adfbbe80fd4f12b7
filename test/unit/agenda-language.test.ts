import { describe, expect, it } from 'vitest';
import { agendaLanguage } from '../../src/calendar/agenda-language.ts';

describe('the language of the public agenda', () => {
  it.each([
    ['what the link names', 'ar', 'nl-BE,nl;q=0.9', 'ar'],
    ['else what the browser wishes', undefined, 'nl-BE,nl;q=0.9', 'nl'],
    ['the most wished for, wherever it stands', undefined, 'en;q=0.3, uk;q=0.8', 'uk'],
    ['the first of equals', undefined, 'tr,de', 'tr'],
    ['the first that we have', undefined, 'ja, zh-TW;q=0.9, pl;q=0.1', 'pl'],
    ['none that is refused', undefined, 'de;q=0, en;q=0.1', 'en'],
    ['French else', undefined, 'ja', 'fr'],
    ['French where nothing is said', undefined, undefined, 'fr'],
    ['French for nonsense', 'xx', ';;q=,,*;q=x', 'fr'],
    ['French for a language that we only welcome in', 'so', undefined, 'fr'],
  ])('is %s', (_rule, named, accepted, expected) => {
    expect(agendaLanguage(named, accepted)).toBe(expected);
  });
});
