import type { CheckFacts } from '#areas/assets/check/procedure-module.ts';
import type { Surroundings } from './filled-in.ts';

/** Assets are looked at in between two attempts; now and then one is missing or not well kept. */
export const assetCheckSurroundings: Surroundings = {
  factsOf: (rng): CheckFacts => ({
    total: 3,
    open: rng.chance(0.3) ? 1 : 0,
    notWellManaged: rng.chance(0.2) ? 1 : 0,
    missing: rng.chance(0.1) ? 1 : 0,
  }),
};
