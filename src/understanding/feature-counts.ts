import { slotOf } from './feature-table.ts';

const FIRST_SLOTS = 1 << 16;
/** Share of the slots from which on the table grows. */
const FULL = 0.6;

/**
 * Counts in how many texts each 32-bit feature is: a hash table in typed arrays, since the millions of features that only one text
 * has would cost minutes and gigabytes in a `Map`.
 */
export class FeatureCounts {
  private used = 0;
  private mask = FIRST_SLOTS - 1;
  private keys = new Uint32Array(FIRST_SLOTS);
  /** 0 for an empty slot. */
  private counts = new Uint32Array(FIRST_SLOTS);
  /** Number of the last text that has the feature. */
  private texts = new Uint32Array(FIRST_SLOTS);

  /** Counts a feature once a text, however often it is told. Texts come one after the other. */
  add(feature: number, text: number): void {
    let slot = slotOf(feature, this.mask);
    while (this.counts[slot] !== 0 && this.keys[slot] !== feature) slot = (slot + 1) & this.mask;
    const count = this.counts[slot] as number;
    if (count !== 0 && this.texts[slot] === text) return;
    this.keys[slot] = feature;
    this.texts[slot] = text;
    this.counts[slot] = count + 1;
    if (count !== 0) return;
    this.used += 1;
    if (this.used > this.keys.length * FULL) this.grow();
  }

  /** The features of at least so many texts with their counts, the most frequent first; the same texts give the same order. */
  atLeast(least: number): { readonly feature: number; readonly count: number }[] {
    const found: { feature: number; count: number }[] = [];
    for (const [slot, count] of this.counts.entries())
      if (count !== 0 && count >= least) found.push({ feature: this.keys[slot] as number, count });
    return found.sort((one, other) => other.count - one.count);
  }

  private grow(): void {
    const { keys, counts, texts } = this;
    const slots = keys.length * 2;
    this.mask = slots - 1;
    this.keys = new Uint32Array(slots);
    this.counts = new Uint32Array(slots);
    this.texts = new Uint32Array(slots);
    for (let old = 0; old < keys.length; old += 1) {
      if (counts[old] === 0) continue;
      let slot = slotOf(keys[old] as number, this.mask);
      while (this.counts[slot] !== 0) slot = (slot + 1) & this.mask;
      this.keys[slot] = keys[old] as number;
      this.counts[slot] = counts[old] as number;
      this.texts[slot] = texts[old] as number;
    }
  }
}
