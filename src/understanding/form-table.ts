import { FeatureTable } from './feature-table.ts';

export const NO_FORM = -1;

/** A concept that a form says, and the languages in which it does, a bit each. */
export interface Claim {
  readonly id: number;
  languages: number;
}
export type ClaimsByHash = Map<number, Claim[]>;

/** The concepts of each form by the form's hash, in typed arrays: some 200,000 forms then cost a few megabytes. */
export class FormTable {
  private readonly table: FeatureTable;
  /** Where each form's claims begin; one more than there are forms. */
  private readonly offsets: Uint32Array;
  private readonly ids: Uint16Array;
  private readonly languages: Uint32Array;

  constructor(forms: ClaimsByHash) {
    const claims = [...forms.values()].flat();
    this.table = new FeatureTable(Uint32Array.from(forms.keys()));
    this.ids = Uint16Array.from(claims, ({ id }) => id);
    this.languages = Uint32Array.from(claims, ({ languages }) => languages);
    this.offsets = new Uint32Array(forms.size + 1);
    let form = 0;
    for (const { length } of forms.values()) {
      this.offsets[form + 1] = (this.offsets[form] as number) + length;
      form += 1;
    }
  }

  /** The form with a hash, or {@link NO_FORM}. */
  find(hash: number): number {
    return this.table.positionOf(hash >>> 0);
  }

  /** The languages that have a form, a bit each. */
  languagesOf(form: number): number {
    let languages = 0;
    for (let at = this.offsets[form] as number; at < (this.offsets[form + 1] as number); at += 1)
      languages |= this.languages[at] as number;
    return languages;
  }

  /**
   * Adds the concepts that a form says in some languages, or where it is in none of these, in any; each but once in a row.
   *
   * @param silent the concept that is never added
   */
  pushConcepts(form: number, spoken: number, silent: number, found: number[]): void {
    const isSpoken = (this.languagesOf(form) & spoken) !== 0;
    for (let at = this.offsets[form] as number; at < (this.offsets[form + 1] as number); at += 1) {
      if (isSpoken && ((this.languages[at] as number) & spoken) === 0) continue;
      const id = this.ids[at] as number;
      if (id !== silent && found.at(-1) !== id) found.push(id);
    }
  }
}
