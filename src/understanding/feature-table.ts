/** A hash table from 32-bit features to their positions, in two typed arrays: a million entries cost 16 MB, not 60. */
export class FeatureTable {
  private readonly mask: number;
  /** A feature and its position plus one, side by side so that both come with one step into memory; 0 and 0 for an empty slot. */
  private readonly entries: Uint32Array;

  /** @param features each at its position */
  constructor(features: Uint32Array) {
    let slots = 1;
    while (slots < features.length * LOAD) slots *= 2;
    this.mask = slots - 1;
    this.entries = new Uint32Array(2 * slots);
    for (let position = 0; position < features.length; position += 1) {
      const feature = features[position] as number;
      let slot = slotOf(feature, this.mask);
      while (this.entries[2 * slot + 1] !== 0) slot = (slot + 1) & this.mask;
      this.entries[2 * slot] = feature;
      this.entries[2 * slot + 1] = position + 1;
    }
  }

  /** The position of a feature, or -1. */
  positionOf(feature: number): number {
    let slot = slotOf(feature, this.mask);
    for (;;) {
      const position = this.entries[2 * slot + 1] as number;
      if (position === 0 || this.entries[2 * slot] === feature) return position - 1;
      slot = (slot + 1) & this.mask;
    }
  }
}

/** Where the search for a feature begins in a table of `mask` + 1 slots, a power of two. */
export function slotOf(feature: number, mask: number): number {
  return (Math.imul(feature, 0x9e3779b1) >>> 7) & mask;
}

/** Slots for each entry, at least: searches stay short. */
const LOAD = 1.25;
