import { FeatureTable } from './feature-table.ts';
import { hashOn, hashStart, maskDigits, wordsIn } from './features.ts';
import { type NormalText, normalise } from './normalise.ts';

/** Concept ids with the forms by which a language says them; a form may end in `*`, any ending. */
export type ConceptForms = ReadonlyMap<string, readonly string[]>;

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
  private readonly shortened = new Map<string, readonly string[]>();
  private readonly whole: FormTable;
  private readonly stems: FormTable;
  /** Hashes of what the forms of several words begin with, the space behind included. */
  private readonly beginnings = new Set<number>();

  constructor(languages: readonly ConceptForms[] = [], abbreviations: readonly ReadonlyMap<string, string>[] = []) {
    const ids = new Map<string, number>();
    const whole: IdsByHash = new Map();
    const stems: IdsByHash = new Map();
    for (const concepts of languages) {
      for (const [concept, forms] of concepts) {
        const id = ids.get(concept) ?? ids.size;
        ids.set(concept, id);
        for (const form of forms) this.add(form, id, form.endsWith('*') ? stems : whole);
      }
    }
    this.whole = new FormTable(whole);
    this.stems = new FormTable(stems);
    this.size = ids.size;
    this.ids = [...ids.keys()];
    for (const table of abbreviations)
      for (const [short, long] of table)
        for (const word of wordsIn(normalise(long)))
          this.shortened.set(normalise(short), [...(this.shortened.get(normalise(short)) ?? []), word]);
  }

  read(text: NormalText): ReadText {
    const said = wordsIn(text);
    const written =
      this.shortened.size === 0 ? said : said.flatMap((word) => [word, ...(this.shortened.get(word) ?? [])]);
    // "112" and "3la" are told by their digits; only as features are numbers one and the same.
    return { words: written.map(maskDigits), concepts: this.find(written) };
  }

  /** Id of a concept by its number. */
  nameOf(concept: number): string {
    return this.ids[concept] ?? '';
  }

  private find(words: readonly string[]): number[] {
    const found: number[] = [];
    if (this.size === 0) return found;
    for (const [from, word] of words.entries()) {
      const before = found.length;
      this.findFrom(word, words, from, found);
      if (found.length > before) continue;
      const bare = withoutJoinedWords(word);
      if (bare !== undefined) this.findFrom(bare, words, from, found);
    }
    return found;
  }

  /** Reads on from a word letter by letter: every beginning costs one step of its hash and no new string. */
  private findFrom(first: string, words: readonly string[], from: number, found: number[]): void {
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
      this.whole.pushIds(this.whole.find(hash), found);
      this.stems.pushIds(stem, found);
      hash = hashOn(hash, SPACE);
      if (!this.beginnings.has(hash)) return;
    }
  }

  private add(form: string, id: number, table: IdsByHash): void {
    const text = normalise(form);
    if (text === '') return;
    let hash = hashStart();
    for (let at = 0; at < text.length; at += 1) {
      hash = hashOn(hash, text.charCodeAt(at));
      if (text.charCodeAt(at) === SPACE) this.beginnings.add(hash);
    }
    const known = table.get(hash);
    if (known === undefined) table.set(hash, [id]);
    else if (!known.includes(id)) known.push(id);
  }
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
const NO_FORM = -1;

type IdsByHash = Map<number, number[]>;

/** The concepts of each form by the form's hash, in typed arrays: some 60,000 forms then cost one megabyte. */
class FormTable {
  private readonly table: FeatureTable;
  /** Where each form's concepts begin; one more than there are forms. */
  private readonly offsets: Uint32Array;
  private readonly ids: Uint16Array;

  constructor(forms: IdsByHash) {
    this.table = new FeatureTable(Uint32Array.from(forms.keys()));
    this.ids = Uint16Array.from([...forms.values()].flat());
    this.offsets = new Uint32Array(forms.size + 1);
    let form = 0;
    for (const ids of forms.values()) {
      this.offsets[form + 1] = (this.offsets[form] as number) + ids.length;
      form += 1;
    }
  }

  /** The form with a hash, or `NO_FORM`. */
  find(hash: number): number {
    return this.table.positionOf(hash >>> 0);
  }

  /** Adds the concepts of a form, each but once in a row. */
  pushIds(form: number, found: number[]): void {
    if (form === NO_FORM) return;
    for (let at = this.offsets[form] as number; at < (this.offsets[form + 1] as number); at += 1) {
      const id = this.ids[at] as number;
      if (found.at(-1) !== id) found.push(id);
    }
  }
}
