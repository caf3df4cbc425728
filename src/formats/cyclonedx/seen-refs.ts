/** Beyond this many references duplicates are no longer looked for: memory stays below 64 MiB. */
const MAX_ENTRIES = 4_000_000;

/**
 * Remembers which references were seen, by 64 bits of hash in 16 bytes or less: a million of them cost 16 MiB where a
 * Set of strings costs a hundred.
 */
export class SeenRefs {
  #slots = new Uint32Array(2 * 1024);
  #count = 0;

  /** True when the reference was there before. */
  addAndCheck(ref: string): boolean {
    if (this.#count >= MAX_ENTRIES) return false;
    let low = 0x811c9dc5;
    let high = 0x9747b28c;
    for (let k = 0; k < ref.length; k += 1) {
      const unit = ref.charCodeAt(k);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit, 0x5bd1e995) + k;
    }
    // Zero marks an empty slot.
    low = (low ^ (low >>> 15)) >>> 0 || 1;
    high >>>= 0;
    if (this.#place(this.#slots, low, high)) return true;
    this.#count += 1;
    if (this.#count * 4 > this.#slots.length) this.#grow();
    return false;
  }

  #place(slots: Uint32Array, low: number, high: number): boolean {
    const mask = slots.length / 2 - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const found = slots[slot * 2];
      if (found === 0) {
        slots[slot * 2] = low;
        slots[slot * 2 + 1] = high;
        return false;
      }
      if (found === low && slots[slot * 2 + 1] === high) return true;
    }
  }

  #grow(): void {
    const larger = new Uint32Array(this.#slots.length * 2);
    for (let at = 0; at < this.#slots.length; at += 2) {
      const low = this.#slots[at] as number;
      if (low !== 0) this.#place(larger, low, this.#slots[at + 1] as number);
    }
    this.#slots = larger;
  }
}
