import { hashOn, hashStart, maskDigits, wordsIn } from './features.ts';
import { type Claim, type ClaimsByHash, FormTable, NO_FORM } from './form-table.ts';
import { type NormalText, normalise } from './normalise.ts';

/** Concept ids with the forms by which a language says them, as {@link formOf} gives them. */
export type ConceptForms = ReadonlyMap<string, readonly string[]>;

/** A form in normal form; a star at its end, any ending, is kept. */
export function formOf(text: string): string {
  return normalise(text) + (text.endsWith('*') ? '*' : '');
}

/**
 * Words that say nothing by themselves. They tell the language of a text, and that "the" in English is not the French tea; to what
 * is learnt they are no concept.
 */
const SMALL_WORD = 'small-word';
const LONGEST_FORM = 3;
/** Shorter beginnings would begin unrelated words. */
const SHORTEST_STEM = 3;

/** A text as features are made of it. */
export interface ReadText {
  /** Words in normal form, what is shortened written out beside it. */
  readonly words: readonly string[];
  /** Numbers of the concepts, in the text's order; a concept said twice stands twice. */
  readonly concepts: readonly number[];
}

/**
 * The words that people shorten, and the concepts of the domain in the words of every language: what was learnt in one
 * language serves the others.
 */
export class Glossary {
  readonly size: number;
  private readonly ids: readonly string[];
  private readonly silent: number;
  private readonly shortened = new Map<string, readonly string[]>();
  private readonly whole: FormTable;
  private readonly stems: FormTable;
  /** Hashes of what the forms of several words begin with, the space behind included. */
  private readonly beginnings = new Set<number>();

  constructor(languages: readonly ConceptForms[] = [], abbreviations: readonly ReadonlyMap<string, string>[] = []) {
    const ids = new Map<string, number>();
    const whole: ClaimsByHash = new Map();
    const stems: ClaimsByHash = new Map();
    for (const [number, concepts] of languages.entries()) {
      for (const [concept, forms] of concepts) {
        const id = ids.get(concept) ?? ids.size;
        ids.set(concept, id);
        for (const form of forms) this.add(form, { id, languages: 1 << number }, form.endsWith('*') ? stems : whole);
      }
    }
    this.whole = new FormTable(whole);
    this.stems = new FormTable(stems);
    this.size = ids.size;
    this.ids = [...ids.keys()];
    this.silent = ids.get(SMALL_WORD) ?? -1;
    for (const table of abbreviations)
      for (const [short, long] of table)
        for (const word of wordsIn(normalise(long)))
          this.shortened.set(normalise(short), [...(this.shortened.get(normalise(short)) ?? []), word]);
  }

  read(text: NormalText): ReadText {
    const written: string[] = [];
    for (const word of wordsIn(text)) {
      written.push(word);
      const long = this.shortened.get(word);
      if (long !== undefined) written.push(...long);
    }
    // "112" and "3la" are told by their digits; only as features are numbers one and the same.
    return { words: written.map(maskDigits), concepts: this.find(written) };
  }

  /** Id of a concept by its number. */
  nameOf(concept: number): string {
    return this.ids[concept] ?? '';
  }

  /**
   * "Kan" is "can" to a Dutch ear and "blood" to a Turkish one: a form means what it means in the language that has most words
   * of the text, and what it means anywhere only where that language does not have it.
   */
  private find(words: readonly string[]): number[] {
    if (this.size === 0) return [];
    const matches: number[] = [];
    const wordsOf = new Uint16Array(MOST_LANGUAGES);
    for (const [from, word] of words.entries()) {
      const before = matches.length;
      this.match(word, words, from, matches);
      if (matches.length === before) {
        const bare = withoutJoinedWords(word);
        if (bare !== undefined) this.match(bare, words, from, matches);
      }
      let languages = 0;
      for (let at = before; at < matches.length; at += 1) languages |= this.languagesOf(matches[at] as number);
      for (let number = 0; languages !== 0; number += 1, languages >>>= 1)
        wordsOf[number] = (wordsOf[number] as number) + (languages & 1);
    }
    const spoken = likeliestIn(wordsOf);
    const found: number[] = [];
    for (const form of matches)
      if (form < 0) this.stems.pushConcepts(~form, spoken, this.silent, found);
      else this.whole.pushConcepts(form, spoken, this.silent, found);
    return found;
  }

  /** Reads on from a word letter by letter: every beginning costs one step of its hash and no new string. */
  private match(first: string, words: readonly string[], from: number, matches: number[]): void {
    let hash = hashStart();
    for (let next = from; next < words.length && next < from + LONGEST_FORM; next += 1) {
      const word = next === from ? first : (words[next] as string);
      let stem = NO_FORM;
      for (let at = 0; at < word.length; at += 1) {
        hash = hashOn(hash, word.charCodeAt(at));
        if (at + 1 < SHORTEST_STEM) continue;
        const longer = this.stems.find(hash);
        if (longer !== NO_FORM) stem = longer;
      }
      const whole = this.whole.find(hash);
      if (whole !== NO_FORM) matches.push(whole);
      if (stem !== NO_FORM) matches.push(~stem);
      hash = hashOn(hash, SPACE);
      if (!this.beginnings.has(hash)) return;
    }
  }

  private languagesOf(form: number): number {
    return form < 0 ? this.stems.languagesOf(~form) : this.whole.languagesOf(form);
  }

  private add(form: string, claim: Claim, table: ClaimsByHash): void {
    const length = form.endsWith('*') ? form.length - 1 : form.length;
    if (length === 0) return;
    let hash = hashStart();
    for (let at = 0; at < length; at += 1) {
      hash = hashOn(hash, form.charCodeAt(at));
      if (form.charCodeAt(at) === SPACE) this.beginnings.add(hash);
    }
    const claims = table.get(hash);
    if (claims === undefined) table.set(hash, [claim]);
    else {
      const same = claims.find(({ id }) => id === claim.id);
      if (same === undefined) claims.push(claim);
      else same.languages |= claim.languages;
    }
  }
}

/** The languages, a bit each, that have the most words of a text; several when they have as many. */
function likeliestIn(wordsOf: Uint16Array): number {
  let most = 0;
  let languages = 0;
  for (let number = 0; number < wordsOf.length; number += 1) {
    const words = wordsOf[number] as number;
    if (words > most) {
      most = words;
      languages = 0;
    }
    if (words === most) languages |= 1 << number;
  }
  return languages;
}

/** "And", "with", "to", "the": Arabic writes them and the word behind them as one. */
const JOINED_WORDS = /^(?:[وف]?(?:[بكع]?ال|لل)(?=..)|(?:[وف][بلك]?|[بلك])(?=...))/;
const FIRST_ARABIC = 0x0600;
const LAST_ARABIC = 0x06ff;

/** An Arabic word without the small words joined to its front; undefined when there are none, or too little remains. */
function withoutJoinedWords(word: string): string | undefined {
  const first = word.charCodeAt(0);
  if (first < FIRST_ARABIC || first > LAST_ARABIC) return undefined;
  const bare = word.replace(JOINED_WORDS, '');
  return bare === word ? undefined : bare;
}

const SPACE = 32;

/** One bit each. */
const MOST_LANGUAGES = 31;
