import { systemPrincipal } from '#kernel/access/principal.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import type { AreaJob } from '#work/catalogue.ts';
import { matchFleet } from './match-fleet.ts';

/**
 * Matches the package versions that no inventory's reaction has matched, as after one that went to the dead letters: by the next morning
 * every version that an organisation has was held against every advisory.
 */
export const matchRest: AreaJob = {
  kind: 'match-rest',
  options: { concurrency: 1, expireSeconds: 3_600 },
  schedule: '20 3 * * *',
  run: async ({ runner }) => {
    const by = {
      principal: systemPrincipal('matching'),
      scope: { organisations: [] },
      role: 'app' as const,
    };
    return { ...(await matchFleet((work) => inWriteTransaction(runner, by, work))) };
  },
};
