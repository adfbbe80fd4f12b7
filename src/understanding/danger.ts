import { hash32, hashOn, hashStart } from './features.ts';
import type { Anchor, Pattern } from './pattern.ts';

/** The four classes of danger, the gravest first: of several found, the first is told. */
export const DANGER_CLASSES = ['emergency', 'suicide', 'child-danger', 'violence'] as const;
export type DangerClass = (typeof DANGER_CLASSES)[number];

/** Topics whose lines may tell of danger or merely ask about it: no example of either. */
export const TOPICS_NEAR_DANGER: ReadonlySet<string> = new Set([
  'domestic-violence',
  'suicide-distress',
  'child-in-danger',
  'sexual-violence',
  'emergency',
  'poisoning-doctor',
  'missing-child',
]);

/** `now`: it is happening or about to; `soon`: it weighs on the person, help is needed in the coming days. */
export type Severity = 'now' | 'soon';

/** One reviewed rule, compiled: it raises when its pattern is there and none of its exceptions is. */
export interface DangerRule {
  readonly id: string;
  readonly class: DangerClass;
  readonly severity: Severity;
  readonly pattern: Pattern;
  readonly unless: readonly Pattern[];
}

export interface Danger {
  readonly class: DangerClass;
  readonly severity: Severity;
  /** Id of the rule that raised it, so that a reviewer sees why. */
  readonly rule: string;
}

export function raises({ pattern, unless }: DangerRule, paddedText: string): boolean {
  return pattern.matches(paddedText) && !unless.some((exception) => exception.matches(paddedText));
}

/**
 * All rules of all languages, tried on every message: a parent in distress mixes languages, and the language of a short text is
 * uncertain. The rules are kept by the words they need, so that a message meets only the few that could match.
 */
export class DangerRules {
  private readonly always: DangerRule[] = [];
  /** Rules of which a word may stand inside another: tried when the message holds the letters of one of their words. */
  private readonly byLetters: { readonly rule: DangerRule; readonly words: readonly string[] }[] = [];
  /** By the hash of a word, of its beginning, or of its end read backwards: a rule that chance brings along does not match. */
  private readonly byWord: Readonly<Record<'whole' | 'beginning' | 'end', Map<number, DangerRule[]>>> = {
    whole: new Map(),
    beginning: new Map(),
    end: new Map(),
  };

  constructor(rules: readonly DangerRule[]) {
    for (const rule of rules) this.add(rule);
  }

  /**
   * The gravest danger in a message, or null.
   *
   * @param paddedText the message as `padded()` gives it
   */
  find(paddedText: string): Danger | null {
    let gravest: DangerRule | null = null;
    for (const rule of this.worthTrying(paddedText)) {
      if ((gravest === null || isGraver(rule, gravest)) && raises(rule, paddedText)) gravest = rule;
    }
    return gravest === null ? null : { class: gravest.class, severity: gravest.severity, rule: gravest.id };
  }

  private worthTrying(paddedText: string): Set<DangerRule> {
    const { whole, beginning, end } = this.byWord;
    const found = new Set(this.always);
    for (const { rule, words } of this.byLetters) if (words.some((word) => paddedText.includes(word))) found.add(rule);
    const collect = (rules: readonly DangerRule[] | undefined): void => {
      if (rules !== undefined) for (const rule of rules) found.add(rule);
    };
    for (const word of paddedText.trim().split(' ')) {
      collect(whole.get(signedHash(word)));
      const longest = Math.min(word.length, LONGEST_ANCHOR);
      let forwards = hashStart();
      let backwards = hashStart();
      for (let at = 0; at < longest; at += 1) {
        forwards = hashOn(forwards, word.charCodeAt(at));
        backwards = hashOn(backwards, word.charCodeAt(word.length - 1 - at));
        collect(beginning.get(forwards));
        collect(end.get(backwards));
      }
    }
    return found;
  }

  private add(rule: DangerRule): void {
    const { anchors } = rule.pattern;
    if (anchors === undefined) {
      this.always.push(rule);
      return;
    }
    if (anchors.some(({ kind }) => kind === 'inside')) {
      this.byLetters.push({ rule, words: anchors.map(({ word }) => word) });
      return;
    }
    for (const { word, kind } of anchors) this.addUnder(word, kind, rule);
  }

  private addUnder(word: string, kind: Anchor['kind'], rule: DangerRule): void {
    if (kind === 'inside') return;
    const read = kind === 'end' ? word.split('').reverse().join('') : word;
    const hash = signedHash(kind === 'whole' ? read : read.slice(0, LONGEST_ANCHOR));
    const rules = this.byWord[kind].get(hash);
    if (rules === undefined) this.byWord[kind].set(hash, [rule]);
    else if (!rules.includes(rule)) rules.push(rule);
  }
}

/** Beginnings and ends are looked up by at most so many letters. */
const LONGEST_ANCHOR = 12;

/** As `hashOn` gives it letter by letter. */
function signedHash(word: string): number {
  return hash32(word) | 0;
}

const TOLD_BY_CRIES: ReadonlySet<DangerClass> = new Set<DangerClass>(['violence', 'child-danger']);

function isGraver(rule: DangerRule, than: DangerRule): boolean {
  // "Help! He hits me": a cry for help is part of the violence, whose numbers begin with the emergency number too.
  if (TOLD_BY_CRIES.has(rule.class) && than.class === 'emergency') return true;
  if (TOLD_BY_CRIES.has(than.class) && rule.class === 'emergency') return false;
  if (rule.severity !== than.severity) return rule.severity === 'now';
  return DANGER_CLASSES.indexOf(rule.class) < DANGER_CLASSES.indexOf(than.class);
}
