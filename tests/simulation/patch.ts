import type { PatchFacts, TargetState } from '#areas/operations/patch/facts.ts';
import { patch } from '#areas/operations/patch/procedure.ts';
import type { Rng } from '#engine/random.ts';
import { daysAfter, filledIn, type Surroundings } from './filled-in.ts';

const verifiedSometimes: readonly TargetState[] = [
  'verified',
  'verified',
  'verified',
  'contradicted',
];

function targetsIn(rng: Rng, state: string): TargetState[] {
  switch (state) {
    case 'prioritised':
      return ['waiting', 'waiting'];
    case 'in-change':
      return ['in-change', 'reported'];
    case 'verifying':
      if (rng.chance(0.05)) return ['released', 'released'];
      return rng.chance(0.3) ? ['reported', 'verified'] : [rng.pick(verifiedSometimes), 'verified'];
    case 'contradicted':
      return ['contradicted', 'verified'];
    default:
      return [];
  }
}

/** Inventories come in between two attempts, and verify most of the time; exceptions are there now and then. */
export const patchSurroundings: Surroundings = {
  factsOf: (rng, record): PatchFacts => ({
    targets: targetsIn(rng, record.state).map((state, index) => ({
      id: `target-${index}`,
      asset: `asset-${index}`,
      state,
    })),
    exceptionUntil: rng.chance(0.5) ? '2999-01-01T00:00:00.000Z' : null,
  }),
  fieldsOf: (rng, action, { now }) =>
    filledIn(patch, rng, action, now, {
      reviewBy: daysAfter(now, 1 + rng.int(60)),
      ...(rng.chance(0.7) ? { priorityReason: 'Known in the field' } : {}),
    }),
};
