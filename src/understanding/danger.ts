import { hash32, hashOn, hashStart } from './features.ts';
import type { Anchor, Pattern, PatternPart } from './pattern.ts';

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

export function raises(rule: DangerRule, paddedText: string): boolean {
  return rule.pattern.matches(paddedText) && !isExcepted(rule, paddedText);
}

function isExcepted({ unless }: DangerRule, paddedText: string): boolean {
  return unless.some((exception) => exception.matches(paddedText));
}

/** One of the outermost alternatives of a rule. */
interface RulePart {
  readonly rule: DangerRule;
  readonly part: PatternPart;
}

/**
 * All rules of all languages, tried on every message: a parent in distress mixes languages, and the language of a short text is
 * uncertain. Their parts are kept by the words they need, so that a message meets only the few that could match.
 */
export class DangerRules {
  private readonly parts: readonly RulePart[];
  /** Parts of which a word may stand inside another: tried when the message holds the letters of one of their words. */
  private readonly byLetters: { readonly part: number; readonly words: readonly string[] }[] = [];
  /** By the hash of a word, of its beginning, or of its end read backwards: a part that chance brings along does not match. */
  private readonly byWord: Readonly<Record<'whole' | 'beginning' | 'end', Map<number, Need[]>>> = {
    whole: new Map(),
    beginning: new Map(),
    end: new Map(),
  };
  /** By part: its groups, a bit each, and those that the message read has met; zeros in between. */
  private readonly wanted: Uint8Array;
  private readonly met: Uint8Array;

  constructor(rules: readonly DangerRule[]) {
    this.parts = rules.flatMap((rule) => rule.pattern.parts.map((part) => ({ rule, part })));
    this.wanted = new Uint8Array(this.parts.length);
    this.met = new Uint8Array(this.parts.length);
    for (const [number, { part }] of this.parts.entries()) this.add(number, part);
  }

  /**
   * The gravest danger in a message, or null.
   *
   * @param paddedText the message as `padded()` gives it
   */
  find(paddedText: string): Danger | null {
    let gravest: DangerRule | null = null;
    for (const number of this.worthTrying(paddedText)) {
      const { rule, part } = this.parts[number] as RulePart;
      if (gravest !== null && !isGraver(rule, gravest)) continue;
      if (part.matches(paddedText) && !isExcepted(rule, paddedText)) gravest = rule;
    }
    return gravest === null ? null : { class: gravest.class, severity: gravest.severity, rule: gravest.id };
  }

  private worthTrying(paddedText: string): number[] {
    const { whole, beginning, end } = this.byWord;
    const touched: number[] = [];
    const meet = (needs: readonly Need[] | undefined): void => {
      if (needs === undefined) return;
      for (const { part, group } of needs) {
        if (this.met[part] === 0) touched.push(part);
        this.met[part] = (this.met[part] as number) | group;
      }
    };
    for (const word of paddedText.trim().split(' ')) {
      meet(whole.get(signedHash(word)));
      const longest = Math.min(word.length, LONGEST_ANCHOR);
      let forwards = hashStart();
      let backwards = hashStart();
      for (let at = 0; at < longest; at += 1) {
        forwards = hashOn(forwards, word.charCodeAt(at));
        backwards = hashOn(backwards, word.charCodeAt(word.length - 1 - at));
        meet(beginning.get(forwards));
        meet(end.get(backwards));
      }
    }
    const found = touched.filter((part) => this.met[part] === this.wanted[part]);
    for (const part of touched) this.met[part] = 0;
    for (const { part, words } of this.byLetters) if (words.some((word) => paddedText.includes(word))) found.push(part);
    return found;
  }

  private add(number: number, { needs }: PatternPart): void {
    const inWords = needs.filter((anchors) => anchors.every(({ kind }) => kind !== 'inside')).slice(0, MOST_GROUPS);
    // A part that needs no word at all is tried on every message.
    if (inWords.length === 0) this.byLetters.push({ part: number, words: needs[0]?.map(({ word }) => word) ?? [''] });
    for (const [group, anchors] of inWords.entries()) {
      this.wanted[number] = (this.wanted[number] as number) | (1 << group);
      for (const { word, kind } of anchors) this.addUnder(word, kind, { part: number, group: 1 << group });
    }
  }

  private addUnder(word: string, kind: Anchor['kind'], need: Need): void {
    if (kind === 'inside') return;
    const read = kind === 'end' ? word.split('').reverse().join('') : word;
    const hash = signedHash(kind === 'whole' ? read : read.slice(0, LONGEST_ANCHOR));
    const needs = this.byWord[kind].get(hash);
    if (needs === undefined) this.byWord[kind].set(hash, [need]);
    else if (!needs.some(({ part, group }) => part === need.part && group === need.group)) needs.push(need);
  }
}

/** A group of words, one bit, that a part needs a word of. */
interface Need {
  readonly part: number;
  readonly group: number;
}

/** Of the rarest groups; the words of others are too common to tell much. */
const MOST_GROUPS = 3;

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
