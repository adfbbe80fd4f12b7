import { doubled } from './doubled.ts';
import { slotOf } from './feature-table.ts';

const FEWEST_SLOTS = 1 << 12;
/** Share of the slots from which on the table grows. */
const FULL = 0.6;

/**
 * Counts in how many texts each 32-bit feature is. Features get numbers in the order in which they are first met, so that the
 * frequent ones stand together; numbers are found by a hash table in a typed array, since the millions of features that only one
 * text has would cost minutes and gigabytes in a `Map`.
 */
export class FeatureCounts {
  private mask: number;
  /** A feature and its number plus one, side by side so that both come with one step into memory; 0 and 0 for an empty slot. */
  private slots: Uint32Array;
  private used = 0;
  /** By number. */
  private features: Uint32Array;
  /** By number: in how many texts it is, and the number of the last of them plus one. */
  private counts: Uint32Array;

  /** @param expected about how many features there will be; more are as welcome */
  constructor(expected: number) {
    let slots = FEWEST_SLOTS;
    while (slots * FULL < expected) slots *= 2;
    this.mask = slots - 1;
    this.slots = new Uint32Array(2 * slots);
    this.features = new Uint32Array(slots);
    this.counts = new Uint32Array(2 * slots);
  }

  /** The number of a feature, a new one for a new feature. */
  numberOf(feature: number): number {
    const { slots, mask } = this;
    let slot = slotOf(feature, mask);
    for (;;) {
      const number = slots[2 * slot + 1] as number;
      if (number === 0) break;
      if (slots[2 * slot] === feature) return number - 1;
      slot = (slot + 1) & mask;
    }
    slots[2 * slot] = feature;
    slots[2 * slot + 1] = this.used + 1;
    this.features[this.used] = feature;
    this.used += 1;
    if (this.used > (mask + 1) * FULL) this.growTable();
    return this.used - 1;
  }

  /** Counts a feature, by its number, once a text, however often it is told. Texts come one after the other. */
  add(number: number, text: number): void {
    const { counts } = this;
    if (counts[2 * number + 1] === text + 1) return;
    counts[2 * number] = (counts[2 * number] as number) + 1;
    counts[2 * number + 1] = text + 1;
  }

  /** The features of at least so many texts with their counts, the most frequent first; the same texts give the same order. */
  atLeast(least: number): { readonly feature: number; readonly count: number }[] {
    const found: { feature: number; count: number }[] = [];
    for (let number = 0; number < this.used; number += 1) {
      const count = this.counts[2 * number] as number;
      if (count >= least) found.push({ feature: this.features[number] as number, count });
    }
    // Equally frequent ones in the order of their slots: a table of them is then filled from its beginning to its end.
    const { mask } = this;
    return found.sort(
      (one, other) => other.count - one.count || slotOf(one.feature, mask) - slotOf(other.feature, mask),
    );
  }

  private growTable(): void {
    this.features = doubled(this.features, Uint32Array);
    this.counts = doubled(this.counts, Uint32Array);
    this.mask = this.mask * 2 + 1;
    this.slots = new Uint32Array(2 * (this.mask + 1));
    for (let number = 0; number < this.used; number += 1) {
      const feature = this.features[number] as number;
      let slot = slotOf(feature, this.mask);
      while (this.slots[2 * slot + 1] !== 0) slot = (slot + 1) & this.mask;
      this.slots[2 * slot] = feature;
      this.slots[2 * slot + 1] = number + 1;
    }
  }
}
