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
 * @example compilePattern('(il|mon ex) .. (frappe|tape)')(' mon ex me frappe ') === true
 */
export type Matcher = (paddedText: string) => boolean;

/** A pattern that cannot be read; the message says which and why. */
export class PatternError extends Error {}

/** Text as the matchers want it: in normal form, one space before and after. */
export function padded(text: string): string {
  return ` ${normalise(text)} `;
}

/** Compiles a pattern. Throws {@link PatternError} when brackets do not pair or nothing would have to match. */
export function compilePattern(pattern: string): Matcher {
  const signs = pattern.match(/\.{2,3}|[()[\]|^$]|[^\s()[\]|^$]+/g) ?? [];
  const reader = new PatternReader(signs, pattern);
  const regex = new RegExp(`${reader.readAll()}(?= )`, 'u');
  if (regex.test('  ')) throw new PatternError(`pattern "${pattern}" matches an empty message: give it a word`);
  return (paddedText) => regex.test(paddedText);
}

class PatternReader {
  private at = 0;
  private readonly signs: readonly string[];
  private readonly pattern: string;

  constructor(signs: readonly string[], pattern: string) {
    this.signs = signs;
    this.pattern = pattern;
  }

  readAll(): string {
    const source = this.readAlternatives();
    if (this.at < this.signs.length) throw this.unpaired();
    return source;
  }

  private readAlternatives(): string {
    const alternatives = [this.readSequence()];
    while (this.signs[this.at] === '|') {
      this.at += 1;
      alternatives.push(this.readSequence());
    }
    return alternatives.length === 1 ? (alternatives[0] ?? '') : `(?:${alternatives.join('|')})`;
  }

  private readSequence(): string {
    let source = '';
    for (let sign = this.signs[this.at]; sign !== undefined; sign = this.signs[this.at]) {
      if (sign === '|' || sign === ')' || sign === ']') break;
      this.at += 1;
      source += this.readItem(sign);
    }
    return source;
  }

  private readItem(sign: string): string {
    switch (sign) {
      case '(':
        return `(?:${this.readGroup(')')})`;
      case '[':
        return `(?:${this.readGroup(']')})?`;
      case '..':
        return '(?: [^ ]+){0,3}';
      case '...':
        return '(?: [^ ]+){0,6}';
      case '^':
        return '(?<![^])';
      case '$':
        return '(?= $)';
      default:
        return this.readWord(sign);
    }
  }

  private readGroup(close: string): string {
    const source = this.readAlternatives();
    if (this.signs[this.at] !== close) throw this.unpaired();
    this.at += 1;
    return source;
  }

  private readWord(sign: string): string {
    const words = normalise(sign);
    if (words === '') throw new PatternError(`pattern "${this.pattern}": "${sign}" holds no letter`);
    const before = sign.startsWith('*') ? '[^ ]*' : '';
    const after = sign.endsWith('*') ? '[^ ]*' : '';
    return ` ${before}${words}${after}`;
  }

  private unpaired(): PatternError {
    return new PatternError(`pattern "${this.pattern}": brackets do not pair near sign ${this.at + 1}`);
  }
}
