import {
  type CheckedItem,
  type ConfigurationCheckFacts,
  noCheckFacts,
} from '#areas/operations/configuration/check/facts.ts';
import {
  type BenchmarkLine,
  noProfileFacts,
  type ProfileFacts,
} from '#areas/operations/configuration/profile/facts.ts';
import type { Rng } from '#engine/random.ts';
import type { Surroundings } from './filled-in.ts';

const item = {
  ...{ item: 'item-1', code: 'LNX-01', title: 'Root', assetKind: 'host', state: 'in-use' },
  ...{ requirement: 'Words.', referenceMethod: 'Words.', checkConditions: 'Words.' },
};
const line: BenchmarkLine = {
  ...{ item: 'item-1', importance: 'any', environment: 'any' },
  comparison: 'complies',
  expected: null,
};

const profile = {
  ...{ id: 'profile-1', name: 'Linux', assetKind: 'host', category: null, assetTag: null },
  ...{ release: null, number: 0, state: 'drafted' },
};

/** Items are there most of the time; another version is released now and then; a class may have no assets. */
export const configurationSurroundings: Surroundings = {
  factsOf: (rng): ProfileFacts => ({
    ...noProfileFacts,
    items: rng.chance(0.8) ? [item] : [],
    benchmarks: rng.chance(0.9) ? [line] : [],
    profile: rng.chance(0.9) ? profile : { ...profile, number: 3 },
    assetsInScope: rng.chance(0.8) ? 2 : 0,
    checks: { total: 2, open: rng.chance(0.4) ? 1 : 0 },
  }),
  guards: {
    // Digests of the simulation's made-up lines are those of nothing.
    'benchmark-is-as-submitted': () => true,
  },
  effectOf: (_rng, effect) => (effect === 'carry-over' ? { baseNumber: 0, number: 1 } : {}),
};

const standings: readonly CheckedItem['standing'][] = ['complies', 'complies', 'fails', 'open'];

function found(rng: Rng): CheckedItem {
  const standing = rng.pick(standings);
  return {
    ...{ id: 'result-1', item: 'item-1', code: 'LNX-01', title: 'Root', comparison: 'complies' },
    ...{ expected: null, observed: null, explanation: null },
    result: standing === 'fails' ? 'fail' : 'pass',
    standing,
  };
}

/** Somebody looks in between two attempts; exceptions are there now and then. */
export const configurationCheckSurroundings: Surroundings = {
  factsOf: (rng): ConfigurationCheckFacts => ({
    ...noCheckFacts,
    results: [found(rng)],
    exceptionUntil: rng.chance(0.5) ? '2999-01-01T00:00:00.000Z' : null,
  }),
};
