import { maskDigits, wordsIn } from './features.ts';
import { normalise } from './normalise.ts';

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
  private readonly whole = new Map<string, number[]>();
  private readonly stems = new Map<string, number[]>();

  constructor(languages: readonly ConceptForms[] = [], abbreviations: readonly ReadonlyMap<string, string>[] = []) {
    const ids = new Map<string, number>();
    for (const concepts of languages) {
      for (const [concept, forms] of concepts) {
        const id = ids.get(concept) ?? ids.size;
        ids.set(concept, id);
        for (const form of forms) this.add(form, id);
      }
    }
    this.size = ids.size;
    this.ids = [...ids.keys()];
    for (const table of abbreviations)
      for (const [short, long] of table)
        for (const word of wordsIn(long))
          this.shortened.set(normalise(short), [...(this.shortened.get(normalise(short)) ?? []), word]);
  }

  read(text: string): ReadText {
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
    for (let from = 0; from < words.length; from += 1) {
      let said = '';
      for (let count = 1; count <= LONGEST_FORM && from + count <= words.length; count += 1) {
        const word = words[from + count - 1] ?? '';
        const before = said;
        said = count === 1 ? word : `${said} ${word}`;
        push(found, this.whole.get(said));
        for (let length = Math.min(word.length, LONGEST_STEM); length >= SHORTEST_STEM; length -= 1) {
          const stem = this.stems.get(count === 1 ? word.slice(0, length) : `${before} ${word.slice(0, length)}`);
          if (stem === undefined) continue;
          push(found, stem);
          break;
        }
      }
    }
    return found;
  }

  private add(form: string, id: number): void {
    const isStem = form.endsWith('*');
    const normal = normalise(form);
    if (normal === '') return;
    const table = isStem ? this.stems : this.whole;
    const known = table.get(normal);
    if (known === undefined) table.set(normal, [id]);
    else if (!known.includes(id)) known.push(id);
  }
}

const LONGEST_STEM = 16;

function push(found: number[], ids: readonly number[] | undefined): void {
  if (ids !== undefined) for (const id of ids) if (found.at(-1) !== id) found.push(id);
}
