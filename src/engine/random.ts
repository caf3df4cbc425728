/** Numbers that are random to a simulation and the same for the same seed. */
export interface Rng {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `end`. */
  int(end: number): number;
  chance(probability: number): boolean;
  /** @throws RangeError when there is nothing to pick from. */
  pick<T>(values: readonly T[]): T;
}

/** Generator of a seed and a stream (sfc32): histories of one simulation have streams of their own. */
export function rngOf(seed: number, stream: number): Rng {
  let a = seed | 0;
  let b = (seed / 2 ** 32) | 0;
  let c = stream | 0;
  let counter = 1;
  const word = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  // The first words still show the seed.
  for (let i = 0; i < 15; i += 1) word();
  const next = () => word() / 2 ** 32;
  return {
    next,
    int: (end) => Math.floor(next() * end),
    chance: (probability) => next() < probability,
    pick: (values) => {
      if (values.length === 0) throw new RangeError('nothing to pick from');
      return values[Math.floor(next() * values.length)] as (typeof values)[number];
    },
  };
}
