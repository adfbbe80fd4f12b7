import { normalise } from './normalise.ts';

/**
 * A pattern that reviewers can read: words with a few signs, matched anywhere in a message, word by word.
 *
 * | sign | meaning |
 * |---|---|
 * | `(a\|b c)` | one of these |
 * | `[a\|b]` | one of these, or nothing |
 * | `word*`, `*word` | a word that begins, or ends, this way |
 * | `..` | up to three words of any kind, or none |
 * | `...` | up to six words of any kind, or none |
 * | `^`, `$` | the message begins, or ends, here |
 *
 * @example compilePattern('(il|mon ex) .. (frappe|tape)').matches(' mon ex me frappe ') === true
 */
export interface Pattern {
  /** @param paddedText a message as `padded()` gives it */
  matches(paddedText: string): boolean;
  /** Its outermost alternatives: it matches where one of them does. */
  readonly parts: readonly PatternPart[];
}

export interface PatternPart {
  matches(paddedText: string): boolean;
  /**
   * Groups of words: a message that holds no word of one of them cannot match. The rarest first; none when any message may match.
   * With thousands of parts this decides nearly all of them without a try.
   */
  readonly needs: readonly (readonly Anchor[])[];
}

export interface Anchor {
  readonly word: string;
  readonly kind: 'whole' | 'beginning' | 'end' | 'inside';
}

/** A pattern that cannot be read; the message says which and why. */
export class PatternError extends Error {}

/** Text as patterns want it: in normal form, one space before and after. */
export function padded(text: string): string {
  return ` ${normalise(text)} `;
}

/** Compiles a pattern. Throws {@link PatternError} when brackets do not pair or nothing would have to match. */
export function compilePattern(source: string): Pattern {
  const signs = source.match(/\.{2,3}|[()[\]|^$]|[^\s()[\]|^$]+/g) ?? [];
  const parts = new PatternReader(signs, source).readAll().map((sequence) => partOf(sequence, source));
  return { matches: (paddedText) => parts.some((part) => part.matches(paddedText)), parts };
}

function partOf(sequence: Sequence, source: string): PatternPart {
  const regex = new RegExp(`${sourceOf(sequence)}(?= )`, 'u');
  const needs = needsOf(sequence);
  if (needs.length === 0 && regex.test('  '))
    throw new PatternError(`pattern "${source}" matches an empty message: give it a word`);
  return { matches: (paddedText) => regex.test(paddedText), needs };
}

type Sequence = readonly Item[];
type Item =
  | { readonly is: 'word'; readonly words: string; readonly kind: Anchor['kind'] }
  | { readonly is: 'choice'; readonly alternatives: readonly Sequence[]; readonly optional: boolean }
  | { readonly is: 'sign'; readonly regex: string };

const SIGNS: Readonly<Record<string, string>> = {
  '..': '(?: [^ ]+){0,3}',
  '...': '(?: [^ ]+){0,6}',
  '^': '(?<![^])',
  $: '(?= $)',
};

class PatternReader {
  private at = 0;
  private readonly signs: readonly string[];
  private readonly source: string;

  constructor(signs: readonly string[], source: string) {
    this.signs = signs;
    this.source = source;
  }

  readAll(): Sequence[] {
    const alternatives = this.readAlternatives();
    if (this.at < this.signs.length) throw this.unpaired();
    return alternatives;
  }

  private readAlternatives(): Sequence[] {
    const alternatives = [this.readSequence()];
    while (this.signs[this.at] === '|') {
      this.at += 1;
      alternatives.push(this.readSequence());
    }
    return alternatives;
  }

  private readSequence(): Sequence {
    const items: Item[] = [];
    for (let sign = this.signs[this.at]; sign !== undefined; sign = this.signs[this.at]) {
      if (sign === '|' || sign === ')' || sign === ']') break;
      this.at += 1;
      items.push(this.readItem(sign));
    }
    return items;
  }

  private readItem(sign: string): Item {
    if (sign === '(') return this.readGroup(')', false);
    if (sign === '[') return this.readGroup(']', true);
    const regex = SIGNS[sign];
    return regex === undefined ? this.readWord(sign) : { is: 'sign', regex };
  }

  private readGroup(close: string, optional: boolean): Item {
    const alternatives = this.readAlternatives();
    if (this.signs[this.at] !== close) throw this.unpaired();
    this.at += 1;
    return { is: 'choice', alternatives, optional };
  }

  private readWord(sign: string): Item {
    const words = normalise(sign);
    if (/[^*]\*[^*]/.test(sign))
      throw new PatternError(`pattern "${this.source}": a star may only begin or end "${sign}"`);
    if (words === '') throw new PatternError(`pattern "${this.source}": "${sign}" holds no letter`);
    const open = [sign.startsWith('*'), sign.endsWith('*')];
    const kind = open[0] ? (open[1] ? 'inside' : 'end') : open[1] ? 'beginning' : 'whole';
    return { is: 'word', words, kind };
  }

  private unpaired(): PatternError {
    return new PatternError(`pattern "${this.source}": brackets do not pair near sign ${this.at + 1}`);
  }
}

function sourceOf(sequence: Sequence): string {
  return sequence.map(sourceOfItem).join('');
}

function sourceOfItem(item: Item): string {
  switch (item.is) {
    case 'sign':
      return item.regex;
    case 'word': {
      const before = item.kind === 'end' || item.kind === 'inside' ? '[^ ]*' : '';
      const after = item.kind === 'beginning' || item.kind === 'inside' ? '[^ ]*' : '';
      return ` ${before}${item.words}${after}`;
    }
    case 'choice':
      return `(?:${item.alternatives.map(sourceOf).join('|')})${item.optional ? '?' : ''}`;
  }
}

/** A group for each item that must be there; the longer its shortest word, the rarer it is. */
function needsOf(sequence: Sequence): (readonly Anchor[])[] {
  return sequence.flatMap(needsOfItem).sort((one, other) => shortest(other) - shortest(one));
}

function needsOfItem(item: Item): (readonly Anchor[])[] {
  if (item.is === 'sign') return [];
  if (item.is === 'word') return [[anchorOfWords(item.words.split(' '), item.kind)]];
  if (item.optional) return [];
  // Whichever alternative is there, so is a word of its first group, of its second, and so on.
  const ofEach = item.alternatives.map(needsOf);
  const groups = Math.min(...ofEach.map(({ length }) => length));
  return Array.from({ length: groups }, (_, group) => ofEach.flatMap((needs) => needs[group] ?? []));
}

/** Of "d abord*" the word to look for is "abord" as a beginning; words in the middle are whole. */
function anchorOfWords(words: readonly string[], kind: Anchor['kind']): Anchor {
  const anchors = words.map((word, index): Anchor => {
    const opensBefore = index === 0 && (kind === 'end' || kind === 'inside');
    const opensAfter = index === words.length - 1 && (kind === 'beginning' || kind === 'inside');
    return { word, kind: opensBefore ? (opensAfter ? 'inside' : 'end') : opensAfter ? 'beginning' : 'whole' };
  });
  return anchors.reduce((one, other) => (other.word.length > one.word.length ? other : one));
}

function shortest(anchors: readonly Anchor[]): number {
  return Math.min(...anchors.map(({ word }) => word.length));
}
