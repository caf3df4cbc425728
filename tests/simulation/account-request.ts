import type { RequestFacts } from '#areas/organisation/account-requests/functions.ts';
import type { Surroundings } from './filled-in.ts';

/** Nobody stands in for anybody; now and then another office owns the role. */
export const accountRequestSurroundings: Surroundings = {
  factsOf: (rng): RequestFacts => ({
    ownedBy: rng.chance(0.1) ? 'liso' : null,
    standsFor: [null],
  }),
};
