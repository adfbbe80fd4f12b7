/** A hash table from 32-bit features to their positions, in two typed arrays: a million entries cost 16 MB, not 60. */
export class FeatureTable {
  private readonly mask: number;
  private readonly keys: Uint32Array;
  /** Position plus one; 0 for an empty slot. */
  private readonly positions: Uint32Array;

  /** @param features each at its position */
  constructor(features: Uint32Array) {
    let slots = 1;
    while (slots < features.length * LOAD) slots *= 2;
    this.mask = slots - 1;
    this.keys = new Uint32Array(slots);
    this.positions = new Uint32Array(slots);
    for (let position = 0; position < features.length; position += 1) {
      const feature = features[position] as number;
      let slot = slotOf(feature, this.mask);
      while (this.positions[slot] !== 0) slot = (slot + 1) & this.mask;
      this.keys[slot] = feature;
      this.positions[slot] = position + 1;
    }
  }

  /** The position of a feature, or -1. */
  positionOf(feature: number): number {
    let slot = slotOf(feature, this.mask);
    for (;;) {
      const position = this.positions[slot] as number;
      if (position === 0) return -1;
      if (this.keys[slot] === feature) return position - 1;
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
