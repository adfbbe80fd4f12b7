import type { Matcher } from './pattern.ts';

/** The four classes of danger, the gravest first: of several found, the first is told. */
export const DANGER_CLASSES = ['emergency', 'suicide', 'child-danger', 'violence'] as const;
export type DangerClass = (typeof DANGER_CLASSES)[number];

/** `now`: it is happening or about to; `soon`: it weighs on the person, help is needed in the coming days. */
export type Severity = 'now' | 'soon';

/** One reviewed rule, compiled: it raises when its pattern is there and none of its exceptions is. */
export interface DangerRule {
  readonly id: string;
  readonly class: DangerClass;
  readonly severity: Severity;
  readonly matches: Matcher;
  readonly unless: readonly Matcher[];
}

export interface Danger {
  readonly class: DangerClass;
  readonly severity: Severity;
  /** Id of the rule that raised it, so that a reviewer sees why. */
  readonly rule: string;
}

/**
 * The gravest danger that the rules find in a message, or null. All languages' rules are tried on every message:
 * a parent in distress mixes languages, and the language of a short text is uncertain.
 *
 * @param paddedText the message as `padded()` gives it
 */
export function findDanger(paddedText: string, rules: readonly DangerRule[]): Danger | null {
  let gravest: DangerRule | null = null;
  for (const rule of rules) {
    if (gravest !== null && !isGraver(rule, gravest)) continue;
    if (rule.matches(paddedText) && !rule.unless.some((exception) => exception(paddedText))) gravest = rule;
  }
  return gravest === null ? null : { class: gravest.class, severity: gravest.severity, rule: gravest.id };
}

function isGraver(rule: DangerRule, than: DangerRule): boolean {
  if (rule.severity !== than.severity) return rule.severity === 'now';
  return DANGER_CLASSES.indexOf(rule.class) < DANGER_CLASSES.indexOf(than.class);
}
