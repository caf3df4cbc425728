import type { LeakageFacts } from '#areas/operations/data-leakage/functions.ts';
import { dataLeakage } from '#areas/operations/data-leakage/procedure.ts';
import type { SpecificationFacts } from '#areas/operations/data-leakage/specification/functions.ts';
import { filledIn, type Surroundings } from './filled-in.ts';

/** Some rules allow on conditions; who confirms mostly says whether they were kept. */
export const leakageSurroundings: Surroundings = {
  factsOf: (rng): LeakageFacts => ({
    onConditions: rng.chance(0.5) ? ['SENSITIVE share', 'LIMITED process'] : [],
  }),
  fieldsOf: (rng, action, { now }) =>
    filledIn(dataLeakage, rng, action, now, {
      ...(rng.chance(0.8) ? { conditionsKept: rng.chance(0.5) } : {}),
    }),
};

/** A document is approved and distributed in between two attempts, a new one after each review. */
export const specificationSurroundings: Surroundings = {
  factsOf: (rng): SpecificationFacts => ({
    distributed: rng.chance(0.7) ? `document-${rng.int(1_000_000)}` : null,
  }),
};
