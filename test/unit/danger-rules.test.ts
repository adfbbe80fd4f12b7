import { describe, expect, it } from 'vitest';
import { dangerRules } from '../../src/content/compile-understanding.ts';
import { LANGUAGES } from '../../src/languages.ts';
import { DANGER_CLASSES, type DangerRule, DangerRules } from '../../src/understanding/danger.ts';
import { compilePattern, padded } from '../../src/understanding/pattern.ts';
import { realContent } from '../support/real-model.ts';

const content = realContent();
const rules = dangerRules(content);
const alone = new Map(rules.map((rule) => [rule.id, new DangerRules([rule])]));
const written = [...content.danger].flatMap(([language, file]) => file.rules.map((rule) => ({ language, ...rule })));

/** Does this rule, on its own, raise on this text? */
function raisedBy(id: string, text: string): boolean {
  const rule = alone.get(id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule.find(padded(text)) !== null;
}

describe('danger rules, each by its own lines', () => {
  it.each(written)('$id', ({ id, match, not }) => {
    expect(
      match.filter((text) => !raisedBy(id, text)),
      'lines it misses',
    ).toEqual([]);
    expect(
      not.filter((text) => raisedBy(id, text)),
      'near lines it raises',
    ).toEqual([]);
  });
});

describe('calm lines raise no rule of their language', () => {
  it.each([...content.danger.keys()])('%s', (language) => {
    const own = written.filter((rule) => rule.language === language).map(({ id }) => id);
    const calm = content.danger.get(language)?.calm ?? [];
    expect(calm).not.toHaveLength(0);
    expect(calm.flatMap((text) => own.filter((id) => raisedBy(id, text)).map((id) => `${id}: ${text}`))).toEqual([]);
  });
});

describe('the rules as a whole', () => {
  it('have an id each, of one language only', () => {
    expect(alone.size).toBe(written.length);
  });

  it.each(LANGUAGES)('cover the four classes in %s', (language) => {
    const classes = new Set(written.filter((rule) => rule.language === language).map((rule) => rule.class));
    expect([...classes].sort()).toEqual([...DANGER_CLASSES].sort());
  });
});

describe('looking rules up by their words', () => {
  it('loses no line that must match', () => {
    const all = new DangerRules(rules);
    const lost = written.flatMap(({ match }) => match.filter((line) => all.find(padded(line)) === null));
    expect(lost).toEqual([]);
  });
});

describe('of several dangers', () => {
  const rule = (id: string, danger: DangerRule['class'], severity: DangerRule['severity'], unless?: string) => ({
    id,
    class: danger,
    severity,
    pattern: compilePattern(id),
    unless: unless === undefined ? [] : [compilePattern(unless)],
  });
  const several: readonly DangerRule[] = [
    rule('frappe', 'violence', 'soon'),
    rule('couteau', 'violence', 'now', 'jouet'),
    rule('mourir', 'suicide', 'soon'),
    rule('pont', 'suicide', 'now'),
    rule('bebe', 'child-danger', 'now'),
    rule('respire', 'emergency', 'now'),
  ];

  it.each([
    ['what happens now comes before what weighs', 'mourir couteau', 'couteau'],
    ['at the same moment, an emergency comes first', 'couteau bebe pont respire', 'respire'],
    ['then suicide', 'couteau bebe pont', 'pont'],
    ['then a child in danger', 'couteau bebe', 'bebe'],
    ['an exception silences only its own rule', 'couteau jouet frappe', 'frappe'],
    ['one alone is found', 'frappe', 'frappe'],
  ])('%s', (_what, text, found) => {
    expect(new DangerRules(several).find(padded(text))?.rule).toBe(found);
    expect(new DangerRules(several.toReversed()).find(padded(text))?.rule).toBe(found);
  });

  it('none gives null', () => {
    expect(new DangerRules(several).find(padded('bonjour'))).toBeNull();
    expect(new DangerRules(several).find(padded(''))).toBeNull();
  });
});
